"""A CSV file as text cells, and its columns as numbers. Every complaint names the file, the line and the column."""

import csv
import io
import math
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from numnet.data.catalogue import DataError

MISSING = frozenset({"", "na", "n/a", "nan", "null", "?"})
NUMERIC_SHARE = 0.9  # of the cells that are not missing: from here on a column counts as numeric


@dataclass(frozen=True)
class Table:
    """Columns of text cells by name; `lines` are the rows' line numbers in the file, where the header is line 1."""

    file: str
    columns: dict[str, tuple[str, ...]]
    lines: list[int]

    def __len__(self):
        return len(self.lines)

    @property
    def header(self):
        """The columns' names in the order of the file."""
        return tuple(self.columns)

    def complaint(self, row, name, problem):
        """A `DataError` about the cell in `row` (counted from 0) of a column."""
        return DataError(f"{self.file}, line {self.lines[row]}, column {name!r}: {problem}")


def shown(cell):
    """A cell as a message quotes it: in quotes, on one line, not too long."""
    return repr(cell if len(cell) <= 40 else cell[:37] + "...")


def read_table(path):
    """The `Table` of a UTF-8 CSV file with a header row; "-" reads standard input. Blank lines are skipped."""
    file = "standard input" if str(path) == "-" else str(path)
    text = _decoded(file, _bytes(path, file))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, skipinitialspace=True)
    records, lines, line = [], [], 1  # a quoted cell may hold line ends, so a row is known by its first line
    try:
        for record in reader:
            if any(map(str.strip, record)) or len(record) > 1:
                records.append(record)
                lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise DataError(f"{file}, line {line}: not valid CSV ({error}); check the quotes") from None
    if not records:
        raise DataError(f"{file} is empty; expected a header row and data rows")
    header = tuple(map(str.strip, records[0]))
    _check_header(f"{file}, line {lines[0]}", header)
    for record, line in zip(records[1:], lines[1:], strict=True):
        if len(record) != len(header):
            raise DataError(
                f"{file}, line {line}: {len(record)} cells, but the header has {len(header)} columns; "
                "add or remove cells"
            )
    if len(records) == 1:
        raise DataError(f"{file} has a header but no data rows; add rows")
    return Table(file, dict(zip(header, zip(*records[1:], strict=True), strict=True)), lines[1:])


def _bytes(path, file):
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else Path(path).read_bytes()
    except FileNotFoundError:
        raise DataError(f"no such file: {file}; check the path") from None
    except IsADirectoryError:
        raise DataError(f"{file} is a folder; give a CSV file") from None
    except (OSError, ValueError) as error:
        raise DataError(f"cannot read {file}: {getattr(error, 'strerror', None) or error}") from None


def _decoded(file, content):
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        byte = content[error.start]
        raise DataError(f"{file}, line {line}: byte 0x{byte:02x} is not UTF-8; save the file as CSV UTF-8") from None


def _check_header(where, header):
    if len(header) == 1 and (separator := next((s for s in ";\t" if s in header[0]), None)):
        raise DataError(f"{where}: cells seem to be separated by {separator!r}; separate them by commas")
    if all(_number(name) is not None for name in header):
        raise DataError(f"{where}: no header, every cell is a number; add a row with the columns' names")
    if "" in header:
        raise DataError(f"{where}: column {header.index('') + 1} has no name; name it or remove it")
    if len(set(header)) < len(header):
        name = next(name for name in header if header.count(name) > 1)
        raise DataError(f"{where}: {header.count(name)} columns are called {name!r}; rename all but one")


def _number(cell):
    """The float that a cell spells, or None; Python's digit separators (1_000) are no number in a file."""
    try:
        return None if "_" in cell else float(cell)
    except ValueError:
        return None


def is_missing(cell):
    """Whether a cell is empty, or one of the usual words for a missing value."""
    return cell.strip().lower() in MISSING


def is_numeric(cells):
    """Whether at least 90 % of the cells that hold something are numbers."""
    present = [cell for cell in cells if not is_missing(cell)]
    return sum(_number(cell) is not None for cell in present) >= NUMERIC_SHARE * len(present)


def to_numbers(table, name):
    """A column as (n,) float64, all finite; `DataError` names the first cell that is missing or no finite number."""
    cells = table.columns[name]
    try:
        values = np.fromiter(map(float, cells), dtype=np.float64, count=len(cells))
        if np.isfinite(values).all() and "_" not in "".join(cells):
            return values
    except ValueError:
        pass
    if not is_numeric(cells):
        row = next(i for i, cell in enumerate(cells) if not is_missing(cell) and _number(cell) is None)
        raise table.complaint(
            row,
            name,
            f"{shown(cells[row])} is text, one of many in the column; text features are not supported yet: remove "
            "the column, write it as numbers or, if it is the target, name it as such",
        )
    numbers = map(_number, cells)
    row = next(i for i, number in enumerate(numbers) if number is None or not math.isfinite(number))
    raise table.complaint(row, name, _blame(cells[row]))


def _blame(cell):
    if cell.strip() == "":
        return "the cell is empty; fill it in or remove the row"
    if is_missing(cell) or _number(cell) is not None:
        return f"{shown(cell)} is not a finite number; correct it or remove the row"
    return f"{shown(cell)} is not a number, as the rest of the column is; correct it or remove the row"
