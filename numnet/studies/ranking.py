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


class Measure(NamedTuple):
    """What configurations are compared by."""

    column: str  # of results.csv
    sign: int  # 1 where less is better, −1 where more is


def measure(sweep):
    """The validation loss, which `train` goes by too; the training loss where no rows are held out.

    Where several losses are tried, which can't be compared, the task's metric.
    """
    part = "validation" if sweep.config["validation"] else "train"
    return Measure(f"{part}_{sweep.metric}", -1) if "loss" in sweep.varied else Measure(f"{part}_loss", 1)


def cost(row, by):
    """A training's value as the lower the better; infinite if it diverged or has none."""
    text = row[by.column]
    return by.sign * float(text) if text and row["diverged"] == "0" and math.isfinite(float(text)) else math.inf


def standings(sweep):
    """A `ConfigurationScore` of every configuration that was trained, best first."""
    by = measure(sweep)
    costs = {}
    for (c, seed), row in sorted(sweep.rows.items()):
        costs.setdefault(c, []).append((cost(row, by), seed, row["diverged"] == "1"))
    scores = []
    for c, ended in costs.items():
        ended.sort()
        values = [value for value, _, _ in ended]
        low, median, high = (by.sign * quantile(values, q) for q in (0.25, 0.5, 0.75))
        typical = ended[(len(ended) - 1) // 2][1]
        diverged = sum(broken for *_, broken in ended)
        scores.append(ConfigurationScore(c, median, low, high, diverged, len(ended), typical))
    return sorted(scores, key=lambda score: (by.sign * score.median, by.sign * score.high, score.configuration))


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
