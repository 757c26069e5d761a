"""Data files as a `Table`: the reader for each kind of file."""

from numnet.data.tables.byte_source import Source
from numnet.data.tables.npz_reader import NpzReader
from numnet.data.tables.parquet_reader import ParquetReader
from numnet.data.tables.text_reader import TextReader

READERS = {"text": TextReader, "npz": NpzReader, "parquet": ParquetReader}


def open_table(path, forms=None):
    """The `TableReader` of a data file, for a ``with`` statement; "-" reads standard input.  Raises `DataError`.

    forms: {column: `NumberFormat` or None} that an earlier training has settled.
    """
    source = Source(path)
    try:
        return READERS[source.kind()](source, forms)
    except BaseException:
        source.close()
        raise
