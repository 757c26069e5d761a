"""Colour and contour levels for error surfaces, the axis for losses of a race, and for curves over learning rates."""

from dataclasses import dataclass

import numpy as np

from numnet.surfaces.trials import STARTS
from numnet.utils.language import Said, message

GRID = 240  # points of a map, a side
DECADES = 1.5  # heights that span more are drawn logarithmically
LOWEST = 1e-9  # of the height at the start; what is lower is not told apart


@dataclass(frozen=True)
class HeightMap:
    """The heights of a surface on a grid over its map, linear or logarithmic, and levels for their contours."""

    x: np.ndarray  # (m,)
    y: np.ndarray  # (n,)
    E: np.ma.MaskedArray  # (n, m), masked where E is not finite
    base: float  # the lowest E: of the surface where it is known, else of the map
    log: bool  # whether E − base spans decades
    floor: float  # heights below are not told apart, where log

    def of(self, E):
        """E − base, as its decimal logarithm where ``log``; finite."""
        return np.log10(np.ma.maximum(E - self.base, self.floor)) if self.log else E - self.base

    def levels(self, most):
        """Heights for contour lines, at most so many, round numbers evenly apart; of a plain, two."""
        E = self.of(self.E).compressed()
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


def height_map(surface, size=GRID):
    """The `HeightMap` of a surface, size x size points.  Raises ValueError where it is finite nowhere."""
    x, y = (np.linspace(low, high, size) for low, high in surface.limits)
    E = np.ma.masked_invalid(surface(*np.meshgrid(x, y)))
    if E.count() == 0:
        raise ValueError(f"the surface {surface} is finite nowhere on its map")
    base = 0.0 if surface.escape is not None else float(E.min()) if surface.minimum is None else surface.minimum
    above = (E - base).compressed()
    low, high = np.quantile(above[above > 0], (0.01, 0.99)) if (above > 0).any() else (1.0, 1.0)
    log = surface.escape is None and np.log10(high / low) > DECADES
    return HeightMap(x, y, E, base, bool(log), float(low) / 2)


@dataclass(frozen=True)
class LossAxis:
    """The axis for the losses of a race: E − base, linear or logarithmic, not stretched by walks that run away."""

    base: float  # the surface's minimum where it is known and not 0
    log: bool
    limits: tuple  # of the axis
    words: str

    def of(self, E):
        """E as it is drawn: finite, and positive where ``log``."""
        return np.maximum(E - self.base, self.limits[0] / 10) if self.log else E - self.base


def loss_axis(surface, paths):
    """The `LossAxis` of walks on a surface; paths: a `numnet.surfaces.visible_path.VisiblePath` for each."""
    base = surface.minimum or 0.0
    values = np.concatenate([path.value for path in paths]) - base
    start = max(path.value[0] for path in paths) - base
    floor = LOWEST * max(start, 0.0)
    seen = np.maximum(values, floor)
    log = (surface.minimum is not None or values.min() > 0) and start > 0
    log = bool(log and np.log10(seen.max() / seen.min()) > DECADES)
    if log:
        return LossAxis(base, log, (float(seen.min()) / 2, float(seen.max()) * 2), _above(base))
    low, high = float(values.min()), float(values.max())
    room = 0.05 * (high - low or 1.0)
    return LossAxis(base, log, (low - room, high + room), _above(base))


@dataclass(frozen=True)
class RateCurves:
    """The curves of a `numnet.surfaces.rate_tuning.Sensitivity`: a value a rate, medians, masked where there is none.

    Their lowest points are what tuning picks: the steps until it arrives where any rule does, else E − base at the end.
    """

    y: np.ma.MaskedArray  # (K, N)
    steps: bool  # whether y are steps
    log: bool
    limits: tuple
    words: str

    @classmethod
    def of(cls, tried):
        """Of a `numnet.surfaces.rate_tuning.Sensitivity`."""
        surface = tried.surface
        y = np.ma.masked_invalid(tried.median_arrived_at)
        if y.count():
            words = message("steps until it arrives, median of {starts} starts")
            if surface.escape is not None:
                words = message("steps until it escapes, median of {starts} starts")
            words = Said(words, starts=STARTS)
            low, high = max(float(y.min()), 0.5), max(float(y.max()), 1.0)  # 0 steps: at 0.5, off the logarithm's end
            return cls(np.ma.maximum(y, 0.5), True, True, (low / 1.4, 1.6 * high), words)
        base = surface.minimum or 0.0
        words = Said("{height} at the end, median", height=_above(base))
        start = tried.start_value - base
        y = np.ma.masked_invalid(tried.end_value) - base
        seen = y.compressed()
        floor = LOWEST * start
        log = bool(start > 0 and (surface.minimum is not None or (len(seen) and seen.min() > 0)))
        if not log:
            room = 0.1 * (np.ptp([*seen, start]) or 1.0)
            return cls(y, False, False, (min([*seen, start]) - room, start + room), words)
        y = np.ma.maximum(y, floor)
        return cls(y, False, True, (max(float(min([*seen, start])), floor) / 2, 3 * start), words)
