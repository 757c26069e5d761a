"""Which configurations of a sweep did best."""

import math
from typing import NamedTuple

import numpy as np


class ConfigurationScore(NamedTuple):
    """A configuration over its seeds.  A training that diverged is worse than any other: its value is infinite."""

    configuration: int  # its place in Sweep.configurations
    median: float
    low: float  # the quartiles, low the better one
    high: float
    diverged: int  # of `trained` trainings
    trained: int
    typical: int  # the seed whose training is the median, the lower one of two
    rung: int = 0  # of successive halving, that all its trainings have reached


class Measure(NamedTuple):
    """What configurations are compared by."""

    column: str  # of results.csv
    sign: int  # 1 where less is better, −1 where more is


def measure(sweep):
    """The validation loss, which `train` goes by too; the training loss where no rows are held out.

    Where several losses are tried, which can't be compared, the task's metric.
    """
    part = "validation" if sweep.config["validation"] else "train"
    several = len({*sweep.config["axes"].get("loss", ())}) > 1
    return Measure(f"{part}_{sweep.metric}", -1) if several else Measure(f"{part}_loss", 1)


def cost(row, by):
    """A training's value as the lower the better; infinite if it diverged or has none."""
    return _cost(row[by.column], row["diverged"], by)


def _cost(text, diverged, by):
    return by.sign * float(text) if text and diverged == "0" and math.isfinite(float(text)) else math.inf


def costs(sweep, by):
    """((configurations, seeds) float64 of the `cost` of every training, NaN where it is to do; which diverged)."""
    shape = len(sweep.configurations), sweep.seeds
    found, broken = np.full(shape, np.nan), np.zeros(shape, bool)
    for key, text, diverged in zip(sweep.rows, sweep.rows.column(by.column), sweep.rows.column("diverged")):
        found[key], broken[key] = _cost(text, diverged, by), diverged == "1"
    return found, broken


def median_cost(sweep, configuration, by):
    """The median over the seeds of a configuration that was trained with all of them, the lower the better."""
    return float(quantile(sorted(cost(sweep.rows[configuration, seed], by) for seed in range(sweep.seeds)), 0.5))


def reached(sweep):
    """(configurations,) the rung of successive halving that all trainings of each have reached; of other searches 0."""
    lowest = np.full(len(sweep.configurations), len(sweep.rungs))
    for (c, _), rung in zip(sweep.rows, sweep.rows.column("rung") if sweep.rungs else ()):
        lowest[c] = min(lowest[c], int(rung))
    return lowest


def standings(sweep):
    """A `ConfigurationScore` of every configuration that was trained, best first.

    Of successive halving those that were trained on come before those that were stopped, since less training is no fair
    comparison; what diverged comes last.
    """
    by, rung = measure(sweep), reached(sweep)
    values, broken = costs(sweep, by)
    order, counts, scores = np.argsort(values, axis=1, kind="stable"), (~np.isnan(values)).sum(axis=1), []
    for count in np.unique(counts[counts > 0]):  # of all configurations with so many trainings at once
        these = np.flatnonzero(counts == count)
        ended = np.take_along_axis(values[these], order[these], axis=1)[:, :count].T
        low, median, high = (by.sign * quantile(ended, share) for share in (0.25, 0.5, 0.75))
        typical = order[these, (count - 1) // 2]
        columns = these, median, low, high, broken[these].sum(axis=1), np.full(len(these), count), typical, rung[these]
        scores += map(ConfigurationScore._make, zip(*(column.tolist() for column in columns)))

    def order(score):
        worth = by.sign * score.median, by.sign * score.high, score.configuration
        return (not math.isfinite(score.median), -score.rung, *worth)

    return sorted(scores, key=order)


def quantile(values, share):
    """The value at ``share`` of the way through values sorted along the first axis, interpolated; some may be infinite.

    >>> [float(quantile([1.0, 2.0, math.inf], share)) for share in (0.25, 0.75)]
    [1.5, inf]
    """
    position = share * (len(values) - 1)
    below, above = np.asarray(values[math.floor(position)]), np.asarray(values[math.ceil(position)])
    with np.errstate(invalid="ignore"):  # ∞ − ∞
        between = below + (position - math.floor(position)) * (above - below)
    return np.where((below == above) | np.isneginf(below), below, between)[()]
