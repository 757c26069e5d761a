"""What became of a walk down a surface, in a word and in a line."""

from dataclasses import dataclass

import numpy as np

from numnet.surfaces.trials import first_entry
from numnet.utils.language import Said, counted, message

LEVEL = 1e-3  # a gradient no longer than that, where the surface bends up: a local minimum


@dataclass(frozen=True)
class Outcome:
    """What became of a walk: ``kind``, the step at which it did, or None, and the words for it."""

    kind: str  # "arrived", "escaped", "walked" (nothing to arrive at), "short", "caught", "stuck", "left", "diverged"
    step: int | None
    words: str
    returned: bool = False  # it had left the map and come back
    short: str = ""  # the words without what happened on the way

    @property
    def lost(self):
        """Whether the walk ran away."""
        return self.kind in ("left", "diverged")


REACHED = {"arrived": message("arrived after {steps}"), "escaped": message("escaped after {steps}"),
           "noisy": message("first there after {steps}")}  # fmt: skip
ORDER = {"arrived": 0, "escaped": 0, "walked": 1, "short": 1, "caught": 1, "stuck": 2, "left": 3, "diverged": 3}


def outcome(descents, r):
    """The `Outcome` of walk r.

    >>> import numnet
    >>> walks = numnet.descend_many("saddle", ["sgd", "adam"], start=[(1.0, 0.001), (1.0, 0.0)])
    >>> outcome(walks, 0).words, outcome(walks, 1).words
    ('escaped after 9 steps', 'stuck: no slope along y')
    """
    arrived, escaped, left, diverged = (
        int(event[r]) for event in (descents.converged_at, descents.escaped_at, descents.left_at, descents.diverged_at)
    )
    noisy = descents.walks.noise[r] > 0 and descents.path is not None and bool(descents.surface.minima)
    if noisy and descents.surface.escape is None:
        arrived = int(first_entry(descents)[0][r])
    if arrived >= 0 or escaped >= 0:
        kind, step = ("arrived", arrived) if arrived >= 0 else ("escaped", escaped)
        words = REACHED["noisy" if noisy else kind]
        return _on_the_map(kind, step, Said(words, steps=_steps(step)), left, step)
    if left >= 0 and not descents.surface.holds(descents.end[r]):
        short = Said("left the map at step {left}", left=left)
        later = Said("{outcome}, diverged at step {step}", outcome=short, step=diverged)
        return Outcome("left", left, later if diverged >= 0 else short, short=short)
    if diverged >= 0:
        words = Said("diverged at step {step}", step=diverged)
        return Outcome("diverged", diverged, words, short=words)
    if descents.stuck[r]:
        words = Said("stuck: no slope along {axis}", axis="y" if np.ptp(descents.path[r, :, 1]) == 0 else "x")
        return Outcome("stuck", None, words, short=words)
    return _on_the_map(*_short(descents, r), left, descents.steps)


def _steps(count):
    return counted("{count} step", "{count} steps", count)


def _on_the_map(kind, event, short, left, step):
    """The outcome of a walk that is on the map at this step; it may have left it before."""
    back = 0 <= left < step
    words = Said("{outcome}, left the map at step {left} and came back", outcome=short, left=left) if back else short
    return Outcome(kind, event, words, back, short)


def _short(descents, r):
    """Kind, no step, and words of a walk that ends on the map, and has not arrived."""
    steps, end = _steps(descents.steps), float(descents.end_value[r])
    if not descents.surface.minima and descents.surface.escape is None:
        return "walked", None, Said("E = {end:.3g} after {steps}", end=end, steps=steps)
    if _is_minimum(descents.surface, descents.end[r]):
        return "caught", None, Said("in a higher minimum, E = {end:.3g}", end=end)
    if descents.surface.minima:
        return "short", None, Said("not there after {steps}", steps=steps)
    return "short", None, Said("not away after {steps}", steps=steps)


def _is_minimum(surface, point):
    """Whether the point is a local minimum of the surface: level, and bent upwards in all directions."""
    x, y = point
    d = 1e-4
    if not np.hypot(*surface.gradient(x, y)) <= LEVEL:
        return False
    beside = surface.gradient([x + d, x - d, x, x], [y, y, y + d, y - d])
    hessian = np.array([beside[0] - beside[1], beside[2] - beside[3]]) / (2 * d)
    return bool(np.linalg.eigvalsh((hessian + hessian.T) / 2).min() > 0)
