"""Rows without names of columns: arrays, lists of rows, series; as the columns of a `Frame`."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from numnet.data.errors import DataError
from numnet.data.tables.frame_reader import column_array, objects
from numnet.data.tables.frames import frame_of, is_frame, row_labels
from numnet.data.tables.npz_reader import column_names
from numnet.utils.wording import plural


@dataclass(frozen=True, eq=False)
class Part:
    """X or T of a pair: ``cells``, its columns, and their ``names``, None where nobody has named them.

    ``shape``: of its rows; ``labels``: of the rows, as in `Frame`; ``array`` (n, k): its cells, where they are in one.
    """

    cells: list
    rows: int
    names: tuple | None = None
    shape: tuple = ()
    labels: Any = None
    array: np.ndarray | None = None

    @property
    def holds_numbers(self):
        """Whether it is an array of numbers."""
        return self.array is not None and self.array.dtype.kind in "iufb"

    def called(self, letter):
        """Its names, or else x1, x2, … for the letter x; those of images are x_0_0, x_0_1, …"""
        if self.names is not None:
            return self.names
        return tuple(column_names(letter, self.shape))


def part_of(data, what):
    """The `Part` of an array (n,), (n, d) or (n, rows, columns), a list of rows, a series or a frame.

    what: X or T, as messages call it.  Raises `DataError`, in one line, for anything else.
    """
    if is_frame(data):
        frame = frame_of(data, what)
        return Part([*frame.columns.values()], frame.rows, tuple(frame.columns), (len(frame.columns),), frame.labels)
    if hasattr(data, "to_numpy") and getattr(data, "name", None) not in (None, ""):  # a series of pandas or polars
        return Part([data], len(data), (str(data.name),), (), row_labels(data))
    array = rows_of(data, what)
    flat = array.reshape(len(array), math.prod(array.shape[1:]))
    return Part([*flat.T], len(array), None, array.shape[1:], row_labels(data), flat)


def rows_of(data, what):
    """Rows as an array (n, ...) of numbers, truth values or dates, or of Python objects.  Raises `DataError`."""
    if hasattr(data, "toarray"):
        raise DataError(f"{what} is a sparse matrix; give {what}.toarray()")
    if isinstance(data, (list, tuple)):
        array = _of_list(data, what)
    elif hasattr(data, "__array__") or hasattr(data, "to_numpy"):
        array = column_array(data)
    else:
        raise DataError(f"{what} is {_kind(data)}; give an array, a list of rows or a data frame")
    if array.dtype.kind == "c":
        raise DataError(f"{what} holds complex numbers; give real ones, {what}.real and {what}.imag side by side")
    if array.ndim == 0:
        raise DataError(f"{what} is one value, {array!s:.40}; give an array, a list of rows or a data frame")
    if not array.size:
        raise DataError(f"{what} is empty, of shape {array.shape}; give rows and columns")
    return array


def _of_list(rows, what):
    try:
        array = np.array(rows)
    except ValueError:  # not all of one length
        lengths = [len(row) if hasattr(row, "__len__") and not isinstance(row, str) else 1 for row in rows]
        other = next((k for k, length in enumerate(lengths) if length != lengths[0]), None)
        if other is None:  # within a row
            return np.array([objects(row) for row in rows])
        raise DataError(
            f"{what} is ragged: row 1 has {plural(lengths[0], 'value')}, row {other + 1} has {lengths[other]}; they "
            "must have as many"
        ) from None
    return array if array.dtype.kind in "iufbcmM" else np.array(rows, dtype=object)


def _kind(data):
    name = type(data).__name__
    return "None" if data is None else f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"


def is_one_hot(part):
    """Whether each row of a `Part` T (n, k) has a 1 and else 0."""
    return not _not_one_hot(part)[1].any()


def _not_one_hot(part):
    """(T (n, k), which of its rows hold anything but a 1 and else 0)."""
    T = np.column_stack([column_array(cells) for cells in part.cells])
    try:
        return T, ~np.isin(T, (0, 1)).all(axis=1) | (T.astype(np.float64).sum(axis=1) != 1)
    except (TypeError, ValueError):
        return T, np.ones(len(T), dtype=bool)


def one_hot_classes(part, known=()):
    """Class labels (n,) of a `Part` T (n, k) with a 1 in each row and else 0.  Raises `DataError`.

    They are what its columns are called, else ``known`` if these are k, else 0 … k − 1.
    """
    T, wrong = _not_one_hot(part)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise DataError(
            f"T, row {row + 1}: task multiclass takes classes (n,), or (n, k) with one 1 and else 0 in each row, got "
            f"{' '.join(map(str, T[row].tolist()))[:60]}"
        )
    index = T.astype(np.float64).argmax(axis=1)
    labels = part.names or (known if len(known) == T.shape[1] else None)
    return index if labels is None else objects(list(labels))[index]
