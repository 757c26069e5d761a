"""Successive halving: all begin with few epochs, and only the best third goes on, again and again.

With η = 3, N configurations and R epochs, rung k = 0, 1, …, s trains ⌊N / 3ᵏ⌋ of them up to about R / 3ˢ⁻ᵏ epochs.
K. Jamieson and A. Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", 2016.
"""

import math
from bisect import insort

from numnet.studies.ranking import measure, median_cost, standings
from numnet.studies.results import outcome
from numnet.utils.wording import plural

ETA = 3  # one of so many goes on


def rungs(configurations, epochs, evaluate_every=1):
    """Epochs after which those that go on are chosen, multiples of ``evaluate_every``; and the last ones.

    Raises ValueError where there is nothing to choose.

    >>> rungs(27, 100)
    [3, 11, 33, 100]
    >>> rungs(50, 200, evaluate_every=10)
    [20, 60, 200]
    """
    every, count = evaluate_every, 0
    while ETA ** (count + 1) <= min(configurations, epochs // every):
        count += 1
    if count == 0:
        raise ValueError(f"--search halving needs at least {ETA} configurations and --epochs {ETA * every}")
    early = [epochs // ETA**k // every * every for k in range(count, 0, -1)]
    return [*early, epochs]


def ended(trial):
    """(row of results, `Checkpoint` to go on from or None) of a `Trial` at a rung."""
    return outcome(trial), trial.checkpoint


class Halving:
    """Successive halving of the configurations of a `Sweep`; see `Sweep.run`.

    Those that go on continue where they paused, so that nothing is trained twice, and end, bit for bit, where a
    training in one go ends: schedules are those of all epochs.  Their states are in memory only; after an interruption
    those that go on are trained from the beginning.
    """

    def __init__(self, sweep):
        self.sweep, self.rungs = sweep, sweep.rungs
        self.done = sum(map(int, sweep.rows.column("rung")))  # trainings up to a rung that have ended
        self._by, self._checkpoints = measure(sweep), {}  # (configuration, seed): where to go on from

    def most(self, rung):
        """How many configurations may reach a rung, 1, 2, …"""
        return len(self.sweep.configurations) // ETA ** (rung - 1)

    @property
    def words(self):
        """What is to be trained, in words."""
        steps = ", ".join(f"{self.most(rung)} to epoch {epochs}" for rung, epochs in enumerate(self.rungs, 1))
        return f"{steps}; × {plural(self.sweep.seeds, 'seed')} = {plural(self.total, 'training')}"

    @property
    def total(self):
        """Trainings up to a rung in all."""
        return sum(self.most(rung) for rung in range(1, len(self.rungs) + 1)) * self.sweep.seeds

    def run(self, trials, recipe, threads=None, report=None, going=None, executor=None):
        """As `Sweep.run`."""
        for rung in range(1, len(self.rungs) + 1):
            self._climb(rung, trials, recipe, threads, report, going, executor)

    def chosen(self, rung):
        """The configurations that reach a rung: those that are on their way there or beyond, then the best before it.

        The best were chosen by what all had before any went on; those on their way are the best of that choice.
        """
        if rung == 1:
            return range(len(self.sweep.configurations))
        reached_rungs = zip(self.sweep.rows, map(int, self.sweep.rows.column("rung")))
        on_their_way = {c for (c, _), highest in reached_rungs if highest >= rung}
        rest = [score.configuration for score in standings(self.sweep)
                if score.rung == rung - 1 and math.isfinite(score.median)
                and score.configuration not in on_their_way]  # fmt: skip
        return sorted([*on_their_way, *rest[: max(0, self.most(rung) - len(on_their_way))]])

    def _climb(self, rung, trials, recipe, threads, report, going, executor):
        """Train what is chosen for a rung up to it, as far as that has not been done."""
        rows, last, best = self.sweep.rows, rung == len(self.rungs), []

        def enter(key, left):
            row, checkpoint = left
            if last:
                self._checkpoints.pop(key, None)
            else:
                self._checkpoints[key] = checkpoint
            row = self._raise(key, row, rung)
            if all(reached(rows.get((key[0], seed))) >= rung for seed in range(self.sweep.seeds)):
                self._forget(best, key[0], self.most(rung + 1))
            return row

        def part(key):
            optimizer, options = recipe(*key)
            return optimizer, {**options, "resume": self._checkpoints.get(key),
                               "until": None if last else self.rungs[rung - 1]}  # fmt: skip

        keys = [(c, seed) for c in self.chosen(rung) for seed in range(self.sweep.seeds)
                if reached(rows.get((c, seed))) < rung]  # fmt: skip
        broken = {key for key in keys if key in rows and rows[key]["diverged"] == "1"}
        for key in broken:
            self._raise(key, rows[key], rung)
        keys = [key for key in keys if key not in broken]
        self._checkpoints = {key: self._checkpoints[key] for key in keys if key in self._checkpoints}
        self.sweep.train(trials, keys, part, ended, enter, threads, report, going, executor)

    def _raise(self, key, row, rung):
        """Enter the row of a training that has reached a rung; returns it."""
        self.done += rung - reached(self.sweep.rows.get(key))
        return self.sweep.enter(key, {**row, "rung": str(rung)})

    def _forget(self, best, configuration, most):
        """Drop the state of what surely doesn't go on: the worst, once more than ``most`` have reached the rung."""
        insort(best, (median_cost(self.sweep, configuration, self._by), configuration))
        if len(best) > most:
            _, worst = best.pop()
            for seed in range(self.sweep.seeds):
                self._checkpoints.pop((worst, seed), None)


def reached(row):
    """The rung of a row of results; 0 where there is none yet."""
    return int(row["rung"]) if row else 0
