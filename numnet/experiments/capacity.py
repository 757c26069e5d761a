"""Too small, right, too large: networks and polynomials fit a noisy curve, and what helps the overfitted one."""

from dataclasses import dataclass

import numpy as np
from numpy.polynomial import Legendre

from numnet.experiments.tracking import train_all
from numnet.model.network import Network
from numnet.optim.optimizers import Adam
from numnet.training.training import Training
from numnet.utils.arguments import integer, number
from numnet.utils.language import message

HALF = 0.75 * np.pi  # inputs are drawn evenly from ±HALF: one and a half periods of the curve
WIDTHS = (1, 2, 3, 4, 8, 16, 32, 64)
DEGREES = tuple(range(1, 17))
SIZES = (10, 20, 40, 80, 160, 320)
L2 = (1e-5, 1e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1.0)
L1 = (1e-5, 1e-4, 1e-3, 3e-3, 1e-2, 3e-2)
DROPOUT = (0.05, 0.1, 0.2, 0.4)
HELD, FRESH = 20, 500  # samples that settle when to stop and how strong a remedy is; that measure the validation error
GRID = np.linspace(-HALF, HALF, 301)  # where fits are drawn
RATE = 0.01  # of Adam, for all networks


def curve(x):
    """The curve that is to be fitted: sin 2x."""
    return np.sin(2 * x)


@dataclass(frozen=True)
class Errors:
    """Root mean square errors of fits; S seeds, K values of what is varied."""

    values: np.ndarray  # (K,)
    train: np.ndarray  # (S, K)
    held: np.ndarray  # (S, K): on HELD samples, which settle choices
    validation: np.ndarray  # (S, K): on FRESH samples, which settle nothing
    fits: np.ndarray  # (S, K, len(x)): the fitted curves

    @property
    def best(self):
        """The place of the value with the lowest median error on the samples that settle choices."""
        return int(np.median(self.held, axis=0).argmin())


@dataclass(frozen=True)
class Capacity:
    """All fits of one noisy curve, for every seed a sample of its own."""

    n: int
    noise: float
    epochs: int
    seeds: int
    width: int  # of the network that is too large
    x: np.ndarray  # where fits are drawn
    samples: tuple  # S pairs (x, t) of n each
    widths: Errors
    degrees: Errors
    sizes: Errors  # numbers of samples, for the network that is too large
    remedies: dict  # {"early stopping" | "L2" | "L1" | "dropout": Errors against the strength}


def capacity(n=20, noise=0.3, width=64, epochs=6000, seeds=8, progress=None):
    """Fits t = sin 2x + noise by networks with one hidden tanh layer and by polynomials: `Capacity`.

    Networks are trained by Adam on all samples at once; polynomials, a linear unit on Legendre features, are solved
    for by least squares, since descent would take too long on high degrees.  ``progress(done, count)`` is called as
    trainings end.  Raises ValueError or TypeError naming the argument.

    >>> found = capacity(n=8, width=4, epochs=20, seeds=2)
    >>> found.widths.train.shape, found.remedies["L2"].validation.shape
    ((2, 4), (2, 9))
    """
    n, width = integer("n", n, at_least=4), integer("width", width, at_least=2)
    epochs, seeds = integer("epochs", epochs, at_least=1), integer("seeds", seeds, at_least=1)
    problems = [_Problem(seed, number("noise", noise, at_least=0), n) for seed in range(seeds)]
    varied = {
        "width": (*[w for w in WIDTHS if w < width], width), "n": SIZES, "l2": L2, "l1": L1, "dropout": DROPOUT,
        "patience": (epochs // 10 or 1,),
    }  # fmt: skip
    keys = [(name, value, seed) for name, values in varied.items() for value in values for seed in range(seeds)]

    def make(key):
        name, value, seed = key
        return _Fitting(problems[seed], epochs, **{"width": width, name: value})

    make(keys[0]).training.compile()
    found = train_all(keys, make, _Fitting.judge, progress)

    def errors(name):
        members = [[found[name, value, seed] for value in varied[name]] for seed in range(seeds)]
        return _errors(varied[name], members)

    polynomials = [[problem.polynomial(degree) for degree in DEGREES if degree < n] for problem in problems]
    remedies = {message("early stopping"): "patience", "L2": "l2", "L1": "l1", "dropout": "dropout"}
    return Capacity(
        n, noise, epochs, seeds, width, GRID, tuple((problem.X[:n, 0], problem.T[:n]) for problem in problems),
        errors("width"), _errors(DEGREES, polynomials), errors("n"),
        {label: errors(name) for label, name in remedies.items()},
    )  # fmt: skip


def _errors(values, members):
    """`Errors` of the (train, held, validation, fit) of every seed and value."""
    parts = [np.array([[member[part] for member in row] for row in members]) for part in range(4)]
    return Errors(np.array(values[: parts[0].shape[1]], float), *parts)


class _Problem:
    """One seed: samples to learn from, samples that settle choices, fresh samples."""

    def __init__(self, seed, noise, n):
        rng = np.random.default_rng(seed)
        self.seed, self.n = seed, n

        def draw(count):
            x = rng.uniform(-HALF, HALF, (count, 1))
            return x, curve(x[:, 0]) + rng.normal(0, noise, count)

        self.held, self.fresh = draw(HELD), draw(FRESH)
        self.X, self.T = draw(max(n, *SIZES))

    def judge(self, answer, n):
        """Root mean square errors on the n samples learnt from, on those held out, on fresh ones; and the curve."""
        parts = ((self.X[:n], self.T[:n]), self.held, self.fresh)
        return (*(float(np.sqrt(((answer(X) - T) ** 2).mean())) for X, T in parts), answer(GRID[:, None]))

    def polynomial(self, degree):
        """The judgement on the polynomial of least squares."""
        scaled = Legendre.fit(self.X[: self.n, 0], self.T[: self.n], degree, domain=[-HALF, HALF])
        return self.judge(lambda X: scaled(X[:, 0]), self.n)


class _Fitting:
    """A network in training on the samples of a problem."""

    def __init__(self, problem, epochs, width, n=None, patience=None, **penalties):
        self.problem, self.n = problem, n or problem.n
        network = Network([1, width, 1], "tanh", "regression", seed=problem.seed)
        self.training = Training(
            network, problem.X[: self.n], problem.T[: self.n], Adam(RATE), batch_size="full", epochs=epochs,
            validation=problem.held if patience else None, evaluate_every=int(patience is not None),
            patience=patience, seed=problem.seed, threads=1, **penalties,
        )  # fmt: skip

    def advance(self):
        """Train for about 50 ms; returns whether the training goes on."""
        return self.training.advance()

    def judge(self):
        """What `_Problem.judge` says of the network; with patience of its best weights."""
        self.training.finish()
        return self.problem.judge(self.training.network.predict, self.n)
