"""Data files read as a `Dataset`, and a `Dataset` written as CSV."""

import contextlib
import csv
from dataclasses import dataclass, replace

import numpy as np

from numnet.data.columns.features import Columns
from numnet.data.errors import DataError
from numnet.data.file_inspection import FileInspection
from numnet.data.read_options import ReadOptions
from numnet.data.tables.read_table import open_table
from numnet.utils.wording import listed, plural


def read_csv(path, targets=None, task="auto", *, like=None, progress=None, **reading):
    """A data file as a `Dataset`: CSV, TSV, .npz or Parquet; "-" reads standard input.

    Separator, header, encoding, decimal mark, dates and units are found out.  targets: a column's name or several, by
    default the last column. All other columns are features: numbers as they are, yes/no as 1/0, texts one-hot.
    Identifiers, constants, and texts that hardly ever come twice are left out; `Dataset.remarks` say so. task: "auto"
    or one of `TASKS`; auto takes text, true/false, yes/no and up to 20 distinct integers for classes, several columns
    of 0/1 for labels, everything else for regression. reading: other fields of `ReadOptions`, such as missing="median".
    like: a network that was trained on such a file, to evaluate it on this one: columns are found by name and encoded
    as they were, others ignored, classes keep their indices; one row or one class is enough.
    Raises `DataError`, in one line, for whatever is wrong with the file or does not fit the task.
    """
    return read_file(path, ReadOptions.of({"targets": targets, "task": task, **reading}), like, progress)


def read_file(path, options, like=None, progress=None):
    """As `read_csv`, with its `ReadOptions` as a whole."""
    if like is not None:
        dataset = FileInspection(path, options, like, progress).dataset(like.target_names)
        return _without_gaps(dataset, path, options.missing)
    dataset = FileInspection(path, options, None, progress).dataset()
    return dataset if options.validation_data is None else _with_validation_file(dataset, options, progress)


@dataclass(frozen=True)
class _Like:
    """The part of a network, still to be trained, that decides how a validation file is read."""

    columns: Columns
    target_names: tuple


def _with_validation_file(dataset, options, progress):
    """The data set with the file ``validation_data`` as its validation part."""
    file, like = options.validation_data, _Like(dataset.columns, dataset.target_names)
    same = ReadOptions(dataset.targets, dataset.task, weights=options.weights)
    validation = FileInspection(file, same, like, progress).dataset(dataset.target_names)
    if not dataset.missing:  # else gaps are filled when those of the training part are
        validation = _without_gaps(validation, file, options.missing)
    remarks = [f"{file}: {remark}" for remark in validation.remarks]
    plan = replace(dataset.split_plan, validation=validation)
    return replace(dataset, split_plan=plan, remarks=(*dataset.remarks, *remarks))


def _without_gaps(dataset, file, missing):
    """The data set without NaNs in X: filled as the model does, or without their rows if ``missing`` is "drop"."""
    if missing != "drop" or dataset.columns.fill is not None:
        return replace(dataset, X=_complete(dataset.X, dataset.columns, file))
    whole = ~np.isnan(dataset.X).any(axis=1)
    if whole.all():
        return dataset
    if not whole.any():
        raise DataError(f"{file}: no row is complete; fill in cells, or train with --missing median")
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
            "trained without: fill them in, or train with --missing median"
        )
    return X


def read_features(path, like, progress=None):
    """(X (n, d) float64, remarks): the columns of a data file that the network ``like`` was trained on, encoded alike.

    Other columns are ignored.  remarks: what was not known in training.  Raises `DataError` as `read_csv` does, and
    lists the missing columns if there are any.
    """
    columns = Columns.of(like)
    with open_table(path, columns.forms) as reader:
        table = reader.table(columns.found_in(reader.header, reader.source.name), progress=progress)
    X, remarks = columns.matrix(table)
    return _complete(X, columns, table.file, table), remarks


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
