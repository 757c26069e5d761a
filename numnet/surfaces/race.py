"""A race of update rules down a surface: who wins, what became of each, and how far the map shows it.

Nothing here walks: `numnet.descend_many` does.
"""

from dataclasses import dataclass

import numpy as np

LEVEL = 1e-3  # a gradient no longer than that, where the surface bends up: a dip


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


def question(surface):
    """What a race on it is to show.

    >>> import numnet
    >>> question(numnet.SURFACES["saddle"])
    'who escapes first?'
    """
    if surface.escape is not None:
        return "who escapes first?"
    return "who arrives first?" if surface.minima else "who gets lowest?"


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
