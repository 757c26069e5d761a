"""What a training needs so that it can be resumed, and what it does before it goes on from where another stood."""

from typing import NamedTuple

import numpy as np

from numnet.history import History
from numnet.kernels.codes import Column, Counter, Option, Status, Total
from numnet.kernels.records import Run


class Regular(NamedTuple):
    """What an evaluation changes, as it was after the last one of every ``evaluate_every`` epochs; see `Run`."""

    best: np.ndarray
    counter: np.ndarray
    total: np.ndarray


class Ending:
    """Keeps apart the evaluation of a `Training` that there is only because it ends.

    That is the case where ``epochs`` is no multiple of ``evaluate_every``.  A longer run doesn't have that evaluation,
    so whoever goes on must not know of it.
    """

    def __init__(self, training):
        self.training, self._regular = training, None

    def pause(self, epochs):
        """Where to pause, if not at ``epochs``: after the last regular evaluation."""
        run, total_epochs = self.training.run, self.training.epochs
        every = self.training.option[Option.EVALUATE_EVERY]
        if self._regular is None and every and total_epochs % every and run.counter[Counter.ROW]:
            last = total_epochs // every * every
            if self.training.epochs_done < last:
                return last if epochs is None else min(epochs, last)
            self._regular = Regular(run.best.copy(), run.counter.copy(), run.total.copy())
        return epochs

    def resumable(self):
        """The `Run` to go on from."""
        run, regular = self.training.run, self._regular
        if regular is None or regular.counter[Counter.ROW] == run.counter[Counter.ROW]:
            return run
        counter, total = run.counter.copy(), run.total.copy()
        counter[[Counter.ROW, Counter.BEST_EPOCH]] = regular.counter[[Counter.ROW, Counter.BEST_EPOCH]]
        diverged = self.training.status == Status.DIVERGED
        counter[Counter.STATUS] = Status.DIVERGED if diverged else Status.RUNNING
        total[Total.BEST_LOSS] = regular.total[Total.BEST_LOSS]
        return run._replace(best=regular.best, counter=counter, total=total)


def prepare_resumed(training, earlier):
    """Shuffle the samples of a half-done epoch again; see whether an ``earlier`` History had the same data.

    Raises ValueError if it hadn't.
    """
    counter, history = training.run.counter, training.run.history
    if counter[Counter.START]:
        probe(training, training.run.theta, every=0, samples=1)  # one mini-batch of a copy, after the same shuffle
    if isinstance(earlier, History) and counter[Counter.ROW]:
        (then,) = np.flatnonzero(history[: counter[Counter.ROW], Column.EPOCH] == counter[Counter.BEST_EPOCH])
        now = probe(training, training.run.best, every=1, samples=0)
        for column in (Column.TRAIN_LOSS, Column.VALIDATION_LOSS):
            if now[column] != history[then, column] and now[column] == now[column]:
                raise ValueError(
                    f"resume: not the data of the earlier training: {column.name.lower()} of its weights of epoch "
                    f"{counter[Counter.BEST_EPOCH]} was {history[then, column]:.9g}, is {now[column]:.9g}"
                )


def probe(training, theta, every, samples):
    """The row of a `Run` from ``theta`` at the beginning of this epoch; the order of samples is that epoch's then."""
    run, option = training.run, training.option.copy()
    counter, option[Option.EVALUATE_EVERY] = run.counter.copy(), every
    counter[[Counter.ROW, Counter.START, Counter.STATUS]] = 0, 0, Status.RUNNING
    arrays = theta.copy(), run.state.copy(), run.best.copy(), counter, run.total.copy(), np.zeros((2, Column.SIZE))
    training._call(samples, 1, Run(*arrays), option)
    return arrays[-1][0]
