"""The visible part of a path: maps and frames."""

from dataclasses import replace

import numpy as np
import pytest

import numnet
from numnet import figures
from numnet.surfaces.race import Race
from numnet.surfaces.visible_path import framed, visible_path, widened
from tests.support.races import runaway, walks


def test_a_path_ends_on_the_edge_of_the_map_where_the_walk_crosses_it():
    d = runaway()
    path, t = visible_path(d, 0), int(d.left_at[0])
    (x0, x1), (y0, y1) = d.surface.limits
    x, y = path.points[-1]
    assert min(abs(x - x0), abs(x - x1), abs(y - y0), abs(y - y1)) < 1e-12 and d.surface.holds(path.points).all()
    inside, outside = d.path[0, t - 1], d.path[0, t]
    along, way = path.points[-1] - inside, outside - inside
    assert abs(along[0] * way[1] - along[1] * way[0]) < 1e-9 * np.linalg.norm(way)
    assert path.time[-1] == pytest.approx(t - 1 + np.linalg.norm(along) / np.linalg.norm(way))
    assert path.value[-1] == pytest.approx(float(d.surface(x, y)))


def test_between_two_steps_a_path_is_straight():
    d = walks("beale", ["adam"], steps=20)
    path = visible_path(d, 0)
    assert np.allclose(path.at(3.25)[:2], 0.75 * d.path[0, 3] + 0.25 * d.path[0, 4])
    assert np.allclose(path.until(5.5)[:, :2], [*d.path[0, :6], 0.5 * (d.path[0, 5] + d.path[0, 6])])


def test_a_map_is_widened_to_hold_a_start_outside():
    beale = numnet.SURFACES["beale"]
    assert widened(beale, (1, 1)) is beale
    wide = widened(beale, (7.0, 0.0))
    assert wide.holds((7.0, 0.0)) and wide.limits[1] == beale.limits[1] and wide.limits[0][0] == -4.5
    with pytest.raises(ValueError, match="outside the map"):
        figures.race(walks("beale", ["adam"], start=(7.0, 0.0)))


@pytest.mark.parametrize("surface", numnet.SURFACES)
def test_the_frame_holds_all_that_happens_and_little_else(surface):
    d = walks(surface)
    limits = Race(d).window.limits
    seen = np.concatenate([d.path.reshape(-1, 2), np.reshape(d.surface.minima, (-1, 2))])
    seen = np.clip(seen, *np.transpose(d.surface.limits))  # who leaves the map and returns
    if d.surface.escape is not None or any(outcome.lost for outcome in Race(d).outcomes):
        assert limits == d.surface.limits
        return
    for (low, high), (from_, to), column in zip(limits, d.surface.limits, seen.T):
        assert from_ <= low <= column.min() and column.max() <= high <= to
        assert high - low < max(1.25 * np.ptp(column), 0.31 * (to - from_)) or (low, high) == (from_, to)


@pytest.mark.parametrize(("points", "limits"), [
    ([(1.0, 1.0), (1.0, 1.0)], (-0.5, 2.5)),  # at least 0.3 of the map, which goes from -5 to 5
    ([(-1.0, -1.0), (3.0, 3.0)], (-1.48, 3.48)),  # a margin of 0.12 of what happens
    ([(-4.9, -4.9), (-3.0, -3.0)], (-5.0, -2.45)),  # no more than there is
    ([(-4.0, -4.0), (4.0, 4.0)], (-5.0, 5.0)),  # nearly all: all
])  # fmt: skip
def test_a_frame_in_numbers(points, limits):
    surface = replace(numnet.SURFACES["himmelblau"], limits=((-5.0, 5.0),) * 2, minima=())
    assert framed(surface, np.array(points)).limits == (limits, limits)


def test_who_runs_away_is_seen_on_the_whole_map():
    d = runaway()
    assert Race(d).window is d.surface
