"""Types of columns: numbers, booleans, texts or empty, with the cells that are missing or do not fit."""

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from numnet.data.tables.number_formats import (
    BOOLEAN_WORDS,
    MISSING,
    MISSING_NUMBER,
    NUMERIC_SHARE,
    PLAIN,
    NumberFormat,
    canonical,
    date_format,
    guess,
    plain,
)
from numnet.data.tables.table import Cells
from numnet.utils.wording import listed, shortened, shown

TRUE_WORDS = {"true", "yes", "y", "t", "on"}
MOSTLY = 0.5  # of the cells of a text column: from here on it is worth a word that they are numbers


@dataclass(frozen=True, eq=False)
class ColumnType:
    """The type of a column, and its cells as that type.

    ``kind``: "number" (dates and times too), "boolean", "text" or "empty"; ``form``: the `NumberFormat` of numbers.
    ``values`` (n,) float64, NaN where missing, None for text; ``index`` (n,) int64 into ``levels``, -1 where missing,
    None but for text and boolean; ``wrong``: rows, (m,) int64, of the cells that do not fit, which are missing in
    ``values``, and ``words`` what they hold, {text: cells}; ``asked``: the kind that somebody has named, or None;
    ``mostly``: of a text column of which at least half are numbers, which share.
    """

    name: str
    kind: str
    form: object = None
    values: np.ndarray | None = None
    index: np.ndarray | None = None
    levels: tuple = ()
    wrong: np.ndarray = field(default_factory=partial(np.empty, 0, np.int64))
    words: dict = field(default_factory=dict)
    asked: str | None = None
    mostly: float | None = None

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


def column_type(cells: Cells, kind=None):
    """The `ColumnType` of a column: what at least 90 % of its cells are, missing ones aside.

    kind: one of `KINDS` that somebody has named; all other cells are then ``wrong``, and where no cell is of the kind,
    the column is "empty".
    """
    if kind is not None:
        return _as_asked(cells, cells.codes, kind)
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
    form, share = _form(cells, counts, numbers, MOSTLY)
    if form is None or share < NUMERIC_SHARE:
        return replace(_text(cells, codes), mostly=share or None)
    return _number(cells, codes, form)


def _as_asked(cells, codes, kind):
    """The `ColumnType` of a column of which somebody has named the kind."""
    if kind == "text":
        return replace(_text(cells, codes), asked=kind)
    if kind == "number":
        counts = np.bincount(codes[codes >= 0], minlength=len(cells.texts))
        form, _ = _form(cells, counts, int((codes < 0).sum()), 0.0)
    else:
        dates = cells.form if cells.form and cells.form.kind == "date" else None
        form = dates or asked_format(kind) or date_format(cells.texts[:1000])
    column = None if form is None else _number(cells, codes, form)
    if column is None or column.missing.all():
        return ColumnType(cells.name, "empty", values=np.full(len(codes), np.nan), asked=kind)
    return replace(column, asked=kind)


def asked_format(kind):
    """The `NumberFormat` of a kind that names the order of its dates, "date:dmy"; else None."""
    style = kind.partition(":")[2]
    return NumberFormat("date", style) if style else None


def _form(cells, counts, numbers, least):
    """(`NumberFormat`, share) in which at least this share of the cells that are not missing are numbers; or (None, 0).

    The first in which at least 90 % are, else the best.
    """
    present = numbers + sum(c for text, c in zip(cells.texts, counts) if text.lower() not in MISSING_NUMBER)
    best, most, read = None, least, cells.form or PLAIN
    for form in (read, guess(cells.texts[:1000], read.style == ",", least)):
        if form is not None and present:
            parsed = sum(c for text, c in zip(cells.texts, counts) if c and form.parse(text) is not None)
            share = (numbers + parsed) / present
            if share >= NUMERIC_SHARE:
                return form, share
            best, most = (form, share) if share > most else (best, most)
    return (best, most) if best else (None, 0.0)


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


def _number(cells, codes, form):
    levels, right = number_levels(cells.texts, form)
    wrong = np.flatnonzero((codes >= 0) & ~np.append(right, True)[codes])
    words = Counter(cells.texts[code] for code in codes[wrong].tolist())
    return ColumnType(cells.name, "number", form, replaced(cells.values, codes, levels), wrong=wrong, words=words)


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


def not_a_number(cell, form):
    """What is wrong with a cell of a column of numbers, dates or times that is none; ``form``: their `NumberFormat`."""
    if form.kind != "number":
        return f"{shown(cell)} is not a {form.kind}, as the rest of the column is"
    try:
        float(cell.replace("_", " "))
        return f"{shown(cell)} is not a finite number"
    except ValueError:
        return f"{shown(cell)} is not a number, as the rest of the column is"
