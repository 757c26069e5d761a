"""From target columns to a task and its array T: what are classes, what are labels, what are numbers."""

from dataclasses import dataclass

import numpy as np

from numnet.data.catalogue import TASKS, DataError, suggest
from numnet.data.table import is_missing, is_numeric, shown, to_numbers

CLASS_LIMIT = 20  # up to so many distinct integers are classes rather than quantities
WORDS = ({"false", "true"}, {"no", "yes"})


@dataclass(frozen=True)
class Column:
    """One target column: `values` (n,) float64, or None for text; `labels` (n,) str, or None for fractions."""

    name: str
    kind: str  # "integers", "fractions", "words" (true/false, yes/no), "text"
    values: np.ndarray | None
    labels: list[str] | None
    distinct: tuple[str, ...]


def encode(table, targets, task, known_names=None):
    """(T, task, target_names, reason) of the columns `targets`; task may be "auto".

    known_names: labels in index order that an earlier training has fixed. Without them a column of classes must hold
    at least two, and they are sorted: integers by value, text by the alphabet.
    """
    if task not in ("auto", *TASKS):
        raise DataError(f"unknown task {task!r}: {suggest(task, ('auto', *TASKS))}")
    columns = [_column(table, name) for name in targets]
    reason = "it was asked for"
    if task == "auto":
        task, reason = _choose(table, columns)
    if task in ("binary", "multiclass"):
        T, names = _classes(table, columns, task, known_names)
    elif task == "multilabel":
        T, names = np.column_stack([_zeros_and_ones(table, column) for column in columns]), tuple(targets)
    else:
        T, names = _quantities(table, columns, varied=known_names is None), tuple(targets)
    return T, task, names, reason


def _column(table, name):
    cells = [cell.strip() for cell in table.columns[name]]
    lowered = {cell.lower() for cell in cells}
    if any(lowered <= words for words in WORDS):
        labels = [cell.lower() for cell in cells]
        values = np.array([label in ("true", "yes") for label in labels], dtype=np.float64)
        return Column(name, "words", values, labels, tuple(sorted(lowered)))
    if is_numeric(cells):
        values = to_numbers(table, name)
        distinct = np.unique(values)
        if (distinct != np.round(distinct)).any():
            return Column(name, "fractions", values, None, tuple(str(value) for value in distinct))
        return Column(name, "integers", values, _integers(values), tuple(_integers(distinct)))
    for row, cell in enumerate(cells):
        if is_missing(cell):
            raise table.complaint(row, name, f"{shown(cell)} is no label; fill it in or remove the row")
    return Column(name, "text", None, cells, tuple(sorted(set(cells))))


def _integers(values):
    return [str(int(value)) for value in values]


def _binary_valued(column):
    return column.kind == "words" or (column.kind == "integers" and set(column.distinct) <= {"0", "1"})


def _choose(table, columns):
    """The task of --task auto, and why."""
    if len(columns) > 1:
        if all(map(_binary_valued, columns)):
            return "multilabel", f"{len(columns)} target columns of 0/1"
        if all(column.values is not None for column in columns):
            return "regression", f"{len(columns)} target columns of numbers"
        text = next(column for column in columns if column.values is None)
        raise DataError(
            f"{table.file}: column {text.name!r} holds text; several targets must all be 0/1 (labels) or all numbers "
            "(regression): name one target"
        )
    (column,) = columns
    count = len(column.distinct)
    if column.kind == "fractions":
        return "regression", f"numbers with fractions in column {column.name}"
    if column.kind == "integers" and count > CLASS_LIMIT:
        return "regression", f"{count} distinct integers in column {column.name}, more than {CLASS_LIMIT}"
    what = {"integers": "distinct integers", "words": f"values {'/'.join(column.distinct)}"}
    reason = f"{count} {what.get(column.kind, 'distinct text labels')} in column {column.name}"
    return ("multiclass" if count > 2 else "binary"), reason


def _classes(table, columns, task, known_names):
    if len(columns) > 1:
        raise DataError(f"{table.file}: task {task} takes one target column, got {len(columns)}; name one")
    (column,) = columns
    if column.labels is None:
        raise DataError(
            f"{table.file}: column {column.name!r} holds numbers with fractions, such as {column.distinct[0]}; "
            f"task {task} needs text or integers: use task regression"
        )
    names = known_names or column.distinct
    if known_names is None:
        _check_classes(table, column, task)
    index = {label: k for k, label in enumerate(names)}
    for row, label in enumerate(column.labels):
        if label not in index:
            raise table.complaint(row, column.name, f"{shown(label)} is no class of the model; {suggest(label, names)}")
    return np.array([index[label] for label in column.labels], dtype=np.int64), tuple(names)


def _check_classes(table, column, task):
    count, listed = len(column.distinct), ", ".join(map(shown, column.distinct[:5]))
    if count == 1:
        raise DataError(
            f"{table.file}: column {column.name!r} holds one class only, {listed}, in all rows; add rows of another"
        )
    if task == "binary" and count != 2:
        raise DataError(
            f"{table.file}: column {column.name!r} has {count} classes ({listed}{', ...' if count > 5 else ''}), "
            "task binary needs 2: use task multiclass"
        )
    if column.kind == "text" and count > max(CLASS_LIMIT, len(table) // 2):
        raise DataError(
            f"{table.file}: column {column.name!r} has {count} text labels in {len(table)} rows, too many to be "
            "classes; choose another target column"
        )


def _zeros_and_ones(table, column):
    if _binary_valued(column):
        return column.values.astype(np.int64)
    other = next(value for value in column.distinct if value not in ("0", "1"))
    raise DataError(f"{table.file}: column {column.name!r} holds {shown(other)}; task multilabel needs columns of 0/1")


def _quantities(table, columns, varied):
    for column in columns:
        if column.kind in ("text", "words"):
            raise DataError(
                f"{table.file}: column {column.name!r} holds text, such as {shown(column.distinct[0])}; "
                "task regression needs numbers"
            )
        if varied and len(column.distinct) == 1:
            raise DataError(
                f"{table.file}: column {column.name!r} is {column.distinct[0]} in all rows; there is nothing to learn"
            )
    T = np.column_stack([column.values for column in columns])
    return T[:, 0].copy() if len(columns) == 1 else T
