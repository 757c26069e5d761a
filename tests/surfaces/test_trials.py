"""Starts around a start; ties; and whether what the titles of races say holds when rates are searched otherwise."""

import re
from dataclasses import replace

import numpy as np
import pytest

import numnet
from numnet.optim.optimizers import CHAPTER, OPTIMIZERS
from numnet.surfaces.race import Race
from numnet.surfaces.trials import BOX, STARTS, level_with, starts_around
from tests.support.races import walks


@pytest.mark.parametrize("surface", numnet.SURFACES.values(), ids=str)
def test_the_starts_fill_the_box_and_are_always_the_same(surface):
    points = starts_around(surface, surface.start)
    low, high = np.array(surface.limits).T
    away = np.abs(points - surface.start) / (high - low)
    assert points.shape == (STARTS, 2) and (away <= BOX + 1e-12).all() and (away.max(axis=0) > 0.8 * BOX).all()
    assert len(np.unique(points, axis=0)) == STARTS
    assert np.array_equal(points, starts_around(surface, surface.start))


def test_starts_stay_on_the_map_and_where_the_surface_is_finite():
    surface = replace(numnet.SURFACES["beale"], limits=((1.0, 5.0), (0.0, 2.0)))
    points = starts_around(surface, (1.0, 1.5))
    assert surface.holds(points).all() and (points[:, 0] == 1.0).any() and (points[:, 0] > 1.0).any()
    points = starts_around(numnet.surfaces.catalogue.parse_surface("log(x)"), (0.02, 1.0))
    assert (points[:, 0] > 0).all() and (points == (0.02, 1.0)).all(axis=1).any()


def test_a_tie_is_a_lead_at_fewer_than_three_quarters_of_the_starts_where_either_arrives():
    first = np.array([[10.0] * 8])
    assert level_with(np.vstack([first, first + 1]), 0) == [0]
    some = np.array([11.0] * 5 + [9.0] * 3)
    assert level_with(np.vstack([first, some]), 0) == [0, 1]
    some[5] = 11.0
    assert level_with(np.vstack([first, some]), 0) == [0]
    never = np.array([np.inf] * 4 + [10.0] * 4)
    assert level_with(np.vstack([never, never + 1]), 0) == [0]  # where neither arrives does not count
    assert level_with(np.vstack([first, first + 1e-9]), 0) == [0, 1]
    assert level_with(np.full((2, 8), np.inf), 0) == [0, 1]


def searched(surface):
    """{rule: (25,) steps}: other rates, 20 a decade evenly apart, and other starts; each walk is judged by its path.

    Nothing of `numnet.surfaces.trials` and `rate_tuning` is used.
    """
    low, high = np.array(surface.limits).T
    random = np.random.default_rng(20)
    starts = surface.start + 0.02 * (high - low) * random.uniform(-1, 1, (25, 2))
    rates = 10 ** (np.arange(-100, 41) / 20 + 0.013)
    found = {}
    for rule in CHAPTER:
        steps = np.full((len(rates), 25), np.inf)
        for i, rate in enumerate(rates):
            path = numnet.descend_many(surface, OPTIMIZERS[rule](rate), starts).path
            steps[i] = [arrival(surface, one) for one in path]
        found[rule] = steps[np.argmin(np.median(steps, axis=1))]
    return found


def arrival(surface, path):
    """The step from which a path (S + 1, 2) stays within 0.05 of a lowest point, or is past the saddle; inf: never."""
    off = ~((path >= np.array(surface.limits)[:, 0]) & (path <= np.array(surface.limits)[:, 1])).all(axis=1)
    if surface.escape is None:
        near = (np.linalg.norm(path[:, None] - np.array(surface.minima), axis=2) <= 0.05).any(axis=1)
        away = np.flatnonzero(~near)
        step = away[-1] + 1 if len(away) else 0
    else:
        below = np.flatnonzero(path[:, 0] ** 2 - path[:, 1] ** 2 < surface.escape)
        step = below[0] if len(below) else len(path)
    return step if step < len(path) and not off[: step + 1].any() else np.inf


def holds(surface):
    """Every statement in the title of the race on a surface, held against `searched`."""
    verdict, found = Race(walks(surface)).verdict, searched(numnet.SURFACES[surface])
    median = {rule: np.median(steps) for rule, steps in found.items()}
    best = min(median, key=median.get)
    seldom = {rule for rule in CHAPTER if np.isinf(median[rule])}
    if verdict.startswith("no rule arrives from half"):
        assert seldom == set(CHAPTER), verdict
        return
    first, _, rest = verdict.partition("; ")
    assert set(re.findall(r"\w+", rest)) & set(CHAPTER) == seldom, (verdict, median)
    winners = set(re.findall(r"\w+", first)) & set(CHAPTER)
    assert best in winners, (verdict, median)
    for rule in set(CHAPTER) - winners:
        counted = np.isfinite(found[best]) | np.isfinite(found[rule])
        assert (found[best] < found[rule])[counted].mean() > 0.6, (verdict, rule, median)
    numbers = [int(number) for number in re.findall(r"(\d+)(?= to| step)", first)]
    low, high = np.sort(found[best])[[2, 22]]
    assert 0.85 * low <= min(numbers) <= 1.15 * high, (verdict, low, high)


@pytest.mark.parametrize("surface", ["long_valley", "saddle"])
def test_what_a_title_says_holds_for_rates_that_are_searched_otherwise(surface):
    holds(surface)


@pytest.mark.slow
@pytest.mark.parametrize("surface", [name for name in numnet.SURFACES if name not in ("long_valley", "saddle")])
def test_what_every_title_says_holds_for_rates_that_are_searched_otherwise(surface):
    holds(surface)
