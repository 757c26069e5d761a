"""The answers to a work sheet, read from the CSV file that it was written to, or from its columns."""

import math
import re
from collections.abc import Mapping

from numnet.files.csv_files import read_csv_text
from numnet.files.plain_files import reason
from numnet.utils.wording import label, listed, plural, printable, shortened, shown

KEY = ("quantity", "layer", "input", "unit", "sample")  # columns that say which number a row holds
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
OTHER_SHEET = "these seem to be the answers to another sheet: give the options that it was printed with"


class Answers:
    """What stands in the rows of a sheet: ``cells`` {key: text}, ``rows`` {key: row of the file, 1 its header}."""

    def __init__(self, source, given):
        """Read and check the rows.

        source: the path of a CSV file, a data frame, or {column: sequence}; given: {key: the number on the sheet, None
        where it is to be worked out}.  Rows that are given may be left away.  Raises ValueError in one sentence with
        the row, and the column where it is one cell.
        """
        self.cells, self.rows, self.given = {}, {}, given
        self.name, table = _table(source)
        header = [name.lstrip("\ufeff").strip() for name in next(table, [])]
        missing = [name for name in (*KEY, "value") if name not in header]
        if missing:
            comma = "; save the sheet with commas between its columns" * (";" in "".join(header))
            self._refuse(1, f"there is no column {listed(missing, 6)}{comma}")
        places = {name: header.index(name) for name in (*KEY, "value")}
        for number, row in enumerate(table, 2):
            if any(cell.strip() for cell in row):
                self._take(number, row, len(header), places)
        lost = [words(key) for key, number in given.items() if number is None and key not in self.cells]
        if lost:
            which = lost[0] if len(lost) == 1 else f"{len(lost)} numbers, the first: {lost[0]}"
            put_back = "put back what was taken out, with an empty value where there is no answer"
            raise ValueError(f"{self.name} has no row for {which}; {put_back}")

    def _take(self, number, row, width, places):
        """Take in a row."""
        if len(row) != width:
            comma = "; a decimal comma makes two cells of one number: write 0.5 for 0,5" * (len(row) > width)
            self._refuse(number, f"it has {plural(len(row), 'cell')}, the header {width}{comma}")
        key = tuple(self._place(number, name, row[places[name]].strip()) for name in KEY)
        if key in self.cells:
            self._refuse(number, f"{words(key)} stands in row {self.rows[key]} already; leave one of them out")
        if key not in self.given:
            self._refuse(number, f"the sheet has no {words(key)}; {OTHER_SHEET}")
        text, given = self._number(number, row[places["value"]]), self.given[key]
        if given is not None and text and not _near(text, given):
            now = f"{words(key)} is {shortened(text)}, and {given:.6g} on the sheet"
            self._refuse(number, f"column value: {now}; {OTHER_SHEET}")
        self.cells[key], self.rows[key] = text, number

    def _place(self, number, name, cell):
        """A cell of `KEY`: a quantity as it is, a place as a whole number or None."""
        if name == "quantity" or not cell:
            return cell or None
        if not re.fullmatch(r"[0-9]{1,9}(\.0)?", cell):
            self._refuse(number, f"column {name}: {shown(cell)} is no whole number; leave this column as it was")
        return int(cell.partition(".")[0])

    def _number(self, number, cell):
        """The text of a number, "" for a blank; raises ValueError for anything else."""
        text = cell.strip().replace("−", "-")
        if not text or (NUMBER.fullmatch(text) and math.isfinite(float(text))):
            return text
        why = "is no number: write one like 0.25, or leave the cell empty"
        if re.fullmatch(r"[-+]?[0-9]*,[0-9]+", text):
            why = f"has a decimal comma: write {shortened(text.replace(',', '.'))}"
        self._refuse(number, f"column value: {shown(cell)} {why}")

    def _refuse(self, row, message):
        raise ValueError(f"{self.name}, row {row}: {message}")


def words(key):
    """``quantity net, layer 1, unit 2``."""
    return ", ".join(f"{name} {label(at)}" for name, at in zip(KEY, key) if at is not None)


def _near(text, number):
    """Whether a number is the one that is given, as far as it is written out."""
    return abs(float(text) - number) <= min(unit(text), 1e-3 * abs(number)) + 1e-6 * abs(number)


def unit(text):
    """What the last digit of a number stands for.

    >>> unit("0.657"), unit("1200"), unit("-2.50e-3")
    (0.001, 1.0, 1e-05)
    """
    mantissa, _, exponent = text.lower().partition("e")
    return float(f"1e{int(exponent or 0) - len(mantissa.partition('.')[2])}")


def significant(text):
    """How many significant digits a number is written with; 0 for a zero.

    >>> significant("0.0657"), significant("-12.50"), significant("0.000")
    (3, 4, 0)
    """
    return len(text.lower().partition("e")[0].replace(".", "").lstrip("+-0"))


# --- tables ---


def _table(source):
    """(what it is called, an iterator over its rows as lists of text, header first)."""
    if isinstance(source, Mapping) or hasattr(source, "columns"):
        names = source if isinstance(source, Mapping) else source.columns
        columns = {str(name): list(source[name]) for name in names}
        rows = zip(*([_text(cell) for cell in column] for column in columns.values()))
        return "the answers", iter([list(columns), *map(list, rows)])
    name = printable(str(source))
    return name, _rows(source, name)


def _text(cell):
    return "" if cell is None or cell != cell else str(cell)


def _rows(path, name):
    try:
        yield from read_csv_text(path)
    except UnicodeDecodeError:
        raise ValueError(f"{name} is no text in UTF-8; save it as CSV in UTF-8") from None
    except (OSError, ValueError) as error:
        raise ValueError(f"{name} can't be read: {reason(error)}") from None
