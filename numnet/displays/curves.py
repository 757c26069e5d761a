"""Curves as paths of SVG: few points, the right scale, gaps where a value is not finite."""

import math
from typing import NamedTuple

import numpy as np

DECADES = 1.5  # a loss that spans more is drawn on a logarithmic axis
MOST_POINTS = 300  # of a curve: more than a screen shows of it
LINES = (("training", ""), ("validation", ' stroke-dasharray="4 3" opacity=".75"'))  # how each part is drawn


class Scale(NamedTuple):
    """An axis from ``low`` at the pixel ``start`` to ``high`` at ``end``."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def __call__(self, values):
        """Pixels of values (n,), NaN where there is none."""
        values, low, high = np.asarray(values, np.float64), self.low, self.high
        if self.log:
            values, low, high = np.log10(np.where(values > 0, values, np.nan)), math.log10(low), math.log10(high)
        return self.start + (values - low) / (high - low) * (self.end - self.start)

    def ticks(self, most):
        """About so many round numbers between low and high: powers of ten, or 1, 2 and 5 times such."""
        if self.log:
            first, last = math.ceil(math.log10(self.low)), math.floor(math.log10(self.high))
            apart = -(-(last - first + 1) // most) or 1
            few = last - first < 2
            found = [f * 10.0**k for k in range(first - few, last + 1, apart) for f in ((1, 2, 5) if few else (1,))]
        else:
            step = nice_step((self.high - self.low) / most)
            found = [k * step for k in range(math.ceil(self.low / step), math.floor(self.high / step) + 1)]
        return [tick for tick in found if self.low <= tick <= self.high]


def nice_step(least):
    """The least of 1, 2, 5, 10, … times a power of ten that is no less.

    >>> nice_step(0.03), nice_step(30)
    (0.05, 50.0)
    """
    power = 10.0 ** math.floor(math.log10(least))
    return next(f * power for f in (1, 2, 5, 10) if f * power >= least * (1 - 1e-9))


def loss_scale(losses, start, end, from_zero=False):
    """The `Scale` of losses (n,): logarithmic where they span more than `DECADES`.

    ``from_zero``: whether one that is not begins at 0.
    """
    values = np.concatenate([np.asarray(one, np.float64) for one in losses])
    values = values[np.isfinite(values)]
    positive = values[values > 0]
    if len(positive) and math.log10(positive.max()) - math.log10(positive.min()) > DECADES:
        return Scale(float(positive.min()) / 1.2, float(positive.max()) * 1.2, start, end, log=True)
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    low = min(low, 0.0) if from_zero else low
    room = (high - low) * 0.05 or abs(high) * 0.05 or 1.0
    return Scale(low if from_zero else low - room, high + room, start, end)


def decimated(values, most=MOST_POINTS):
    """Indices, at most so many, of values (n,): the first, the last, the lowest and the highest of each stretch."""
    n = len(values)
    if n <= most:
        return np.arange(n)
    size = -(-n // (most // 2 - 1))
    stretches = np.full(-(-n // size) * size, np.nan)
    stretches[:n] = values
    stretches = stretches.reshape(-1, size)
    begin, known = np.arange(0, stretches.size, size), np.isfinite(stretches)
    low = np.where(known, stretches, np.inf).argmin(axis=1)
    high = np.where(known, stretches, -np.inf).argmax(axis=1)
    return np.unique([0, *(begin + low), *(begin + high), n - 1])


def path(x, y, scale_x, scale_y, attributes=""):
    """The <path> through points x, y (n,), broken where one is not finite; a point alone is a dot."""
    words, pen = [], False
    for px, py in zip(scale_x(x).tolist(), scale_y(y).tolist()):
        finite = math.isfinite(px) and math.isfinite(py)
        if finite:
            words.append(f"L{px:.1f},{py:.1f}" if pen else f"M{px:.1f},{py:.1f}h0")
        pen = finite
    return f'<path d="{"".join(words)}"{attributes}/>' if words else ""


class Part(NamedTuple):
    """The losses of one part of the data, `decimated`."""

    name: str
    look: str  # of its line
    epochs: np.ndarray  # (m,)
    losses: np.ndarray  # (m,)
    last: float  # of those that are finite


def parts_of(history):
    """A `Part` of each part of the data that has finite losses.

    ``history``: has ``epoch``, ``train_loss`` and ``validation_loss``, arrays (n,).
    """
    parts = []
    for (name, look), losses in zip(LINES, (history.train_loss, history.validation_loss)):
        losses, finite = np.asarray(losses), np.flatnonzero(np.isfinite(losses))
        if len(finite):
            kept = decimated(losses)
            parts.append(Part(name, look, np.asarray(history.epoch)[kept], losses[kept], float(losses[finite[-1]])))
    return parts


def spoken(parts, epochs):
    """What a picture of the losses shows, in words."""
    ends = [f"{part.name} {part.last:.4g}" for part in parts]
    return f"loss over {epochs} epochs: {', '.join(ends)}" if ends else "no loss was finite"
