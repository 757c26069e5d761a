"""The options that say how a data file is read and split."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from numnet.data.errors import DataError
from numnet.data.tables.encodings import checked_encoding
from numnet.kernels.codes import TASKS
from numnet.utils.lookup import suggest
from numnet.utils.synonyms import remedy

MISSING_WAYS = ("error", "drop", "mean", "median")
SPLITS = ("random", "stratified", "ordered", "group:COLUMN")
KINDS = ("number", "text", "date", "date:dmy", "date:mdy", "drop")  # that a column can be said to be


def column_kind(text):
    """(column, kind) of ``column=kind``.  Raises `DataError` for anything else."""
    name, _, kind = str(text).rpartition("=")
    if not name or kind not in KINDS:
        raise DataError(f"takes COLUMN=KIND, KIND one of {', '.join(KINDS)}; got {str(text)!r}")
    return name, kind


@dataclass(frozen=True)
class ReadOptions:
    """How a data file is read and split; the fields are options of the command line.  Raises `DataError` for bad ones.

    targets: names of the target columns, by default the last column; task: "auto" or one of `TASKS`; columns: the
    features, by default all others that are of use, ("*",) for all others; exclude: columns to leave out; missing: what
    becomes of rows with missing cells, "error", "drop", or "mean" or "median" of the training part for numbers and a
    level of their own for texts; split: how rows are held out, "random", "stratified" (by class), "ordered" (the last
    ones) or "group:COLUMN" (rows of one group stay together); validation_data: a file to validate on instead, or other
    data that `read_data` takes; test: the share of rows kept for the end; weights: a column of sample weights, or the
    weights (n,) themselves; class_weight: "balanced", or "label=2,other=1"; as_: what columns are, whatever they look
    like, {column: one of `KINDS`}, kept as texts "column=kind"; drop_duplicates: whether of equal rows one is kept;
    encoding: of the text in the files, such as "cp949", by default found out.
    """

    targets: tuple = ()
    task: str = "auto"
    columns: tuple = ()
    exclude: tuple = ()
    missing: str = "error"
    split: str = "random"
    validation_data: Any = None
    test: float = 0.0
    weights: Any = None
    class_weight: str | None = None
    as_: tuple = ()
    drop_duplicates: bool = False
    encoding: str | None = None

    def __post_init__(self):
        if isinstance(self.as_, Mapping):
            object.__setattr__(self, "as_", [f"{name}={kind}" for name, kind in self.as_.items()])
        for name in ("targets", "columns", "exclude", "as_"):
            value = getattr(self, name)
            object.__setattr__(self, name, (value,) if isinstance(value, str) else tuple(value or ()))
        if isinstance(self.validation_data, os.PathLike):
            object.__setattr__(self, "validation_data", os.fspath(self.validation_data))
        if self.task not in ("auto", *TASKS):
            raise DataError(f"unknown task {self.task!r}: {suggest(self.task, ('auto', *TASKS))}")
        if self.missing not in MISSING_WAYS:
            raise DataError(f"missing must be one of {', '.join(MISSING_WAYS)}, got {self.missing!r}")
        if not (self.split in SPLITS[:3] or self.split.startswith("group:")):
            raise DataError(f"split must be one of {', '.join(SPLITS)}, got {self.split!r}")
        if not 0 <= self.test < 1:
            raise DataError(f"test must be a share >= 0 and < 1, got {self.test}")
        if self.encoding is not None:
            object.__setattr__(self, "encoding", checked_encoding(self.encoding))
        for text in self.as_:
            try:
                column_kind(text)
            except DataError as error:
                raise DataError(f"as_ {error}") from None

    @classmethod
    def of(cls, options):
        """Options from a dictionary, which may hold others too."""
        return cls(**{field.name: options[field.name] for field in fields(cls) if field.name in options})

    @classmethod
    def named(cls, function, **options):
        """Options that a call of a function has named.  Raises TypeError for one that there is not."""
        known = [field.name for field in fields(cls)]
        for name in options:
            if name not in known:
                raise TypeError(f"{function} has no argument {name!r}; {remedy(name, known)}")
        return cls(**options)

    @property
    def kinds(self):
        """[(column, kind)] of ``as_``."""
        return [column_kind(text) for text in self.as_]

    @property
    def group(self):
        """The column whose groups of rows stay together, or None."""
        return self.split.partition(":")[2] or None

    @property
    def weights_column(self):
        """The column of sample weights, or None."""
        return self.weights if isinstance(self.weights, str) else None

    @property
    def in_memory(self):
        """Whether some of it is data, not the name of data."""
        return any(value is not None and not isinstance(value, str) for value in (self.weights, self.validation_data))

    def changed(self):
        """{field: value} where the value is not the default, for JSON: weights and validation data by name alone."""
        values = {field.name: (getattr(self, field.name), field.default) for field in fields(self)}
        for name in ("weights", "validation_data"):
            if not isinstance(values[name][0], str):
                del values[name]
        return {name: value for name, (value, default) in values.items() if value != default}
