"""`objective`: a training of `fit` as a function of an Optuna trial, for those who have a study of their own."""

from collections.abc import Mapping

from numnet.api.fit import apart, source_of
from numnet.api.many_trainings import compile_all, context_of, text_of
from numnet.api.search import tried
from numnet.api.sweep import OF_THE_COMMAND, axes_of
from numnet.api.watchers import called
from numnet.options.arguments import plain
from numnet.options.data import read
from numnet.options.sweep import SWEEP
from numnet.options.swept import SINGLE, fixed_words, recipe
from numnet.options.train import validation_share
from numnet.studies.search_space import Range
from numnet.studies.suggestions import ends, optuna, suggest, suggest_from

OF_A_SWEEP = (*OF_THE_COMMAND, "seeds", "search", "trials", "random", "seed", "threads")  # that one training lacks


def objective(data, space, *, metric=None, seed=0, **options):
    """A function of an Optuna trial, which trains with what the trial suggests and returns the validation loss.

    data: as for `fit`; space: {option of `fit`: list of values, a range of numbers such as "1e-4:1:log", or one of
    Optuna's distributions}; metric: what is returned, such as "validation_accuracy" (then the study must maximize), by
    default the validation loss, or the training loss where no rows are held out; seed: of all trainings; options: of
    `fit`, the same for all.  A training takes one core; ``study.optimize(..., n_jobs=4)`` has four at a time.

    The metric is reported after each evaluated epoch, so that the study's pruner may end the trial; one that diverges
    is pruned.  ``trial.user_attrs["options"]`` are the suggested values and the seed as `fit` takes them.

    Raises ValueError or TypeError in one sentence that names the argument; ModuleNotFoundError without Optuna.

    >>> import numnet, optuna
    >>> optuna.logging.set_verbosity(optuna.logging.WARNING)
    >>> study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=0))
    >>> study.optimize(numnet.objective("xor", {"learning_rate": "1e-3:1:log"}, hidden=(4,), epochs=50), n_trials=5)
    >>> run = numnet.fit("xor", hidden=(4,), epochs=50, **study.best_trial.user_attrs["options"])
    >>> run.metrics["train"]["loss"] == study.best_value
    True
    """
    optuna("objective")
    if not isinstance(space, Mapping) or not space:
        raise TypeError('space must be a dictionary of what is tried, such as {"learning_rate": "1e-4:1:log"}')
    with called(SWEEP) as watcher:
        return Objective(data, dict(space), metric, seed, options, watcher)


class Objective:
    """See `objective`; calls with an ``optuna.trial.Trial`` train."""

    def __init__(self, data, space, metric, seed, options, watcher):
        from numnet.studies.trials import Trials

        options, arrays = apart(options)
        self.distributions = {name: space[name] for name in space if hasattr(space[name], "to_external_repr")}
        values = space | {name: ends(one) for name, one in self.distributions.items()}
        context = context_of(SWEEP, values, options, "objective", OF_A_SWEEP)
        axes = axes_of(context)
        self.choices = {name: choices(axes[name], values[name]) for name in space if name not in self.distributions}
        constant = [name for name in axes if name not in space]
        source = source_of(data)
        self.fixed = fixed_words(context, source, (*SINGLE, *constant))
        self.seed = seed
        with watcher.reading() as progress:
            dataset = read(source, {**context.params, **arrays}, progress=progress)
        self.trials = Trials(dataset, validation_share(context, dataset))
        recipes = [self._recipe(texts) for texts in tried({name: axes[name] for name in space})]
        made = [self.trials.make(*one) for one in recipes]  # for what they raise
        self.metric = known_metric(metric, made[0].training)
        compile_all(self.trials, recipes, watcher)

    def _recipe(self, texts):
        rule, options = recipe(self.fixed, texts)
        return rule, {**options, "seed": self.seed}

    def __call__(self, trial):
        """The metric of the weights that `fit` would keep; raises optuna.TrialPruned."""
        values = {name: suggest_from(trial, name, one) for name, one in self.distributions.items()}
        values |= {name: suggest(trial, name, one, lambda _, number: number) for name, one in self.choices.items()}
        trial.set_user_attr("options", {**values, "seed": self.seed})
        made = self.trials.make(*self._recipe({name: text_of(plain(value)) for name, value in values.items()}))
        training, every = made.training, made.training.options.evaluate_every
        due, going = every, True
        while going:
            going = training.advance(due)
            if training.epochs_done >= due:
                trial.report(float(training.history[self.metric][-1]), due)
                due += every
                if going and trial.should_prune():
                    raise optuna("objective").TrialPruned
        if training.diagnosis:
            raise optuna("objective").TrialPruned(training.diagnosis)
        made.keep()
        figures = made.figures()
        return float({**figures, **figures["metrics"]}[self.metric])


def choices(items, values):
    """{choice as Optuna knows it: value or `Range`}: plain values are known as they are, others by their text."""
    values = plain(values)
    values = values if isinstance(values, list) else [values]
    known = [value if isinstance(value, (bool, int, float, str)) else text_of(value) for value in values]
    meant = [item if isinstance(item, Range) else value for value, item in zip(values, items, strict=True)]
    return dict(zip(known, meant))


def known_metric(metric, training):
    """The name of the column of a history that is returned.  Raises ValueError naming those there are."""
    parts = ["validation", "train"] if training.has_validation else ["train"]
    names = [f"{part}_{name}" for part in parts for name in ("loss", training.history.metric_name)]
    if metric is None:
        return names[0]
    if metric not in names:
        raise ValueError(f"metric must be one of {', '.join(names)}, got {metric!r}")
    return metric
