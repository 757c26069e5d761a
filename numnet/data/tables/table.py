"""A table in memory with one float64 a cell.

A cell is a number, or a text as a boxed NaN: its low bits are the text's code in the column's `StringTable`.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from numnet.data.errors import DataError
from numnet.data.tables.number_formats import PLAIN, NumberFormat, canonical
from numnet.utils.wording import shortened

_NAN, _LOW = np.int64(0x7FF8 << 48), np.int64(0xFFFFFFFF)
MAX_UNIQUE_TEXTS = 100_000  # texts of a column that are kept where nearly each of its cells has its own


def boxed(codes):
    """NaNs (n,) float64 that carry codes (n,) int64 from 0 to 2**32 - 1 in their low bits."""
    return (_NAN | np.asarray(codes, dtype=np.int64)).view(np.float64)


class StringTable(dict):
    """{text: code}, numbered in the order of appearance; a new text gets its code when it is asked for."""

    full = False  # new ones get the code after the last, all the same

    def __missing__(self, text):
        if not self.full:
            self[text] = len(self)
            return len(self) - 1
        return len(self)

    def listed(self):
        """The texts by code."""
        return [*self, *["…"] * self.full]


class Lines:
    """The lines on which rows begin, kept as one number for each run of rows on consecutive lines."""

    def __init__(self):
        self.rows, self.starts = [], []

    def extend(self, row, lines):
        """Rows from ``row`` on begin on these lines (m,) int64."""
        last = self.starts[-1] + row - self.rows[-1] - 1 if self.rows else -1
        breaks = np.flatnonzero(np.diff(lines, prepend=last) != 1)
        self.rows += (row + breaks).tolist()
        self.starts += lines[breaks].tolist()

    def __getitem__(self, row):
        k = bisect_right(self.rows, row) - 1
        return self.starts[k] + row - self.rows[k]


@dataclass(frozen=True, eq=False)
class Cells:
    """One column: values (n,) float64 with boxed texts among them, and the texts by code."""

    name: str
    values: np.ndarray
    texts: list
    form: NumberFormat | None = PLAIN  # in which numbers were read; None: they were not, all cells are texts

    @property
    def codes(self):
        """Which text a cell is, (n,) int64, or -1: it is a number."""
        return codes_of(self.values)

    def labels(self):
        """The cells as texts (n,), a list; numbers in their shortest form."""
        return [self.texts[code] if code >= 0 else canonical(value) for value, code in zip(self.values, self.codes)]


def codes_of(values):
    """Which text a cell is, (n,) int64, or -1: it is a number."""
    return np.where(np.isnan(values), np.ascontiguousarray(values).view(np.int64) & _LOW, -1)


def row_words(row, labels=None):
    """``row 12``, counted from 1; with its label, where rows have labels: ``row 12 (index b7)``."""
    return f"row {row + 1}" + ("" if labels is None else f" (index {shortened(str(labels[row]))})")


@dataclass(eq=False)
class Table:
    """A table: ``blocks``, float64 (rows, columns) each; ``texts`` and ``forms`` of each column.

    ``about``: encoding, separator and header, or kind of the file; ``tested``: rows at the end that the file itself
    keeps for the test.
    """

    file: str
    header: tuple
    blocks: list
    texts: list
    forms: list
    lines: Lines | None = None  # of a text file
    about: dict = field(default_factory=dict)
    remarks: list = field(default_factory=list)
    tested: int = 0
    labels: Any = None  # of the rows of a data frame, where they have others than their numbers

    def __post_init__(self):
        self.places = {name: j for j, name in enumerate(self.header)}

    def __len__(self):
        return sum(map(len, self.blocks))

    def cells(self, name):
        """The `Cells` of a column."""
        j = self.places[name]
        values = np.concatenate([block[:, j] for block in self.blocks])
        return Cells(name, values, self.texts[j], self.forms[j])

    def where(self, row):
        """``line 12`` of a text file, else ``row 12``, counted from 1, and ``(index b7)`` if the row has a label."""
        return f"line {self.lines[row]}" if self.lines else row_words(row, self.labels)

    def error_at(self, row, name, problem):
        """A `DataError` about the cell in `row` (counted from 0) of a column."""
        return DataError(f"{self.file}, {self.where(row)}, column {name!r}: {problem}")


class TableReader:
    """An open data file: ``header`` names its columns, `table` reads some of them.  Its ``with`` block closes the file.

    ``source``: the `Source` of its bytes.
    """

    header: tuple

    def __init__(self, source, forms=None):
        self.source, self.forms = source, forms or {}

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.source.close()

    def table(self, columns=None, exact=(), progress=None):
        """The `Table` of these columns, in the order of the file; all by default.  Raises `DataError`.

        exact: columns of which every text is kept, however many there are; progress: ``progress(done, total)`` is
        told the bytes read so far.
        """
        raise NotImplementedError

    def kept(self, columns):
        """The names among ``columns``, in the order of the file; None for all."""
        wanted = set(self.header if columns is None else columns)
        return [name for name in self.header if name in wanted]
