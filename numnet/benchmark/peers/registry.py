"""The libraries that can be measured, and the loss that all are judged by."""

from dataclasses import dataclass
from importlib.util import find_spec

from numnet.benchmark.grid_search import GridSearch
from numnet.benchmark.peers.jax_peer import jax
from numnet.benchmark.peers.jax_search import jax_search
from numnet.benchmark.peers.numnet_peer import numnet
from numnet.benchmark.peers.numnet_search import numnet_search
from numnet.benchmark.peers.sklearn_peer import sklearn
from numnet.benchmark.peers.sklearn_search import sklearn_search
from numnet.benchmark.peers.torch_peer import torch
from numnet.benchmark.peers.torch_search import torch_search


def cross_entropy(workload, members):
    """The mean loss of the final weights on all data, over all members: here, in float64, the same for everybody."""
    import numpy as np

    X, t = workload.data()
    total = 0.0
    for weights in members:
        h = X.astype(np.float64)
        for layer, (W, b) in enumerate(weights, 1):
            net = h @ np.asarray(W, np.float64) + np.asarray(b, np.float64)
            h = net if layer == len(weights) else np.tanh(net) if workload.activation == "tanh" else np.maximum(net, 0)
        top = h.max(axis=1, keepdims=True)
        total += np.mean(np.log(np.exp(h - top).sum(axis=1)) + top[:, 0] - h[np.arange(len(t)), t])
    return float(total / len(members))


@dataclass(frozen=True)
class Peer:
    """A library: its name in tables, what must be importable, how it trains and searches, whether it trains many."""

    title: str
    modules: tuple
    train: object
    search: object
    populations: bool = False

    @property
    def missing(self):
        """The first module that isn't installed, or None."""
        return next((module for module in self.modules if find_spec(module) is None), None)

    def can(self, workload):
        """Whether it trains this workload in a reasonable way."""
        return isinstance(workload, GridSearch) or self.populations or workload.members == 1

    def prepare(self, workload, trials):
        """(run, choice) of a workload or a grid search, compiled and warm; `numnet.benchmark.peers.numnet_peer`."""
        return (self.search if isinstance(workload, GridSearch) else self.train)(workload, trials)


PEERS = {
    "numnet": Peer("numnet", (), numnet, numnet_search, True),
    "jax": Peer("JAX, jitted lax.scan", ("jax", "optax"), jax, jax_search, True),
    "torch": Peer("PyTorch eager", ("torch",), torch, torch_search),
    "sklearn": Peer("scikit-learn", ("sklearn",), sklearn, sklearn_search),
}
