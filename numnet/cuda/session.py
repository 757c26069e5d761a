"""Trainings on the device, from Python: upload, one launch after the other, download."""

import numpy as np

from numnet.cuda import kernels, shape_kernels
from numnet.cuda.device.compile import SMALLER, prepare
from numnet.cuda.device.driver import Limits, understandable
from numnet.cuda.device.memory import allocate, download, overwrite, synchronize, upload
from numnet.cuda.errors import OutOfMemory
from numnet.cuda.launch_plan import device_layout, make_plan
from numnet.cuda.records import Fleet, Place
from numnet.kernels.codes import Counter, Option, Status

MAX_ORDER_BYTES = 2**30  # of the orders of samples that are made ahead; an eighth of a small memory
# Updates from which a kernel for one shape is compiled: a prototype's took some 10 s, and saved some 4 µs per update.
EARNED = 2_500_000
AHEAD = 16  # launches that orders of samples are made for at a time: a thread shuffles 60,000 samples in some 30 ms
ORDER_THREADS = 64  # of a block of `make_orders`
ALWAYS = 2**62  # an epoch that no training reaches
RESULTS = ("theta", "state", "best", "history")  # what a launch changes, beside counters and totals
HOST = (*RESULTS, "counter", "total", "option", "place")  # what the host keeps a copy of


class Session:
    """Trainings of networks of one shape on the GPU; data sets, shuffles, weights and histories stay there.

    trainings: a list of `numnet.training.training.Training`; engine: one of ``ENGINES`` in
    `numnet.cuda.launch_plan`, chosen by size if not given.
    specialize: whether the engine "blocks" gets a kernel for this shape alone; None: if the runs are long enough.
    ``host``: what is on the device, (R, …) each, as far as it was fetched.  Raises DeviceError, or its OutOfMemory
    before anything is put there.
    """

    def __init__(self, trainings, engine=None, specialize=None):
        self.trainings, first = trainings, trainings[0]
        self.layout = first.network.layout
        self.slots = max(training.options.optimizer.slots for training in trainings)
        with understandable():
            limits = Limits()
            P, batch = first.network.parameters.size, max(training.batch_size for training in trainings)
            looks_ahead = any(training.options.optimizer.rule.looks_ahead for training in trainings)
            points = P if looks_ahead else 0
            rules = {int(training.option[Option.RULE]) for training in trainings}
            rule = rules.pop() if len(rules) == 1 else -1
            shape = first.network.dtype, len(trainings), P, self.slots, points, rule
            self.plan = make_plan(self.layout, *shape, batch, limits, engine)
            long = max(training.epochs * training.updates_per_epoch for training in trainings) >= EARNED
            self.specialized = self.plan.engine in kernels.SHAPED and (long if specialize is None else specialize)
            self.epochs = self._epochs(limits.memory)
            self._check_memory(limits.memory)
            arrays = self._gather()
            self.host = {name: arrays[name] for name in HOST}
            self.fleet = self._upload(arrays)
            self.layout = device_layout(self.layout, self.plan.engine)
            names = ("sizes", "activations", "weights_at", "biases_at", "units_at")
            self.device_layout = self.layout._replace(**{name: upload(getattr(self.layout, name)) for name in names})
        self.ordered = np.full(len(trainings), -1)  # the epoch up to which a network's orders are there

    def _epochs(self, memory):
        """Epochs whose orders may be there at a time; where nothing is shuffled one order serves all."""
        if not any(training.option[Option.SHUFFLE] for training in self.trainings):
            return 1
        longest = max(1, *(training.epochs for training in self.trainings))
        epoch_bytes = 8 * sum(len(training.samples.X) for training in self.trainings)
        return int(min(longest, max(1, min(MAX_ORDER_BYTES, memory // 8) // epoch_bytes)))

    @property
    def nbytes(self):
        """Memory that all of it takes on the device."""
        real, trainings, n = self.trainings[0].network.dtype.itemsize, self.trainings, 0
        for training in trainings:
            slots = self.slots - training.options.optimizer.slots  # of other rules, which remember more
            n += sum(array.nbytes for array in (*training.run, training.option, training.hyper))
            n += slots * training.run.theta.nbytes + 8 * (Place.SIZE + self.epochs * len(training.samples.X))
        for samples in {id(training.samples): training.samples for training in trainings}.values():
            n += sum(array.nbytes for array in (samples.X, samples.T, samples.validation_X, samples.validation_T))
            n += samples.precision.nbytes + real * (len(samples.X) + len(samples.validation_X))
        return n + self.plan.reals * real + 8 * self.plan.blocks

    def _check_memory(self, free):
        """OutOfMemory where all that would not fit on the device."""
        if self.nbytes > free:
            networks = len(self.trainings)
            what = "the network needs" if networks == 1 else f"{networks} networks need"
            free, needed = f"{free / 1e6:.3g} MB are free", f"{self.nbytes / 1e6:.3g} MB"
            raise OutOfMemory(f"{what} {needed} on the GPU with its samples, where {free}; {SMALLER}")

    def _gather(self):
        """The arrays of all trainings, one after the other, as `Fleet` has them."""
        runs, dtype = [training.run for training in self.trainings], self.trainings[0].network.dtype
        P = runs[0].theta.size
        state = np.zeros((len(runs), self.slots * P), dtype)
        for r, run in enumerate(runs):
            state[r, : run.state.size] = run.state
        host = {name: np.stack([getattr(run, name) for run in runs]) for name in ("theta", "best", "counter", "total")}
        for name in ("option", "hyper"):
            host[name] = np.stack([getattr(training, name) for training in self.trainings])
        host |= {"state": state, "history": np.concatenate([run.history for run in runs])}
        return host | self._samples()

    def _samples(self):
        """Inputs and targets, each data set once, and where each network finds its own."""
        place = np.zeros((len(self.trainings), Place.SIZE), np.int64)
        parts, at, rows, orders = {}, 0, 0, 0
        for r, training in enumerate(self.trainings):
            samples, n = training.samples, len(training.samples.X)
            if id(samples) not in parts:
                parts[id(samples)] = samples, at, 2 * len(parts)
                at += n + len(samples.validation_X)
            _, first, precision = parts[id(samples)]
            length = len(training.run.history)
            place[r, : Place.EPOCH] = first, n, first + n, len(samples.validation_X), precision, rows, length, orders
            rows, orders = rows + length, orders + self.epochs * n
        kept = [samples for samples, _, _ in parts.values()]
        return {
            "X": np.concatenate([part for samples in kept for part in (samples.X, samples.validation_X)]),
            "T": np.concatenate([part for samples in kept for part in (samples.T, samples.validation_T)]),
            "weight": np.concatenate([part for samples in kept for part in _weights(samples)]),
            "precision": np.concatenate([samples.precision for samples in kept]),
            "place": place,
        }

    def _upload(self, arrays):
        dtype = self.trainings[0].network.dtype
        orders = self.epochs * int(arrays["place"][:, Place.SAMPLES].sum())
        return Fleet(
            **{name: upload(array.reshape(-1)) for name, array in arrays.items()},
            order=allocate(orders, np.int64),
            arena=allocate(self.plan.reals, dtype),
            sums=allocate(self.plan.blocks, np.float64),
            share=self.plan.share,
            networks=len(self.trainings),
            epochs=self.epochs,
            limit=0,
        )

    @property
    def status(self):
        """The `Status` of each network, (R,)."""
        return self.host["counter"][:, Counter.STATUS]

    @property
    def passed(self):
        """Samples that each network has seen, (R,), a look at one without learning counted as a third."""
        counter, place = self.host["counter"], self.host["place"]
        n, m = place[:, Place.SAMPLES], place[:, Place.VALIDATION_SAMPLES]
        looks = counter[:, Counter.ROW] * ((n + m) // 3)
        return counter[:, Counter.EPOCH] * n + counter[:, Counter.START] + looks

    def aim(self, epochs):
        """Let each network train up to so many epochs, (R,), also where it has finished with fewer."""
        option, counter = self.host["option"], self.host["counter"]
        further = (option[:, Option.EPOCHS] < epochs) & (self.status == Status.FINISHED)
        option[:, Option.EPOCHS], counter[further, Counter.STATUS] = epochs, Status.RUNNING
        self.ordered[:] = -1
        with understandable():
            overwrite(self.fleet.option, option.reshape(-1))
            overwrite(self.fleet.counter, counter.reshape(-1))

    def advance(self, limit, everything=True):
        """Go on until ``limit`` samples have passed through each network; returns how many did through the fastest.

        ``everything``: also copy weights, memories and histories into the trainings.
        """
        before = self.passed
        with understandable():
            self._make_orders(int(limit))
            launcher, arguments = self._kernel(self.fleet._replace(limit=int(limit)))
            launcher[self.plan.blocks, self.plan.threads, 0, self.plan.shared](*arguments)
            synchronize()
            for name in ("counter", "total"):
                download(getattr(self.fleet, name), self.host[name].reshape(-1))
        if everything:
            self.fetch()
        return int((self.passed - before).max())

    def _make_orders(self, limit):
        """Orders of samples for the next launch and others after it, where those that are there don't reach so far.

        A launch of no samples, which compiles, makes one epoch's: all of them are training time.
        """
        option, n = self.host["option"], self.host["place"][:, Place.SAMPLES]
        epoch, running = self.host["counter"][:, Counter.EPOCH], self.status == Status.RUNNING
        wanted = np.minimum(limit // n + 2, option[:, Option.EPOCHS] - epoch)
        if (running & (self.ordered < epoch + np.minimum(wanted, self.epochs))).any():
            ahead = min(self.epochs, AHEAD * (limit // int(n.min()) + 2)) if limit else 1
            self.fleet = self.fleet._replace(epochs=ahead)
            kernels.make_orders[-(-self.fleet.networks * ahead // ORDER_THREADS), ORDER_THREADS](self.fleet)
            if limit:
                self.ordered = np.where(option[:, Option.SHUFFLE], epoch + ahead, ALWAYS)

    def _kernel(self, fleet):
        """(the kernel of the plan, its arguments); the plan gets fewer threads where no more can be had.

        A kernel for one shape knows how many threads there are: with fewer, it is another.
        """
        launcher, arguments = getattr(kernels, f"train_{self.plan.engine}"), (self.device_layout, fleet)
        if self.specialized:
            shape = self.layout, self.plan.share, self.plan.threads, self.plan.together
            launcher, arguments = shape_kernels.of_one_shape(self.plan.engine, *shape), (fleet,)
        threads = prepare(launcher, arguments, self.plan.threads, self.plan.shared)
        if threads < self.plan.threads:
            self.plan = self.plan._replace(threads=threads)
            return self._kernel(fleet)
        return launcher, arguments

    def fetch(self, first=0, end=None):
        """Copy what the device has of the networks ``first`` to ``end`` - 1, of all by default, into the trainings."""
        end = len(self.trainings) if end is None else end
        place, host = self.host["place"], self.host
        rows = place[first, Place.HISTORY], place[end - 1, Place.HISTORY] + place[end - 1, Place.ROWS]
        with understandable():
            for name in RESULTS:
                a, b = rows if name == "history" else (first, end)
                width, part = host[name].shape[1], host[name][a:b].reshape(-1)
                if part.size:
                    download(getattr(self.fleet, name)[a * width : b * width], part)
        for r in range(first, end):
            run, begin = self.trainings[r].run, place[r, Place.HISTORY]
            old, new = run.counter[Counter.ROW], host["counter"][r, Counter.ROW]
            run.history[old:new] = host["history"][begin + old : begin + new]  # old rows have their seconds
            for name in ("counter", "total", "theta", "state", "best"):
                own = getattr(run, name)
                own[:] = host[name][r][: own.size]


def _weights(samples):
    """The weights of the training and of the validation part, (n,) and (m,): 1 where there are none."""
    for weight, X in ((samples.weight, samples.X), (samples.validation_weight, samples.validation_X)):
        yield weight[:, 0] if len(weight) else np.ones(len(X), X.dtype)
