"""A race of update rules down a surface: who wins, what became of each, and what there is to draw of it.

Nothing here walks: `numnet.descend_many` does.
"""

from dataclasses import dataclass, replace

import numpy as np

MARGIN = 0.1  # of the map, around a start that lies outside
LEVEL = 1e-3  # a gradient no longer than that, where the surface bends up: a dip
GRID = 240  # points of a map, a side
DECADES = 1.5  # heights that span more are drawn logarithmically
LOWEST = 1e-9  # of the height at the start; what is lower is not told apart


@dataclass(frozen=True)
class Outcome:
    """What became of a walk: ``kind``, the step at which it did, or None, and the words for it."""

    kind: str  # "arrived", "escaped", "walked" (nothing to arrive at), "short", "caught", "stuck", "left", "diverged"
    step: int | None
    words: str

    @property
    def lost(self):
        """Whether the walk ran away."""
        return self.kind in ("left", "diverged")


ORDER = {"arrived": 0, "escaped": 0, "walked": 1, "short": 1, "caught": 1, "stuck": 2, "left": 3, "diverged": 3}


def outcome(descents, r):
    """The `Outcome` of walk r.

    >>> import numnet
    >>> walks = numnet.descend_many("saddle", ["sgd", "adam"], start=[(1.0, 0.001), (1.0, 0.0)])
    >>> outcome(walks, 0).words, outcome(walks, 1).words
    ('escaped after 53 steps', 'stuck: no slope along y')
    """
    arrived, escaped, left, diverged = (
        int(event[r]) for event in (descents.converged_at, descents.escaped_at, descents.left_at, descents.diverged_at)
    )
    if arrived >= 0:
        return Outcome("arrived", arrived, f"arrived after {_steps(arrived)}")
    if escaped >= 0:
        return Outcome("escaped", escaped, f"escaped after {_steps(escaped)}")
    if left >= 0 and not descents.surface.holds(descents.end[r]):
        later = f", diverged at step {diverged}" if diverged >= 0 else ""
        return Outcome("left", left, f"left the map at step {left}{later}")
    if diverged >= 0:
        return Outcome("diverged", diverged, f"diverged at step {diverged}")
    if descents.stuck[r]:
        along = "y" if np.ptp(descents.path[r, :, 1]) == 0 else "x"
        return Outcome("stuck", None, f"stuck: no slope along {along}")
    if not descents.surface.minima and descents.surface.escape is None:
        return Outcome("walked", None, f"E = {descents.end_value[r]:.3g} after {_steps(descents.steps)}")
    if _in_a_dip(descents.surface, descents.end[r]):
        return Outcome("caught", None, f"in a higher minimum, E = {descents.end_value[r]:.3g}")
    there = "there" if descents.surface.minima else "away"
    return Outcome("short", None, f"not {there} after {_steps(descents.steps)}")


def _steps(count):
    return f"{count} step" + "s" * (count != 1)


def _in_a_dip(surface, point):
    """Whether the surface is level at the point and bends upwards in all directions."""
    x, y = point
    d = 1e-4
    if not np.hypot(*surface.gradient(x, y)) <= LEVEL:
        return False
    beside = surface.gradient([x + d, x - d, x, x], [y, y, y + d, y - d])
    hessian = np.array([beside[0] - beside[1], beside[2] - beside[3]]) / (2 * d)
    return bool(np.linalg.eigvalsh((hessian + hessian.T) / 2).min() > 0)


def standings(descents):
    """The walks, best first: who arrived, the soonest before the others; then who ends lower; who ran away is last."""
    found = [outcome(descents, r) for r in range(len(descents))]

    def place(r):
        lost = found[r].lost
        return ORDER[found[r].kind], (found[r].step or 0) * (-1 if lost else 1), 0 if lost else descents.end_value[r]

    return sorted(range(len(descents)), key=place)


def verdict(descents):
    """Who won, in a line.

    >>> import numnet
    >>> verdict(numnet.descend_many("saddle", ["sgd", "adam"]))
    'adam escapes first, after 11 steps'
    """
    order = standings(descents)
    found = [outcome(descents, r) for r in order]
    names = [descents.optimizers[r].name for r in order]
    if ORDER[found[0].kind] == 0:
        first = [name for name, own in zip(names, found) if own.kind == found[0].kind and own.step == found[0].step]
        verb = {"arrived": "arrive", "escaped": "escape"}[found[0].kind] + "s" * (len(first) == 1)
        place = " first," if len(names) > 1 else ""
        others = [name for name, own in zip(names, found) if own.step is None or own.lost]
        failed = f"; {_listed(others)} {'does' if len(others) == 1 else 'do'} not" if others else ""
        return f"{_listed(first)} {verb}{place} after {_steps(found[0].step)}{failed}"
    if all(own.kind == "stuck" for own in found):
        return f"{'every rule is' if len(names) > 1 else names[0] + ' is'} {found[0].words}; start beside it"
    if all(own.lost for own in found):
        return "every rule runs away" if len(names) > 1 else f"{names[0]} runs away"
    least = descents.end_value[order[0]]
    level = [name for name, r in zip(names, order) if abs(descents.end_value[r] - least) <= 1e-6 * abs(least)]
    lowest = f"{_listed(level)} get{'s' * (len(level) == 1)} lowest, E = {least:.3g}"
    return lowest if found[0].kind == "walked" else f"no rule arrives in {_steps(descents.steps)}; {lowest}"


def _listed(names, most=3):
    """``a``, ``a and b``, ``a, b and c``, ``a, b and 3 others``."""
    names = names if len(names) <= most else [*names[: most - 1], f"{len(names) - most + 1} others"]
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


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


@dataclass(frozen=True)
class Lane:
    """A walk as far as the map shows it: all finite, its last point on the map's edge where it ran over it for good."""

    time: np.ndarray  # (T,): steps taken, the last one a fraction where the walk crosses the edge
    points: np.ndarray  # (T, 2)
    value: np.ndarray  # (T,): E there

    def at(self, time):
        """(x, y, E) after so many steps, a fraction too: the straight line between two points."""
        return tuple(float(np.interp(time, self.time, column)) for column in (*self.points.T, self.value))

    def until(self, time, since=0.0):
        """The lane from one time to another, both ends included, as (T', 3): x, y, E."""
        inner = (self.time > since) & (self.time < time)
        rows = np.column_stack([self.points, self.value])[inner]
        return np.vstack([self.at(since), rows, self.at(time)])


def lane(descents, r):
    """The `Lane` of walk r.  Raises ValueError for a start outside the map."""
    surface, left = descents.surface, int(descents.left_at[r])
    if left == 0:
        x, y = descents.path[r, 0]
        raise ValueError(f"start ({x:g}, {y:g}) is outside the map of {surface}; see numnet.race.widened")
    last = descents.steps if descents.diverged_at[r] < 0 else int(descents.diverged_at[r]) - 1
    points, value = descents.path[r, : last + 1], descents.value[r, : last + 1]
    time = np.arange(last + 1.0)
    if left < 0 or surface.holds(points[-1]):
        return Lane(time, points, value)
    edge, share = _crossing(surface, points[left - 1], points[left])
    return Lane(
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


@dataclass(frozen=True)
class Relief:
    """The heights of a map, and how they are best shown."""

    x: np.ndarray  # (m,)
    y: np.ndarray  # (n,)
    E: np.ma.MaskedArray  # (n, m), masked where E is not finite
    base: float  # the lowest E: of the surface where it is known, else of the map
    log: bool  # whether E − base spans decades
    floor: float  # heights below are not told apart, where log

    def height(self, E):
        """E − base, as its decimal logarithm where ``log``; finite."""
        return np.log10(np.ma.maximum(E - self.base, self.floor)) if self.log else E - self.base

    def levels(self, most):
        """Heights for contour lines, at most so many, round numbers evenly apart; of a plain, two."""
        E = self.height(self.E).compressed()
        low, high = float(E.min()), float(E.max())
        if not high > low:
            return np.array([low, low + 1])
        power = 10.0 ** np.floor(np.log10((high - low) / most))
        step = next(m * power for m in (1, 2, 2.5, 5, 10, 20) if (high - low) / (m * power) <= most)
        return step * np.arange(np.floor(low / step) + 1, np.ceil(high / step))

    def named(self, levels):
        """Those of the levels that are worth a label: powers of ten where ``log``, else every fourth."""
        whole = levels[np.abs(levels - np.round(levels)) < 1e-9]
        return whole if self.log and len(whole) >= 2 else levels[1::4]

    def label(self, height):
        """E − base, of a height."""
        number = 10**height if self.log else height
        return f"$10^{{{height:.0f}}}$" if self.log and abs(height) > 3 else f"{number:g}".replace("-", "−")

    @property
    def words(self):
        """What heights are."""
        return f"log₁₀({_above(self.base)})" if self.log else _above(self.base)


def _above(base):
    """``E``, ``E − 3``, ``E + 3``."""
    return "E" if base == 0 else f"E {'−' if base > 0 else '+'} {abs(base):.4g}"


def relief(surface, size=GRID):
    """The `Relief` of the surface's map, size x size points.  Raises ValueError where it is finite nowhere."""
    x, y = (np.linspace(low, high, size) for low, high in surface.limits)
    E = np.ma.masked_invalid(surface(*np.meshgrid(x, y)))
    if E.count() == 0:
        raise ValueError(f"the surface {surface} is finite nowhere on its map")
    base = 0.0 if surface.escape is not None else float(E.min()) if surface.minimum is None else surface.minimum
    above = (E - base).compressed()
    low, high = np.quantile(above[above > 0], (0.01, 0.99)) if (above > 0).any() else (1.0, 1.0)
    log = surface.escape is None and np.log10(high / low) > DECADES
    return Relief(x, y, E, base, bool(log), float(low) / 2)


@dataclass(frozen=True)
class Losses:
    """How the losses of a race are drawn: E − base, on an axis that no runaway stretches."""

    base: float  # the surface's minimum where it is known and not 0
    log: bool
    limits: tuple  # of the axis
    words: str

    def of(self, E):
        """E as it is drawn: finite, and positive where ``log``."""
        return np.maximum(E - self.base, self.limits[0] / 10) if self.log else E - self.base


def losses(descents, lanes):
    """The `Losses` of the lanes of a race."""
    surface = descents.surface
    base = surface.minimum or 0.0
    values = np.concatenate([lane.value for lane in lanes]) - base
    start = max(lane.value[0] for lane in lanes) - base
    floor = LOWEST * max(start, 0.0)
    seen = np.maximum(values, floor)
    log = (surface.minimum is not None or values.min() > 0) and start > 0
    log = bool(log and np.log10(seen.max() / seen.min()) > DECADES)
    if log:
        return Losses(base, log, (float(seen.min()) / 2, float(seen.max()) * 2), _above(base))
    low, high = float(values.min()), float(values.max())
    room = 0.05 * (high - low or 1.0)
    return Losses(base, log, (low - room, high + room), _above(base))


@dataclass(frozen=True)
class Rates:
    """The curves of a `numnet.tuning.Sensitivity`: a value for each rate, masked where a walk ran away."""

    y: np.ma.MaskedArray  # (K, N): E − base at the end; where there is a saddle, the steps until the escape
    log: bool
    limits: tuple
    words: str

    @classmethod
    def of(cls, found):
        """Of a `numnet.tuning.Sensitivity`."""
        surface = found.surface
        if surface.escape is not None:
            y = np.ma.masked_less(found.arrived_at, 1).astype(np.float64)
            return cls(y, True, (0.8, 1.2 * max(found.steps, 1)), "steps until it escapes")
        base = surface.minimum or 0.0
        start = found.start_value - base
        y = np.ma.masked_where(found.lost, found.end_value - base)
        seen = y.compressed()
        floor = LOWEST * start
        log = bool(start > 0 and (surface.minimum is not None or (len(seen) and seen.min() > 0)))
        if not log:
            room = 0.1 * (np.ptp([*seen, start]) or 1.0)
            return cls(y, False, (min([*seen, start]) - room, start + room), _above(base))
        y = np.ma.maximum(y, floor)
        return cls(y, True, (max(float(min([*seen, start])), floor) / 2, 3 * start), f"{_above(base)} at the end")
