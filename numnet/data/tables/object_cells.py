"""Arrays of any values, and of Python objects among them, as the cells of a `Table`."""

import datetime
from decimal import Decimal
from numbers import Real

import numpy as np

from numnet.data.tables.npz_reader import array_cells
from numnet.data.tables.table import boxed

MISSING_TYPES = ("NoneType", "NAType", "NaTType")  # None, pandas.NA, pandas.NaT
WORDS = {False: "false", True: "true"}


class WrongCell(ValueError):
    """A cell that no table has; ``row`` counts from 0."""

    def __init__(self, row, cell):
        name = type(cell).__name__
        article = "an" if name[0].lower() in "aeiou" else "a"
        super().__init__(f"{article} {name} is no number, text, date or truth value")
        self.row = row


def kind_of(kind):
    """What a cell of a Python type is: "missing", "boolean", "text", "number", "date", "duration" or "time"; or None.

    >>> kind_of(bool), kind_of(np.float32), kind_of(list)
    ('boolean', 'number', None)
    """
    if kind.__name__ in MISSING_TYPES:
        return "missing"
    if issubclass(kind, np.timedelta64):  # a whole number to NumPy
        return "duration"
    kinds = {
        "boolean": (bool, np.bool_), "text": str, "number": (Real, Decimal), "date": (datetime.date, np.datetime64),
        "duration": datetime.timedelta, "time": datetime.time,
    }  # fmt: skip
    return next((name for name, types in kinds.items() if issubclass(kind, types)), None)


def cells_of(source, name, array, texts):
    """(cells (n,) float64, whether they are dates) of an array (n,); ``texts``: the column's `StringTable`.

    Raises `WrongCell`, or `DataError` for an array of a type that has no cells.
    """
    if array.dtype.kind == "O":
        return _object_cells(source, name, array.tolist(), texts)
    return array_cells(source, name, array, texts), array.dtype.kind == "M"


def _object_cells(source, name, cells, texts):
    """As `cells_of`, of Python objects: those of one type are converted together."""
    types = list(map(type, cells))
    numbered = {kind: k for k, kind in enumerate(dict.fromkeys(types))}
    code = np.fromiter(map(numbered.__getitem__, types), np.int64, len(types))
    values, dates = np.empty(len(cells)), []
    numbers = False
    for kind, k in numbered.items():
        rows = np.flatnonzero(code == k)
        some = cells if len(rows) == len(cells) else [cells[row] for row in rows]
        what = kind_of(kind)
        if what is None:
            raise WrongCell(int(rows[0]), some[0])
        if what == "date":
            dates.append((rows, some))
        else:
            values[rows] = _CONVERTERS[what](source, name, some, texts)
            numbers |= what in ("number", "duration") and not np.isnan(values[rows]).all()
    for rows, some in dates:
        values[rows] = _texts(source, name, map(str, some), texts) if numbers else _days(source, name, some, texts)
    return values, bool(dates) and not numbers


def _missing(source, name, cells, texts):
    return boxed([texts[""]] * len(cells))


def _texts(source, name, cells, texts):
    return boxed(np.fromiter(map(texts.__getitem__, map(str.strip, cells)), np.int64))


def _booleans(source, name, cells, texts):
    return boxed([texts[WORDS[bool(cell)]] for cell in cells])


def _numbers(source, name, cells, texts):
    try:
        values = np.fromiter(map(float, cells), np.float64, len(cells))
    except OverflowError:  # a whole number of more than 308 digits
        values = np.array([float(cell) if abs(cell) < 10**308 else np.inf for cell in cells])
    return array_cells(source, name, values, texts)


def _days(source, name, cells, texts):
    utc = datetime.UTC
    if any(getattr(cell, "tzinfo", None) is not None for cell in cells):
        cells = [cell.astimezone(utc).replace(tzinfo=None) if getattr(cell, "tzinfo", None) else cell for cell in cells]
    return array_cells(source, name, np.array(cells, "datetime64[s]"), texts)


def _durations(source, name, cells, texts):
    return array_cells(source, name, np.array(cells, "timedelta64[s]"), texts)


def _times(source, name, cells, texts):
    return _texts(source, name, map(str, cells), texts)


_CONVERTERS = {"missing": _missing, "boolean": _booleans, "text": _texts, "number": _numbers, "duration": _durations,
               "time": _times}  # fmt: skip
