"""Encoding of target columns: the task, and its array T of classes, labels or numbers."""

from dataclasses import dataclass

import numpy as np

from numnet.data.columns.column_errors import as_words
from numnet.data.errors import DataError
from numnet.data.tables.number_formats import canonical
from numnet.kernels.codes import TASKS
from numnet.utils.lookup import suggest
from numnet.utils.wording import listed, plural, shown

CLASS_LIMIT = 20  # up to so many distinct integers are classes rather than quantities
FEW_CLASSES = 0.05  # distinct integers for each row: so few, of 20 rows each, might be classes all the same
QUANTITIES_AFTER_ALL = "; if they are quantities, --task regression"
CLASSES_AFTER_ALL = "; if they are classes, --task multiclass"


@dataclass(frozen=True, eq=False)
class Target:
    """One target column: `values` (n,) float64, None for text; `index` (n,) int64 into `distinct`, the sorted labels.

    Of numbers with fractions, `distinct` are numbers as text and no labels. `mostly`: of text, see `ColumnType`.
    """

    name: str
    kind: str  # "integers", "fractions", "words" (true/false, yes/no), "text"
    values: np.ndarray | None
    index: np.ndarray
    distinct: tuple[str, ...]
    mostly: float | None = None


def encode(table, column_types, keep, task, known_names=None, strict=True):
    """(T, task, target_names, reason, remarks) of target columns, by their `ColumnType`s; task may be "auto".

    keep: indices of the rows that are used; of these nothing is missing. known_names: labels in index order that an
    earlier training has fixed. Without them a column of classes must hold at least two, and they are sorted: integers
    by value, text by the alphabet. strict: a label that is not among them is an error; else it has −1 in T, and a
    remark tells of it.
    """
    if task not in ("auto", *TASKS):
        raise DataError(f"unknown task {task!r}: {suggest(task, ('auto', *TASKS))}")
    columns = [_target(column_type, keep) for column_type in column_types]
    reason, remarks = "it was asked for", []
    if task == "auto":
        task, reason = _choose(table, columns)
    names = tuple(column.name for column in columns)
    if task in ("binary", "multiclass"):
        column = _of_classes(table, columns, task)
        if known_names is None:
            _check_classes(table, column, task)
        names = tuple(known_names or column.distinct)
        T, remarks = _indices(table, column, keep, names, strict)
    elif task == "multilabel":
        T = np.column_stack([_zeros_and_ones(table, column) for column in columns])
    else:
        T = _quantities(table, columns, varied=known_names is None)
    return T, task, names, reason, remarks


def _target(column_type, keep):
    if column_type.kind in ("text", "boolean"):
        used, index = np.unique(column_type.index[keep], return_inverse=True)
        values = column_type.values[keep] if column_type.kind == "boolean" else None
        kind = "words" if column_type.kind == "boolean" else "text"
        labels = tuple(column_type.levels[k] for k in used)
        return Target(column_type.name, kind, values, index, labels, column_type.mostly)
    distinct, index = np.unique(column_type.values[keep], return_inverse=True)
    whole = bool((distinct == np.round(distinct)).all())
    few = distinct if whole or len(distinct) < 3 else distinct[:3]  # for a message
    return Target(
        column_type.name, "integers" if whole else "fractions", column_type.values[keep], index,
        tuple(map(canonical, few)) if whole else tuple(str(value) for value in few),
    )  # fmt: skip


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
        reason = f"{count} distinct integers in column {column.name}, more than {CLASS_LIMIT}"
        return "regression", reason + (CLASSES_AFTER_ALL if count <= FEW_CLASSES * len(column.index) else "")
    what = {"integers": "distinct integers", "words": f"values {'/'.join(column.distinct)}"}
    reason = f"{count} {what.get(column.kind, 'distinct text labels')} in column {column.name}"
    reason += QUANTITIES_AFTER_ALL if column.kind == "integers" and count > 2 else ""
    return ("multiclass" if count > 2 else "binary"), reason


def _of_classes(table, columns, task):
    if len(columns) > 1:
        raise DataError(f"{table.file}: task {task} takes one target column, got {len(columns)}; name one")
    (column,) = columns
    if column.kind == "fractions":
        raise DataError(
            f"{table.file}: column {column.name!r} holds numbers with fractions, such as {column.distinct[0]}; "
            f"task {task} needs text or integers: use task regression"
        )
    return column


def _indices(table, column, keep, names, strict):
    """(T (n,) int64: the place of each label among the names, remarks), see `encode`."""
    at = {label: k for k, label in enumerate(names)}
    T = np.array([at.get(label, -1) for label in column.distinct], dtype=np.int64)[column.index]
    strange = {label: int((column.index == k).sum()) for k, label in enumerate(column.distinct) if label not in at}
    if not strange:
        return T, []
    label = next(iter(strange))
    if strict or (T < 0).all():
        row = int(keep[np.flatnonzero(column.index == column.distinct.index(label))[0]])
        raise table.error_at(row, column.name, f"{shown(label)} is no class of the model; {suggest(label, names)}")
    some = listed([f"{shown(label)} {count}" for label, count in strange.items()], 3)
    return T, [f"column {column.name!r}: {some} in {plural(sum(strange.values()), 'row')} no class of the model, "
               "counted as wrong, left out of the loss"]  # fmt: skip


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
    if column.kind == "text" and count > max(CLASS_LIMIT, len(column.index) // 5):
        remedy = "choose another target column"
        if column.mostly is not None:
            numbers = f"{100 * column.mostly:.0f} % are numbers"
            remedy = f"{numbers}: take {as_words(column.name, 'number')} to leave the other rows out, or {remedy}"
        raise DataError(
            f"{table.file}: column {column.name!r} has {count} text labels in {len(column.index)} rows, too many to be "
            f"classes; {remedy}"
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


def class_factors(text, classes, names):
    """Weight of each class, (k,) float64: "balanced", n / (k · rows of the class); or "label=2,other=1", else 1.

    classes (n,): of the training part.  Raises `DataError` for a label that there is not.
    """
    if text == "balanced":
        return len(classes) / (len(names) * np.maximum(np.bincount(classes, minlength=len(names)), 1))
    factors = np.ones(len(names))
    for label, _, value in (pair.rpartition("=") for pair in text.split(",")):
        if label not in names:
            raise DataError(f"--class-weight: no class is called {label!r}; {suggest(label, names)}")
        factors[names.index(label)] = float(value)
    return factors
