"""Text files as a `Table`, read piece by piece; only cells that are no numbers stay in memory as text."""

from functools import partial

import numpy as np

from numnet.data.errors import DataError
from numnet.data.tables.byte_source import HEAD_BYTES, Source
from numnet.data.tables.column_reader import ColumnReader, NumbersAlone
from numnet.data.tables.dialect import SEPARATORS, column_names, sniff
from numnet.data.tables.encodings import GUESSED, encoding_of, legacy_encoding
from numnet.data.tables.number_formats import PLAIN, guess
from numnet.data.tables.plain_records import plain_feed
from numnet.data.tables.record_feed import RecordFeed, check_columns
from numnet.data.tables.table import Lines, Table, TableReader
from numnet.utils.wording import plural

CELLS_AT_A_TIME, ROWS_AT_A_TIME = 100_000, 32  # converted at a time: so many cells, of wide tables so many rows
BLOCK_BYTES = 2**26  # of a table's blocks: large enough for the system to take the memory back when one is gone
SAMPLE_ROWS = 1000  # rows that decide in which form a column writes its numbers


class TextReader(TableReader):
    """Reads a text file; once more from the beginning, if bytes far down show that it is not UTF-8."""

    def __init__(self, source, forms=None, encoding=None):
        super().__init__(source, forms)
        self.named = encoding
        try:
            self._read(partial(self._begin, encoding_of(source.head, source.name, encoding)))
        except BaseException:
            self.source.close()
            raise
        self.header = self.names

    def table(self, columns=None, exact=(), progress=None):
        """The `Table` of these columns, see `TableReader`."""
        read = partial(self._table, self.kept(columns), exact, progress)
        return self._read(read, read)

    def _table(self, keep, exact, progress):
        self.columns = [ColumnReader(name, name in exact, self.forms.get(name, ...)) for name in keep]
        place = {name: j for j, name in enumerate(self.header)}
        self.places = [place[name] for name in keep]
        blocks = Blocks(len(keep))
        self._read_rows(blocks, progress)
        if not self.rows:
            raise DataError(f"{self.source.name} has a header but no data rows; add rows")
        texts, forms = [column.texts.listed() for column in self.columns], [column.form for column in self.columns]
        return Table(self.source.name, tuple(keep), blocks.filled(), texts, forms, self.lines, self._about(),
                     self._remarks())  # fmt: skip

    def _about(self):
        separator = SEPARATORS.get(self.dialect.separator, self.dialect.separator)
        return {"encoding": self.encoding, "separator": separator, "header": "yes" if self.dialect.header else "no"}

    def _remarks(self):
        remarks = []
        if not self.dialect.header:
            remarks.append(f"no header: the columns are called column1 to column{len(self.names)}")
        if self.encoding in GUESSED and not self.named:
            remarks.append(f"the text is not UTF-8, read as {self.encoding}; name another with --encoding")
        if self.dialect.titles:
            remarks.append(f"{plural(self.dialect.titles, 'line')} above the header left out")
        return remarks + self.name_remarks

    # --- the beginning ----------------------------------------------------------------------------------------------

    def _begin(self, encoding):
        """Read up to the header; the rows come next."""
        self.encoding, self.lines, self.rows = encoding, Lines(), 0
        head = self.source.head.decode(encoding, errors="ignore")
        if len(self.source.head) >= HEAD_BYTES:
            head = head[: max(head.rfind("\n"), head.rfind("\r")) + 1] or head
        self.dialect = sniff(head, tuple(self.forms))
        self.feed = feed = RecordFeed(self.source, encoding)
        feed.read_on()
        feed.skip(self.dialect.skip)
        self.feed = plain_feed(feed, self.dialect) or feed
        self.names, self.name_remarks = self._header()
        self.width = len(self.names)

    def _header(self):
        """(names, remarks); what comes next of the file are rows of data."""
        cells = self.feed.next_cells(self.dialect)
        if not cells:
            raise DataError(f"{self.source.name} is empty; expected a header row and data rows")
        check_columns(self.source.name, len(cells))
        named = self.dialect.header_cells(cells)
        if not self.dialect.header:
            return column_names([], len(named))
        self.feed.take(1, len(cells), self.dialect)
        return column_names(named, len(named))

    def _read(self, read, read_again=None):
        """``read()``; where UTF-8 was the wrong encoding, begin again in a better one, then ``read_again()``."""
        try:
            try:
                return read()
            except UnicodeDecodeError as error:
                if self.named or self.encoding != "utf-8" or str(self.source.path) == "-":
                    raise
                better = legacy_encoding(error.object[max(0, error.start - 1000) :])
            self.source.close()
            self.source = Source(self.source.path)
            self._begin(better)
            return read_again and read_again()
        except UnicodeDecodeError as error:
            raise self._undecodable(error) from None
        except (OSError, EOFError) as error:
            raise self.source.unreadable(error) from None

    def _undecodable(self, error):
        byte, rest = error.object[error.start], error.object[error.start :]
        name = {"utf-8-sig": "UTF-8"}.get(self.encoding, self.encoding)
        after = f"after line {self.feed.line - 1}, " if self.feed.line > 1 and rest else ""
        return DataError(f"{self.source.name}: {after}byte 0x{byte:02x} is not {name}; save the file as CSV UTF-8, or "
                         "name its encoding with --encoding")  # fmt: skip

    # --- the rows ---------------------------------------------------------------------------------------------------

    def _read_rows(self, blocks, progress):
        """Read on to the end of the file."""
        most, converter = min(SAMPLE_ROWS, self._rows_at_a_time()), None
        while True:
            records, problem = self.feed.take(most, self.width, self.dialect)
            if not len(records.lines):
                if problem:
                    raise self._wrong_width(problem)
                return
            self.lines.extend(self.rows, records.lines)
            if converter is None:
                self._guess_forms(records)
                converter = self._converter(self.places, self.columns)
            converter.convert(records, self.rows, blocks.room_for(len(records.lines)))
            self.rows, most = self.rows + len(records.lines), self._rows_at_a_time()
            if progress is not None:
                progress(self.source.done, self.source.total)

    def _rows_at_a_time(self):
        return max(ROWS_AT_A_TIME, CELLS_AT_A_TIME // self.width)

    def _wrong_width(self, cells):
        """The `DataError` of the record that comes next, of another number of cells."""
        line = self.feed.line
        self.feed.take(1, cells, self.dialect)  # raises if it is longer than a record may be
        return DataError(
            f"{self.source.name}, line {line}: {cells} cells, but the header has {self.width} columns; add or remove "
            "cells, or quote those that hold the separator"
        )

    def _converter(self, places, columns):
        return self.feed.converter(columns, places, self.width, self.dialect)

    def _guess_forms(self, records):
        """Guess the `NumberFormat` of each column from the first rows, unless all are known."""
        guessed = [j for j, column in enumerate(self.columns) if column.form is ...]
        numbers = np.empty((len(records.lines), len(guessed)))
        places = [self.places[j] for j in guessed]
        self._converter(places, [NumbersAlone()] * len(guessed)).convert(records, 0, numbers)
        texts = self._texts(records, [j for j, gaps in zip(guessed, np.isnan(numbers).any(axis=0)) if gaps])
        self._guess(guessed, texts, False)
        if any(column.form and column.form.style == "," for column in self.columns):  # a second look: what is 1.234?
            self._guess(guessed, self._texts(records, guessed), True)

    def _guess(self, guessed, texts, comma):
        for j in guessed:
            self.columns[j].form = guess(texts[j][:200], comma) if j in texts else PLAIN

    def _texts(self, records, which):
        """{column: its different cells} of some of the columns."""
        readers = [ColumnReader(self.columns[j].name, True, None) for j in which]
        out = np.empty((len(records.lines), len(which)))
        self._converter([self.places[j] for j in which], readers).convert(records, 0, out)
        return {j: list(reader.texts) for j, reader in zip(which, readers)}


class Blocks:
    """Arrays (rows, columns) float64 of about `BLOCK_BYTES`, to be filled piece by piece."""

    def __init__(self, columns):
        self.columns, self.blocks, self.used = columns, [], 0

    def room_for(self, rows):
        """(rows, columns) float64: the place of the next rows."""
        if not self.blocks or self.used + rows > len(self.blocks[-1]):
            most = max(rows, BLOCK_BYTES // (8 * max(1, self.columns)))
            self.blocks, self.used = [*self.filled(), np.empty((most, self.columns))], 0
        self.used += rows
        return self.blocks[-1][self.used - rows : self.used]

    def filled(self):
        """The blocks, as far as they are filled."""
        return [*self.blocks[:-1], *(block[: self.used] for block in self.blocks[-1:])]
