"""What figures need computed by training: the experiments of the chapter, arrays out.

Every number comes from the kernels that train any network; data are generated, and seeded.
"""

import time
from dataclasses import dataclass

import numpy as np

from numnet.anatomy import memory, rates
from numnet.checking import integer, number
from numnet.kernels.codes import Rule, Status
from numnet.network import Network
from numnet.optimizers import OPTIMIZERS, SGD
from numnet.training import Training

GRID = tuple(float(f"{m}e{k}") for k in range(-3, 1) for m in (1, 2, 5))  # learning rates that are tried
KINDS = ("batch", "mini-batch", "stochastic")
NEAR = 0.01  # the target: so much of the way from the start's error to the lowest is left


def weights_after(training, updates):
    """The parameters (len(updates), P) of a `Training` after each of those updates, which must rise.

    Rows after a divergence are NaN.

    >>> net = Network([1, 1], task="regression", init="zeros")
    >>> weights_after(Training(net, [[1.0]], [1.0], SGD(0.5), epochs=2), [0, 1, 2]).tolist()
    [[0.0, 0.0], [0.5, 0.5], [0.5, 0.5]]
    """
    theta = np.full((len(updates), training.network.parameters.size), np.nan)
    for row, count in enumerate(updates):
        while training.updates < count and training.advance(updates=count):
            pass
        if training.status == Status.DIVERGED:
            break
        theta[row] = training.network.parameters
    return theta


def losses_of(network, theta, X, T):
    """The mean loss (len(theta),) over X and T at each row of theta (rows, P); NaN where a row is not finite."""
    from numnet.cpu.passes import network_outputs

    X, layout = network.inputs(X), network.layout
    T = network.targets(T, len(X))
    theta = np.ascontiguousarray(theta, network.dtype)
    return np.array([network_outputs(layout, w, X, T)[1] if np.isfinite(w).all() else np.nan for w in theta])


def checkpoints(updates, dense=300, most=700):
    """Numbers of updates to look at: 0, each of the first ``dense``, then evenly spaced in ratio, and the last."""
    later = np.geomspace(min(dense, updates) + 1, updates + 1, most - dense).round().astype(int) - 1
    return np.unique(np.concatenate([np.arange(min(dense, updates) + 1), later]))


# --- batch, mini-batch, stochastic ------------------------------------------------------------------------------------


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
    own = problems[n]
    return Batches(
        n, own.start, own.lowest, own.lowest_loss, own.target,
        tuple(own.path(arrival, epochs) for arrival in arrivals[n]),
        tuple(arrival for size in sizes for arrival in arrivals[size]),
        gradient_variance(own.network, own.X, own.T, seed=seed), own.network, own.X, own.T,
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
        return Training(self.network.copy(), self.X, self.T, SGD(rate), batch_size=batch_size, epochs=epochs,
                        seed=self.seed, shuffle=batch_size < n, evaluate_every=0, threads=1)  # fmt: skip

    def follow(self, batch_size, rate, updates, looks):
        epochs = -(-updates // -(-len(self.X) // batch_size))
        theta = weights_after(self.training(batch_size, rate, epochs), looks)
        return theta, losses_of(self.network, theta, self.X, self.T)

    def arrive(self, kind, batch_size):
        """The :class:`Arrival` at the best rate of GRID."""
        looks = checkpoints(self.UPDATES, dense=10, most=60)
        found = [(self.reached(batch_size, rate, looks), rate) for rate in GRID]
        updates, rate = min(((count, rate) for count, rate in found if count >= 0), default=(-1, GRID[0]))
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
    from numnet.cpu.passes import network_gradient

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


# --- rare features ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RareRun:
    """One rule on data with rare features."""

    optimizer: object  # with the rate of GRID that leaves the least loss
    rate: np.ndarray  # (U, d): factor on the gradient of each weight; NaN before its first gradient
    loss: np.ndarray  # (K,) at ``update``
    missing: np.ndarray  # (K, 2): mean |w − truth| of the frequent weights, of the rare ones


@dataclass(frozen=True)
class RareFeatures:
    """Rules on a linear unit, some inputs of which are nearly always 0."""

    share: float  # of the samples in which a rare feature is not 0
    rare: np.ndarray  # (d,) bool
    update: np.ndarray  # (K,)
    updates_per_epoch: int
    noise_loss: float  # what no weights can avoid
    runs: dict  # {rule: RareRun}


def rare_data(n=2000, frequent=4, rare=4, share=0.01, noise=0.5, seed=0):
    """X (n, d), T (n,), the true weights (d,): normal inputs, the last ``rare`` of them 0 but in a share of rows."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, frequent + rare))
    for column in range(frequent, frequent + rare):
        kept = rng.choice(n, max(1, round(share * n)), replace=False)
        X[np.setdiff1d(np.arange(n), kept), column] = 0
    truth = np.where(np.arange(frequent + rare) % 2, -1.0, 1.0) * np.where(np.arange(frequent + rare) < frequent, 1, 3)
    return X, X @ truth + rng.normal(0, noise, n), truth


def rare_features(
    rules=("sgd", "adagrad", "rmsprop", "adam"), n=2000, share=0.01, batch_size=20, epochs=20, seed=0, progress=None
):
    """Each rule trains the same linear unit on the same samples in the same order: :class:`RareFeatures`.

    >>> found = rare_features(rules=("adagrad",), n=200, epochs=2)
    >>> found.runs["adagrad"].rate.shape
    (20, 8)
    """
    share = number("share", share, above=0, below=1)
    n, epochs = integer("n", n, at_least=10), integer("epochs", epochs, at_least=1)
    X, T, truth = rare_data(n, share=share, seed=seed)
    rare = np.arange(len(truth)) >= len(truth) // 2
    network = Network([len(truth), 1], task="regression", dtype="float64", init="zeros")

    def training(optimizer, evaluate_every=0):
        return Training(network.copy(), X, T, optimizer, batch_size, epochs, seed=seed, evaluate_every=evaluate_every,
                        threads=1)  # fmt: skip

    runs, total = {}, epochs * -(-n // min(batch_size, n))
    looks = checkpoints(total, dense=100, most=400)
    for done, rule in enumerate(rules, 1):
        best = _least_loss(training, OPTIMIZERS[rule])
        theta, factors = _watched(training(best), total)
        loss = losses_of(network, theta[looks], X, T)
        error = abs(theta[looks, :-1] - truth)
        missing = np.stack([error[:, ~rare].mean(axis=1), error[:, rare].mean(axis=1)], axis=1)
        runs[rule] = RareRun(best, factors[:, :-1], loss, missing)
        if progress:
            progress(done, len(rules))
    floor = losses_of(network, [[*truth, 0.0]], X, T)[0]
    return RareFeatures(share, rare, looks, -(-n // batch_size), float(floor), runs)


def _least_loss(training, kind):
    """The rule with the rate of GRID whose mean loss over the last quarter of the epochs is least."""
    scores = []
    for rate in GRID:
        run = training(kind(rate), 1)
        while run.advance():
            pass
        loss = run.history.train_loss
        bad = run.status == Status.DIVERGED or not np.isfinite(loss).all()
        scores.append(np.inf if bad else loss[-max(1, len(loss) // 4) :].mean())
    return kind(GRID[int(np.argmin(scores))])


def _watched(training, total):
    """The parameters (total + 1, P) and the factors on their gradients (total, P), update by update."""
    rule, P = Rule(training.optimizer.code), training.network.parameters.size
    theta, states, constants = [training.network.parameters.copy()], [], []
    for count in range(1, total + 1):
        while training.updates < count and training.advance(updates=count):
            pass
        theta.append(training.network.parameters.copy())
        states.append(training.run.state.reshape(-1, P).copy())
        constants.append(training.work.step.copy())
    parts = memory(rule, np.array(states), np.array(constants))
    factors = np.broadcast_to(rates(rule, parts, np.array(constants)), (total, P)).copy()
    squares = parts.get("squares", parts.get("second_moment"))
    if squares is not None:
        factors[squares == 0] = np.nan  # no gradient yet: η / ε says nothing
    return np.array(theta), factors
