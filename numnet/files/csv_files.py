"""CSV text without formulas for spreadsheets, and reading it back."""

import csv
from contextlib import suppress
from itertools import chain

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # of cells that spreadsheets take for formulas


def csv_text(header, rows):
    """The text of a CSV file, every cell `harmless` for spreadsheets."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")  # so that a cell with either of them is put in quotes
    writer.writerows([harmless(cell) for cell in row] for row in chain([header], rows))
    return "".join(lines)


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


def read_csv_text(path):
    """The rows of a CSV file as lists of text.  Raises OSError, or ValueError for what is no such file."""
    try:
        with open(path, newline="", encoding="utf-8") as file:
            return list(csv.reader(file))
    except csv.Error as error:
        raise ValueError(str(error)) from None
