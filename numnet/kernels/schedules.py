"""Learning-rate schedules: the factor on η, as a function of the number of updates done.

``k`` = 0, 1, 2, … counts updates already done, so the first update has the full rate (unless it warms up);
``period`` is in updates.  All in float64: one call an update, and the rate is rounded once.
"""

import math

from numnet.kernels.codes import ScheduleCode
from numnet.kernels.compiler.jit import jit_inline


@jit_inline
def step(k, period, factor):
    """factor^⌊k / period⌋: a staircase."""
    return factor ** math.floor(k / period)


@jit_inline
def exponential(k, period, factor):
    """factor^(k / period): the smooth staircase."""
    return factor ** (k / period)


@jit_inline
def inverse_time(k, period, factor):
    """1 / (1 + factor · k / period).  H. Robbins and S. Monro, 1951, ask for a decay of this order."""
    return 1.0 / (1.0 + factor * k / period)


@jit_inline
def cosine(k, period, floor):
    """floor + (1 − floor) ½ (1 + cos(π k / period)), then floor.  I. Loshchilov and F. Hutter, 2017, eq. 5."""
    return floor + (1.0 - floor) * 0.5 * (1.0 + math.cos(math.pi * min(k / period, 1.0)))


@jit_inline
def warm_restarts(k, period, floor, multiply):
    """The cosine again and again, each cycle ``multiply`` times as long (SGDR).  Loshchilov and Hutter, 2017."""
    while k >= period:
        k -= period
        period *= multiply
    return cosine(k, period, floor)


@jit_inline
def schedule_factor(schedule, k, period, factor, multiply, warmup):
    """The factor for update k + 1: the schedule times a linear warm-up min(1, (k + 1) / warmup)."""
    k = float(k)
    rise = min(1.0, (k + 1.0) / warmup) if warmup > 0 else 1.0
    if schedule == ScheduleCode.STEP:
        return rise * step(k, period, factor)
    if schedule == ScheduleCode.EXPONENTIAL:
        return rise * exponential(k, period, factor)
    if schedule == ScheduleCode.INVERSE_TIME:
        return rise * inverse_time(k, period, factor)
    if schedule == ScheduleCode.COSINE:
        return rise * cosine(k, period, factor)
    if schedule == ScheduleCode.WARM_RESTARTS:
        return rise * warm_restarts(k, period, factor, multiply)
    return rise
