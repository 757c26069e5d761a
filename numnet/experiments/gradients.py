"""Vanishing gradients: the size of δ and of ∂E/∂W in every layer over training, by activation and depth."""

import itertools
from dataclasses import dataclass

import numpy as np

from numnet.data import load_dataset
from numnet.experiments.tracking import best_rate, final_loss, train_all
from numnet.kernels.records import MAX_TILE_ROWS
from numnet.model.activations import ACTIVATIONS
from numnet.model.network import Network
from numnet.optim.optimizers import SGD
from numnet.training.snapshots import SnapshotRecorder
from numnet.training.training import Training
from numnet.utils.arguments import integer
from numnet.utils.lookup import lookup

RATES = (0.03, 0.1, 0.3, 1.0, 3.0)  # that are tried
TUNING = (1000, 1001, 1002)  # the seeds that settle the rate; those that are shown begin at 0
LOOKS = 40  # epochs at which norms are taken


@dataclass(frozen=True)
class Norms:
    """Sizes per layer at K moments of one training; column l − 1 is layer l, the last is the output layer."""

    epoch: np.ndarray  # (K,)
    delta: np.ndarray  # (K, L): root of the mean over samples of ‖δₙˡ‖², δₙ = ∂Eₙ/∂net of sample n
    gradient: np.ndarray  # (K, L): ‖∂E/∂Wˡ‖


def layer_norms(network, snapshots, X, T, weights=None):
    """The `Norms` at each of the `Snapshots`, over at most 256 rows of X and T, evenly chosen.

    weights (n,): how much each row counts in E.
    """
    from numnet.cpu.tracing import traced_pass

    rows = np.linspace(0, len(X) - 1, min(MAX_TILE_ROWS, len(X))).astype(int)
    X, T, n = network.inputs(X)[rows], network.targets(T, len(X))[rows], len(rows)
    samples = network.samples(X, T, None if weights is None else weights[rows])
    delta, gradient, other = [], [], network.copy("float64")
    for theta in snapshots.parameters:
        passed = traced_pass(network.layout, np.ascontiguousarray(theta), *samples)
        delta.append([np.sqrt(n) * np.linalg.norm(d.astype(np.float64)) for d in passed.delta])
        other.parameters = passed.gradient.astype(np.float64)
        gradient.append([np.linalg.norm(W) for W in other.weights])
    return Norms(snapshots.epochs, np.array(delta), np.array(gradient))


def run_norms(run):
    """The `Norms` of a run at its snapshots, over rows of its training part.  Raises ValueError without snapshots."""
    from numnet.data.split_dataset import scaled

    training, _ = scaled(run.data(), run.scaler)
    return layer_norms(run.network, run.snapshots, *training)


@dataclass(frozen=True)
class Stack:
    """Networks of one activation and depth, one for each seed; S seeds."""

    activation: str
    depth: int  # hidden layers
    rate: float  # the one of RATES that leaves the least loss, found with seeds of its own
    norms: tuple  # S `Norms`
    epoch: np.ndarray  # (E,)
    loss: np.ndarray  # (S, E): training loss; NaN after a divergence
    diverged: int  # of the seeds
    accuracy: np.ndarray  # (S,): at the end


@dataclass(frozen=True)
class Gradients:
    """Every activation at every depth, on the same data, from the same seeds."""

    data: str
    n: int
    width: int
    epochs: int
    batch_size: int
    seeds: int
    rates: tuple
    init: str
    activations: tuple
    depths: tuple
    stacks: dict  # {(activation, depth): Stack}


def gradients(
    activations=("sigmoid", "tanh", "relu"), depths=(2, 5, 10), width=16, seeds=5, data="moons", n=200, batch_size=20,
    epochs=100, rates=RATES, init="auto", progress=None,
):  # fmt: skip
    """Trains networks of each activation and depth by plain gradient descent and takes their norms: `Gradients`.

    Initial weights are by default those that suit the activation (He for relu, Glorot otherwise).  Each stack has the
    rate of ``rates`` with the least loss at the end, found with seeds that are not shown.  ``progress(done, count)`` is
    called as trainings end.  Raises ValueError or TypeError naming the argument.

    >>> found = gradients(("tanh",), (3,), width=4, seeds=2, n=40, epochs=5, rates=(0.1,))
    >>> found.stacks["tanh", 3].norms[0].delta.shape
    (6, 4)
    """
    depths = tuple(integer("depths", depth, at_least=1) for depth in depths)
    seeds, epochs = integer("seeds", seeds, at_least=1), integer("epochs", epochs, at_least=1)
    for name in activations:
        lookup(ACTIVATIONS, name, "activation")
    if init == "zeros":
        raise ValueError("init: from zeros no δ reaches a hidden layer; take another")
    lab = _Lab(load_dataset(data, n=n), width, batch_size, epochs, init)
    kinds = list(itertools.product(activations, depths))
    count = len(kinds) * (len(rates) * len(TUNING) * (len(rates) > 1) + seeds)
    best = dict.fromkeys(kinds, rates[0])
    if len(rates) > 1:
        best = lab.tune(kinds, rates, progress and (lambda done, _: progress(done, count)))
    done_before = count - len(kinds) * seeds
    members = train_all(
        [(*kind, best[kind], seed) for kind in kinds for seed in range(seeds)],
        lambda key: SnapshotRecorder(lab.training(*key), LOOKS),
        lambda recorder: (lab.norms(recorder), recorder.training.history),
        progress and (lambda done, _: progress(done_before + done, count)),
    )
    stacks = {
        kind: _stack(kind, best[kind], [members[(*kind, best[kind], seed)] for seed in range(seeds)], epochs)
        for kind in kinds
    }
    return Gradients(data, n, width, epochs, batch_size, seeds, tuple(rates), init, tuple(activations), depths,
                     stacks)  # fmt: skip


class _Lab:
    """Networks on one data set; a key is (activation, depth, rate, seed)."""

    def __init__(self, data, width, batch_size, epochs, init):
        self.data, self.width, self.batch_size, self.epochs, self.init = data, width, batch_size, epochs, init

    def training(self, activation, depth, rate, seed):
        """The `Training` of a key."""
        sizes = [self.data.X.shape[1], *[self.width] * depth, 1]
        network = Network(sizes, activation, "binary", init=self.init, seed=seed)
        return Training(network, self.data.X, self.data.T, SGD(rate), batch_size=self.batch_size,
                           epochs=self.epochs, seed=seed, threads=1)  # fmt: skip

    def tune(self, kinds, rates, progress):
        """{kind: the rate with the least loss at the end, mean of the seeds of TUNING}."""
        keys = [(*kind, rate, seed) for kind in kinds for rate in rates for seed in TUNING]
        ends = train_all(keys, lambda key: self.training(*key), final_loss, progress)
        costs = {kind: [sum(ends[(*kind, rate, seed)] for seed in TUNING) for rate in rates] for kind in kinds}
        return {kind: best_rate(rates, costs[kind]) for kind in kinds}

    def norms(self, recorder):
        """The `Norms` at what a `SnapshotRecorder` kept."""
        return layer_norms(recorder.training.network, recorder.snapshots(), self.data.X, self.data.T)


def _stack(kind, rate, members, epochs):
    """The `Stack` of the (norms, history) of its seeds."""
    loss = np.full((len(members), epochs + 1), np.nan)
    for row, (_, history) in zip(loss, members):
        row[: len(history.train_loss)] = history.train_loss
    diverged = sum(history.status == "diverged" for _, history in members)
    accuracy = np.array([history.train_metric[-1] for _, history in members])
    norms = tuple(norm for norm, _ in members)
    return Stack(*kind, rate, norms, np.arange(epochs + 1), loss, diverged, accuracy)
