"""Values of options as Optuna suggests them, one trial after the other; Optuna is imported when it is first asked."""

from numnet.studies.search_space import Range


def optuna(what):
    """The package.  Raises ModuleNotFoundError in one line, that ``what`` needs it, where it is missing."""
    try:
        import optuna
    except ImportError:
        raise ModuleNotFoundError(f"{what} needs Optuna: pip install 'numnet[search]'", name="optuna") from None
    return optuna


def suggest(trial, option, choices, spell):
    """A value of an option for an ``optuna.trial.Trial``, out of ``choices``, {choice as Optuna knows it: value}.

    A value that is a `Range` is drawn from, and gives ``spell(range, number)``; one among other choices is suggested by
    its name first.
    """
    chosen = next(iter(choices.values()))
    if len(choices) == 1 and isinstance(chosen, Range):
        return spell(chosen, number(trial, option, chosen))
    choice = trial.suggest_categorical(option, list(choices))
    chosen = choices[choice]
    return spell(chosen, number(trial, f"{option} {choice}", chosen)) if isinstance(chosen, Range) else chosen


def number(trial, name, chosen):
    """A number from a `Range`, logarithms or numbers alike likely at first; its count is not asked for."""
    if chosen.whole:
        return trial.suggest_int(name, chosen.low, chosen.high, log=chosen.log)
    return trial.suggest_float(name, chosen.low, chosen.high, log=chosen.log)


def suggest_from(trial, name, distribution):
    """A value of one of Optuna's own distributions."""
    if hasattr(distribution, "choices"):
        return trial.suggest_categorical(name, distribution.choices)
    ask = trial.suggest_int if isinstance(distribution.low, int) else trial.suggest_float
    return ask(name, distribution.low, distribution.high, step=distribution.step, log=distribution.log)


def ends(distribution):
    """The choices of one of Optuna's own distributions, or its two ends.  Raises TypeError for anything else."""
    found = getattr(distribution, "choices", None)
    if found is None and not all(hasattr(distribution, name) for name in ("low", "high", "step", "log")):
        raise TypeError(f"{distribution!r} is no distribution of floats, integers or categories")
    return list(found or (distribution.low, distribution.high))
