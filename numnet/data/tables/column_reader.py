"""Conversion of text cells to numbers and boxed texts, column by column."""

import numpy as np

from numnet.data.tables.table import MAX_UNIQUE_TEXTS, StringTable, boxed


class ColumnReader:
    """Converts the cells of one column; keeps its texts, and the numbers seen lately, between the pieces of a file."""

    def __init__(self, name, exact, form):
        self.name, self.exact, self.texts, self.form = name, exact, StringTable(), form  # form ...: not known yet
        self.parsed = None

    def convert(self, cells, rows):
        """Text cells (m,) as numbers and boxed texts, (m,) float64; rows: how many of the file were read so far."""
        if self.form and self.form.kind == "number" and (values := _floats(cells, self.form.style)) is not None:
            return values
        if self.form is None:
            values = boxed(np.fromiter(map(self.texts.__getitem__, map(str.strip, cells)), np.int64, len(cells)))
        else:
            if self.parsed is None:
                self.parsed = _Parsed(self.form)
            values = np.fromiter(map(self.parsed.__getitem__, cells), np.float64, len(cells))
            strange = np.flatnonzero(np.isnan(values))
            values[strange] = boxed([self.texts[cells[k].strip()] for k in strange])
        if len(self.texts) > MAX_UNIQUE_TEXTS and len(self.texts) > rows / 2 and not self.exact:
            self.texts.full = True
        return values


class _Parsed(dict):
    """{cell: its number in a `NumberFormat`, NaN if it is none}, filled as cells are asked for."""

    def __init__(self, form):
        super().__init__()
        self.form = form

    def __missing__(self, cell):
        value = self.form.parse(cell.strip())
        value = np.nan if value is None else value
        if len(self) < MAX_UNIQUE_TEXTS:
            self[cell] = value
        return value


def _floats(cells, mark):
    """(m,) float64 of text cells with this decimal mark, or None: one of them is no finite plain number."""
    text = "\n".join(cells)
    if "_" in text or (mark == "," and "." in text):
        return None
    try:
        values = np.fromiter(map(float, text.replace(",", ".").split("\n") if mark == "," else cells), np.float64)
    except ValueError:
        return None
    return values if len(values) == len(cells) and np.isfinite(values).all() else None
