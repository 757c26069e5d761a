"""Students who fill in a work sheet: they write so many digits, go on with what they wrote or with all digits.

For the tests.  A student works with the equations of `FollowThrough`, which test_follow_through compares with numbers
worked out without it.
"""

import math

import numpy as np

from numnet.tracing.follow_through import FollowThrough
from numnet.tracing.rounded import Rounded


def significant(digits):
    """value -> text of so many significant digits, as a pocket calculator shows it."""
    return lambda value: f"{value:.{digits}g}"


def decimals(digits):
    """value -> text of so many decimals."""
    return lambda value: f"{value:.{digits}f}"


def cut(digits):
    """value -> text of so many significant digits, the others cut off."""

    def written(value):
        if value == 0:
            return "0"
        step = 10.0 ** (math.floor(math.log10(abs(value))) - digits + 1)
        return f"{math.trunc(value / step) * step:.{digits}g}"

    return written


def filled_in(trace, write, retyped=True, slip=None):
    """{column: list} of the sheet of a trace, filled in.

    write: value -> text; retyped: goes on with what is written, otherwise with all digits; slip: {(quantity, layer,
    place in the block): value -> value} of mistakes, with which the student goes on, too.
    """
    sheet, now, texts = trace.blank(), {}, {}
    way, slip = FollowThrough(sheet, now), slip or {}
    for block in sheet.blocks():
        opened = sheet.open(block)
        values = np.array(block.values, np.float64)
        if opened.any():
            values = np.array(way.block(block.quantity, block.layer).value)
        for place, index in enumerate(block.indices()):
            if opened[index]:
                change = slip.get((block.quantity, block.layer, place), float)
                values[index] = change(values[index])
                text = write(values[index]) if math.isfinite(values[index]) else ""
                texts[block.place(index, sheet.rows)] = text
                values[index] = float(text) if retyped and text else values[index]
        now[block.quantity, block.layer] = Rounded(values)
    columns = {name: list(column) for name, column in sheet.columns().items()}
    keys = [block.place(index, sheet.rows) for block in sheet.blocks() for index in block.indices()]
    columns["value"] = [texts.get(key, value) for key, value in zip(keys, columns["value"])]
    return columns
