"""A trace as a line, as columns, and as HTML with its formulas in MathML."""

import numpy as np

from numnet.displays.html import block, note, safe
from numnet.tracing.mathml import mathml
from numnet.tracing.notation import short
from numnet.utils.frames import text_column
from numnet.utils.wording import plural

COLUMNS = ("layer", "unit", "input", "sample", "quantity", "formula", "value")
HEADING = '<p style="margin:.8em 0 .2em"><b>{}</b></p>'
LINE = '<p style="margin:.15em 0 .15em 1em">{}</p>'


def trace_words(trace):
    """``Trace of update 1: 2-2-1, sgd, learning rate 0.1, 1 sample, E 0.72 → 0.7``."""
    before, after = (short(value, 4) for value in (float(trace.passed.losses.mean()), trace.loss_after))
    return f"Trace of {update_words(trace)}, E {before} → {after}"


def update_words(trace):
    """``update 1: 2-2-1, sgd, learning rate 0.1, 1 sample``."""
    return (f"update {trace.update}: {'-'.join(map(str, trace.network.sizes))}, {trace.optimizer.name}, "
            f"learning rate {trace.optimizer.learning_rate:g}, {plural(len(trace.rows), 'sample')}")  # fmt: skip


def trace_columns(derivation, sections, unit=None):
    """{column: array (numbers,)} of some sections of a `Derivation`; see `Derivation.columns`."""
    lines = [line for _, blocks in sections for block in blocks for line in derivation.lines(block, unit)]
    formulas = [" = ".join(filter(None, (line.name, line.formula, line.numbers))) for line in lines]
    quantities = [line.quantity for line in lines]
    places = [[line.layer for line in lines], [line.j for line in lines], [line.i for line in lines],
              [line.sample for line in lines]]  # fmt: skip
    arrays = [*(np.array(place, np.float64) for place in places), text_column(quantities), text_column(formulas),
              np.array([line.value for line in lines])]  # fmt: skip
    columns = dict(zip(COLUMNS, arrays))
    if derivation.estimate is not None:
        columns["central_difference"] = np.array([line.estimate for line in lines], np.float64)
    return columns


def trace_html(title, derivation, sections, unit=None):
    """Some sections of a `Derivation` as paragraphs of equations, of each quantity the first numbers."""
    parts = []
    for heading, blocks in sections:
        parts.append(HEADING.format(safe(heading, 200)))
        for one in blocks:
            lines, more = derivation.shown(one, unit)
            parts += [LINE.format(_equation(derivation, line)) for line in lines]
            parts.append(note(f"… {more} more" if more else ""))
    return block(title, *parts)


def _equation(derivation, line):
    first, *others = derivation.equation(line)
    remark = derivation.remark(line)
    return " ".join([mathml(first), *(mathml(f"= {part}") for part in others), safe(remark, 200)]).rstrip()
