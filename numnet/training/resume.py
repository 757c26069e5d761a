"""Going on from an earlier training, whose data must be the same; and the state that a longer run goes on from."""

import weakref
from typing import NamedTuple

import numpy as np

from numnet.kernels.codes import Accumulator, Column, Counter, Option, Status
from numnet.kernels.records import Run
from numnet.training.checkpoint import Checkpoint
from numnet.training.history import History


def take_up(training, earlier):
    """Give a `Training` the state of an earlier `History` or `Checkpoint`.  Raises TypeError or ValueError."""
    checkpoint = getattr(earlier, "checkpoint", earlier)
    if not isinstance(checkpoint, Checkpoint):
        raise TypeError(f"resume must be the History of an earlier training, got {earlier!r}")
    checkpoint.check(training)
    checkpoint.restore(training)


class EvaluationState(NamedTuple):
    """What an evaluation changes; see `Run`."""

    best: np.ndarray
    counter: np.ndarray
    total: np.ndarray


class ScheduledEvaluation:
    """Keeps what a `Training` was after its last scheduled evaluation, one of every ``evaluate_every`` epochs.

    Where ``epochs`` is no multiple of ``evaluate_every``, there is one evaluation more, at the end.  A longer run
    doesn't have that, so a run that goes on must not know of it.
    """

    def __init__(self, training):
        # Weak, since a ring would keep each of a sweep's trainings, with its data, until Python looks for rings.
        self.training, self._scheduled = weakref.proxy(training), None

    def pause(self, epochs):
        """Where to pause if not at ``epochs``: after the last scheduled evaluation, that before training included."""
        run, total_epochs = self.training.run, self.training.epochs
        every = self.training.option[Option.EVALUATE_EVERY]
        if self._scheduled is None and every and total_epochs % every:
            last = total_epochs // every * every
            if self.training.epochs_done < last or not run.counter[Counter.ROW]:
                return last if epochs is None else min(epochs, last)
            self._scheduled = EvaluationState(run.best.copy(), run.counter.copy(), run.total.copy())
        return epochs

    def resumable(self):
        """The `Run` to go on from."""
        run, scheduled = self.training.run, self._scheduled
        if scheduled is None or scheduled.counter[Counter.ROW] == run.counter[Counter.ROW]:
            return run
        counter, total = run.counter.copy(), run.total.copy()
        counter[[Counter.ROW, Counter.BEST_EPOCH]] = scheduled.counter[[Counter.ROW, Counter.BEST_EPOCH]]
        diverged = self.training.status == Status.DIVERGED
        counter[Counter.STATUS] = Status.DIVERGED if diverged else Status.RUNNING
        total[Accumulator.BEST_LOSS] = scheduled.total[Accumulator.BEST_LOSS]
        return run._replace(best=scheduled.best, counter=counter, total=total)


def prepare_resumed(training, earlier):
    """Shuffle the samples of a half-done epoch again; see whether an ``earlier`` History had the same data.

    Raises ValueError if it hadn't.
    """
    on_cpu = training.options.device == "cpu"
    if training.run.counter[Counter.START] and on_cpu:  # a GPU makes its orders for each launch
        fresh_epoch(training, training.run.theta, every=0).run_chunk(1, 1)  # one mini-batch, after the same shuffle
    if has_proof(training, earlier):
        twin = fresh_epoch(training, training.run.best, every=1)
        twin.run_chunk(0, 1)
        check_data(training, twin.run.history[0])


def has_proof(training, earlier):
    """Whether an ``earlier`` History tells what the data were: it has a row."""
    return isinstance(earlier, History) and bool(training.run.counter[Counter.ROW])


def check_data(training, now):
    """Raises ValueError where the losses in ``now``, a row of the best weights, are not those of the History.

    A GPU adds in an order that depends on how many networks train at once: there they may differ by rounding.
    """
    counter, history = training.run.counter, training.run.history
    (then,) = np.flatnonzero(history[: counter[Counter.ROW], Column.EPOCH] == counter[Counter.BEST_EPOCH])
    rounding = 0.0 if training.options.device == "cpu" else np.finfo(training.network.dtype).eps ** (2 / 3)
    for column in (Column.TRAIN_LOSS, Column.VALIDATION_LOSS):
        if not np.isclose(now[column], history[then, column], rounding, rounding) and now[column] == now[column]:
            raise ValueError(
                f"resume: not the data of the earlier training: {column.name.lower()} of its weights of epoch "
                f"{counter[Counter.BEST_EPOCH]} was {history[then, column]:.9g}, is {now[column]:.9g}"
            )


def fresh_epoch(training, theta, every):
    """A twin of the training at the beginning of this epoch, with weights ``theta`` and room for two evaluations."""
    run, option = training.run, training.option.copy()
    counter, option[Option.EVALUATE_EVERY] = run.counter.copy(), every
    counter[[Counter.ROW, Counter.START, Counter.STATUS]] = 0, 0, Status.RUNNING
    arrays = theta.copy(), run.state.copy(), run.best.copy(), counter, run.total.copy(), np.zeros((2, Column.SIZE))
    return training.twin(Run(*arrays), option)
