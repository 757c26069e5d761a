"""The lines of a text file, handed out within limits: no file decides how much memory is taken."""

from itertools import islice

from numnet.data.errors import DataError

MAX_COLUMNS = 1_000_000
RECORD_CHARACTERS = 2**24  # of a record at most, whose cells may hold line ends
PIECE_CHARACTERS = 2**22  # of records that are taken at a time, from which on no other is


class LineFeed:
    """The lines of a stream, one by one; some can be given back.  ``line``: how many were handed out."""

    def __init__(self, stream, file):
        self.stream, self.file, self.given_back = stream, file, []
        self.line = self.characters = 0
        self.begun = 1  # the line on which the record begins that is read now

    def __iter__(self):
        return self

    def __next__(self):
        line = self.given_back.pop() if self.given_back else self.stream.readline(RECORD_CHARACTERS + 1)
        self.characters += len(line)
        if self.characters > RECORD_CHARACTERS:
            raise DataError(
                f"{self.file}, line {self.begun}: longer than {RECORD_CHARACTERS:,} characters, the most that a row "
                "may have; check line ends and quotes"
            )
        if not line:
            raise StopIteration
        self.line += 1
        return line

    def taken(self, records, count):
        """The next ``count`` of the records that an iterator makes of the lines, fewer where they are long."""
        total = 0
        for record in islice(records, count):
            yield record
            total, self.characters, self.begun = total + self.characters, 0, self.line + 1
            if total > PIECE_CHARACTERS:
                return

    def back(self, lines):
        """Put lines back: they come next."""
        self.given_back += reversed(lines)
        self.line -= len(lines)
        self.begun = self.line + 1


def check_columns(file, count):
    """`DataError` where a file has more columns than `MAX_COLUMNS`."""
    if count > MAX_COLUMNS:
        raise DataError(f"{file} has {count:,} columns, more than {MAX_COLUMNS:,}; check separator and line ends")
