"""Which configurations of a sweep did best, and which options matter."""

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
    return Measure(f"{part}_{sweep.metric}", -1) if "loss" in sweep.varied else Measure(f"{part}_loss", 1)


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


def median_cost(sweep, configuration):
    """The median over the seeds of a configuration that was trained with all of them, the lower the better."""
    by = measure(sweep)
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


def numbers(texts):
    """The values of an option as numbers, or None where one is no number."""
    try:
        return [float(text) for text in texts]
    except ValueError:
        return None


def sorted_values(texts):
    """Different values of an option: numbers by size, others in the order in which they come."""
    texts = list(dict.fromkeys(texts))
    return sorted(texts, key=float) if numbers(texts) else texts


def influence(sweep, option, ranked):
    """Which part of the variance of the configurations' ranks the value of an option explains, 0 to 1 (η²).

    Of numbers that are nearly all different, quarters are compared.
    """
    texts = [sweep.configurations[score.configuration][option] for score in ranked]
    order = sorted_values(texts)
    places = np.array([order.index(text) for text in texts])
    if len(order) > max(8, len(texts) // 2):
        places = places * 4 // len(order)
    ranks = np.arange(len(texts), dtype=float)
    groups = [ranks[places == place] for place in np.unique(places)]
    spread = ((ranks - ranks.mean()) ** 2).sum()
    between = sum(len(group) * (group.mean() - ranks.mean()) ** 2 for group in groups)
    return float(between / spread) if spread else 0.0


class View(NamedTuple):
    """The part of a sweep that a figure shows: one or two options, and the best `ConfigurationScore` of each place."""

    options: tuple  # one or two names; of two, the first goes across
    values: tuple  # of each option, the different values as text, in order
    logarithmic: tuple  # of each option
    best: dict  # {(a value of each option): ConfigurationScore}
    others: tuple  # options that vary besides, at their best in each place
    drawn: bool  # at random: places are scattered, no grid


def view(sweep):
    """The `View` of the varied options; of more than two, of the two that matter most.  ValueError if none varies."""
    ranked, varied = standings(sweep), sweep.varied
    if not varied:
        raise ValueError(f"{sweep.name} varies no option; there is nothing to draw")
    if not ranked:
        raise ValueError(f"{sweep.name} has no results yet; continue with numnet sweep --resume {sweep.name}")
    weight = {option: influence(sweep, option, ranked) for option in varied} if len(varied) > 2 else {}
    shown = sorted(varied, key=lambda option: -weight.get(option, 0))[:2]
    values = {option: sorted_values(one[option] for one in sweep.configurations) for option in shown}
    shown.sort(key=lambda option: (numbers(values[option]) is None, -len(values[option])))  # long numeric axes across
    best = {}
    for score in ranked:
        best.setdefault(tuple(sweep.configurations[score.configuration][option] for option in shown), score)
    log = tuple(_logarithmic(sweep.config["axes"][option], values[option]) for option in shown)
    others = tuple(option for option in varied if option not in shown)
    return View(tuple(shown), tuple(values[o] for o in shown), log, best, others, sweep.config["random"] is not None)


def _logarithmic(axis, texts):
    """Whether an axis wants a logarithmic scale: as its ranges say, else numbers that span more than a decade."""
    values = numbers(texts)
    if values is None or min(values) <= 0:
        return False
    ranges = [item for item in axis if ":" in item]
    return any(":log" in item for item in ranges) if ranges else max(values) > 10 * min(values)
