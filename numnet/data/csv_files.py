"""CSV in and out: a file with a header row becomes a `Dataset`, and a `Dataset` such a file."""

import contextlib
import csv
from pathlib import Path

import numpy as np

from numnet.data.catalogue import DataError, suggest
from numnet.data.dataset import Dataset
from numnet.data.table import read_table, to_numbers
from numnet.data.targets import encode


def read_csv(path, targets=None, task="auto", *, feature_names=None, target_names=None):
    """A CSV file as a `Dataset`: comma-separated, UTF-8, with a header row; "-" reads standard input.

    targets: a column's name or several, by default the last column. All other columns are features. task: "auto" or
    one of `TASKS`; auto takes text, true/false, yes/no and up to 20 distinct integers for classes, several columns
    of 0/1 for labels, everything else for regression.
    feature_names, target_names: those of an earlier training, to evaluate its model on this file: features are picked
    by name in that order and other columns ignored, classes keep their indices; with both, one row or one class
    is enough.
    Raises `DataError`, in one line, for whatever is wrong with the file or does not fit the task.
    """
    table = read_table(path)
    targets = _target_columns(table, targets)
    features = tuple(feature_names or _other_columns(table, targets))
    X = _features(table, features)
    if feature_names is None and target_names is None and len(table) < 2:
        raise DataError(f"{table.file} has 1 data row; training needs at least 2")
    T, task, names, reason = encode(table, targets, task, target_names)
    name = "stdin" if str(path) == "-" else Path(path).stem
    return Dataset(name, X, T, task, features, names, targets, reason, scale=True)


def read_features(path, feature_names):
    """X (n, d) float64: the columns `feature_names` of a CSV file, in that order; other columns are ignored.

    Raises `DataError` as `read_csv` does, and lists the missing columns if there are any.
    """
    return _features(read_table(path), feature_names)


def _features(table, names):
    missing = [name for name in names if name not in table.columns]
    if missing:
        raise DataError(
            f"{table.file}: no column {', '.join(map(repr, missing))}; found {', '.join(map(repr, table.header))}; "
            "rename or add columns"
        )
    X = np.empty((len(table), len(names)))
    for j, name in enumerate(names):
        X[:, j] = to_numbers(table, name)
    return X


def _target_columns(table, targets):
    if targets is None or len(targets) == 0:
        return table.header[-1:]
    targets = (targets,) if isinstance(targets, str) else tuple(targets)
    for name in targets:
        if name not in table.header:
            raise DataError(f"{table.file}: no target column {name!r}; {suggest(name, table.header)}")
        if targets.count(name) > 1:
            raise DataError(f"{table.file}: target {name!r} is named {targets.count(name)} times; once is enough")
    return targets


def _other_columns(table, targets):
    names = tuple(name for name in table.header if name not in targets)
    if not names:
        raise DataError(f"{table.file}: no columns left for features beside {', '.join(map(repr, targets))}; add some")
    return names


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
