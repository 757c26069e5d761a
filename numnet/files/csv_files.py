"""CSV text without formulas for spreadsheets, and reading it back."""

import csv
import io
from contextlib import suppress
from itertools import chain, islice

from numnet.files.plain_files import open_plain

MAX_CSV_BYTES = 256 * 2**20
MAX_ROWS, MAX_LINE = 1_000_000, 2**20  # below the header; characters
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # of cells that spreadsheets take for formulas


def csv_text(header, rows):
    """The text of a CSV file, every cell `harmless` for spreadsheets."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")  # so that a cell with either of them is put in quotes
    writer.writerows([harmless(cell) for cell in row] for row in chain([header], rows))
    return "".join(lines)


def csv_line(row):
    """A line of such a text, with its end."""
    return csv_text(row, ())


class _Lines(list):
    """What a CSV writer writes, with the line ends of Unix."""

    def write(self, line):
        self.append(line[:-2] + "\n")


def harmless(cell):
    """The cell; text that a spreadsheet would run as a formula with an apostrophe in front, which makes it text there.

    Numbers stay as they are, also those written as text.

    >>> harmless("=1+2"), harmless("-1.5"), harmless(-1.5), harmless("a=b")
    ("'=1+2", '-1.5', -1.5, 'a=b')
    """
    if not isinstance(cell, str) or not cell.startswith(FORMULA_STARTS):
        return cell
    with suppress(ValueError):
        float(cell)
        return cell
    return "'" + cell


def original(cell):
    """The text that became this cell.

    >>> original("'=1+2"), original("-1.5"), original("'quoted'")
    ('=1+2', '-1.5', "'quoted'")
    """
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


def read_csv_text(path):
    """The rows of a CSV file, one after the other, as lists of text; the file is read as far as they are asked for.

    Raises OSError, or ValueError for what is no such file.
    """
    with io.TextIOWrapper(open_plain(path, MAX_CSV_BYTES), encoding="utf-8", newline="") as file:
        rows = csv.reader(_lines(file))
        try:
            yield from islice(rows, MAX_ROWS + 1)
            if next(rows, None) is not None:
                raise ValueError(f"it has more than the {MAX_ROWS} rows that such a file may have")
        except csv.Error as error:
            raise ValueError(str(error)) from None


def _lines(file):
    """The lines of a file, none of which is long: a row takes many times its bytes."""
    while line := file.readline(MAX_LINE + 1):
        if len(line) > MAX_LINE:
            raise ValueError(f"it has a line of more than the {MAX_LINE} characters that such a file may have")
        yield line
