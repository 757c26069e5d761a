"""A data file as a `Table`: opens it, and finds the reader for its kind."""

import importlib

from numnet.data.tables.byte_source import Source, encoding_of
from numnet.data.tables.text_reader import NotDecoded, _TextReader


def read_table(path, wanted=None, forms=None, exact=None, progress=None):
    """The `Table` of a data file; "-" reads standard input.  Raises `DataError`.

    wanted: ``wanted(header)`` gives the names of the columns to keep, all by default; forms: {name: `NumberFormat` or
    None} that an earlier training has settled; exact: ``exact(header)`` names columns of which every text is kept,
    however many there are; progress: ``progress(done, total)`` is told the bytes read so far.
    """
    with Source(path) as source:
        kind = source.kind()
        if kind != "text":
            reader = importlib.import_module(f"numnet.data.tables.{kind}_reader")
            return getattr(reader, f"read_{kind}")(source, wanted, progress)
        try:
            return _TextReader(source, encoding_of(source.head, source), wanted, forms, exact, progress).table()
        except NotDecoded as error:
            encoding = error.args[0]
    with Source(path) as source:  # once more, from the beginning
        return _TextReader(source, encoding, wanted, forms, exact, progress).table()
