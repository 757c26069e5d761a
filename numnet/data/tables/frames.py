"""Tables that are in memory already: data frames of pandas, polars and pyarrow, dicts of columns, lists of dicts.

They are known by what they can do; none of these packages is imported.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from numnet.data.errors import DataError
from numnet.data.tables.byte_source import InlineTable
from numnet.data.tables.record_feed import check_columns
from numnet.utils.wording import listed, plural

FRAME = "data frame"  # as messages call it


@dataclass(frozen=True, eq=False)
class Frame:
    """A table in memory: ``columns`` {name: cells, of any of the kinds that `column_array` takes}, ``rows`` of each.

    ``name``: as messages call it; ``labels``: of the rows, where they have others than their numbers; ``targets``: of
    a pair (X, T), the columns of T.
    """

    name: str
    columns: dict
    rows: int
    labels: Any = None
    targets: tuple = ()


def is_file(source):
    """Whether ``source`` is the name of something that holds a table as bytes: a path, "-", or an `InlineTable`."""
    return isinstance(source, (str, os.PathLike, InlineTable))


def is_frame(source):
    """Whether `frame_of` takes it."""
    return isinstance(source, Frame) or _lazy(source) is not None or _taken_apart_by(source) is not None


def _lazy(source):
    """The method that brings the rows of a lazy frame, of polars or dask, into memory; None for another source."""
    return next((call for call in ("collect", "compute") if callable(getattr(type(source), call, None))), None)


def _taken_apart_by(source):
    """The function for a kind of frames, or None.  Asked are the types: a frame's columns may be attributes."""
    if isinstance(source, Mapping):
        return _of_mapping
    if isinstance(source, np.ndarray):
        return _of_records if source.dtype.names else None
    for names, function in (
        (("iloc", "columns"), _of_pandas),
        (("get_columns", "columns"), _of_polars),
        (("column_names", "column"), _of_arrow),
    ):
        if all(hasattr(type(source), name) for name in names):
            return function
    rows = isinstance(source, (list, tuple)) and len(source) and all(isinstance(row, Mapping) for row in source)
    return _of_dicts if rows else None


def frame_of(source, name=FRAME):
    """The `Frame` of a data frame, a dict of columns, a list of dicts, or a structured array of NumPy's.

    Raises `DataError` in one line for one that is lazy, has no rows or columns, or two columns of one name.
    """
    if isinstance(source, Frame):
        return source
    if _lazy(source):
        raise DataError(f"the {name} is lazy, its rows are not in memory; call its .{_lazy(source)}() first")
    pairs, labels = _taken_apart_by(source)(source)
    check_columns(f"the {name}", len(pairs))
    if not pairs:
        raise DataError(f"the {name} has no columns; add some")
    columns, twice = {}, {}
    for j, (called, cells) in enumerate(pairs):
        called = _name(called, j)
        (twice if called in columns else columns)[called] = cells
    if twice:
        raise DataError(f"{name}: several columns are called {listed(map(repr, twice), 8)}; rename them")
    lengths = {called: _length(name, called, cells) for called, cells in columns.items()}
    first, rows = next(iter(lengths.items()))
    for called, length in lengths.items():
        if length != rows:
            raise DataError(f"{name}: column {first!r} has {plural(rows, 'row')}, {called!r} has {length}; all must "
                            "have as many")  # fmt: skip
    if not rows:
        raise DataError(f"the {name} has no data rows; add rows")
    return Frame(name, columns, rows, labels)


def _name(name, j):
    """The name of column ``j`` as text; those of several levels are joined."""
    if isinstance(name, tuple):
        name = "_".join(part for part in map(str, name) if part)
    return ("" if name is None else str(name).strip()) or f"column{j + 1}"


def _length(frame, name, cells):
    try:
        if isinstance(cells, (str, bytes)):
            raise TypeError
        return len(cells)
    except TypeError:
        raise DataError(
            f"{frame}: column {name!r} is {cells!r:.40}, one value; give a list, or a list of dicts, one for each row"
        ) from None


# --- kinds of frames: ([(name, cells)], labels of the rows or None) -------------------------------------------------


def _of_pandas(source):
    return [(name, source.iloc[:, j]) for j, name in enumerate(source.columns)], row_labels(source)


def row_labels(source):
    """The index of a data frame or series of pandas; None where it only counts the rows from 0."""
    index = index_of(source)
    counting = getattr(index, "start", None) == 0 and getattr(index, "step", None) == 1
    return None if index is None or counting else index


def index_of(source):
    """The index of a data frame or series of pandas; None for anything else."""
    return source.index if hasattr(type(source), "iloc") else None


def _of_polars(source):
    return [(column.name, column) for column in source.get_columns()], None


def _of_arrow(source):
    return [(name, source.column(j)) for j, name in enumerate(source.column_names)], None


def _of_records(source):
    return [(name, source[name]) for name in source.dtype.names], None


def _of_mapping(source):
    pairs = []
    for name, cells in source.items():
        pairs += named_columns(name, cells) if isinstance(cells, np.ndarray) and cells.ndim > 1 else [(name, cells)]
    return pairs, None


def _of_dicts(source):
    names = dict.fromkeys(name for row in source for name in row)
    return [(name, [row.get(name) for row in source]) for name in names], None


def named_columns(name, array):
    """[(name, cells (n,))] of the columns of an array (n, ...), called as those of an .npz file are."""
    from numnet.data.tables.npz_reader import column_names

    flat = array.reshape(len(array), -1)
    return list(zip(column_names(str(name), array.shape[1:]), flat.T))
