"""Data files and frames as a `Table`: the reader for each kind."""

from numnet.data.tables.byte_source import Source
from numnet.data.tables.frame_reader import FrameReader
from numnet.data.tables.frames import is_file
from numnet.data.tables.npz_reader import NpzReader
from numnet.data.tables.parquet_reader import ParquetReader
from numnet.data.tables.text_reader import TextReader

READERS = {"npz": NpzReader, "parquet": ParquetReader}  # of files that are no text


def open_table(path, forms=None, encoding=None):
    """The `TableReader` of a data file, for a ``with`` statement; "-" reads standard input.  Raises `DataError`.

    path: or a table in memory, of a kind that `frame_of` takes; forms: {column: `NumberFormat` or None} that an
    earlier training has settled; encoding: of a text file, None to find it out.
    """
    if not is_file(path):
        return FrameReader(path, forms)
    source = Source(path)
    try:
        kind = source.kind()
        return TextReader(source, forms, encoding) if kind == "text" else READERS[kind](source, forms)
    except BaseException:
        source.close()
        raise
