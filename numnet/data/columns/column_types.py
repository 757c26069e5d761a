"""Types of columns: numbers, booleans, texts or empty, with the cells that are missing or do not fit."""

from dataclasses import dataclass

import numpy as np

from numnet.data.tables.number_formats import (
    BOOLEAN_WORDS,
    MISSING,
    MISSING_NUMBER,
    NUMERIC_SHARE,
    PLAIN,
    canonical,
    guess,
    plain,
)
from numnet.data.tables.table import Cells
from numnet.utils.wording import listed, shortened, shown

TRUE_WORDS = {"true", "yes", "y", "t", "on"}


@dataclass(frozen=True, eq=False)
class ColumnType:
    """The type of a column, and its cells as that type.

    ``kind``: "number" (dates and times too), "boolean", "text" or "empty"; ``form``: the `NumberFormat` of numbers.
    ``values`` (n,) float64, NaN where missing, None for text; ``index`` (n,) int64 into ``levels``, -1 where missing,
    None but for text and boolean; ``wrong``: (row, problem) of the first cell that does not fit, or None.
    """

    name: str
    kind: str
    form: object = None
    values: np.ndarray | None = None
    index: np.ndarray | None = None
    levels: tuple = ()
    wrong: tuple | None = None

    @property
    def missing(self):
        """Which cells are missing, (n,) bool."""
        return self.index < 0 if self.values is None else np.isnan(self.values)

    @property
    def whole(self):
        """Whether all its numbers are whole."""
        return self.values is not None and bool((np.isnan(self.values) | (self.values == np.round(self.values))).all())

    def contents(self):
        """A summary in few words: the range and mean of numbers, or the commonest texts."""
        if self.kind == "empty":
            return ""
        if self.index is not None:
            counts = np.bincount(self.index[self.index >= 0], minlength=len(self.levels))
            order = np.argsort(-counts, kind="stable")
            return listed([f"{shortened(self.levels[k])} {counts[k]}" for k in order if counts[k]], 4)
        known = self.values[~np.isnan(self.values)]
        if self.form.kind == "date":
            first, last = np.array([known.min(), known.max()]).astype("datetime64[D]")
            return f"{first} to {last}"
        unit = f" {self.form.unit}" if self.form.unit else ""
        return f"{known.min():.6g} to {known.max():.6g}{unit}, mean {known.mean():.4g}"

    @property
    def constant(self):
        """Whether all cells that are not missing are equal."""
        if self.values is None:
            return len(np.unique(self.index[self.index >= 0])) < 2
        known = self.values[~np.isnan(self.values)]
        return len(known) == 0 or known.min() == known.max()


def column_type(cells: Cells):
    """The `ColumnType` of a column: what at least 90 % of its cells are, missing ones aside."""
    if not np.isnan(cells.values).any():
        return ColumnType(cells.name, "number", cells.form or PLAIN, cells.values)
    codes = cells.codes
    counts = np.bincount(codes[codes >= 0], minlength=len(cells.texts))
    words = {text.lower() for text, count in zip(cells.texts, counts) if count} - MISSING
    numbers = int((codes < 0).sum())
    if numbers == 0 and not words:
        return ColumnType(cells.name, "empty", values=np.full(len(codes), np.nan))
    if numbers == 0 and any(words <= pair for pair in BOOLEAN_WORDS):
        return _boolean(cells, codes)
    form = _form(cells, counts, numbers)
    return _text(cells, codes) if form is None else _number(cells, codes, form)


def _form(cells, counts, numbers):
    """The `NumberFormat` in which at least 90 % of the cells that are not missing are numbers, or None."""
    present = numbers + sum(c for text, c in zip(cells.texts, counts) if text.lower() not in MISSING_NUMBER)
    read = cells.form or PLAIN
    for form in (read, guess(cells.texts[:1000], read.style == ",")):
        if form is not None and present:
            parsed = sum(c for text, c in zip(cells.texts, counts) if c and form.parse(text) is not None)
            if numbers + parsed >= NUMERIC_SHARE * present:
                return form
    return None


def number_levels(texts, form):
    """(values, right) of the texts of a number column: the number, NaN if missing; False if a text is neither."""
    parsed = [form.parse(text) for text in texts]
    right = [value is not None or text.lower() in MISSING_NUMBER for value, text in zip(parsed, texts)]
    values = [np.nan if value is None else value for value in parsed]
    return np.array(values, dtype=float), np.array(right, dtype=bool)


def boolean_levels(texts):
    """(values, right) of the texts of a boolean column, see `number_levels`: 1 for yes, 0 for no, NaN if missing."""
    lowered = [text.lower() for text in texts]
    known = set().union(*BOOLEAN_WORDS)
    values = [float(text in TRUE_WORDS) if text in known else np.nan for text in lowered]
    return np.array(values, dtype=float), np.array([text in known or text in MISSING for text in lowered], dtype=bool)


def replaced(values, codes, levels):
    """``values`` (n,) float64 with ``levels[code]`` in the place of each text; ``codes`` (n,): -1 for numbers."""
    strange = codes >= 0
    out = np.array(values, dtype=float)
    out[strange] = levels[codes[strange]]
    return out


def _first_wrong(cells, codes, right, message):
    rows = np.flatnonzero((codes >= 0) & ~np.append(right, True)[codes])
    return (int(rows[0]), message(cells.texts[codes[rows[0]]])) if len(rows) else None


def _number(cells, codes, form):
    levels, right = number_levels(cells.texts, form)
    wrong = _first_wrong(cells, codes, right, not_a_number)
    return ColumnType(cells.name, "number", form, replaced(cells.values, codes, levels), wrong=wrong)


def _boolean(cells, codes):
    levels, _ = boolean_levels(cells.texts)
    names = sorted({text.lower() for text in cells.texts} - MISSING)
    of_text = np.array([names.index(text.lower()) if text.lower() in names else -1 for text in cells.texts])
    return ColumnType(cells.name, "boolean", None, replaced(cells.values, codes, levels), of_text[codes], tuple(names))


def _text(cells, codes):
    said = {text: None for text in cells.texts if text.lower() not in MISSING}
    numbers, inverse = np.unique(cells.values[codes < 0], return_inverse=True)
    labels = [canonical_text(text) for text in said] + [canonical(value) for value in numbers]
    levels = sorted(set(labels))
    at = {label: k for k, label in enumerate(levels)}
    of_text = np.array([at[canonical_text(text)] if text in said else -1 for text in cells.texts], dtype=np.int64)
    index = np.full(len(codes), -1)
    index[codes >= 0] = of_text[codes[codes >= 0]]
    index[codes < 0] = np.array([at[canonical(value)] for value in numbers], dtype=np.int64)[inverse]
    return ColumnType(cells.name, "text", None, None, index, tuple(levels))


def canonical_text(text):
    """A text as a label: as it is; a number in its shortest form, so that 7, 7.0 and 007 are one label."""
    value = plain(text)
    return text if value is None else canonical(value)


def not_a_number(cell):
    """The error message for a cell of a number column that is no number."""
    try:
        float(cell.replace("_", " "))
        return f"{shown(cell)} is not a finite number; correct it or remove the row"
    except ValueError:
        return f"{shown(cell)} is not a number, as the rest of the column is; correct it or remove the row"
