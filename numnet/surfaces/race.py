"""A race of update rules down a surface: who wins, what became of each, and the part of the map where it happens.

The walks that are shown start at one point; who wins is judged by 25 starts around it (`numnet.surfaces.trials`).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from numnet.displays.html import block, note, table
from numnet.surfaces.descent import Descents
from numnet.surfaces.outcome import ORDER, outcome
from numnet.surfaces.trials import AHEAD, BOX, STARTS, level_with, trials
from numnet.surfaces.visible_path import framed
from numnet.utils.frames import frame, text_column
from numnet.utils.language import Said, counted, message
from numnet.utils.wording import label, plural, series

LOWEST = message("who gets lowest?")
MOST_NAMED = 3  # rules that a verdict names


@dataclass(frozen=True, eq=False)
class Race:
    """Walks with their paths, judged: outcomes, order, window and verdict, each worked out once.

    ``rates``: where the learning rates come from, ``conditions``: what else holds for all walks, both in words;
    ``tried``: a `Sensitivity`, when each rule arrives against its rate, or None; ``tuned``: whether rates come from it.

    >>> import numnet
    >>> race = Race(numnet.descend_many("saddle", ["sgd", "adam"], start=[(1.0, 0.001), (1.0, 0.0)]))
    >>> [outcome.words for outcome in race.outcomes], race.order
    (['escaped after 9 steps', 'stuck: no slope along y'], [1, 0])
    """

    descents: Descents
    rates: str = ""
    conditions: str = ""
    tried: object = None
    tuned: bool = False

    @property
    def note(self):
        """Where the rates come from, and the conditions, for a figure."""
        return "\n".join(self.notes)

    @property
    def notes(self):
        """Where the rates come from, and the conditions, in lines."""
        return [*([Said("rates: {rates}", rates=self.rates)] if self.rates else []), *filter(None, [self.conditions])]

    @property
    def surface(self):
        """The surface of all walks."""
        return self.descents.surface

    @cached_property
    def outcomes(self):
        """[`Outcome`], one a walk."""
        return [outcome(self.descents, r) for r in range(len(self.descents))]

    @cached_property
    def trials(self):
        """The `numnet.surfaces.trials.Trials` of the walks: the same rules from 25 starts around each one's own."""
        d = self.descents
        return trials(d.surface, d.optimizers, d.walks.start, d.steps, d.schedules, d.walks.noise.tolist(),
                      d.walks.seed.tolist(), d.tolerance)  # fmt: skip

    @cached_property
    def order(self):
        """The walks, best first: the lowest median of the 25 starts; then who ends lower; who ran away is last."""
        shown = np.array([ORDER[outcome.kind] for outcome in self.outcomes])
        late = np.array([-(outcome.step or 0) if outcome.lost else 0 for outcome in self.outcomes])
        return np.lexsort([self.descents.end_value, late, shown, *self.trials.keys()]).tolist()

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
    def verb(self):
        """What the rules are to do: ``arrive``; where there is a saddle, ``escape``."""
        return message("arrive") if self.surface.escape is None else message("escape")

    @property
    def question(self):
        """What the race is to show.

        >>> import numnet
        >>> Race(numnet.descend_many("saddle", ["sgd"])).question
        'who escapes first?'
        """
        if self.surface.escape is not None:
            return message("who escapes first?")
        return message("who arrives first?") if self.surface.minima else LOWEST

    @cached_property
    def verdict(self):
        """Who won, in a line.

        >>> import numnet
        >>> Race(numnet.descend_many("saddle", ["sgd", "adam"])).verdict
        'adam escapes first, after 1 step in the median of 25 starts'
        """
        found, best = self.trials, self.order[0]
        if all(outcome.kind == "stuck" for outcome in self.outcomes):
            return self._every(message("every rule is {outcome}; start beside it"),
                               message("{name} is {outcome}; start beside it"), outcome=self.outcomes[best].words)
        if np.isfinite(found.median[best]):
            return Said("{first}{seldom}{closest}", first=self._first(), seldom=self._seldom(), closest=self._closest())
        if not np.isfinite(found.end[best]):
            return self._every(message("every rule runs away"), message("{name} runs away"))
        level = level_with(found.end_value, best)
        words = message("{names} gets lowest, E = {end:.3g} in the median of {starts} starts")
        if len(level) > 1:
            words = message("{names} get lowest, E = {end:.3g} in the median of {starts} starts")
        lowest = Said(words, names=self._names(level), end=float(found.end[best]), starts=STARTS)
        if self.question == LOWEST:
            return lowest
        words = self._by_verb(message("no rule arrives from half of the starts in {steps}; {lowest}"),
                              message("no rule escapes from half of the starts in {steps}; {lowest}"))
        return Said(words, steps=_steps(self.descents.steps), lowest=lowest)

    def _every(self, all_rules, one_rule, **values):
        names = {} if len(self.descents) > 1 else {"name": self.descents.optimizers[0].name}
        return Said(one_rule if names else all_rules, **names, **values)

    def _by_verb(self, arrive, escape):
        return arrive if self.surface.escape is None else escape

    def _names(self, walks):
        """The rules of these walks in a line, best first."""
        return series([self.descents.optimizers[r].name for r in self.order if r in walks], MOST_NAMED)

    @cached_property
    def winners(self):
        """The walks that share the first place: a lead at fewer than three quarters of the starts is a tie.

        None of them where no rule arrives from half of the starts.
        """
        best, median = self.order[0], self.trials.median
        return [r for r in level_with(self.trials.arrived, best) if np.isfinite(median[r])]

    def _first(self):
        """Who arrives (escapes) first, or who tie."""
        best, winners, median = self.order[0], self.winners, self.trials.median
        low, high = int(median[winners].min()), int(median[winners].max())
        after = Said("after {steps} in the median of {starts} starts", steps=_steps(low), starts=STARTS)
        if low != high:
            words = message("after {low} to {high} steps in the median of {starts} starts")
            after = Said(words, low=low, high=high, starts=STARTS)
        if len(winners) > 1:
            words = self._by_verb(message("{names} tie: they arrive {after}"),
                                  message("{names} tie: they escape {after}"))
            return Said(words, names=self._names(winners), after=after)
        words = self._by_verb(message("{name} arrives {after}"), message("{name} escapes {after}"))
        if len(self.descents) > 1:
            words = self._by_verb(message("{name} arrives first, {after}"), message("{name} escapes first, {after}"))
        return Said(words, name=self.descents.optimizers[best].name, after=after)

    def _seldom(self):
        """Who does not arrive from half of the starts."""
        others = np.flatnonzero(~np.isfinite(self.trials.median))
        if not len(others):
            return ""
        words = self._by_verb(message("; {names} arrive from fewer than half of them"),
                              message("; {names} escape from fewer than half of them"))
        if len(others) == 1:
            words = self._by_verb(message("; {names} arrives from fewer than half of them"),
                                  message("; {names} escapes from fewer than half of them"))
        return Said(words, names=self._names(others))

    def _closest(self):
        """With noise: who stays closest after it has arrived."""
        found = self.trials
        if found.distance is None or len(self.descents) == 1:
            return ""
        best = int(np.argmin(found.away))
        level = [r for r in level_with(found.distance, best) if np.isfinite(found.median[r])]
        words = message("; then {names} stay closest, {away:.2g} away")
        if len(level) == 1:
            words = message("; then {names} stays closest, {away:.2g} away")
        return Said(words, names=self._names(level), away=float(found.away[best]))

    def columns(self):
        """{name: array (walks,)}, best first.

        ``rule`` and ``rate``; of the walk that is shown, ``outcome``: the kind of an `Outcome`, ``arrived_at``: the
        step after which it stayed at a lowest point (with noise: was first there), or had left the saddle behind, NaN
        where it did not; of the 25 starts around its own, ``median_arrived_at``, NaN where it did not arrive from half
        of them, and ``share_arrived``; ``final_loss``: E where the shown walk ended.
        """
        outcomes = [self.outcomes[r] for r in self.order]
        rules = [self.descents.optimizers[r] for r in self.order]
        return {
            "rule": text_column([rule.name for rule in rules]),
            "rate": np.array([rule.learning_rate for rule in rules]),
            "outcome": text_column([one.kind for one in outcomes]),
            "arrived_at": np.array([one.step if ORDER[one.kind] == 0 else np.nan for one in outcomes], np.float64),
            "median_arrived_at": np.where(np.isfinite(median := self.trials.median[self.order]), median, np.nan),
            "share_arrived": self.trials.share[self.order],
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
        rows = [[found["rule"][k], f"{found['rate'][k]:g}", self.median_words(r), self.share_words(r),
                 self.outcomes[r].words, f"{walks.end_value[r]:.4g}"] for k, r in enumerate(self.order)]  # fmt: skip
        title = f"Race on {self._place}: {self.question} {self.verdict}"
        header = ("rule", "rate", "median", self.verb, "the walk that is shown", "final loss")
        notes = [f"{plural(walks.steps, 'step')}, best first", *self.notes, *self.legend]
        return block(title, table(header, rows, left=(0, 4)), *map(note, notes))

    def median_words(self, r):
        """The median of the steps of walk r, "-" where it does not arrive from half of the starts."""
        median = self.trials.median[r]
        return f"{median:.0f}" if np.isfinite(median) else "-"

    def share_words(self, r):
        """From how many of the starts walk r arrives: "25/25"."""
        return f"{round(self.trials.share[r] * STARTS)}/{STARTS}"

    @property
    def legend(self):
        """What arriving means, and how it is judged, in lines."""
        if self.question == "who gets lowest?":
            words = message("judged by {starts} starts, ±{box:.0%} of the map around the shown one")
            return (Said(words, starts=STARTS, box=BOX),)
        if self.surface.escape is not None:
            below = f"{self.surface.escape:g}".replace("-", "−")
            event = Said("escaped: E below {E}, without having left the map", E=below)
        else:
            words = message("arrived: within {distance:g} of a lowest point, to stay, without having left the map")
            if self.trials.distance is not None:
                words = message("arrived: first within {distance:g} of a lowest point, without having left the map")
            event = Said(words, distance=self.descents.tolerance)
        words = message("median: of the steps from {starts} starts, ±{box:.0%} of the map around the shown one")
        median = Said(words, starts=STARTS, box=BOX)
        if (self.descents.walks.noise > 0).any():
            median = Said("{median}, each with noise of its own", median=median)
        return event, median, Said("tie: the first is ahead at fewer than {share:.0%} of the starts", share=AHEAD)


def _steps(count):
    return counted("{count} step", "{count} steps", count)
