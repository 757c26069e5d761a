"""Batch, mini-batch and stochastic gradient descent on one problem of two weights."""

import time
from dataclasses import dataclass

import numpy as np

from numnet.experiments.tracking import GRID, best_rate, checkpoints, losses_of, weights_after
from numnet.model.network import Network
from numnet.optim.optimizers import SGD
from numnet.training.training import Training
from numnet.utils.arguments import integer
from numnet.utils.language import gettext, message

KINDS = ("batch", "mini-batch", "stochastic")
NEAR = 0.01  # the target: so much of the way from the start's error to the lowest is left


@dataclass(frozen=True)
class Arrival:
    """How one kind of gradient descent reached the target: the error stayed below it until the end."""

    n: int
    kind: str
    batch_size: int
    rate: float  # the one of GRID that gets there in the fewest updates
    updates: int  # -1: it did not
    seconds: float  # of these updates; NaN: it did not
    seconds_per_update: float

    @property
    def updates_per_epoch(self):
        """Mini-batches of a pass over the data; the last may be smaller."""
        return -(-self.n // self.batch_size)

    @property
    def epochs(self):
        """Passes over the data until then."""
        return self.updates / self.updates_per_epoch


@dataclass(frozen=True)
class Path:
    """What one kind of gradient descent did to the two weights."""

    arrival: Arrival
    update: np.ndarray  # (K,) int: where it was looked at
    weights: np.ndarray  # (K, 2): w, b
    loss: np.ndarray  # (K,): over all samples

    @property
    def epoch(self):
        """Passes over the data, (K,)."""
        return self.update / self.arrival.updates_per_epoch

    @property
    def seconds(self):
        """Training time (K,), by the measured mean of an update: evaluation not counted."""
        return self.update * self.arrival.seconds_per_update


@dataclass(frozen=True)
class Batches:
    """The three kinds on one problem of two weights: y = w x + b, E = ½ mean (y − t)²."""

    n: int
    start: np.ndarray  # (2,)
    lowest: np.ndarray  # (2,): where E is least
    lowest_loss: float
    target: float
    paths: tuple  # Path of each of KINDS
    arrivals: tuple  # Arrival of each of KINDS, for each number of samples
    variance: np.ndarray  # (3, m): batch sizes, measured variance of the gradient at the start, the same by formula
    network: Network
    X: np.ndarray
    T: np.ndarray

    def loss(self, w, b):
        """E at weights w, biases b: arrays of the same shape."""
        theta = np.stack([np.ravel(w), np.ravel(b)], axis=1)
        return losses_of(self.network, theta, self.X, self.T).reshape(np.shape(w))


HEADER = (message("samples"), message("kind"), message("rate"), message("updates"), message("epochs"), message("time"),
          message("per update"))  # of the table of arrivals; fmt: skip


def arrival_rows(experiment):
    """The arrivals of `Batches` as a table of texts: a header, and a row for each; dashes for what never arrived.

    >>> arrival_rows(batches(n=40, batch_size=8, epochs=1, sizes=(40,)))[0]
    ('samples', 'kind', 'rate', 'updates', 'epochs', 'time', 'per update')
    """
    rows = [tuple(map(gettext, HEADER))]
    for arrival in experiment.arrivals:
        each = f"{1e6 * arrival.seconds_per_update:.3g} µs"
        reached = (f"{arrival.rate:g}", str(arrival.updates), f"{arrival.epochs:.2g}", _duration(arrival.seconds))
        rows.append((str(arrival.n), arrival.kind, *(reached if arrival.updates >= 0 else ("–",) * 4), each))
    return rows


def _duration(seconds):
    return f"{1e6 * seconds:.3g} µs" if seconds < 1e-3 else f"{1e3 * seconds:.3g} ms"


def line(n, seed=0):
    """X (n, 1), T (n,): t = 2 x − 1 with noise ½, x normal about 1."""
    rng = np.random.default_rng([seed, n])
    x = rng.normal(1, 1, (n, 1))
    return x, 2 * x[:, 0] - 1 + rng.normal(0, 0.5, n)


def batches(n=1000, batch_size=32, epochs=20, sizes=(100, 1000, 10000), start=(-1.0, 2.0), seed=0, progress=None):
    """Batch, mini-batch and stochastic gradient descent from one start on the same data: :class:`Batches`.

    n : int
        Samples of the problem whose paths are kept, for ``epochs`` passes over them.
    batch_size : int
        Of the mini-batches.
    sizes : sequence of int
        Numbers of samples for which updates and seconds to the target are measured.  The target: all but 1 % of the
        way from the start's error to the lowest one.  Each kind has the rate that gets there in the fewest updates.
    progress : callable, optional
        ``progress(done, count)`` after each number of samples.

    Raises ValueError or TypeError naming the argument.

    >>> found = batches(n=50, batch_size=10, epochs=2, sizes=(50,))
    >>> [len(path.weights) for path in found.paths]
    [3, 11, 101]
    """
    n, epochs = integer("n", n, at_least=4), integer("epochs", epochs, at_least=1)
    batch_size = integer("batch_size", batch_size, at_least=1)
    sizes = [integer("sizes", size, at_least=4) for size in sizes]
    smallest = min([n, *sizes])
    if not 1 < batch_size < smallest:
        raise ValueError(f"batch_size must be between 1 and the number of samples, {smallest}; got {batch_size}")
    arrivals, problems = {}, {}
    for done, size in enumerate(dict.fromkeys([*sizes, n]), 1):
        problems[size] = _Problem(*line(size, seed), np.array(start, float), seed)
        arrivals[size] = [problems[size].arrive(kind, b) for kind, b in zip(KINDS, (size, batch_size, 1))]
        if progress:
            progress(done, len({*sizes, n}))
    problem = problems[n]
    return Batches(
        n, problem.start, problem.lowest, problem.lowest_loss, problem.target,
        tuple(problem.path(arrival, epochs) for arrival in arrivals[n]),
        tuple(arrival for size in sizes for arrival in arrivals[size]),
        gradient_variance(problem.network, problem.X, problem.T, seed=seed), problem.network, problem.X, problem.T,
    )  # fmt: skip


class _Problem:
    """A unit with one input on some data, from one start."""

    UPDATES = 1000  # within which the target must be reached for good
    TIMED = 50_000  # samples to pass while the clock runs

    def __init__(self, X, T, start, seed):
        self.X, self.T, self.start, self.seed = X, T, start, seed
        self.network = Network([1, 1], task="regression", dtype="float64", init="zeros")
        self.network.parameters[:] = start
        ones = np.column_stack([X[:, 0], np.ones(len(X))])
        self.lowest = np.linalg.lstsq(ones, T, rcond=None)[0]
        first, self.lowest_loss = losses_of(self.network, [start, self.lowest], X, T)
        self.target = self.lowest_loss + NEAR * (first - self.lowest_loss)

    def training(self, batch_size, rate, epochs):
        n = len(self.X)
        return Training(self.network.copy(), self.X, self.T, SGD(rate), batch_size=batch_size,
                           epochs=epochs, seed=self.seed, shuffle=batch_size < n, evaluate_every=0,
                           threads=1)  # fmt: skip

    def follow(self, batch_size, rate, updates, looks):
        epochs = -(-updates // -(-len(self.X) // batch_size))
        theta = weights_after(self.training(batch_size, rate, epochs), looks)
        return theta, losses_of(self.network, theta, self.X, self.T)

    def arrive(self, kind, batch_size):
        """The :class:`Arrival` at the best rate of GRID."""
        looks = checkpoints(self.UPDATES, dense=10, most=60)
        counts = [self.reached(batch_size, rate, looks) for rate in GRID]
        rate = best_rate(GRID, [count if count >= 0 else np.inf for count in counts])
        updates = counts[GRID.index(rate)]
        if updates > 0:
            updates = self.reached(batch_size, rate, np.union1d(np.arange(updates), looks))
        each = self.clock(batch_size, rate)
        return Arrival(len(self.X), kind, batch_size, rate, updates, updates * each if updates >= 0 else np.nan, each)

    def reached(self, batch_size, rate, looks):
        """The update from which on the error is below the target wherever it is looked at; -1: never."""
        _, loss = self.follow(batch_size, rate, self.UPDATES, looks)
        after = int(np.flatnonzero(~(loss <= self.target))[-1]) + 1  # the start is above it
        return int(looks[after]) if after < len(looks) else -1

    def clock(self, batch_size, rate, repeats=9):
        """Seconds of an update, shuffling and copying included, evaluation not: the best of several runs."""
        best = np.inf
        for _ in range(repeats):
            training = self.training(batch_size, rate, max(1, self.TIMED // len(self.X)))
            training.compile()
            begun = time.perf_counter()
            while training.advance():
                pass
            best = min(best, (time.perf_counter() - begun) / max(1, training.updates))
        return best

    def path(self, arrival, epochs):
        updates = epochs * arrival.updates_per_epoch
        looks = checkpoints(updates)
        return Path(arrival, looks, *self.follow(arrival.batch_size, arrival.rate, updates, looks))


def gradient_variance(network, X, T, draws=400, seed=0):
    """(3, m): batch sizes 1, 2, 4, … below n; the mean of ‖g_B − g‖² over mini-batches drawn as training draws them,
    without replacement; and the same by formula, σ²/B (n − B)/(n − 1), with σ² from the gradient of every sample."""
    from numnet.cpu.entry_points import network_gradient

    layout, theta, rng = network.layout, network.parameters, np.random.default_rng(seed)
    X = network.inputs(X)
    T, n = network.targets(T, len(X)), len(X)
    whole = network_gradient(layout, theta, X, T)
    single = np.array([network_gradient(layout, theta, X[i : i + 1], T[i : i + 1]) for i in range(n)])
    sigma2 = ((single - whole) ** 2).sum(axis=1).mean()
    sizes = 2 ** np.arange(int(np.log2(n - 1)) + 1)
    measured = []
    for size in sizes:
        drawn = [rng.choice(n, size, replace=False) for _ in range(draws)]
        g = np.array([network_gradient(layout, theta, X[rows], T[rows]) for rows in drawn])
        measured.append(((g - whole) ** 2).sum(axis=1).mean())
    return np.array([sizes, measured, sigma2 / sizes * (n - sizes) / (n - 1)])
