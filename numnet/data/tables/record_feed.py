"""The records of a text file, handed out within limits: no file decides how much memory is taken."""

import codecs
import io
import re
from collections import namedtuple

import numpy as np

from numnet.data.errors import DataError
from numnet.data.tables.column_reader import KeptCells

MAX_COLUMNS = 1_000_000
RECORD_BYTES = 2**24  # of a record at most, whose cells may hold line ends
CHUNK_BYTES, FIRST_BYTES = 2**20, 2**22  # read at a time; at first, enough to guess the columns' forms
UNCLOSED = -1  # the problem of a record with a quote that is never closed, see `split`
LINE_END = re.compile(rb"\r\n|\r|\n")

# Of m records: text (·,) uint8, UTF-8; begins (m,) int32; ends (m, width) int32; lines (m,) int64: see `split`.
Records = namedtuple("Records", "text begins ends lines")


class RecordFeed:
    """The records of a `Source` of text, piece by piece.  ``line``: where the next one begins, from 1.

    Raises `DataError`, UnicodeDecodeError for bytes that are not of the encoding, OSError and EOFError.
    """

    def __init__(self, source, encoding):
        self.source, self.stream, self.line = source, io.BufferedReader(source), 1
        self.decoder, self.as_it_is = codecs.getincrementaldecoder(encoding)(), encoding == "utf-8"
        self.failure = None
        self.content, self.at, self.ended = b"", 0, False  # UTF-8 that was read; where its next record begins

    def skip(self, lines):
        """Skip so many lines."""
        while lines and not (self.ended and self.at == len(self.content)):
            end = LINE_END.search(self.content, self.at)
            if self.ended or (end and end.end() < len(self.content)):
                self.at = end.end() if end else len(self.content)
                self.line, lines = self.line + 1, lines - 1
            else:
                self.read_on()

    def next_cells(self, dialect):
        """The cells of the next record, which `take` gives again; none where there is no record."""
        problem = self.take(1, RECORD_BYTES, dialect)[1]
        if not problem:
            return []
        at, line = self.at, self.line
        (text, begins, ends, _), _ = self.take(1, problem, dialect)
        self.at, self.line = at, line
        begins = [begins[0], *(ends[0, :-1] + 1)]
        return [dialect.text_of(text[begin:end].tobytes()) for begin, end in zip(begins, ends[0])]

    def take(self, most, width, dialect):
        """(`Records`, problem): up to ``most`` records of so many cells; none at the end, or where there is a problem.

        problem: 0, or how many cells the record has that comes next, if that is another number.
        """
        from numnet.data.tables.cell_splitter import split

        while True:
            text, count = np.frombuffer(self.content, np.uint8), (len(self.content) - self.at) // width + 1
            rows = min(most, count)  # a cell takes a byte at least
            begins, lines, ends = np.empty(rows, np.int32), np.empty(rows, np.int64), np.empty((rows, width), np.int32)
            found, self.at, self.line, problem = split(
                text, self.at, self.line, ord(dialect.separator), dialect.escape, self.ended, begins, ends, lines
            )
            self._check_lengths(begins[:found], lines, problem)
            if problem == UNCLOSED and not found:
                raise DataError(
                    f"{self.source.name}, line {self.line}: not valid CSV (a quote is never closed); check the quotes"
                )
            if found or problem or self.ended:
                return Records(text, begins[:found], ends[:found], lines[:found]), problem
            self.read_on()

    def converter(self, columns, places, width, dialect):
        """What converts these records."""
        return KeptCells(columns, places, width, dialect)

    def read_on(self):
        """Read more: the content begins with the next record, and is longer than before."""
        rest = self.content[self.at :]
        try:
            if self.failure:
                raise self.failure
            size = max(CHUNK_BYTES, len(rest) // 2) if self.content else FIRST_BYTES
            chunk = self.stream.read(size)
            self.ended = len(chunk) < size
            more = self._decoded(chunk)
        except UnicodeDecodeError:
            self.line += len(LINE_END.findall(rest))
            raise
        self.content, self.at = rest + more, 0

    def _decoded(self, chunk):
        """The bytes that follow as UTF-8, up to what is not of the encoding, which is raised the next time."""
        try:
            text = self.decoder.decode(chunk, self.ended)
            return chunk if self.as_it_is else text.encode()
        except UnicodeDecodeError as error:
            good = error.start + len(chunk) - len(error.object)  # some of the object came before the chunk
            if not self.as_it_is or good <= 0:
                raise
            self.failure, self.ended = error, False
            return chunk[:good]

    def _check_lengths(self, begins, lines, problem):
        """`DataError` for a record that is longer than it may be, whether its end was found or not."""
        long = np.flatnonzero(np.diff(begins, append=self.at) > RECORD_BYTES)
        if len(long) or (not len(begins) and problem <= 0 and len(self.content) - self.at > RECORD_BYTES):
            raise DataError(
                f"{self.source.name}, line {lines[long[0]] if len(long) else self.line}: longer than {RECORD_BYTES:,} "
                "bytes, the most that a row may have; check line ends and quotes"
            )


def check_columns(file, count):
    """`DataError` where a file has more columns than `MAX_COLUMNS`."""
    if count > MAX_COLUMNS:
        raise DataError(f"{file} has {count:,} columns, more than {MAX_COLUMNS:,}; check separator and line ends")
