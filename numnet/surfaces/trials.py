"""What a rule does from many starts around the one that is shown: what a race is judged by, and a rate chosen by.

From a single start a rate may get there by one lucky leap; from most of 25 it can't.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from numnet.surfaces.descent import TOLERANCE, descend_many

STARTS = 25  # an odd number: the median is one of them
BOX = 0.02  # of the map's width and height, to each side
AHEAD = 0.75  # who is ahead at a smaller part of the starts is not called the first
MOST_POINTS = 2_000_000  # of paths that are kept at a time


def shares():
    """(25, 2): how far each start lies from the shown one, as parts of the map's width and height.

    The same in every call: counter-based random numbers of a fixed seed.
    """
    return np.random.Generator(np.random.Philox(key=0)).uniform(-BOX, BOX, (STARTS, 2))


def starts_around(surface, start):
    """``STARTS`` points (25, 2), uniform in the box of ±2 % of the map's width and height around a start.

    They are the same in every call, see :func:`shares`.  Where the surface is not finite, and where the box passes
    the edge of a map that holds the start, the nearest the start allows: itself, the edge.

    >>> from numnet.surfaces.catalogue import SURFACES
    >>> starts_around(SURFACES["saddle"], (1.0, 0.0)).round(3)[:2].tolist()
    [[0.922, -0.041], [0.938, 0.01]]
    """
    low, high = np.array(surface.limits, np.float64).T
    start = np.asarray(start, np.float64)
    points = start + shares() * (high - low)
    if surface.holds(start):
        points = np.clip(points, low, high)
    finite = np.isfinite(surface(*points.T))
    return np.where(finite[:, None], points, start)


@dataclass(frozen=True, eq=False)
class Trials:
    """R walks, each from 25 starts around its own: who arrived, when, and where the walks ended.

    A walk counts as arrived where it did so (escaped, on a saddle) and had not left the map.  With noise it has
    arrived when it first is within the tolerance, since noise may always drive it out again.
    """

    arrived: np.ndarray  # (R, 25): steps until it arrived, inf: never
    end_value: np.ndarray  # (R, 25): E at the end; inf where it diverged or left the map before it arrived
    distance: np.ndarray | None  # (R, 25): with noise, the mean distance from the lowest points after it arrived

    @cached_property
    def median(self):
        """(R,): the median of the steps until it arrived; inf where fewer than half did."""
        return np.sort(self.arrived, axis=1)[:, STARTS // 2]

    @cached_property
    def share(self):
        """(R,): the part of the starts from which it arrived."""
        return np.isfinite(self.arrived).mean(axis=1)

    @cached_property
    def end(self):
        """(R,): the median of E at the end; inf where half of the walks left the map."""
        return np.sort(self.end_value, axis=1)[:, STARTS // 2]

    @cached_property
    def away(self):
        """(R,): with noise, the median of the mean distance after it arrived; inf where fewer than half did."""
        return np.sort(np.where(np.isnan(self.distance), np.inf, self.distance), axis=1)[:, STARTS // 2]

    def keys(self):
        """What walks are ordered by, the most important last, as `numpy.lexsort` takes it: each (R,).

        The lowest median; of equals, from the most starts; of those without a median, who ends lowest.
        """
        arrives = np.isfinite(self.median)
        return np.where(arrives, -self.share, self.end), self.median


def level_with(values, best):
    """The rows of values (R, 25) that tie with row ``best``: it is lower at fewer than three quarters of the starts.

    Counted are the starts at which one of the two is finite; differences beyond the sixth digit.

    >>> level_with(np.array([[1.0, 2.0, 3.0, 9.0], [2.0, 3.0, 4.0, 8.0], [2.0, 3.0, 2.0, 8.0]]), 0)
    [0, 2]
    """
    own = values[best]
    lower = np.isfinite(own) & (own < values - 1e-6 * np.where(np.isfinite(values), np.abs(values), 0.0))
    counted = np.isfinite(own) | np.isfinite(values)
    ahead = lower.sum(axis=1) >= np.maximum(AHEAD * counted.sum(axis=1), 1)
    return [r for r in range(len(values)) if r == best or not ahead[r]]


def trials(surface, optimizers, starts, steps, schedules, noise, seeds, tolerance=TOLERANCE, threads=None):
    """The `Trials` of R rules: lists of R optimizers, schedules, deviations of noise and seeds; starts (R, 2).

    With noise every start has a seed of its own: ``seed``, ``seed`` + 1, …, the same for all rules.
    """
    boxes = {tuple(start): starts_around(surface, start) for start in np.unique(starts, axis=0)}
    points = np.concatenate([boxes[tuple(start)] for start in starts])
    every = [[value for value in column for _ in range(STARTS)] for column in (optimizers, schedules, noise)]
    walk_seeds = [seed + k for seed in seeds for k in range(STARTS)]
    noisy = surface.escape is None and bool(surface.minima) and any(noise)
    record = "path" if noisy else "end"
    most = max(1, MOST_POINTS // (steps + 1)) if noisy else len(points)
    parts = []
    for first in range(0, len(points), most):
        part = slice(first, first + most)
        own = [column[part] for column in every]
        walks = descend_many(
            surface, own[0], points[part], steps, own[1], own[2], walk_seeds[part], record, tolerance, threads
        )
        parts.append(_noisy(walks) if noisy else (_arrivals(walks), _ends(walks, _arrivals(walks))))
    columns = [np.concatenate(column).reshape(-1, STARTS) for column in zip(*parts)]
    return Trials(*columns, *[None] * (3 - len(columns)))


def _arrivals(walks):
    """(R,): steps until each of the walks arrived (escaped), inf where it did not, or had left the map before."""
    event = walks.converged_at if walks.surface.escape is None else walks.escaped_at
    return _on_the_map(walks, event)


def _on_the_map(walks, event):
    return np.where((event >= 0) & ((walks.left_at < 0) | (event < walks.left_at)), event, np.inf)


def _ends(walks, arrived):
    """(R,): E at the end, inf where the walk diverged, or left the map, before it arrived."""
    lost = ~np.isfinite(arrived) & ((walks.diverged_at >= 0) | (walks.left_at >= 0))
    return np.where(lost, np.inf, walks.end_value)


def _noisy(walks):
    """(R,) each: the step of the first entry, E at the end, and the mean distance after the entry."""
    entered, away = first_entry(walks)
    arrived = _on_the_map(walks, entered)
    return arrived, _ends(walks, arrived), np.where(np.isfinite(arrived), away, np.nan)


def first_entry(walks):
    """(R,) int: after how many steps each walk was first within the tolerance of a lowest point, -1: never.

    And (R,): its mean distance from the nearest lowest point from then on, NaN where it never was.
    """
    distance = np.full(walks.path.shape[:2], np.inf)
    for x, y in walks.surface.minima:
        dx, dy = walks.path[..., 0] - x, walks.path[..., 1] - y
        np.minimum(distance, np.sqrt(dx * dx + dy * dy), out=distance)  # as the kernel measures it
    inside = distance <= walks.tolerance
    entered = np.where(inside.any(axis=1), inside.argmax(axis=1), -1)
    after = np.arange(distance.shape[1]) >= entered[:, None]
    away = np.cumsum(distance * after, axis=1)[:, -1] / after.sum(axis=1)  # one after the other, as the live page adds
    return entered, np.where(entered >= 0, away, np.nan)
