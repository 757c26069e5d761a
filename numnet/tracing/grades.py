"""What marking a work sheet gives: a list of `Mark` s that is a table, too."""

from typing import NamedTuple

import numpy as np

from numnet.displays.html import block, table
from numnet.tracing.blocks import Line
from numnet.tracing.notation import number
from numnet.utils.frames import frame, text_column
from numnet.utils.wording import plural, printable, series, shortened

RIGHT, WRONG, BLANK = "right", "wrong", "blank"


class Mark(NamedTuple):
    """An answer: its `Line`, with the numbers of the answers above put into the formula, and what it is judged.

    answer: as it was written, "" for a blank; verdict: "right", "wrong" or "blank"; expected: what follows from the
    answers above; mistake: what was probably done instead, "" where that is not recognised; row: of the file.
    """

    line: Line
    answer: str
    verdict: str
    expected: float
    mistake: str
    row: int


class Grades(list):
    """A list of `Mark` s, in the order of the sheet."""

    def __init__(self, sheet, marks):
        super().__init__(marks)
        self.digits = sheet.digits

    @property
    def counts(self):
        """{"right", "wrong", "blank": how many}."""
        verdicts = [mark.verdict for mark in self]
        return {verdict: verdicts.count(verdict) for verdict in (RIGHT, WRONG, BLANK)}

    @property
    def all_right(self):
        """Whether every number is there, and right."""
        return self.counts[RIGHT] == len(self)

    @property
    def first_wrong(self):
        """The first `Mark` that is wrong, or None."""
        return next((mark for mark in self if mark.verdict == WRONG), None)

    def columns(self):
        """{column: array (numbers,)}: those that say which number it is, and what it is judged.

        layer, unit, input and sample are float64, NaN where a number has none; value (the answer) and expected
        float64; quantity, formula, verdict and mistake texts.
        """
        lines = [mark.line for mark in self]
        places = {"layer": "layer", "unit": "j", "input": "i", "sample": "sample"}
        columns = {name: np.array([getattr(line, at) for line in lines], np.float64) for name, at in places.items()}
        formulas = [" = ".join(filter(None, (line.name, line.formula, line.numbers))) for line in lines]
        return columns | {
            "quantity": text_column([line.quantity for line in lines]),
            "formula": text_column(formulas),
            "value": np.array([float(mark.answer or "nan") for mark in self]),
            "verdict": text_column([mark.verdict for mark in self]),
            "expected": np.array([mark.expected for mark in self]),
            "mistake": text_column([mark.mistake for mark in self]),
        }

    def frame(self):
        """The columns as a pandas.DataFrame, a row a number.  Raises ImportError where pandas is missing."""
        return frame(self.columns())

    def equation(self, mark):
        """``δ²₁ = y − t = 0.68 − 1 = −0.32``: with the answers above put in, and what follows from them."""
        line = mark.line
        name = "E after the update" if line.quantity == "E after" else line.name
        return " = ".join(filter(None, (name, line.formula, line.numbers, number(mark.expected, self.digits))))

    def summary(self):
        """``33 numbers: 31 right, 1 wrong, 1 blank``."""
        return f"{plural(len(self), 'number')}: " + ", ".join(f"{n} {verdict}" for verdict, n in self.counts.items())

    def __repr__(self):
        """The counts, the first wrong line with what is wrong, and the names of the others."""
        first, lines = self.first_wrong, [self.summary()]
        if first is not None:
            lines += [f"first wrong: row {first.row}{_where(first.line)}", f"  {self.equation(first)}",
                      f"  not {_typed(first)}" + (f"; {first.mistake}" if first.mistake else "")]  # fmt: skip
        others = [mark for mark in self if mark.verdict == WRONG][1:]
        if others:
            lines.append(f"also wrong: {series((f'{mark.line.name} in row {mark.row}' for mark in others), 8)}")
        return "\n".join(lines)

    def _repr_html_(self):
        rows = [(mark.row, mark.line.name, _typed(mark), mark.verdict, number(mark.expected, self.digits), mark.mistake)
                for mark in self if mark.verdict != RIGHT]  # fmt: skip
        heads = ("row", "number", "answer", "verdict", "follows", "mistake")
        return block(self.summary(), table(heads, rows, left=(1, 3, 5), most=400) if rows else "")


def _typed(mark):
    return printable(shortened(mark.answer)).replace("-", "−")


def _where(line):
    return "" if line.sample is None else f", sample {line.sample}"
