"""`Training`: the compiled run, in chunks of about 50 ms, with the state that it leaves."""

import math
import time
from copy import copy

import numpy as np

from numnet.kernels.codes import Accumulator, Column, Counter, Hyper, Option, Phase, Status
from numnet.kernels.records import Run
from numnet.model.samples import prepare_samples
from numnet.model.tasks import TASKS
from numnet.training.checkpoint import Checkpoint
from numnet.training.chunks import ChunkSizer
from numnet.training.divergence_diagnosis import diagnose
from numnet.training.history import History
from numnet.training.options import TrainOptions, hyper_vector, option_vector
from numnet.training.resume import ScheduledEvaluation, prepare_resumed, take_up
from numnet.utils.aligned_arrays import aligned
from numnet.utils.free_memory import SMALL, check_memory
from numnet.utils.threads import Team

ALL_ARRIVED = 2**62  # arrivals that complete any barrier


class Training:
    """A run that can be watched: :meth:`advance` goes on for about 50 ms a call.

    Arguments as for :func:`numnet.train`, those after the optimizer by name; ``options`` are the fields of
    `TrainOptions`.  The network is trained in place.  Raises ValueError or TypeError for options that do not fit the
    network or the data, or are not those of the training to ``resume``; MemoryError, before anything is allocated, for
    a training that does not fit.

    >>> import numnet
    >>> training = Training(numnet.Network([1, 2]), [[0.0], [1.0]], [0, 1], epochs=3)
    >>> while training.advance():
    ...     pass
    >>> training.epochs_done
    3
    """

    def __init__(self, network, X, T, optimizer=None, *, validation=None, sample_weight=None, resume=None, **options):
        options = TrainOptions(optimizer, **options)
        self._prepare(network, prepare_samples(network, X, T, validation, sample_weight), options, resume)

    @classmethod
    def prepared(cls, network, samples, options, resume=None):
        """A training on `Samples`, of `prepare_samples` for a network of the same shape, with `TrainOptions`."""
        training = cls.__new__(cls)
        training._prepare(network, samples, options, resume)
        return training

    def _prepare(self, network, samples, options, resume):
        self.network, self.samples, self.options = network, samples, options
        self.option = option_vector(options, network, len(samples.X))
        self.hyper = hyper_vector(options, network.dtype, options.epochs * self.updates_per_epoch)
        self.has_validation = len(samples.validation_X) > 0
        self._check_memory()
        self.run = self._fresh_run()
        self.specialize, self._session, self.work = options.specialize, None, None
        if options.device == "cpu":
            from numnet.cpu.workspace import make_workspace

            rows = int(self.option[Option.SHARD_ROWS])
            rule, threads = options.optimizer.code, options.threads
            self.work = make_workspace(network, len(samples.X), rows, self.batch_size, rule, threads)
            self.team = Team(self.work.threads)
        self.seconds, self.compile_seconds, self.diagnosis = 0.0, None, None
        self.chunk_sizer = ChunkSizer(6 * network.parameters.size, self.work is not None and self.work.threads > 1)
        self.halvings = 0  # of the learning rate
        self.resumed = resume  # the History or Checkpoint to go on from
        if resume is not None:
            take_up(self, resume)
        self.scheduled_evaluation = ScheduledEvaluation(self)

    def _check_memory(self):
        """Raises MemoryError, before anything is allocated, for a training that does not fit."""
        theta, shards = self.network.parameters, -(-self.batch_size // int(self.option[Option.SHARD_ROWS]))
        values = theta.size * (self.options.optimizer.slots + 1 + shards)
        if values * theta.itemsize > SMALL:
            what = f"batch_size {self.batch_size}: the gradients of its {shards} parts and what the rule remembers"
            check_memory(values * theta.itemsize, what, "take a smaller batch_size or fewer hidden units")

    def _fresh_run(self):
        every, theta = self.option[Option.EVALUATE_EVERY], self.network.parameters
        total = np.zeros(Accumulator.SIZE)
        total[Accumulator.BEST_LOSS] = math.inf
        total[Accumulator.RATE] = self.options.optimizer.learning_rate * (1 / max(1, self.hyper[Hyper.WARMUP]))
        rows = self.epochs // every + 2 if every else 0
        try:
            history = np.zeros((rows, Column.SIZE))
        except (MemoryError, ValueError):
            raise MemoryError(f"a history of {rows} rows does not fit; use fewer epochs or evaluate_every") from None
        state = aligned(self.options.optimizer.slots * theta.size, theta.dtype)
        return Run(theta, state, theta.copy(), np.zeros(Counter.SIZE, np.int64), total, history)

    @property
    def patience(self):
        """Epochs without improvement before stopping; 0 for no limit."""
        return self.options.patience or 0

    @property
    def epochs(self):
        """Epochs that the run is to have."""
        return self.options.epochs

    @property
    def batch_size(self):
        """Samples an update, at most all."""
        return int(self.option[Option.BATCH_SIZE])

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
                self.scheduled_evaluation.pause(None)
            self.run_chunk(0, self.work.threads if self.work else 1)  # which wakes the threads, too
            self.run.history[row : self.run.counter[Counter.ROW], Column.SECONDS] = self.seconds
            self.compile_seconds = time.perf_counter() - start

    def advance(self, epochs=None, updates=None):
        """Train for about 50 ms, at most until so many epochs or updates are done; returns whether the run goes on.

        After divergence the parameters are the last finite ones.
        """
        self.compile()
        if self.status != Status.RUNNING:
            return self._settle()
        first_row, first_step = int(self.run.counter[Counter.ROW]), self.updates
        begun, limit = time.perf_counter(), self._limit(self.scheduled_evaluation.pause(epochs), updates)
        passed = self.run_chunk(limit, self.work.threads if self.chunk_sizer.shared else 1)
        elapsed = time.perf_counter() - begun
        given_up = passed < limit and self.status == Status.RUNNING  # since thread 0 did nothing but wait
        if passed >= self.chunk_sizer.limit or given_up:
            self.chunk_sizer.learn(passed, elapsed)
        return self.account(elapsed, first_row, first_step)

    def account(self, elapsed, first_row, first_step):
        """Enter the chunk since this row and update, which took so many seconds; returns whether the run goes on.

        The clock is read between chunks: their seconds are shared out to their rows of the history.
        """
        rows = self.run.history[first_row : self.run.counter[Counter.ROW]]
        share = (rows[:, Column.STEP] - first_step) / max(1, self.updates - first_step)
        rows[:, Column.SECONDS] = self.seconds + share * elapsed
        self.seconds += elapsed
        return self._settle()

    def _settle(self):
        """After a divergence: why, and the last finite weights.  Returns whether the run goes on."""
        if self.status != Status.RUNNING and not np.isfinite(self.run.theta).all():
            self.run.counter[Counter.STATUS] = Status.DIVERGED  # the last update may have been the one too many
        if self.status == Status.DIVERGED and self.diagnosis is None:
            self.diagnosis = diagnose(self)
            if not np.isfinite(self.run.theta).all():
                self.run.theta[:] = self.run.best
        return self.status == Status.RUNNING

    def rewind(self, checkpoint):
        """Go back to an earlier `Checkpoint` of this training."""
        checkpoint.restore(self)
        self.scheduled_evaluation, self._session = ScheduledEvaluation(self), None

    def start_again(self):
        """Go back to the beginning, with the weights that the network's seed draws."""
        self.network.initialize()
        for old, new in zip(self.run[1:], self._fresh_run()[1:]):
            old[:] = new
        self.scheduled_evaluation, self._session = ScheduledEvaluation(self), None
        self.diagnosis, self.seconds = None, 0.0

    def finish(self):
        """The network as :func:`train` leaves it: with patience the best weights, else the last; its History."""
        history = self.history
        history.checkpoint = Checkpoint.of(self)
        if self.patience and self.status != Status.DIVERGED:
            self.network.parameters[:] = self.run.best
        return history

    def _limit(self, epochs, updates):
        """Samples of the next chunk, at most until so many epochs or updates are done."""
        limit, n, seen = self.chunk_sizer.limit, len(self.samples.X), int(self.run.counter[Counter.START])
        if epochs is not None:
            limit = max(0, min(limit, (epochs - self.epochs_done) * n - seen))
        if updates is not None:
            whole, rest = divmod(updates, self.updates_per_epoch)
            limit = max(0, min(limit, (whole - self.epochs_done) * n + rest * self.batch_size - seen))
        return limit

    def run_chunk(self, limit, threads):
        """Train until so many samples have passed, by so many threads; returns how many have."""
        if self.options.device == "cuda":
            return self._on_device().advance(limit)
        from numnet.cpu.training import train

        network, work = self.network, self.work
        work.barrier_state[:] = 0

        def chunk(thread):
            layout = network.layout
            return train(layout, self.option, self.hyper, self.run, self.samples, work, limit, thread, threads)

        def release():
            """Let the others through their first barrier, with nothing to do, where thread 0 won't come."""
            work.phase[0], work.barrier_state[0] = Phase.RETURN, ALL_ARRIVED

        return self.team.run(chunk, threads, release)

    def twin(self, run, option):
        """The same training with another `Run` and other choices; on a GPU with the kernel for all shapes."""
        other = copy(self)
        other.run, other.option, other.specialize, other._session = run, option, False, None
        return other

    def _on_device(self):
        """The `Session` of this training."""
        from numnet.cuda.session import Session

        if self._session is None:
            self._session = Session([self], specialize=self.specialize)
        return self._session
