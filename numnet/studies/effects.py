"""What each option of a sweep does to the results: its influence, and the score of its values over all others."""

import math
from typing import NamedTuple

import numpy as np

from numnet.studies.ranking import measure, quantile, standings

MOST_VALUES, GROUPS = 8, 6  # numbers drawn at random, more different ones than this, are taken together in groups


class Level(NamedTuple):
    """All configurations that have one value of an option, or one of a range of its numbers."""

    low: str  # the value; of a range the lowest and the highest that was tried
    high: str
    best: float  # of the configurations' medians; one that diverged is infinitely bad
    best_at: str  # the value of that configuration
    quartiles: tuple  # the better one, the median, the worse one
    configurations: int


class Effect(NamedTuple):
    """What an option does, whatever the other options are."""

    option: str
    share: float  # of the variance of ranks that it explains, 0 to 1
    scale: str  # see `scale`
    values: tuple  # the different ones, as text, in order
    levels: tuple  # of `Level`, in order
    pooled: bool  # whether a level is a range of numbers


class View(NamedTuple):
    """The part of a sweep that a map shows: one or two options, and the best `ConfigurationScore` of each place."""

    options: tuple  # one or two names; of two, the first goes across
    values: tuple  # of each option, the different values as text, in order
    scales: tuple  # of each option, see `scale`
    best: dict  # {(a value of each option): ConfigurationScore}
    others: tuple  # options that vary besides, at their best in each place
    drawn: bool  # at random: places are scattered, no grid


def effects(sweep, ranked=None):
    """The `Effect` of every option that varies, the strongest first.

    ``ranked``: the `standings`, where they are known.  ValueError where no option varies, or nothing was trained.
    """
    ranked = standings(sweep) if ranked is None else ranked
    varied, by = sweep.varied, measure(sweep)
    if not varied:
        raise ValueError(f"{sweep.name} varies no option; there is nothing to draw")
    if not ranked:
        raise ValueError(f"{sweep.name} has no results yet; continue with numnet sweep --resume {sweep.name}")
    costs = by.sign * np.array([score.median for score in ranked])
    given = {option: sweep.config["axes"].get(option, ()) for option in varied}
    values = {option: sorted_values([one[option] for one in sweep.configurations], given[option]) for option in varied}
    grid = len(sweep.configurations) == math.prod(map(len, values.values()))
    pooled = {option: not grid and _many_numbers(values[option]) for option in varied}
    texts = {option: [sweep.configurations[score.configuration][option] for score in ranked] for option in varied}
    groups = {option: _groups(texts[option], values[option], pooled[option]) for option in varied}
    shares = dict(zip(varied, influences(_ranks(costs), list(groups.values()))))
    return [Effect(option, max(0.0, shares[option]), scale(given[option], values[option]), tuple(values[option]),
                   _levels(texts[option], values[option], groups[option], costs, by.sign), pooled[option])
            for option in sorted(varied, key=lambda option: -shares[option])]  # fmt: skip


def _many_numbers(values):
    return len(values) > MOST_VALUES and numbers(values) is not None


def _groups(texts, values, pooled):
    """Which of the values each of the texts is, 0, 1, …; which sixth of them, where they are taken together."""
    places = {text: place for place, text in enumerate(values)}
    group = np.array([places[text] for text in texts])
    if pooled:  # equal values are in the same group, where their middle one is
        first, last = (np.searchsorted(np.sort(group), group, side) for side in ("left", "right"))
        group = (first + last) * min(GROUPS, len(texts)) // (2 * len(texts))
    return group


def _levels(texts, values, group, costs, sign):
    """The `Level` of each group; texts and costs are of the configurations, best first."""
    places, levels = {text: place for place, text in enumerate(values)}, []
    for which in np.unique(group):
        rows = np.flatnonzero(group == which)
        own = [texts[row] for row in rows]
        low, high = min(own, key=places.get), max(own, key=places.get)
        quartiles = tuple(float(sign * quantile(np.sort(costs[rows]), part)) for part in (0.25, 0.5, 0.75))
        levels.append(Level(low, high, float(sign * costs[rows[0]]), own[0], quartiles, len(rows)))
    return tuple(levels)


def _ranks(costs):
    """The rank of each configuration, best first; equal ones, as all that diverged, have the mean of theirs."""
    which = np.cumsum(np.r_[False, costs[1:] != costs[:-1]])
    return np.bincount(which, np.arange(len(costs)))[which] / np.bincount(which)[which]


def influences(ranks, groups):
    """Which share of the variance of ranks (n,) each option explains, whose values make groups, as arrays (n,).

    It is ε² (T. L. Kelley, 1935) of an analysis of variance without interactions: the sum of squares between the groups
    of an option, less what as many groups would have by chance, over the whole sum.  Below 0 is less than chance.  0
    for all where there are too few configurations to tell.
    """
    squares = [_between(ranks, group) for group in groups]
    free = [len(np.unique(group)) - 1 for group in groups]
    whole, left = ((ranks - ranks.mean()) ** 2).sum(), len(ranks) - 1 - sum(free)
    if not whole or left <= 0:
        return [0.0] * len(groups)
    chance = max(0.0, whole - sum(squares)) / left
    return [float((square - own * chance) / whole) for square, own in zip(squares, free)]


def _between(ranks, group):
    """The sum of squares between groups."""
    count, total = np.bincount(group), np.bincount(group, ranks - ranks.mean())
    return (total[count > 0] ** 2 / count[count > 0]).sum()


def numbers(texts):
    """The values of an option as numbers, or None where one is no number."""
    try:
        return [float(text) for text in texts]
    except ValueError:
        return None


def sorted_values(texts, given=()):
    """Different values of an option: numbers by size, others in the order in which they were given, or come."""
    texts = list(dict.fromkeys(texts))
    if numbers(texts):
        return sorted(texts, key=float)
    return sorted(texts, key=lambda text: given.index(text) if text in given else len(given))


def scale(axis, texts):
    """How the values of an option stand on an axis: "log", "linear", or "even", one after the other.

    ``axis``: its values and ranges as given.  Ranges say it; other numbers are logarithmic where they span more than a
    decade; names stand one after the other, and so do such numbers with a 0 among them.

    >>> scale(["0.01", "1"], ["0.01", "1"]), scale(["0", "0.01", "1"], ["0", "0.01", "1"]), scale([], ["8,8", "4"])
    ('log', 'even', 'even')
    """
    values = numbers(texts)
    if values is None or not all(map(math.isfinite, values)):
        return "even"
    ranges = [item for item in axis if ":" in item]
    wide = any(":log" in item for item in ranges) if ranges else _wide([value for value in values if value > 0])
    if min(values) < 0 or not wide:
        return "linear"
    return "log" if min(values) > 0 else "even"


def _wide(values):
    return bool(values) and max(values) > 10 * min(values)


def view(sweep, ranked=None, order=None):
    """The `View` of the varied options; of more than two, of the two that matter most.  Raises what `effects` does.

    ``ranked``, ``order``: the `standings` and the `effects`, where they are known.
    """
    ranked = standings(sweep) if ranked is None else ranked
    order = effects(sweep, ranked) if order is None else order
    shown = order[:2] if len(order) > 2 else [one for option in sweep.varied for one in order if one.option == option]
    shown.sort(key=lambda one: (numbers(one.values) is None, -len(one.values)))  # long numeric axes across
    names = tuple(one.option for one in shown)
    best = {}
    for score in ranked:
        best.setdefault(tuple(sweep.configurations[score.configuration][option] for option in names), score)
    others = tuple(option for option in sweep.varied if option not in names)
    drawn = sweep.config["random"] is not None
    return View(names, tuple(list(one.values) for one in shown), tuple(one.scale for one in shown), best, others, drawn)
