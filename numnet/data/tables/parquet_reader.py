"""Parquet files as a `Table`, with the extra ``parquet``."""

from contextlib import contextmanager

import numpy as np

from numnet.data.errors import DataError
from numnet.data.tables.npz_reader import array_cells, table_of_blocks
from numnet.data.tables.record_feed import check_columns
from numnet.data.tables.table import StringTable, TableReader, boxed


class ParquetReader(TableReader):
    """Reads a Parquet file, batch by batch."""

    def __init__(self, source, forms=None):
        super().__init__(source, forms)
        try:
            from pyarrow import parquet
        except ImportError:
            raise DataError(
                f"{source.name}: Parquet needs pyarrow; pip install 'numnet[parquet]', or write CSV"
            ) from None
        with _damage_named(source):
            self._bytes = source.seekable_copy()
        try:
            with _damage_named(source):
                self._file = parquet.ParquetFile(self._bytes)
                self.header = tuple(self._file.schema_arrow.names)
            check_columns(source.name, len(self.header))
        except BaseException:
            self._bytes.close()
            raise

    def __exit__(self, *exception):
        self._bytes.close()
        super().__exit__(*exception)

    def table(self, columns=None, exact=(), progress=None):
        """The `Table` of these columns, see `TableReader`."""
        keep, source, rows = self.kept(columns), self.source, self._file.metadata.num_rows
        texts, blocks, dated = [StringTable() for _ in keep], [], [False] * len(keep)
        with _damage_named(source):
            for batch in self._file.iter_batches(columns=keep):
                cells = [_of_arrow(source, name, batch.column(name), strings) for name, strings in zip(keep, texts)]
                blocks.append(np.column_stack([values for values, _ in cells]))
                dated = [date for _, date in cells]
                if progress is not None:
                    progress(int(sum(map(len, blocks)) / rows * (source.total or source.done)), source.total)
        return table_of_blocks(source, keep, blocks, texts, dated, {"kind": "parquet"})


@contextmanager
def _damage_named(source):
    """Errors of Arrow as a `DataError`."""
    import pyarrow

    try:
        yield
    except (pyarrow.ArrowInvalid, pyarrow.ArrowNotImplementedError, OSError, UnicodeDecodeError) as error:
        why = " ".join(str(error).split())
        raise DataError(f"{source.name} is damaged, or no Parquet that can be read: {why}") from None


def _of_arrow(source, name, array, texts):
    """(cells (n,) float64, whether they are dates) of a column of a batch."""
    from pyarrow import duration, float64, timestamp, types

    array = array.dictionary_decode() if types.is_dictionary(array.type) else array
    kind = array.type
    if types.is_null(kind):
        return boxed([texts[""]] * len(array)), False
    if types.is_boolean(kind):
        words = {True: "true", False: "false", None: ""}
        return boxed([texts[words[value]] for value in array.to_pylist()]), False
    if types.is_string(kind) or types.is_large_string(kind):
        return boxed([texts["" if value is None else value.strip()] for value in array.to_pylist()]), False
    date = types.is_date(kind) or types.is_timestamp(kind)
    if date:
        array = array.cast(timestamp("s"), safe=False)
    elif types.is_decimal(kind):
        array = array.cast(float64())
    elif types.is_duration(kind):
        array = array.cast(duration("s"), safe=False)
    elif not (types.is_integer(kind) or types.is_floating(kind)):
        raise DataError(f"{source.name}: column {name!r} is of type {kind}; leave it out with --exclude {name}")
    gaps = np.asarray(array.is_null())
    values = array_cells(source, name, array.fill_null(0).to_numpy(zero_copy_only=False), texts)
    if gaps.any():
        values[gaps] = boxed([texts[""]])[0]
    return values, date
