"""Learning-rate schedules: the factor on η, as a function of the number of updates done.

``k`` = 0, 1, 2, … counts updates already done, so the first update has the full rate (unless it warms up);
``period`` is in updates.  All in float64: one call an update, and the rate is rounded once.  Light to import: an
equation is compiled when a loop first calls it.
"""

import math
from typing import NamedTuple

from numnet.kernels.compiler.equation import Equation, equation
from numnet.kernels.elementary import cos, power
from numnet.kernels.registry_helpers import by_code


class ScheduleEquation(NamedTuple):
    """A schedule: its equation, and what is said of it.

    ``options``: {name: default} of ``period`` (0: the whole run), ``factor`` or ``floor``, ``multiply``; every schedule
    takes ``warmup``, so many updates of linear rise, besides.
    """

    name: str
    code: int  # its number in the kernels, and in checkpoints: it never changes
    factor: Equation | None  # of k and the options; None: 1
    about: str
    formula: str
    source: str
    options: dict


CONSTANT = ScheduleEquation("constant", 0, None, "The rate stays, after an optional linear warm-up.", "1", "", {})
WARMUP = ScheduleEquation(
    "warmup", CONSTANT.code, None, "A linear rise over ``warmup`` updates, then the full rate.",
    "min(1, (k + 1) / warmup)", "", {"warmup": 100},
)  # fmt: skip


@equation
def step(k, period, factor):
    """factor^⌊k / period⌋: a staircase."""
    return power(factor, math.floor(k / period))


STEP = ScheduleEquation(
    "step", 1, step, "A staircase: times ``factor`` every ``period`` updates.", "factor^⌊k / period⌋", "",
    {"period": 1000, "factor": 0.5},
)  # fmt: skip


@equation
def exponential(k, period, factor):
    """factor^(k / period): the smooth staircase."""
    return power(factor, k / period)


EXPONENTIAL = ScheduleEquation(
    "exponential", 2, exponential, "Times ``factor`` within each ``period`` updates, smoothly.", "factor^(k / period)",
    "", {"period": 1000, "factor": 0.5},
)  # fmt: skip


@equation
def inverse_time(k, period, factor):
    """1 / (1 + factor · k / period).  H. Robbins and S. Monro, 1951, ask for a decay of this order."""
    return 1.0 / (1.0 + factor * k / period)


INVERSE_TIME = ScheduleEquation(
    "inverse_time", 3, inverse_time,
    "1 / (1 + factor k / period): the slow decay that stochastic approximation asks for.",
    "1 / (1 + factor k / period)", "H. Robbins and S. Monro, 1951", {"period": 1000, "factor": 1.0},
)  # fmt: skip


@equation
def cosine(k, period, floor):
    """floor + (1 − floor) ½ (1 + cos(π k / period)), then floor.  I. Loshchilov and F. Hutter, 2017, eq. 5."""
    return floor + (1.0 - floor) * 0.5 * (1.0 + cos(math.pi * min(k / period, 1.0)))


COSINE = ScheduleEquation(
    "cosine", 4, cosine, "Half a cosine wave from 1 down to ``floor`` within ``period`` updates (0: the whole run).",
    "floor + (1 − floor) ½ (1 + cos(π k / period))", "I. Loshchilov and F. Hutter, 2017, eq. 5",
    {"period": 0, "floor": 0.0},
)  # fmt: skip


@equation
def warm_restarts(k, period, floor, multiply):
    """The cosine again and again, each cycle ``multiply`` times as long (SGDR).  Loshchilov and Hutter, 2017."""
    while k >= period:
        k -= period
        period *= multiply
    return cosine(k, period, floor)


WARM_RESTARTS = ScheduleEquation(
    "warm_restarts", 5, warm_restarts,
    "The cosine again and again: the first cycle ``period`` updates, each next one ``multiply`` times as long.",
    "the cosine, restarted; periods grow by multiply", "I. Loshchilov and F. Hutter, 2017",
    {"period": 500, "floor": 0.0, "multiply": 2.0},
)  # fmt: skip

_ALL = by_code([value for value in vars().values() if isinstance(value, ScheduleEquation) and value is not WARMUP])
NAME_OF_CODE = {entry.code: entry.name for entry in _ALL.values()}
SCHEDULES = {**_ALL, WARMUP.name: WARMUP}
