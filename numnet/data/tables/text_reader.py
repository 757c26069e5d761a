"""Text files as a `Table`, read piece by piece; only cells that are no numbers stay in memory as text."""

import csv
import io
import re
import warnings
from functools import partial

import numpy as np

from numnet.data.errors import DataError
from numnet.data.tables.byte_source import HEAD_BYTES, Source, encoding_of, legacy_encoding
from numnet.data.tables.column_reader import ColumnReader
from numnet.data.tables.dialect import SEPARATORS, column_names, sniff
from numnet.data.tables.line_feed import LineFeed, check_columns
from numnet.data.tables.number_formats import PLAIN, guess
from numnet.data.tables.table import Lines, Table, TableReader
from numnet.utils.wording import plural

CELLS_AT_A_TIME, ROWS_AT_A_TIME = 100_000, 32  # converted at a time: so many cells, of wide tables so many rows
BLOCK_BYTES = 2**26  # of a table's blocks: large enough for the system to take the memory back when one is gone
MAX_FAST_FAILURES = 8  # pieces that were no plain numbers, and the reader tries the fast way no more
SAMPLE_ROWS = 1000  # rows that decide in which form a column writes its numbers


class TextReader(TableReader):
    """Reads a text file; once more from the beginning, if bytes far down show that it is not UTF-8."""

    def __init__(self, source, forms=None):
        super().__init__(source, forms)
        try:
            self._read(partial(self._begin, encoding_of(source.head, source)))
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
        self.places = None if len(keep) == len(place) else [place[name] for name in keep]
        blocks = _joined(self._pieces(progress), len(keep))
        if not blocks:
            raise DataError(f"{self.source.name} has a header but no data rows; add rows")
        texts, forms = [column.texts.listed() for column in self.columns], [column.form for column in self.columns]
        return Table(self.source.name, tuple(keep), blocks, texts, forms, self.lines, self._about(), self._remarks())

    def _about(self):
        separator = SEPARATORS.get(self.dialect.separator, self.dialect.separator)
        return {"encoding": self.encoding, "separator": separator, "header": "yes" if self.dialect.header else "no"}

    def _remarks(self):
        remarks = []
        if not self.dialect.header:
            remarks.append(f"no header: the columns are called column1 to column{len(self.names)}")
        if self.encoding in ("cp1252", "cp949"):
            remarks.append(f"the text is not UTF-8, read as {self.encoding}")
        if self.dialect.titles:
            remarks.append(f"{plural(self.dialect.titles, 'line')} above the header left out")
        return remarks + self.name_remarks

    # --- the beginning ----------------------------------------------------------------------------------------------

    def _begin(self, encoding):
        """Read up to the header; the rows come next."""
        self.encoding, self.lines, self.rows, self.line, self.failures = encoding, Lines(), 0, 1, 0
        head = self.source.head.decode(encoding, errors="ignore")
        if len(self.source.head) >= HEAD_BYTES:
            head = head[: max(head.rfind("\n"), head.rfind("\r")) + 1] or head
        self.dialect = sniff(head, tuple(self.forms))
        stream = io.TextIOWrapper(io.BufferedReader(self.source, 1 << 20), encoding=encoding, newline="")
        self.feed = LineFeed(stream, self.source.name)
        self.reader = self.dialect.records(self.feed)
        self.names, self.name_remarks = self._header(self.dialect)
        self.width = len(self.names)

    def _read(self, read, read_again=None):
        """``read()``; where UTF-8 was the wrong encoding, begin again in a better one, then ``read_again()``."""
        try:
            try:
                return read()
            except UnicodeDecodeError as error:
                if self.encoding != "utf-8" or str(self.source.path) == "-":
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
        after = f"after line {self.line}, " if self.line > 1 and rest else ""
        return DataError(f"{self.source.name}: {after}byte 0x{byte:02x} is not {name}; save the file as CSV UTF-8")

    # --- records ----------------------------------------------------------------------------------------------------

    def _records(self, count):
        """(records, lines) of up to so many records of the file, blank ones left out; none at its end."""
        records, first = [], self.line
        try:
            records.extend(self.feed.taken(self.reader, count))
        except csv.Error as error:
            line = first + sum(map(_height, records))
            raise DataError(f"{self.source.name}, line {line}: not valid CSV ({error}); check the quotes") from None
        self.line = self.feed.line + 1
        if self.line - first == len(records):
            lines = range(first, self.line)
        else:  # cells that hold line ends
            lines = np.cumsum([first, *map(_height, records)])[:-1].tolist()
        blank = [k for k, record in enumerate(records) if len(record) < 2 and not any(map(str.strip, record))]
        if not blank:
            return records, lines, len(records)
        full = sorted(set(range(len(records))) - set(blank))
        return [records[k] for k in full], [lines[k] for k in full], len(records)

    def _header(self, dialect):
        """(names, remarks); what comes next of the file are rows of data."""
        if dialect.skip:
            self._records(dialect.skip)
        self.pending = ([], [])
        while True:
            records, lines, read = self._records(1)
            if read == 0:
                raise DataError(f"{self.source.name} is empty; expected a header row and data rows")
            if records:
                break
        check_columns(self.source.name, len(records[0]))
        if not dialect.header:
            self.pending = records, lines
            return column_names([], len(records[0]))
        cells = ["", *records[0]] if dialect.index else records[0]
        while len(cells) > dialect.width > 1 and not cells[-1].strip():
            cells.pop()
        return column_names(cells, len(cells))

    def _pieces(self, progress):
        """Arrays (rows, columns) float64, to the end of the file."""
        count = SAMPLE_ROWS
        while True:
            count = min(count, max(ROWS_AT_A_TIME, CELLS_AT_A_TIME // self.width))
            piece = self._plain_numbers(count)
            if piece is None:
                records, lines, read = self._records(count)
                records, lines = [*self.pending[0], *records], [*self.pending[1], *lines]
                self.pending = ([], [])
                if records:
                    self._check_widths(records, lines)
                    self._note_lines(lines)
                    piece = self._converted(records)
                elif read == 0:
                    return
            if piece is not None:
                yield piece
            count = CELLS_AT_A_TIME
            if progress is not None:
                progress(self.source.done, self.source.total)

    def _plain_numbers(self, count):
        """The next lines by NumPy's fast parser, (rows, columns) float64; None if a cell is no plain number."""
        if self.failures > MAX_FAST_FAILURES or self.pending[0] or any(column.form != PLAIN for column in self.columns):
            return None
        lines = list(self.feed.taken(self.feed, count))
        try:
            with warnings.catch_warnings(action="ignore"):  # of no lines
                piece = np.loadtxt(lines, delimiter=self.dialect.separator, comments=None, ndmin=2)
        except (ValueError, OverflowError):
            piece = np.empty((0, 0))
        if piece.shape != (len(lines), self.width) or not np.isfinite(piece).all() or not lines:
            self.feed.back(lines)
            self.failures += 1
            return None
        self._note_lines(range(self.line, self.line + len(lines)))
        self.line += len(lines)
        return piece if self.places is None else piece[:, self.places]

    def _check_widths(self, records, lines):
        if set(map(len, records)) == {self.width}:
            return
        for k, record in enumerate(records):
            while len(record) > self.width and not record[-1].strip():
                record.pop()  # separators at the end of the line
            if len(record) != self.width:
                raise DataError(
                    f"{self.source.name}, line {lines[k]}: {len(record)} cells, but the header has {self.width} "
                    "columns; add or remove cells, or quote those that hold the separator"
                )

    def _note_lines(self, lines):
        if lines[-1] - lines[0] == len(lines) - 1:
            self.lines.append(self.rows, lines[0])
        else:
            for k, line in enumerate(lines):
                self.lines.append(self.rows + k, line)
        self.rows += len(lines)

    def _converted(self, records):
        cells = list(zip(*records))
        if self.places is not None:
            cells = [cells[j] for j in self.places]
        self._guess_forms(cells)
        piece = np.empty((len(records), len(self.columns)))
        for j, column in enumerate(self.columns):
            piece[:, j] = column.convert(cells[j], self.rows)
        return piece

    def _guess_forms(self, cells):
        """Guess the `NumberFormat` of each column from the first rows."""
        guessed = [j for j, column in enumerate(self.columns) if column.form is ...]
        samples = {j: list({cell.strip(): None for cell in cells[j]})[:200] for j in guessed}
        for comma in (False, True):  # a second look, where some column has decimal commas
            for j in guessed:
                self.columns[j].form = guess(samples[j], comma)
            if not any(column.form and column.form.style == "," for column in self.columns):
                break


def _joined(pieces, columns):
    """Blocks (rows, columns) float64 of about `BLOCK_BYTES` from small pieces."""
    room = max(1, BLOCK_BYTES // (8 * max(1, columns)))
    blocks, used = [], room
    for piece in pieces:
        while len(piece):
            if used == room:
                blocks.append(np.empty((room, columns)))
                used = 0
            taken = piece[: room - used]
            blocks[-1][used : used + len(taken)] = taken
            used, piece = used + len(taken), piece[len(taken) :]
    if blocks:
        blocks[-1] = blocks[-1][:used]
    return blocks


def _height(record):
    """How many lines a record fills."""
    return 1 + sum(len(re.findall("\r\n|\r|\n", cell)) for cell in record)
