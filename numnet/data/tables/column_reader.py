"""The cells of a table's columns as float64: numbers are converted, the values of other cells kept and found again."""

import numpy as np

from numnet.data.tables.number_formats import plain
from numnet.data.tables.table import MAX_UNIQUE_TEXTS, StringTable, boxed

UNLIMITED = 2**62
FIRST_ENTRIES, FIRST_BYTES = 2**12, 2**16


class ColumnReader:
    """Gives the cells of one column their values; keeps its texts.

    ``form``: the `NumberFormat` of its numbers, None for texts, ... as long as it is not known.
    """

    def __init__(self, name, exact, form):
        self.name, self.exact, self.texts, self.form = name, exact, StringTable(), form

    @property
    def mark(self):
        """The byte of the decimal mark of numbers as programs write them, 0 where the column has none."""
        return ord(self.form.style) if self.form and self.form.kind == "number" else 0

    @property
    def most(self):
        """Of how many cells the values are kept, to be found again."""
        return MAX_UNIQUE_TEXTS if self.form else UNLIMITED

    def value(self, cell):
        """(number, -1) of a stripped cell, or (NaN, the code of its text)."""
        number = self.form.parse(cell) if self.form else None
        return (np.nan, self.texts[cell]) if number is None else (number, -1)

    def settle(self, rows):
        """Take no more texts, where nearly every cell of so many rows had its own."""
        if len(self.texts) > MAX_UNIQUE_TEXTS and len(self.texts) > rows / 2 and not self.exact:
            self.texts.full = True


class NumbersAlone:
    """In the place of a `ColumnReader`: what is no plain number is NaN."""

    mark, most = ord("."), 0

    def value(self, cell):
        """(number, -1) of a stripped cell, or (NaN, -1)."""
        number = plain(cell)
        return np.nan if number is None else number, -1


class KeptCells:
    """Converts `Records`; ``columns``: the `ColumnReader` of each column that is wanted; ``places``: where it stands.

    A cell that is no plain number, such as a text, a date or a number with a unit, is looked up among those that came
    before; if it is new, its column is asked what it is worth.
    """

    def __init__(self, columns, places, width, dialect):
        from numnet.data.tables.cell_values import MARK, MOST, PLACE

        self.columns, self.places, self.dialect = columns, np.asarray(places, np.int64), dialect
        self.table = np.zeros((width, 4), np.int64)  # what `convert` knows of the columns
        self.table[:, PLACE] = -1
        self.table[self.places, PLACE] = np.arange(len(columns))
        self.table[self.places, MARK] = [column.mark for column in columns]
        self.table[self.places, MOST] = [column.most for column in columns]
        self.other, self.counts = np.full(width, np.nan), np.zeros(3, np.int64)
        self.entries, self.values = np.empty((0, 4), np.int64), np.empty(0)
        self.slots, self.arena = np.empty(0, np.int32), np.empty(0, np.uint8)

    def convert(self, records, rows, out):
        """The cells of m records into out (m, k) float64: numbers and boxed texts; so many rows came before them."""
        from numnet.data.tables.cell_values import convert

        text, begins, ends, _ = records
        waiting, done = np.empty((out.size, 4), np.int64), 0
        while done < len(begins):
            known, used, _ = self.counts
            done = convert(text, done, begins, ends, self.table, self.other, self.slots, self.entries, self.values,
                           self.arena, self.counts, out, waiting)  # fmt: skip
            self._value_new(known, used)
            self._fill(out, text, waiting[: self.counts[2]])
            if done < len(begins):
                self._grow(ends.shape[1], ends[done, -1] - begins[done])
        self._settle(rows)

    def _settle(self, rows):
        """Take no more texts of columns in which nearly every cell of so many rows had its own."""
        from numnet.data.tables.cell_values import KNOWN, MOST

        for k in np.flatnonzero(self.table[self.places, KNOWN] > MAX_UNIQUE_TEXTS):
            column = self.columns[k]
            column.settle(rows)
            if column.texts.full:
                self.table[self.places[k], MOST] = 0
                self.other[self.places[k]] = boxed([len(column.texts)])[0]

    def _value_new(self, known, used):
        """Ask the columns for the values of the entries from ``known`` on, whose bytes begin at ``used``."""
        from numnet.data.tables.cell_values import COLUMN, LENGTH, START

        new = self.entries[known : self.counts[0]]
        if len(new):
            content = self.arena[used : self.counts[1]].tobytes()
            begins = new[:, START] - used
            self.values[known : self.counts[0]] = self._values(
                content, self.table[new[:, COLUMN], 1], begins, begins + new[:, LENGTH]
            )

    def _fill(self, out, text, waiting):
        """Write the values of waiting cells."""
        place, entry, begins, ends = waiting.T
        flat, kept = out.reshape(-1), entry >= 0
        flat[place[kept]] = self.values[entry[kept]]
        if not kept.all():
            other = ~kept
            flat[place[other]] = self._values(text, place[other] % out.shape[1], begins[other], ends[other])

    def _values(self, content, columns, begins, ends):
        """Values (m,) of the cells content[begin:end] of these columns."""
        readers, text_of, found = self.columns, self.dialect.text_of, []
        for column, begin, end in zip(columns.tolist(), begins.tolist(), ends.tolist()):
            found.append(readers[column].value(text_of(bytes(content[begin:end])).strip()))
        numbers, codes = map(np.array, zip(*found))
        return np.where(codes < 0, numbers, boxed(np.maximum(codes, 0)))

    def _grow(self, cells, size):
        """Make room for twice as many entries, and for those of a record of so many cells and bytes."""
        from numnet.data.tables.cell_values import HASH

        count, used, _ = self.counts
        room = max(2 * len(self.entries), FIRST_ENTRIES, count + cells)
        self.entries, self.values = _longer(self.entries, room), _longer(self.values, room)
        self.arena = _longer(self.arena, max(2 * self.arena.size, FIRST_BYTES, used + size))
        self.slots = np.full(2 ** int(2 * room).bit_length(), -1, np.int32)
        entry, slot = np.arange(count, dtype=np.int32), self.entries[:count, HASH] & (self.slots.size - 1)
        while len(entry):  # into the first free slot from its own on
            free = self.slots[slot] < 0
            self.slots[slot[free]] = entry[free]
            left = self.slots[slot] != entry
            entry, slot = entry[left], (slot[left] + 1) & (self.slots.size - 1)


def _longer(array, size):
    """An array of this size that begins with another."""
    longer = np.empty((size, *array.shape[1:]), array.dtype)
    longer[: len(array)] = array
    return longer
