"""Data frames and other tables in memory as a `Table`."""

from types import SimpleNamespace

import numpy as np

from numnet.data.errors import DataError
from numnet.data.tables.frames import frame_of
from numnet.data.tables.npz_reader import table_of_blocks
from numnet.data.tables.object_cells import WrongCell, cells_of, kind_of
from numnet.data.tables.table import StringTable, TableReader, boxed, row_words
from numnet.utils.free_memory import check_memory


class FrameReader(TableReader):
    """Reads what `frame_of` takes.  Cells are as those of a file that says the same; row numbers count from 1."""

    def __init__(self, source, forms=None):
        self.frame = frame_of(source)
        super().__init__(SimpleNamespace(name=self.frame.name, close=lambda: None), forms)
        self.header = tuple(self.frame.columns)

    def table(self, columns=None, exact=(), progress=None):
        """The `Table` of these columns, see `TableReader`."""
        keep, frame = self.kept(columns), self.frame
        check_memory(8 * frame.rows * len(keep), f"the numbers of the {frame.name}", "give fewer rows or columns")
        texts, dated = [StringTable() for _ in keep], []
        block = np.empty((frame.rows, len(keep)))
        for j, (name, strings) in enumerate(zip(keep, texts)):
            try:
                block[:, j], date = self._cells(name, strings)
            except WrongCell as error:
                place = row_words(error.row, frame.labels)
                raise DataError(f"{frame.name}, {place}, column {name!r}: {error}") from None
            dated.append(date)
        table = table_of_blocks(self.source, keep, [block], texts, dated, {"kind": frame.name})
        table.labels = frame.labels
        return table

    def _cells(self, name, texts):
        """(cells (n,) float64, whether they are dates) of a column."""
        column = self.frame.columns[name]
        if hasattr(type(column), "iloc") and hasattr(column.dtype, "categories"):
            return self._categories(name, column.cat, texts)
        try:
            array = column_array(column)
        except ValueError:  # rows that have a shape of their own
            array = objects(column)
        if array.ndim != 1:
            raise DataError(f"{self.frame.name}: column {name!r} is an array of shape {array.shape}, not (n,)")
        return cells_of(self.source, name, array, texts)

    def _categories(self, name, column, texts):
        codes = column.codes.to_numpy()
        used = np.unique(codes[codes >= 0])
        labels = objects(np.asarray(column.categories, dtype=object)[used])
        labels = objects([label if kind_of(type(label)) else str(label) for label in labels])  # such as intervals
        cells, date = cells_of(self.source, name, labels, texts)
        cells = np.append(cells, boxed([texts[""]]))
        place = np.searchsorted(used, codes)
        place[codes < 0] = len(used)
        return cells[place], date


def column_array(column):
    """A column of NumPy, pandas, polars or pyarrow, or a list, as an array (n,), with None, NaN or NaT for missing."""
    if isinstance(column, np.ma.MaskedArray):
        return np.where(np.ma.getmaskarray(column), None, column.data.astype(object))
    if isinstance(column, np.ndarray):
        return column
    if not hasattr(column, "to_numpy"):
        return np.asarray(column) if hasattr(column, "__array__") else objects(column)
    if hasattr(column, "to_pylist"):  # of pyarrow
        return column.to_numpy(zero_copy_only=False)
    if not hasattr(type(column), "iloc"):
        return column.to_numpy()
    dtype = column.dtype
    if isinstance(dtype, np.dtype):
        return column.to_numpy()
    if getattr(dtype, "tz", None) is not None:  # in UTC
        return column.to_numpy(dtype="datetime64[s]")
    if dtype.kind in "iuf":
        return column.to_numpy(dtype=np.float64, na_value=np.nan)
    return column.to_numpy(dtype=object, na_value=None) if hasattr(dtype, "na_value") else np.asarray(column)


def objects(cells):
    """Cells as an array (n,) of Python objects."""
    array = np.empty(len(cells), dtype=object)
    array[:] = cells if isinstance(cells, np.ndarray) else list(cells)
    return array
