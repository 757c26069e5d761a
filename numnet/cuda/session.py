"""Trainings on the device, from Python: what goes there, one launch after the other, and what comes back."""

import numpy as np

from numnet.cuda import DeviceError, engines
from numnet.cuda.device import Limits, download, prepare, room, synchronize, understandable, upload
from numnet.cuda.plan import device_layout, make_plan
from numnet.cuda.records import Fleet, Place
from numnet.kernels.codes import Counter, Option, Rule

MOST_ORDER_BYTES = 2**30  # of the orders of samples that are made ahead for one launch; an eighth of a small memory
# Updates from which a kernel for one shape is compiled: a prototype's took some 10 s, and saved some 4 µs an update.
EARNED = 2_500_000
ORDER_THREADS = 64  # of a block of `make_orders`


class Session:
    """Trainings of networks of one shape on the GPU; data sets, shuffles, weights and histories stay there.

    trainings: a list of `numnet.training.Training`; engine: one of ``plan.ENGINES``, chosen by size if not given.
    specialize: whether the engine "blocks" gets a kernel for this shape alone; None: if the runs are long enough.
    Raises DeviceError.
    """

    def __init__(self, trainings, engine=None, specialize=None):
        self.trainings, first = trainings, trainings[0]
        self.layout = first.network.layout
        self.slots = max(training.optimizer.slots for training in trainings)
        with understandable():
            limits = Limits()
            P, batch = first.network.parameters.size, max(training.batch_size for training in trainings)
            looks_ahead = any(training.option[Option.RULE] == Rule.NAG for training in trainings)
            points = P if looks_ahead else 0
            rules = {int(training.option[Option.RULE]) for training in trainings}
            rule = rules.pop() if len(rules) == 1 else -1
            shape = first.network.dtype, len(trainings), P, self.slots, points, rule
            self.plan = make_plan(self.layout, *shape, batch, limits, engine)
            long = max(training.epochs * training.updates_per_epoch for training in trainings) >= EARNED
            self.specialized = self.plan.engine == "blocks" and (long if specialize is None else specialize)
            self.host = self._gather(limits.memory)
            self._check_memory(limits)
            self.fleet = self._upload()
        arrays = ("sizes", "activations", "weights_at", "biases_at", "units_at")
        self.layout = device_layout(self.layout, self.plan.engine)
        self.device_layout = self.layout._replace(**{name: upload(getattr(self.layout, name)) for name in arrays})

    def _gather(self, memory):
        """The arrays of all trainings, one after the other, as `Fleet` has them, for a device with so much memory."""
        runs, dtype = [training.run for training in self.trainings], self.trainings[0].network.dtype
        P = runs[0].theta.size
        state = np.zeros((len(runs), self.slots * P), dtype)
        for r, run in enumerate(runs):
            state[r, : run.state.size] = run.state
        host = {name: np.stack([getattr(run, name) for run in runs]) for name in ("theta", "best", "counter", "total")}
        for name in ("option", "hyper"):
            host[name] = np.stack([getattr(training, name) for training in self.trainings])
        host |= {"state": state, "history": np.concatenate([run.history for run in runs])}
        return host | self._samples(memory)

    def _samples(self, memory):
        """Inputs and targets, each data set once, and where each network finds its own."""
        place = np.zeros((len(self.trainings), Place.SIZE), np.int64)
        parts, at, rows, orders = {}, 0, 0, 0
        self.epochs = self._epochs(memory)
        for r, training in enumerate(self.trainings):
            samples, n = training.samples, len(training.samples.X)
            if id(samples) not in parts:
                parts[id(samples)] = samples, at, 2 * len(parts)
                at += n + len(samples.held_X)
            _, first, precision = parts[id(samples)]
            length = len(training.run.history)
            place[r] = first, n, first + n, len(samples.held_X), precision, rows, length, orders
            rows, orders = rows + length, orders + self.epochs * n
        self.orders = orders
        kept = [samples for samples, _, _ in parts.values()]
        return {
            "X": np.concatenate([part for samples in kept for part in (samples.X, samples.held_X)]),
            "T": np.concatenate([part for samples in kept for part in (samples.T, samples.held_T)]),
            "weight": np.concatenate([part for samples in kept for part in _weights(samples)]),
            "precision": np.concatenate([samples.precision for samples in kept]),
            "place": place,
        }

    def _epochs(self, memory):
        """Epochs whose orders may be made ahead for one launch; where nothing is shuffled one order serves all."""
        if not any(training.option[Option.SHUFFLE] for training in self.trainings):
            return 1
        longest = max(1, *(training.epochs for training in self.trainings))
        epoch_bytes = 8 * sum(len(training.samples.X) for training in self.trainings)
        return int(min(longest, max(1, min(MOST_ORDER_BYTES, memory // 8) // epoch_bytes)))

    def _check_memory(self, limits):
        """DeviceError where all that would not fit on the device."""
        itemsize = self.trainings[0].network.dtype.itemsize
        needed = sum(array.nbytes for array in self.host.values()) + 8 * self.orders + self.plan.reals * itemsize
        if needed > limits.memory:
            networks, free = len(self.trainings), limits.memory
            raise DeviceError(
                f"{networks} networks need {needed / 2**20:.0f} MB on the GPU, where {free / 2**20:.0f} MB are free; "
                f"train at most {max(1, networks * free // needed)} at a time, or use fewer samples"
            )

    def _upload(self):
        dtype = self.trainings[0].network.dtype
        arrays = {name: upload(array.reshape(-1)) for name, array in self.host.items()}
        return Fleet(
            **arrays,
            order=room(self.orders, np.int64),
            arena=room(self.plan.reals, dtype),
            sums=room(self.plan.blocks, np.float64),
            share=self.plan.share,
            networks=len(self.trainings),
            epochs=self.epochs,
            limit=0,
        )

    @property
    def passed(self):
        """Samples that each network has seen, (R,)."""
        counter, n = self.host["counter"], self.host["place"][:, Place.SAMPLES]
        return counter[:, Counter.EPOCH] * n + counter[:, Counter.START]

    def advance(self, limit, everything=True):
        """Go on until ``limit`` samples have passed through each network; returns how many did through the fastest.

        ``everything``: also copy weights, memories and histories into the trainings.
        """
        before = self.passed
        with understandable():
            epochs = min(self.epochs, limit // int(self.host["place"][:, Place.SAMPLES].min()) + 2)
            fleet = self.fleet._replace(limit=int(limit), epochs=int(epochs))
            engines.make_orders[-(-fleet.networks * fleet.epochs // ORDER_THREADS), ORDER_THREADS](fleet)
            launcher, arguments, plan = *self._kernel(fleet), self.plan
            threads = prepare(launcher, arguments, plan.threads, plan.shared)
            launcher[plan.blocks, threads, 0, plan.shared](*arguments)
            synchronize()
            self.fetch(everything)
        return int((self.passed - before).max())

    def _kernel(self, fleet):
        """(the kernel of the plan, its arguments)."""
        if self.specialized:
            return engines.blocks_of(self.layout, self.plan.share, self.plan.threads), (fleet,)
        return getattr(engines, f"train_{self.plan.engine}"), (self.device_layout, fleet)

    def fetch(self, everything=True):
        """Copy what changed from the device into the trainings."""
        names = ("counter", "total", "history", "theta", "state", "best") if everything else ("counter", "total")
        for name in names:
            download(getattr(self.fleet, name), self.host[name].reshape(-1))
        if everything:
            for r, training in enumerate(self.trainings):
                run, first = training.run, self.host["place"][r, Place.HISTORY]
                old, new = run.counter[Counter.ROW], self.host["counter"][r, Counter.ROW]
                run.history[old:new] = self.host["history"][first + old : first + new]  # old rows have their seconds
                for name in ("counter", "total", "theta", "state", "best"):
                    own = getattr(run, name)
                    own[:] = self.host[name][r][: own.size]


def _weights(samples):
    """The weights of the training and of the validation part, (n,) and (m,): 1 where there are none."""
    for weight, X in ((samples.weight, samples.X), (samples.held_weight, samples.held_X)):
        yield weight[:, 0] if len(weight) else np.ones(len(X), X.dtype)
