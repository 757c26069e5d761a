"""A sigmoid output that is sure and wrong: mse against cross-entropy from the same start."""

import warnings
from dataclasses import dataclass

import numpy as np

from numnet.data import load_dataset
from numnet.experiments.tracking import best_rate, checkpoints, weights_after
from numnet.model.network import Network
from numnet.optim.optimizers import SGD, Adam
from numnet.training.population import train_population
from numnet.training.training import Training
from numnet.utils.arguments import integer, number
from numnet.utils.errors import DivergenceWarning
from numnet.utils.language import gettext

RATES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0)  # that are tried
LOSSES = ("cross_entropy", "mse")
PARTS = ("loss", "wrong", "slope", "gradient", "right")
RIGHT = 0.95  # share of the samples that must be classified rightly, to stay


@dataclass(frozen=True)
class Escape:
    """One loss at one rate, from every start; S seeds, K looks."""

    loss_name: str
    rate: float
    tuned: bool  # the rate is the best of RATES for this loss, rather than the common one
    loss: np.ndarray  # (S, K): the network's own
    wrong: np.ndarray  # (S, K): mean probability of the wrong class, |y − t|
    slope: np.ndarray  # (S, K): mean f′(net) = y (1 − y) of the output
    gradient: np.ndarray  # (S, K): ‖∂E/∂w‖ over all parameters
    right: np.ndarray  # (S, K): share of the samples classified rightly
    reached: np.ndarray  # (S,): the update from which on RIGHT of them are; −1: never

    @property
    def arrival(self):
        """In words, when 95 % of the samples were right for good: the median of the seeds that got there.

        >>> Escape("mse", 0.5, False, *4 * [None], None, np.array([120, -1, 180])).arrival
        '95 % right at update 150 (2 of 3 seeds)'
        """
        reached, seeds = self.reached[self.reached >= 0], len(self.reached)
        if not len(reached):
            return gettext("never 95 % right")
        words = gettext("95 % right at update {update:.0f}").format(update=np.median(reached))
        some = gettext(" ({count} of {seeds} seeds)").format(count=len(reached), seeds=seeds)
        return words if len(reached) == seeds else words + some


@dataclass(frozen=True)
class Saturation:
    """Both losses from the same bad starts, at one rate and each at its best."""

    data: str
    n: int
    hidden: int
    wrong: float  # mean probability of the wrong class at the start
    updates: int
    seeds: int
    update: np.ndarray  # (K,)
    escapes: tuple  # of `Escape`


def saturation(wrong=0.99, rate=0.5, hidden=8, data="moons", n=100, updates=2000, seeds=5, progress=None):
    """Trains a network by mse and by cross-entropy by batch descent, from a start that is sure and wrong: `Saturation`.

    The start has learned the opposite: trained on swapped labels until the wrong class has the mean probability
    ``wrong``.  Both losses are followed at ``rate``, and at the rate of RATES that has 95 % of the samples right after
    the fewest updates, summed over the seeds.  ``progress(done, count)`` is called after each seed.

    Raises ValueError or TypeError naming the argument.

    >>> found = saturation(n=20, hidden=2, updates=20, seeds=1)
    >>> [escape.loss.shape for escape in found.escapes] == 4 * [(1, len(found.update))]
    True
    """
    wrong, rate = number("wrong", wrong, above=0.5, below=1), number("rate", rate, above=0)
    updates, seeds = integer("updates", updates, at_least=1), integer("seeds", seeds, at_least=1)
    rates, problems, arrivals = sorted({rate, *RATES}), [], []
    for seed in range(seeds):
        problems.append(_Problem(load_dataset(data, n=n, seed=seed), hidden, wrong, updates, seed))
        arrivals.append({loss: problems[-1].arrivals(loss, rates) for loss in LOSSES})
        if progress:
            progress(seed + 1, seeds)
    reached = {loss: np.array([arrival[loss] for arrival in arrivals]) for loss in LOSSES}  # (S, rates)
    looks = checkpoints(updates, dense=10, most=150)

    def escape(loss, rate, tuned):
        members = [problem.follow(loss, rate, looks) for problem in problems]
        parts = (np.array([member[name] for member in members]) for name in PARTS)
        return Escape(loss, rate, tuned, *parts, reached[loss][:, rates.index(rate)])

    costs = {loss: np.where(counts < 0, 2 * updates, counts).sum(axis=0) for loss, counts in reached.items()}
    escapes = [escape(loss, rate, False) for loss in LOSSES]
    escapes += [escape(loss, best_rate(rates, costs[loss]), True) for loss in LOSSES]
    return Saturation(data, n, hidden, wrong, updates, seeds, looks, tuple(escapes))


class _Problem:
    """One data set, one network that has learned the opposite of it."""

    MOST = 5000  # updates in which the opposite must be learned

    def __init__(self, data, hidden, wrong, updates, seed):
        self.X, self.T, self.updates = data.X, data.T, updates
        self.sizes = [data.X.shape[1], hidden, 1]
        network = Network(self.sizes, "tanh", "binary", dtype="float64", seed=seed)
        training = Training(network, self.X, 1 - self.T, Adam(), batch_size="full", epochs=self.MOST,
                               evaluate_every=0, threads=1)  # fmt: skip
        while np.abs(network.forward(self.X)[:, 0] - self.T).mean() < wrong:
            if not training.advance(epochs=training.epochs_done + 5):
                raise ValueError(f"wrong must be less than {wrong} for {hidden} hidden units: they can't learn so well")
        self.start = network.parameters

    def network(self, loss):
        """A network of this loss at the start."""
        network = Network(self.sizes, "tanh", "binary", loss, dtype="float64")
        network.parameters[:] = self.start
        return network

    def arrivals(self, loss, rates):
        """For each rate the update from which on RIGHT of the samples are classified rightly; −1: never."""
        networks = [self.network(loss) for _ in rates]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DivergenceWarning)
            histories = train_population(networks, self.X, self.T, [SGD(rate) for rate in rates], batch_size="full",
                                         epochs=self.updates)  # fmt: skip
        return [_arrival(history, self.updates) for history in histories]

    def follow(self, loss, rate, looks):
        """What became of the network: {name: (K,)} for each of PARTS; NaN after a divergence."""
        network = self.network(loss)
        training = Training(network.copy(), self.X, self.T, SGD(rate), batch_size="full",
                               epochs=self.updates, evaluate_every=0, threads=1)  # fmt: skip
        values = {name: np.full(len(looks), np.nan) for name in PARTS}
        for k, w in enumerate(weights_after(training, looks)):
            if not np.isfinite(w).all():
                break
            network.parameters = np.ascontiguousarray(w)
            y = network.forward(self.X)[:, 0]
            now = (network.loss(self.X, self.T), np.abs(y - self.T).mean(), (y - y * y).mean(),
                   np.linalg.norm(network.gradient(self.X, self.T)), ((y > 0.5) == self.T).mean())  # fmt: skip
            for name, value in zip(PARTS, now):
                values[name][k] = value
        return values


def _arrival(history, updates):
    """The update from which on the accuracy is RIGHT until the end, one update an epoch; −1: never."""
    wrong = np.flatnonzero(~(history.train_metric >= RIGHT))
    after = int(wrong[-1]) + 1 if len(wrong) else 0
    return after if history.status != "diverged" and after <= updates else -1
