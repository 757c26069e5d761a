"""Data files and frames read as a `Dataset`, and a `Dataset` written as CSV."""

import contextlib
import csv
from dataclasses import dataclass, replace

import numpy as np

from numnet.data.columns.features import Columns
from numnet.data.dataset import Dataset
from numnet.data.errors import DataError
from numnet.data.file_inspection import FileInspection
from numnet.data.read_options import ReadOptions
from numnet.data.repeated_rows import without_repeats
from numnet.data.sources_in_memory import source_name
from numnet.data.splitting import SplitPlan
from numnet.data.tables.arrays import part_of
from numnet.data.tables.frames import Frame, is_file, is_frame
from numnet.data.tables.pairs import KnownNames, is_bunch
from numnet.data.tables.read_table import open_table
from numnet.utils.wording import listed, plural


def read_csv(path, targets=None, task="auto", *, like=None, progress=None, **reading):
    """A data file as a `Dataset`: CSV, TSV, .npz or Parquet; "-" reads standard input.

    Separator, header, encoding, decimal mark, dates and units are found out.  targets: a column's name or several, by
    default the last column. All other columns are features: numbers as they are, yes/no as 1/0, texts one-hot.
    Identifiers, constants, and texts that are all rare are left out; `Dataset.remarks` say so. task: "auto"
    or one of `TASKS`; auto takes text, true/false, yes/no and up to 20 distinct integers for classes, several columns
    of 0/1 for labels, everything else for regression. reading: other fields of `ReadOptions`, such as missing="median".
    like: a network that was trained on such a file, to evaluate it on this one: columns are found by name and encoded
    as they were, others ignored, classes keep their indices, one that it does not know has −1 in T; one row or one
    class is enough.
    Raises `DataError`, in one line, for whatever is wrong with the file or does not fit the task; TypeError for an
    argument that there is not.
    """
    return read_file(path, ReadOptions.named("read_csv", targets=targets, task=task, **reading), like, progress)


def read_file(path, options, like=None, progress=None):
    """As `read_csv`, with its `ReadOptions` as a whole; path: or a frame or a pair (X, T)."""
    if like is not None:
        dataset = FileInspection(path, options, like, progress).dataset(like.target_names, strict=False)
        return without_gaps(dataset, source_name(path), options.missing)
    dataset = FileInspection(path, options, None, progress).dataset()
    dataset = without_repeats(dataset) if options.drop_duplicates else dataset
    return dataset if options.validation_data is None else with_validation_data(dataset, options, progress)


@dataclass(frozen=True)
class _Like:
    """The part of a network, still to be trained, that decides how a validation file is read."""

    columns: Columns
    target_names: tuple


def with_validation_data(dataset, options, progress=None):
    """The data set with the ``validation_data`` of the options, a file or what `read_data` takes, to validate on."""
    data = options.validation_data
    if isinstance(data, Dataset):
        validation, name = _fitting(data, dataset), data.name
    else:
        like = _Like(dataset.columns or Columns.numbers(dataset.feature_names), dataset.target_names)
        same = ReadOptions(dataset.targets, dataset.task, weights=options.weights_column, as_=options.as_,
                           encoding=options.encoding)  # fmt: skip
        validation = FileInspection(data, same, like, progress).dataset(dataset.target_names)
        name = source_name(data)
    if not dataset.missing:  # else gaps are filled when those of the training part are
        validation = without_gaps(validation, name, options.missing)
    remarks = [f"{name}: {remark}" for remark in validation.remarks]
    plan = replace(dataset.split_plan, validation=validation)
    return replace(dataset, split_plan=plan, remarks=(*dataset.remarks, *remarks))


def _fitting(validation, dataset):
    """A `Dataset` to validate on.  Raises `DataError` unless it has the task and the names of the other."""
    for what in ("task", "feature_names", "target_names"):
        if getattr(validation, what) != getattr(dataset, what):
            raise DataError(f"the validation data {validation.name} have another {what} than the training data; they "
                            "must be alike")  # fmt: skip
    return replace(validation, split_plan=SplitPlan())


def without_gaps(dataset, file, missing):
    """The data set without NaNs in X: filled as the model does, or without their rows if ``missing`` is "drop"."""
    columns = dataset.columns or Columns.numbers(dataset.feature_names)
    if missing != "drop" or columns.fill is not None:
        return replace(dataset, X=_complete(dataset.X, columns, file))
    whole = ~np.isnan(dataset.X).any(axis=1)
    if whole.all():
        return dataset
    if not whole.any():
        raise DataError(f"{file}: no row is complete; fill in cells, or train anew with missing median")
    remark = f"{plural(int((~whole).sum()), 'row')} with missing cells left out"
    weights = None if dataset.weights is None else dataset.weights[whole]
    return replace(dataset, X=dataset.X[whole], T=dataset.T[whole], weights=weights,
                   remarks=(*dataset.remarks, remark))  # fmt: skip


def _complete(X, columns, file, table=None):
    X = columns.complete(X)
    gaps = np.isnan(X)
    if gaps.any():
        counts, row = gaps.sum(axis=0), int(np.flatnonzero(gaps.any(axis=1))[0])
        names = [f"{name} {count}" for name, count in zip(columns.names, counts) if count]
        first = f", the first in {table.where(row)}" if table is not None else ""
        raise DataError(
            f"{file}: {plural(int(counts.sum()), 'missing cell')}{first}, by column: {listed(names)}; the model was "
            "trained without: fill them in, or train anew with missing median"
        )
    return X


def read_features(source, like, progress=None, encoding=None):
    """(X (n, d) float64, remarks): the columns of a data file that the network ``like`` was trained on, encoded alike.

    source: or a data frame, a dict of columns, a list of dicts, whose columns are found by name, others ignored; an
    array or a list of rows, whose columns are those of training by their places, or the d features themselves.
    encoding: as in `ReadOptions`; remarks: what was not known in training.  Raises `DataError` as `read_csv` does, and
    lists the missing columns if there are any.
    """
    columns, source = Columns.of(like), source["data"] if is_bunch(source) else source
    if not is_file(source) and not is_frame(source):
        part = part_of(source, "X")
        if part.holds_numbers and len(part.cells) == len(columns.names):
            return _complete(np.ascontiguousarray(part.array, np.float64), columns, "X"), []
        source = _named_by_place(part, columns)
    with open_table(source, columns.forms, encoding) as reader:
        columns = columns.suited(reader.header)
        table = reader.table(columns.found_in(reader.header, reader.source.name), progress=progress)
    X, remarks = columns.matrix(table)
    return _complete(X, columns, table.file, table), remarks


def _named_by_place(part, columns):
    """The `Frame` of rows whose columns are those of training by their places, if nothing else names them."""
    if part.shape == () and len(columns.sources) > 1:
        raise DataError(f"X has shape ({part.rows},), the model takes {len(columns.sources)} columns; for one row give "
                        "X.reshape(1, -1), a list in a list, or frame.iloc[[0]]")  # fmt: skip
    names = part.names or KnownNames(columns.sources, columns.names).of_columns(part)
    return Frame("X", dict(zip(names, part.cells)), part.rows, part.labels)


def write_csv(dataset, file):
    """Writes a header, features and then targets, classes by their labels, to a path or an open text file.

    `read_csv(path, targets=dataset.targets)` gives the same arrays, bit for bit. Raises `DataError` if the path
    cannot be written.
    """
    T = dataset.T
    if dataset.task in ("binary", "multiclass"):
        T = np.array(dataset.target_names, dtype=object)[T]
    T = T.reshape(len(dataset.X), -1)
    with _opened(file) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*dataset.feature_names, *dataset.targets])
        for x, t in zip(dataset.X.tolist(), T.tolist(), strict=True):
            writer.writerow([_text(value) for value in (*x, *t)])


def _text(value):
    """The shortest text that reads back as the same number; labels as they are."""
    return repr(value).removesuffix(".0") if isinstance(value, float) else value


def _opened(file):
    if hasattr(file, "write"):
        return contextlib.nullcontext(file)
    try:
        return open(file, "w", encoding="utf-8", newline="")
    except OSError as error:
        raise DataError(f"cannot write {file}: {error.strerror}; choose another path") from None
