"""Search by a tree-structured Parzen estimator: the next configurations are drawn where earlier ones did well.

With the costs y that are known, below and above a quantile y* of them, one density of configurations each is estimated,
l(x) = p(x | y < y*) and g(x) = p(x | y ≥ y*); what is tried next has a high l(x) / g(x), which is where the expected
improvement is.  J. Bergstra, R. Bardenet, Y. Bengio and B. Kégl, "Algorithms for hyper-parameter optimization", 2011.
"""

import warnings

from numnet.studies.ranking import measure, median_cost
from numnet.studies.search_space import Range
from numnet.studies.suggestions import optuna, suggest
from numnet.utils.wording import plural

LEAST_BATCH = 8  # configurations that are asked for at a time


def batch_size(trials):
    """Configurations that are asked for at a time: a tenth of the trials, so that there are ten rounds to learn from.

    It doesn't depend on who trains, so neither does the result.
    """
    return max(LEAST_BATCH, trials // 10)


class Parzen:
    """Optuna's sampler for ``axes``, {option: [text or `Range`]}, in memory: the same answers for the same costs.

    >>> search = Parzen({"momentum": ["0.5", "0.9"]}, seed=0)
    >>> asked = search.ask(3)
    >>> len(asked), sorted({configuration["momentum"] for configuration in asked})
    (3, ['0.5', '0.9'])
    """

    def __init__(self, axes, seed):
        package, self._asked = optuna("a search by TPE"), []
        self.choices = {option: {str(item): item for item in items} for option, items in axes.items()}
        level = package.logging.get_verbosity()
        package.logging.set_verbosity(package.logging.WARNING)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", package.exceptions.ExperimentalWarning)
            sampler = package.samplers.TPESampler(seed=seed, multivariate=True, constant_liar=True)
        self._study = package.create_study(sampler=sampler)
        package.logging.set_verbosity(level)

    def ask(self, count):
        """So many configurations; one may come again."""
        self._asked = [self._study.ask() for _ in range(count)]
        return [{option: suggest(trial, option, choices, Range.rounded) for option, choices in self.choices.items()}
                for trial in self._asked]  # fmt: skip

    def tell(self, costs):
        """What those that were asked for have cost, in the same order; infinite: worse than any other."""
        for trial, value in zip(self._asked, costs, strict=True):
            self._study.tell(trial, value)


class ParzenSearch:
    """The search of a `Sweep` whose configurations grow, batch by batch; see `Sweep.run`.

    Begun anew or gone on with, it asks from the beginning and tells what is known, so both take the same way.
    """

    def __init__(self, sweep, axes):
        draw, self.sweep = sweep.config["random"], sweep
        self.trials, self.batch = draw["count"], sweep.config["batch"]
        self.parzen, self._again = Parzen(axes, draw["seed"]), 0

    @property
    def words(self):
        """What is to be trained, in words."""
        trials, seeds = plural(self.trials, "trial"), plural(self.sweep.seeds, "seed")
        return f"{trials} of TPE, {self.batch} at a time, × {seeds} = {plural(self.total, 'training')}"

    @property
    def total(self):
        """Trainings in all, those included that need not be done again."""
        return self.trials * self.sweep.seeds

    @property
    def done(self):
        """Trainings that have ended."""
        return len(self.sweep.rows) + self._again * self.sweep.seeds

    def run(self, trials, recipe, threads=None, report=None, going=None, executor=None):
        """As `Sweep.run`; a configuration that comes again is not trained again, as its results would be the same.

        Raises ValueError where Optuna draws others than those with which the search was begun.
        """
        places, by = {}, measure(self.sweep)
        for begun in range(0, self.trials, self.batch):
            asked = self.parzen.ask(min(self.batch, self.trials - begun))
            for configuration in asked:
                places.setdefault(tuple(configuration.values()), len(places))
            self._again = begun + len(asked) - len(places)
            self._enter([dict(zip(self.parzen.choices, values)) for values in places])
            self.sweep.run(trials, recipe, threads, report, going, executor)
            self.parzen.tell([median_cost(self.sweep, places[tuple(one.values())], by) for one in asked])

    def _enter(self, configurations):
        """Those that were asked for so far belong to the sweep: they are there already, or come now."""
        known = self.sweep.configurations
        if configurations[: len(known)] != known[: len(configurations)]:
            begun = self.sweep.config["optuna"]
            raise ValueError(f"{self.sweep.name} was begun with Optuna {begun}, this one, {optuna('').__version__}, "
                             "draws other configurations")  # fmt: skip
        if len(configurations) > len(known):
            self.sweep.add(configurations[len(known) :])
