"""The part of a surface's map that holds given points, and the part of a walk that a map shows."""

from dataclasses import dataclass, replace

import numpy as np

MARGIN = 0.1  # of the map, around a start that lies outside
CLOSE, LEAST, NEARLY = 0.12, 0.3, 0.8  # a frame: margin, least share of the map, and the share that is as good as all


def widened(surface, start):
    """The surface with a map that holds the start."""
    if surface.holds(start):
        return surface
    limits = []
    for (low, high), place in zip(surface.limits, start):
        low, high = min(low, place), max(high, place)
        room = MARGIN * (high - low)
        limits.append((low - room * (place == low), high + room * (place == high)))
    return replace(surface, limits=tuple(limits))


def framed(surface, points):
    """The surface with the part of its map that holds points (n, 2) on it and its lowest points, and a margin."""
    seen = np.concatenate([points, np.reshape(surface.minima, (-1, 2))])
    return replace(surface, limits=tuple(map(_frame, seen.min(axis=0), seen.max(axis=0), surface.limits)))


def _frame(low, high, limits):
    """From where to where one side of the map is shown, so that low and high are on it."""
    whole = limits[1] - limits[0]
    room = max(CLOSE * (high - low), (LEAST * whole - (high - low)) / 2)
    shown = max(low - room, limits[0]), min(high + room, limits[1])
    return tuple(float(f"{end:.4g}") for end in shown) if shown[1] - shown[0] < NEARLY * whole else limits


@dataclass(frozen=True)
class VisiblePath:
    """A walk as far as the map shows it: all finite, its last point on the map's edge where it ran over it for good."""

    time: np.ndarray  # (T,): steps taken, the last one a fraction where the walk crosses the edge
    points: np.ndarray  # (T, 2)
    value: np.ndarray  # (T,): E there

    def at(self, time):
        """(x, y, E) after so many steps, a fraction too: the straight line between two points."""
        return tuple(float(np.interp(time, self.time, column)) for column in (*self.points.T, self.value))

    def until(self, time, since=0.0):
        """The path from one time to another, both ends included, as (T', 3): x, y, E."""
        inner = (self.time > since) & (self.time < time)
        rows = np.column_stack([self.points, self.value])[inner]
        return np.vstack([self.at(since), rows, self.at(time)])


def visible_path(descents, r):
    """The `VisiblePath` of walk r.  Raises ValueError for a start outside the map."""
    surface, left = descents.surface, int(descents.left_at[r])
    if left == 0:
        x, y = descents.path[r, 0]
        raise ValueError(
            f"start ({x:g}, {y:g}) is outside the map of {surface}; see numnet.surfaces.visible_path.widened"
        )
    last = descents.steps if descents.diverged_at[r] < 0 else int(descents.diverged_at[r]) - 1
    points, value = descents.path[r, : last + 1], descents.value[r, : last + 1]
    time = np.arange(last + 1.0)
    if left < 0 or surface.holds(points[-1]):
        return VisiblePath(time, points, value)
    edge, share = _crossing(surface, points[left - 1], points[left])
    return VisiblePath(
        np.append(time[:left], left - 1 + share),
        np.vstack([points[:left], edge]),
        np.append(value[:left], surface(*edge)),
    )


def _crossing(surface, inside, outside):
    """Where the way from a point on the map to one outside crosses its edge: the point, and the share of the way."""
    low, high = np.array(surface.limits).T
    step = outside - inside
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(step > 0, (high - inside) / step, np.where(step < 0, (low - inside) / step, np.inf))
    share = float(shares.min())
    return np.clip(inside + share * step, low, high), share
