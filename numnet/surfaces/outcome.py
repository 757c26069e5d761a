"""What became of a walk down a surface, in a word and in a line."""

from dataclasses import dataclass

import numpy as np

from numnet.surfaces.trials import first_entry
from numnet.utils.wording import plural

LEVEL = 1e-3  # a gradient no longer than that, where the surface bends up: a local minimum


@dataclass(frozen=True)
class Outcome:
    """What became of a walk: ``kind``, the step at which it did, or None, and the words for it."""

    kind: str  # "arrived", "escaped", "walked" (nothing to arrive at), "short", "caught", "stuck", "left", "diverged"
    step: int | None
    words: str
    returned: bool = False  # it had left the map and come back

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
        back, words = _returned(left, step)
        first = "first there" if noisy else kind
        return Outcome(kind, step, f"{first} after {plural(step, 'step')}{words}", back)
    if left >= 0 and not descents.surface.holds(descents.end[r]):
        later = f", diverged at step {diverged}" if diverged >= 0 else ""
        return Outcome("left", left, f"left the map at step {left}{later}")
    if diverged >= 0:
        return Outcome("diverged", diverged, f"diverged at step {diverged}")
    if descents.stuck[r]:
        along = "y" if np.ptp(descents.path[r, :, 1]) == 0 else "x"
        return Outcome("stuck", None, f"stuck: no slope along {along}")
    kind, words = _short(descents, r)
    back, later = _returned(left, descents.steps)
    return Outcome(kind, None, words + later, back)


def _returned(left, step):
    """Whether a walk that is on the map at this step had left it before, and the words for it."""
    back = 0 <= left < step
    return back, f", left the map at step {left} and came back" if back else ""


def _short(descents, r):
    """Kind and words of a walk that ends on the map, and has not arrived."""
    if not descents.surface.minima and descents.surface.escape is None:
        return "walked", f"E = {descents.end_value[r]:.3g} after {plural(descents.steps, 'step')}"
    if _is_minimum(descents.surface, descents.end[r]):
        return "caught", f"in a higher minimum, E = {descents.end_value[r]:.3g}"
    there = "there" if descents.surface.minima else "away"
    return "short", f"not {there} after {plural(descents.steps, 'step')}"


def _is_minimum(surface, point):
    """Whether the point is a local minimum of the surface: level, and bent upwards in all directions."""
    x, y = point
    d = 1e-4
    if not np.hypot(*surface.gradient(x, y)) <= LEVEL:
        return False
    beside = surface.gradient([x + d, x - d, x, x], [y, y, y + d, y - d])
    hessian = np.array([beside[0] - beside[1], beside[2] - beside[3]]) / (2 * d)
    return bool(np.linalg.eigvalsh((hessian + hessian.T) / 2).min() > 0)
