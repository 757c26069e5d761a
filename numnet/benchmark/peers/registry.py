"""The libraries that can be measured, and the loss that all are judged by."""

from dataclasses import dataclass
from importlib.util import find_spec

from numnet.benchmark.peers.jax_peer import jax
from numnet.benchmark.peers.numnet_peer import numnet
from numnet.benchmark.peers.sklearn_peer import sklearn
from numnet.benchmark.peers.torch_peer import torch


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
    """A library: its name in tables, what must be importable, how it trains, whether it trains many at once."""

    title: str
    modules: tuple
    prepare: object
    populations: bool = False

    @property
    def missing(self):
        """The first module that isn't installed, or None."""
        return next((module for module in self.modules if find_spec(module) is None), None)

    def can(self, workload):
        """Whether it trains this workload in a reasonable way."""
        return self.populations or workload.members == 1


PEERS = {
    "numnet": Peer("numnet", (), numnet, True),
    "jax": Peer("JAX, jitted lax.scan", ("jax", "optax"), jax, True),
    "torch": Peer("PyTorch eager", ("torch",), torch),
    "sklearn": Peer("scikit-learn", ("sklearn",), sklearn),
}
