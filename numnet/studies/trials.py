"""Many trainings on one data set, each from its own options, one a core at a time."""

from functools import lru_cache, partial

from numnet.runs.trial import SplitData, Trial
from numnet.training.population import train_each


class Trials:
    """Many trainings on one data set, each from its own options, one a core at a time.

    ``validation`` is the share of rows held out.  Whatever the options say of threads, each trains on one core; the
    result does not depend on it.
    """

    def __init__(self, dataset, validation):
        # Trainings share it.
        self._data = lru_cache(2)(partial(SplitData, dataset, validation))

    def make(self, optimizer, options):
        """The `Trial` of these options; of ``resume`` and ``until`` too, where they have them (see `Trial`)."""
        data = self._data(options["seed"], not options["no_scale"], options["inputs"])
        return Trial(data, optimizer, {**options, "threads": 1}, options.get("resume"), options.get("until"))

    def run(self, keys, recipe, finish, done, threads=None, going=None):
        """Train all ``keys``: ``recipe(key)`` gives (optimizer, options), ``finish(trial)`` what is left of a training.

        ``done(key, what is left)`` is called as they end, in this thread; see `train_each`, for ``going`` too.
        """

        def kept(trial):
            trial.keep()
            return finish(trial)

        keys = list(keys)
        device = recipe(keys[0])[1]["device"] if keys else "cpu"  # one for all
        train_each(keys, lambda key: self.make(*recipe(key)), kept, done, threads, device, going)
