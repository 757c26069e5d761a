"""Train the competitors of a comparison, and tune their rates."""

import math
from dataclasses import replace
from functools import partial

import numpy as np

from numnet.studies.comparison import CURVE_COLUMNS
from numnet.studies.ranking import quantile
from numnet.studies.results import outcome


def curve_of(trial):
    """(row of results, curve) of a `Trial` that has ended."""
    columns = [getattr(trial.history, name) for name in CURVE_COLUMNS]
    return outcome(trial), np.column_stack(columns).astype(np.float64)


def compete(trials, recipes, seeds, threads=None, report=None, executor=None):
    """(results, curves) of all competitors: ``recipes`` is a list of (optimizer, options) for these `Trials`.

    ``report(number done)`` is called after each training, on a GPU also in between, with parts of one.
    ``executor`` as in `Trials.run`.
    """
    results, curves = {}, {}

    def done(key, ended):
        results[key], curves[key] = ended
        if report is not None:
            report(len(results))

    keys = [(c, seed) for seed in range(seeds) for c in range(len(recipes))]
    recipe, going = (lambda key: (recipes[key[0]][0], {**recipes[key[0]][1], "seed": key[1]})), _going(report, results)
    trials.run(keys, recipe, curve_of, done, threads, going, executor)
    return results, curves


def _going(report, ended):
    """What `train_each` tells while trainings run, on top of those that have ``ended``; None without a report."""
    return report and (lambda trainings: report(len(ended) + trainings))


def final_loss(part, trial):
    """The loss of a part after the last epoch, infinite if the `Trial` diverged."""
    loss = float(getattr(trial.history, f"{part}_loss")[-1])
    return loss if trial.history.status != "diverged" and math.isfinite(loss) else math.inf


def tune_rates(trials, recipes, rates, seeds, part, threads=None, report=None, executor=None):
    """(best rate of each competitor, {(competitor, rate, seed): loss after the last epoch}).

    ``rates``: the grid, the same for all; ``seeds``: best not those that are compared later.  Best is the lowest median
    loss of the ``part``, what diverged counted as infinite; of equals the smallest rate.
    """
    losses = {}

    def done(key, loss):
        losses[key] = loss
        if report is not None:
            report(len(losses))

    def recipe(key):
        optimizer, options = recipes[key[0]]
        return replace(optimizer, learning_rate=key[1]), {**options, "seed": key[2]}

    keys = [(c, rate, seed) for seed in seeds for c in range(len(recipes)) for rate in sorted(rates)]
    trials.run(keys, recipe, partial(final_loss, part), done, threads, _going(report, losses), executor)

    def median(c, rate):
        return quantile(sorted(losses[c, rate, seed] for seed in seeds), 0.5)

    return [min(sorted(rates), key=lambda rate: median(c, rate)) for c in range(len(recipes))], losses
