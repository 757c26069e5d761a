"""A work sheet that was filled in, marked as a teacher does: right is what follows from the answers above it."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from numnet.tracing.answers import Answers, significant, unit
from numnet.tracing.derivation import Derivation
from numnet.tracing.follow_through import FollowThrough
from numnet.tracing.grades import BLANK, RIGHT, WRONG, Grades, Mark
from numnet.tracing.mistakes import mistakes, recognised
from numnet.tracing.rounded import Rounded

DECIMALS, SHARE = 4, 0.005  # an answer has three significant digits, or four decimals
FEWEST_DIGITS = 3
TINY = 1e-14  # what arithmetic leaves of 0
TOO_FEW = "too few digits: an answer has three significant digits, or four decimals"


class Judgement(NamedTuple):
    """What is found of a block: arrays in its shape.  ``written``: `Rounded` answers, what follows where blank."""

    block: object
    mask: np.ndarray
    follows: Rounded
    expected: np.ndarray  # what follows; the number of the trace where the answer is that
    verdicts: np.ndarray
    texts: np.ndarray
    units: np.ndarray
    written: Rounded


def grade(sheet, source):
    """The `Grades` of the answers to a `WorkSheet`.

    source: the path of the CSV file, a data frame, or {column: sequence}.  An answer is right if it follows from the
    answers above it, or is the exact number: within one unit of the last digit that was written, and what rounding the
    answers above to the digits that were written can make of it.  A blank goes on as what follows.

    Raises ValueError in one sentence that names file, row and column for what is no sheet, or another one.
    """
    given = {block.place(index, sheet.rows): None if opened[index] else float(block.values[index])
             for block in sheet.blocks() for opened in [sheet.open(block)] for index in block.indices()}  # fmt: skip
    return _Marking(sheet, Answers(source, given)).grades(sheet.blocks())


class _Marking:
    """Goes through a sheet block after block."""

    def __init__(self, sheet, answers):
        self.sheet, self.answers, self.now = sheet, answers, {}
        self.precision = max(1e-12, 16 * np.finfo(sheet.network.dtype).eps)  # what arithmetic itself leaves open
        digits = [significant(text) for key, text in answers.cells.items() if answers.given[key] is None]
        digits = np.median([count for count in digits if count] or [0])
        self.digits = int(min(max(digits, FEWEST_DIGITS), sheet.digits))
        self.way = FollowThrough(sheet, self.now)

    def grades(self, blocks):
        """The `Grades` of all open lines."""
        judged = []
        for block in blocks:
            mask = self.sheet.open(block)
            written = self.exact(block.values)
            if mask.any():
                judgement = self.judge(block, mask)
                judged.append(judgement)
                written = Rounded(np.where(mask, judgement.written.value, written.value),
                                  np.where(mask, judgement.written.error, written.error))  # fmt: skip
            self.now[block.quantity, block.layer] = written
        worked = {(block.quantity, block.layer): block for block in self.with_answers().blocks()}
        return Grades(self.sheet, [mark for each in judged for mark in self.marks(each, worked)])

    def exact(self, values):
        """Numbers of the sheet, typed with as many digits as the answers have."""
        values = np.asarray(values, np.float64)
        scale = 10.0 ** (self.digits - 1 - np.floor(np.log10(np.where(values == 0, 1, abs(values)))))
        return Rounded(values, abs(np.round(values * scale) / scale - values) + self.precision * abs(values))

    def judge(self, block, mask):
        """The `Judgement` of the open numbers of a block."""
        follows, exact = self.way.block(block.quantity, block.layer), np.asarray(block.values, np.float64)
        texts, units = np.full(exact.shape, "", object), np.zeros(exact.shape)
        for index in map(tuple, np.argwhere(mask).tolist()):
            texts[index] = self.answers.cells[block.place(index, self.sheet.rows)]
            units[index] = unit(texts[index]) if texts[index] else np.nan
        value = np.where(texts == "", np.nan, np.where(texts == "", 0, texts).astype(float))
        with np.errstate(invalid="ignore"):
            off, own = abs(value - follows.value), self.own_error(units, follows.value)
            close = off <= own + follows.error
            right = close | (abs(value - exact) <= self.own_error(units, exact))
            error = np.where(close, np.minimum(own, off + follows.error), self.own_error(units, value))
        blank = np.isnan(value)
        verdicts = np.where(blank, BLANK, np.where(right, RIGHT, WRONG))
        written = Rounded(np.where(blank, follows.value, value), np.where(blank, follows.error, error))
        expected = np.where(right & ~close, exact, follows.value)
        return Judgement(block, mask, follows, expected, verdicts, texts, units, written)

    def own_error(self, units, values):
        """How far numbers may be off that are written with these last digits."""
        far = np.where(units <= 10.0**-DECIMALS, units, np.minimum(units, SHARE * abs(values)))
        return far * (1 + 1e-9) + self.precision * abs(values) + TINY

    def with_answers(self):
        """The `Derivation` of the trace with the answers in the place of its own numbers."""
        trace, way, layers = self.sheet.trace, self.way, range(1, self.sheet.layers + 1)

        def each(quantity):
            return [self.now[quantity, l].value for l in layers if (quantity, l) in self.now]

        def flat(of):
            vector = np.zeros(trace.point.size)
            for l, pair in enumerate(trace.layers(vector), 1):
                for letter, view in zip("wb", pair):
                    view[:] = getattr(of(letter, l), "value", of(letter, l))
            return vector

        gradient = flat(lambda letter, l: self.now[f"dE/d{letter}", l])
        passed = trace.passed._replace(net=each("net"), h=each("h") + each("y"), slope=each("f'"), delta=each("delta"),
                                       losses=self.now["E", None].value, gradient=gradient)  # fmt: skip
        given = flat(lambda letter, l: self.now[f"g {letter}", l]) if ("g w", 1) in self.now else gradient
        after = flat(lambda letter, l: self.now[f"new {letter}", l])
        trace = replace(trace, passed=passed, point=flat(way.weights), g=given, after=after)
        found = Derivation(trace, self.sheet.digits)
        found.shrink = float(way.shrink().value)
        found.steps = [step._replace(known={
            symbol: flat(lambda letter, l, step=step, symbol=symbol: way.symbols(step.word, letter, l)[symbol])
            if np.ndim(value) else value for symbol, value in step.known.items()}) for step in found.steps]  # fmt: skip
        return found

    def marks(self, judged, worked):
        """The `Mark` s of a block; its formulas with the numbers of the answers."""
        block, mask, follows, expected, verdicts, texts, units, written = judged
        block = worked[block.quantity, block.layer]
        wrongs = mistakes(self.way, block.quantity, block.layer, follows) if (verdicts == WRONG).any() else []
        for index in map(tuple, np.argwhere(mask).tolist()):
            line = block.line(index, self.sheet.rows)
            words = ""
            if verdicts[index] == WRONG:
                off = abs(written.value[index] - follows.value[index])
                words = TOO_FEW if off <= units[index] + follows.error[index] else recognised(
                    wrongs, index, written.value[index], self.own_error(units, written.value)[index], off)  # fmt: skip
            row = self.answers.rows[block.place(index, self.sheet.rows)]
            yield Mark(line, texts[index], str(verdicts[index]), float(expected[index]), words, row)
