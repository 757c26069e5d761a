"""A race of update rules down a surface: who wins, what became of each, and the part of the map where it happens.

Nothing here walks: `numnet.descend_many` does.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from numnet.displays.html import block, note, table
from numnet.surfaces.descent import Descents
from numnet.surfaces.visible_path import framed
from numnet.utils.frames import frame, text_column
from numnet.utils.wording import label, plural, series

MOST_NAMED = 3  # rules that a verdict names
LEVEL = 1e-3  # a gradient no longer than that, where the surface bends up: a local minimum


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
        return Outcome("arrived", arrived, f"arrived after {plural(arrived, 'step')}")
    if escaped >= 0:
        return Outcome("escaped", escaped, f"escaped after {plural(escaped, 'step')}")
    if left >= 0 and not descents.surface.holds(descents.end[r]):
        later = f", diverged at step {diverged}" if diverged >= 0 else ""
        return Outcome("left", left, f"left the map at step {left}{later}")
    if diverged >= 0:
        return Outcome("diverged", diverged, f"diverged at step {diverged}")
    if descents.stuck[r]:
        along = "y" if np.ptp(descents.path[r, :, 1]) == 0 else "x"
        return Outcome("stuck", None, f"stuck: no slope along {along}")
    if not descents.surface.minima and descents.surface.escape is None:
        return Outcome("walked", None, f"E = {descents.end_value[r]:.3g} after {plural(descents.steps, 'step')}")
    if _is_minimum(descents.surface, descents.end[r]):
        return Outcome("caught", None, f"in a higher minimum, E = {descents.end_value[r]:.3g}")
    there = "there" if descents.surface.minima else "away"
    return Outcome("short", None, f"not {there} after {plural(descents.steps, 'step')}")


def _is_minimum(surface, point):
    """Whether the point is a local minimum of the surface: level, and bent upwards in all directions."""
    x, y = point
    d = 1e-4
    if not np.hypot(*surface.gradient(x, y)) <= LEVEL:
        return False
    beside = surface.gradient([x + d, x - d, x, x], [y, y, y + d, y - d])
    hessian = np.array([beside[0] - beside[1], beside[2] - beside[3]]) / (2 * d)
    return bool(np.linalg.eigvalsh((hessian + hessian.T) / 2).min() > 0)


@dataclass(frozen=True, eq=False)
class Race:
    """Walks with their paths, judged: outcomes, order, window and verdict, each worked out once.

    ``rates``: where the learning rates come from, ``conditions``: what else holds for all walks, both in words;
    ``tried``: a `Sensitivity`, where each rule ends against its rate, or None.

    >>> import numnet
    >>> race = Race(numnet.descend_many("saddle", ["sgd", "adam"], start=[(1.0, 0.001), (1.0, 0.0)]))
    >>> [outcome.words for outcome in race.outcomes], race.order
    (['escaped after 53 steps', 'stuck: no slope along y'], [0, 1])
    """

    descents: Descents
    rates: str = ""
    conditions: str = ""
    tried: object = None

    @property
    def note(self):
        """Where the rates come from, and the conditions, for a figure."""
        return "\n".join(filter(None, [self.rates and f"rates: {self.rates}", self.conditions]))

    @property
    def surface(self):
        """The surface of all walks."""
        return self.descents.surface

    @cached_property
    def outcomes(self):
        """[`Outcome`], one a walk."""
        return [outcome(self.descents, r) for r in range(len(self.descents))]

    @cached_property
    def order(self):
        """The walks, best first: those that arrived, the soonest first; then who ends lower; who ran away is last."""

        def place(r):
            lost, step = self.outcomes[r].lost, self.outcomes[r].step or 0
            return ORDER[self.outcomes[r].kind], -step if lost else step, 0 if lost else self.descents.end_value[r]

        return sorted(range(len(self.descents)), key=place)

    @cached_property
    def window(self):
        """The surface with the part of its map where something happens: all paths and lowest points, and a margin.

        The whole map where a walk leaves it for good, and where there is a saddle to be seen.

        >>> import numnet
        >>> Race(numnet.descend_many("rastrigin", ["sgd"])).window.limits[0]
        (-2.688, 0.288)
        """
        if self.surface.escape is not None or any(outcome.lost for outcome in self.outcomes):
            return self.surface
        return framed(self.surface, self.descents.path.reshape(-1, 2))

    @property
    def question(self):
        """What the race is to show.

        >>> import numnet
        >>> Race(numnet.descend_many("saddle", ["sgd"])).question
        'who escapes first?'
        """
        if self.surface.escape is not None:
            return "who escapes first?"
        return "who arrives first?" if self.surface.minima else "who gets lowest?"

    @cached_property
    def verdict(self):
        """Who won, in a line.

        >>> import numnet
        >>> Race(numnet.descend_many("saddle", ["sgd", "adam"])).verdict
        'adam escapes first, after 11 steps'
        """
        outcomes = [self.outcomes[r] for r in self.order]
        names = [self.descents.optimizers[r].name for r in self.order]
        best, steps = outcomes[0], plural(self.descents.steps, "step")
        if ORDER[best.kind] == 0:
            return _first(names, outcomes)
        if all(outcome.kind == "stuck" for outcome in outcomes):
            return f"{'every rule is' if len(names) > 1 else names[0] + ' is'} {best.words}; start beside it"
        if all(outcome.lost for outcome in outcomes):
            return "every rule runs away" if len(names) > 1 else f"{names[0]} runs away"
        ends = self.descents.end_value[self.order]
        level = [name for name, end in zip(names, ends) if abs(end - ends[0]) <= 1e-6 * abs(ends[0])]
        lowest = f"{series(level, MOST_NAMED)} get{'s' * (len(level) == 1)} lowest, E = {ends[0]:.3g}"
        return lowest if best.kind == "walked" else f"no rule arrives in {steps}; {lowest}"

    def columns(self):
        """{"rule", "rate", "outcome", "arrived_at", "final_loss": array (walks,)}, best first.

        ``outcome``: the kind of an `Outcome`; ``arrived_at``: the step after which the walk stayed at a lowest point,
        or had left the saddle behind, NaN where it did not; ``final_loss``: E where it ended.
        """
        outcomes = [self.outcomes[r] for r in self.order]
        rules = [self.descents.optimizers[r] for r in self.order]
        return {
            "rule": text_column([rule.name for rule in rules]),
            "rate": np.array([rule.learning_rate for rule in rules]),
            "outcome": text_column([one.kind for one in outcomes]),
            "arrived_at": np.array([one.step if ORDER[one.kind] == 0 else np.nan for one in outcomes], np.float64),
            "final_loss": self.descents.end_value[self.order],
        }

    def frame(self):
        """The columns as a pandas.DataFrame, a row a walk.  Raises ImportError where pandas is missing."""
        return frame(self.columns())

    def plot(self, **options):
        """`numnet.figures.race` of it, which takes the options; returns axes."""
        import numnet

        return numnet.figures.race(self, **options)

    def __repr__(self):
        return f"<Race on {self._place}: {self.verdict}>"

    @property
    def _place(self):
        return label(self.surface)

    def _repr_html_(self):
        """The standings, and who won."""
        walks, found = self.descents, self.columns()
        rows = [[found["rule"][k], f"{found['rate'][k]:g}", self.outcomes[r].words, f"{walks.end_value[r]:.4g}"]
                for k, r in enumerate(self.order)]  # fmt: skip
        title = f"Race on {self._place}: {self.question} {self.verdict}"
        header = ("rule", "rate", "outcome", "final loss")
        notes = [f"{plural(walks.steps, 'step')}, best first", *self.note.splitlines()]
        return block(title, table(header, rows, left=(0, 2)), *map(note, notes))


def _first(names, outcomes):
    """Who arrived (escaped) first, and who did not at all; names and outcomes best first."""
    best = outcomes[0]
    first = [name for name, one in zip(names, outcomes) if (one.kind, one.step) == (best.kind, best.step)]
    verb = {"arrived": "arrive", "escaped": "escape"}[best.kind] + "s" * (len(first) == 1)
    place = " first," if len(names) > 1 else ""
    others = [name for name, one in zip(names, outcomes) if one.step is None or one.lost]
    failed = f"; {series(others, MOST_NAMED)} {'does' if len(others) == 1 else 'do'} not" if others else ""
    return f"{series(first, MOST_NAMED)} {verb}{place} after {plural(best.step, 'step')}{failed}"
