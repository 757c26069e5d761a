"""Training: arguments are checked once, here; then the compiled run does the work in chunks of about 50 ms."""

import math
import time
from copy import copy

import numpy as np

from numnet.cpu.workspace import make_workspace
from numnet.cuda import check_available
from numnet.kernels.codes import Accumulator, Column, Counter, Hyper, Option, Phase, Status
from numnet.kernels.records import Run, Samples
from numnet.model.samples import prepare_samples
from numnet.model.tasks import TASKS
from numnet.optim.optimizers import check_optimizer
from numnet.optim.schedules import check_schedule
from numnet.training.checkpoint import Checkpoint
from numnet.training.chunks import Pace
from numnet.training.divergence_diagnosis import diagnose
from numnet.training.history import History
from numnet.training.options import check_batch_size, hyper_vector, option_vector
from numnet.training.resume import Ending, prepare_resumed
from numnet.utils.aligned_arrays import aligned
from numnet.utils.free_memory import SMALL, check_memory
from numnet.utils.threads import check_threads, run_in_threads

ALL_ARRIVED = 2**62  # arrivals that complete any barrier


class Training:
    """A run that can be watched: checks everything, then :meth:`advance` goes on for about 50 ms a call.

    Arguments and errors as for :func:`train`.  The network's parameters are trained in place.  X may be `Samples`
    that were prepared for a network of the same shape; they hold T and validation.
    """

    def __init__(
        self,
        network,
        X,
        T,
        optimizer=None,
        batch_size=32,
        epochs=100,
        validation=None,
        seed=0,
        shuffle=True,
        evaluate_every=1,
        threads=None,
        device="cpu",
        l1=0.0,
        l2=0.0,
        dropout=0.0,
        clip_norm=None,
        schedule=None,
        patience=None,
        resume=None,
        sample_weight=None,
        specialize=None,
    ):
        check_available(device)
        if specialize not in (None, True, False):
            raise TypeError(f"specialize must be True, False or None, got {specialize!r}")
        self.network = network
        self.samples = X if isinstance(X, Samples) else prepare_samples(network, X, T, validation, sample_weight)
        n = len(self.samples.X)
        self.optimizer, self.schedule = check_optimizer(optimizer), check_schedule(schedule)
        self.batch_size = check_batch_size(batch_size, n)
        self.option = option_vector(
            network, self.optimizer, self.schedule, self.batch_size, epochs, seed, shuffle, evaluate_every, patience
        )
        self.has_validation = len(self.samples.validation_X) > 0
        updates = self.epochs * self.updates_per_epoch
        self.hyper = hyper_vector(network, self.optimizer, self.schedule, updates, l1, l2, dropout, clip_norm)
        self._check_memory()
        self.run = self._fresh_run()
        self.device, self.specialize, self._session, self.work = device, specialize, None, None
        if device == "cpu":
            rows, threads = int(self.option[Option.SHARD_ROWS]), check_threads(threads)
            self.work = make_workspace(network, n, rows, self.batch_size, self.optimizer.code, threads)
        self.seconds, self.compile_seconds, self.diagnosis = 0.0, None, None
        self.pace = Pace(6 * network.parameters.size, self.work is not None and self.work.threads > 1)
        self.halvings = 0  # of the learning rate
        self.resumed = None if resume is None else self._resume(resume)  # the History or Checkpoint to go on from
        self._ending = Ending(self)

    def _resume(self, earlier):
        """Stand where an earlier `History` or `Checkpoint` does, and return that.  Raises TypeError or ValueError."""
        checkpoint = getattr(earlier, "checkpoint", earlier)
        if not isinstance(checkpoint, Checkpoint):
            raise TypeError(f"resume must be the History of an earlier training, got {earlier!r}")
        checkpoint.check(self)
        checkpoint.restore(self)
        return earlier

    def _check_memory(self):
        """Raises MemoryError, before anything is allocated, for a training that does not fit."""
        theta, shards = self.network.parameters, -(-self.batch_size // int(self.option[Option.SHARD_ROWS]))
        values = theta.size * (self.optimizer.slots + 1 + shards)
        if values * theta.itemsize > SMALL:
            what = f"batch_size {self.batch_size}: the gradients of its {shards} parts and what the rule remembers"
            check_memory(values * theta.itemsize, what, "take a smaller batch_size or fewer hidden units")

    def _fresh_run(self):
        every, theta = self.option[Option.EVALUATE_EVERY], self.network.parameters
        total = np.zeros(Accumulator.SIZE)
        total[Accumulator.BEST_LOSS] = math.inf
        total[Accumulator.RATE] = self.optimizer.learning_rate * (1 / max(1, self.hyper[Hyper.WARMUP]))
        rows = self.epochs // every + 2 if every else 0
        try:
            history = np.zeros((rows, Column.SIZE))
        except (MemoryError, ValueError):
            raise MemoryError(f"a history of {rows} rows does not fit; use fewer epochs or evaluate_every") from None
        state = aligned(self.optimizer.slots * theta.size, theta.dtype)
        return Run(theta, state, theta.copy(), np.zeros(Counter.SIZE, np.int64), total, history)

    @property
    def patience(self):
        """Epochs without improvement before stopping; 0 for no limit."""
        return int(self.option[Option.PATIENCE])

    @property
    def epochs(self):
        """Epochs that the run is to have."""
        return int(self.option[Option.EPOCHS])

    @property
    def updates_per_epoch(self):
        """Mini-batches an epoch, the last, smaller one included."""
        return -(-len(self.samples.X) // self.batch_size)

    @property
    def updates(self):
        """Updates done."""
        return int(self.run.counter[Counter.UPDATE])

    @property
    def epochs_done(self):
        """Epochs completed."""
        return int(self.run.counter[Counter.EPOCH])

    @property
    def losses(self):
        """(train_loss, validation_loss) of the last evaluation, or None before the first."""
        rows = int(self.run.counter[Counter.ROW])
        return tuple(self.run.history[rows - 1, [Column.TRAIN_LOSS, Column.VALIDATION_LOSS]]) if rows else None

    @property
    def status(self):
        """Status.RUNNING, FINISHED, STOPPED or DIVERGED."""
        return Status(self.run.counter[Counter.STATUS])

    @property
    def history(self):
        """A :class:`History` of the run so far."""
        counter = self.run.counter
        return History(
            self.run.history[: counter[Counter.ROW]],
            TASKS[self.network.task].metric,
            epochs=int(counter[Counter.EPOCH]),
            updates=self.updates,
            best_epoch=int(counter[Counter.BEST_EPOCH]),
            status=self.status.name.lower(),
            compile_seconds=self.compile_seconds or 0.0,
            diagnosis=self.diagnosis,
        )

    @property
    def best(self):
        """Parameters (P,) of the lowest validation loss; the last ones where there is no validation part."""
        watched = self.has_validation and self.run.counter[Counter.ROW] > 0
        return (self.run.best if watched else self.run.theta).copy()

    @property
    def parallel(self):
        """Whether mini-batches may be shared over cores."""
        return self.pace.can_share

    @property
    def nbytes(self):
        """Memory of the run and its workspace, without the samples."""
        bundles = (self.run, self.work or ())
        return sum(part.nbytes for bundle in bundles for part in bundle if isinstance(part, np.ndarray))

    def compile(self):
        """Load or compile the kernels, evaluate the starting weights: no training time.

        Raises ValueError where an earlier History is to go on with other data.
        """
        if self.compile_seconds is None:
            start, row = time.perf_counter(), int(self.run.counter[Counter.ROW])
            if self.resumed is not None:
                prepare_resumed(self, self.resumed)
                self._ending.pause(None)
            self._call(0, 1)
            self.run.history[row : self.run.counter[Counter.ROW], Column.SECONDS] = self.seconds
            self.compile_seconds = time.perf_counter() - start

    def advance(self, epochs=None, updates=None):
        """Train for about 50 ms, at most until so many epochs or updates are done; returns whether the run goes on.

        After divergence the parameters are the last finite ones.
        """
        self.compile()
        if self.status == Status.RUNNING:
            first_row, first_step = int(self.run.counter[Counter.ROW]), self.updates
            begun, limit = time.perf_counter(), self._limit(self._ending.pause(epochs), updates)
            passed = self._call(limit, self.work.threads if self.pace.shared else 1)
            elapsed = time.perf_counter() - begun
            self._account(elapsed, first_row, first_step)
            if passed >= self.pace.limit:
                self.pace.learn(passed, elapsed)
        return self._settle()

    def next_pause(self):
        """For what trains this elsewhere: the epoch to stop at first, where `Ending` is to be asked again; or None."""
        return self._ending.pause(None)

    def account(self, elapsed, first_row, first_step):
        """What :meth:`advance` does after a chunk, for one that was trained elsewhere, from this row and update on."""
        self._account(elapsed, first_row, first_step)
        self._settle()

    def _account(self, elapsed, first_row, first_step):
        """Share the seconds of a chunk out to its rows of the history: the clock is read between chunks."""
        rows = self.run.history[first_row : self.run.counter[Counter.ROW]]
        share = (rows[:, Column.STEP] - first_step) / max(1, self.updates - first_step)
        rows[:, Column.SECONDS] = self.seconds + share * elapsed
        self.seconds += elapsed

    def _settle(self):
        """After a divergence: why, and the last finite weights.  Returns whether the run goes on."""
        if self.status != Status.RUNNING and not np.isfinite(self.run.theta).all():
            self.run.counter[Counter.STATUS] = Status.DIVERGED  # the last update may have been the one too many
        if self.status == Status.DIVERGED and self.diagnosis is None:
            self.diagnosis = diagnose(self)
            if not np.isfinite(self.run.theta).all():
                self.run.theta[:] = self.run.best
        return self.status == Status.RUNNING

    def resumable(self):
        """The `Run` to go on from: without an evaluation that there was only because the run ended."""
        return self._ending.resumable()

    def rewind(self, checkpoint):
        """Go back to an earlier `Checkpoint` of this training."""
        checkpoint.restore(self)
        self._ending, self._session = Ending(self), None

    def start_again(self):
        """Go back to the beginning, with the weights that the network's seed draws."""
        self.network.initialize()
        for old, new in zip(self.run[1:], self._fresh_run()[1:]):
            old[:] = new
        self._ending, self._session, self.diagnosis, self.seconds = Ending(self), None, None, 0.0

    def finish(self):
        """The network as :func:`train` leaves it: with patience the best weights, else the last; its History."""
        history = self.history
        history.checkpoint = Checkpoint.of(self)
        if self.patience and self.status != Status.DIVERGED:
            self.network.parameters[:] = self.run.best
        return history

    def _limit(self, epochs, updates):
        """Samples of the next chunk, at most until so many epochs or updates are done."""
        limit, n, seen = self.pace.limit, len(self.samples.X), int(self.run.counter[Counter.START])
        if epochs is not None:
            limit = max(0, min(limit, (epochs - self.epochs_done) * n - seen))
        if updates is not None:
            whole, rest = divmod(updates, self.updates_per_epoch)
            limit = max(0, min(limit, (whole - self.epochs_done) * n + rest * self.batch_size - seen))
        return limit

    def _call(self, limit, threads, run=None, option=None):
        """Train until so many samples have passed, by so many threads; returns how many have."""
        if self.device == "cuda":
            return self._on_device(run, option).advance(limit)
        from numnet.cpu.training import train

        network, work = self.network, self.work
        run, option = self.run if run is None else run, self.option if option is None else option
        work.barrier_state[:] = 0

        def release():
            """Thread 0 won't come: let the others through their first barrier, with nothing to do."""
            work.phase[0], work.barrier_state[0] = Phase.RETURN, ALL_ARRIVED

        return run_in_threads(
            lambda me: train(network.layout, option, self.hyper, run, self.samples, work, limit, me, threads),
            threads,
            release,
        )

    def twin(self, run, option):
        """The same training with another `Run` and other choices, for the GPU."""
        other = copy(self)
        other.run, other.option = run, option
        return other

    def _on_device(self, run, option):
        """The `Session` of this training; a fresh one for another run."""
        from numnet.cuda.session import Session

        if run is not None:
            return Session([self.twin(run, option)], specialize=False)
        if self._session is None:
            self._session = Session([self], specialize=self.specialize)
        return self._session
