"""Many trainings on one data set, each from its own options, one a core at a time."""

from functools import lru_cache, partial
from itertools import chain, islice

from numnet.runs.trial import SplitData, Trial
from numnet.training.executors import train_on
from numnet.training.population import train_each


class Trials:
    """Many trainings on one data set, each from its own options, one a core at a time.

    ``validation`` is the share of rows held out.  Whatever the options say of threads, each trains on one core; the
    result does not depend on it.
    """

    def __init__(self, dataset, validation):
        self.dataset, self.validation = dataset, validation
        # Trainings share it.
        self._data = lru_cache(2)(partial(SplitData, dataset, validation))

    def __reduce__(self):  # pickled for workers elsewhere, without what it has cached
        return Trials, (self.dataset, self.validation)

    def make(self, optimizer, options):
        """The `Trial` of these options; of ``resume`` and ``until`` too, where they have them (see `Trial`)."""
        data = self._data(options["seed"], not options["no_scale"], options["inputs"])
        return Trial(data, optimizer, {**options, "threads": 1}, options.get("resume"), options.get("until"))

    def run(self, keys, recipe, finish, done, threads=None, going=None, executor=None):
        """Train all ``keys``: ``recipe(key)`` gives (optimizer, options), ``finish(trial)`` what is left of a training.

        ``done(key, what is left)`` is called as they end, in this thread; see `train_each`, for ``going`` too.  On the
        workers of an ``executor``, if there is one: then see `train_on`.
        """
        if executor is not None:
            return train_on(executor, self, keys, recipe, finish, done, threads, going)

        def kept(trial):
            trial.keep()
            return finish(trial)

        keys = iter(keys)
        first = list(islice(keys, 1))
        device = recipe(first[0])[1]["device"] if first else "cpu"  # one for all
        train_each(chain(first, keys), lambda key: self.make(*recipe(key)), kept, done, threads, device, going)
