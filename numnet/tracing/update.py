"""One update of a network with every number that the kernels computed on the way."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from numnet.diagnostics.gradient_check import central_difference
from numnet.kernels.codes import Status
from numnet.kernels.records import MAX_TILE_ROWS
from numnet.model.network import Network
from numnet.optim.optimizers import Optimizer
from numnet.tracing.exercise import Exercise
from numnet.tracing.rule_steps import Update
from numnet.tracing.trace_display import trace_words
from numnet.utils.arguments import integer


@dataclass(frozen=True, eq=False)
class Trace:
    """An update of ``network`` and all that led to it; the network itself stands before the update.

    Vectors (P,) are in the order of ``Network.parameters``; ``memory`` and ``memory_after`` (slots, P) are what the
    rule remembers; ``passed`` is the `Pass` at ``point``, where the gradient was taken: the weights, or for NAG their
    look-ahead.  ``g`` is the gradient that the rule was given: with penalties, clipped.  ``rows``: what the samples are
    called, the rows of the data; ``raw`` (n, features) their values before scaling; ``origin`` where the weights come
    from, in words; ``dataset`` the `Dataset` that they are rows of, or None.
    """

    network: Network
    optimizer: Optimizer
    update: int
    x: np.ndarray  # (n, inputs)
    t: np.ndarray  # (n, outputs)
    passed: object
    point: np.ndarray
    memory: np.ndarray
    memory_after: np.ndarray
    g: np.ndarray
    step: np.ndarray  # (Step.SIZE,): the rule's constants of this update
    after: np.ndarray  # (P,) the parameters after it
    l1: float
    l2: float
    clip_norm: float | None
    rows: Sequence
    raw: np.ndarray | None
    origin: str
    dataset: object = None

    def derivation(self, digits=6, check=False):
        """The `Derivation`: each number beside its formula; ``check``: with central differences of the gradients."""
        return Exercise(self, digits, check)

    def __repr__(self):
        return f"<{trace_words(self)}>"

    def _repr_html_(self):
        return self.derivation()._repr_html_()

    def layers(self, flat):
        """[(W, b)] views of a vector (P,), layer 1 first."""
        other = self.network.copy()
        other.parameters = flat
        return list(zip(other.weights, other.biases))

    def as_update(self):
        """The step alone, as `rule_steps` takes it."""
        symbols = self.optimizer.rule.memory
        memory, after = dict(zip(symbols, self.memory)), dict(zip(symbols, self.memory_after))
        return Update(
            self.optimizer, self.step, self.update, self.optimizer.learning_rate, self.network.parameters, self.g,
            memory, after, self.after,
        )  # fmt: skip

    @property
    def loss_after(self):
        """E of the same samples after the update."""
        other = self.network.copy()
        other.parameters = self.after
        return other.loss(self.x, self.t)

    def estimate(self, i):
        """∂E/∂θᵢ at ``point`` by a central difference, in float64."""
        other = self.network.copy("float64")
        other.parameters = self.point.astype(np.float64)
        return central_difference(other, self.x.astype(np.float64), self.t.astype(np.float64), i)


def trace_update(
    network, X, T, optimizer, update=1, l1=0.0, l2=0.0, clip_norm=None, rows=None, raw=None, origin="as given",
    dataset=None,
):  # fmt: skip
    """The `Trace` of update number ``update`` on X (n, inputs), T (n, outputs): one step on all rows at once.

    The updates before it, on the same rows, come first; the rule's memory starts at 0.  The network is not changed.
    ``rows``: what the samples are called, 0 to n − 1 by default; ``raw``, ``origin``, ``dataset``: as in `Trace`.
    Raises ValueError for more than 256 rows, or where an update overflows.

    >>> import numnet
    >>> net = numnet.Network([2, 2, 1], activation="sigmoid", task="binary", dtype="float64")
    >>> trace = trace_update(net, [[0, 1]], [1], numnet.SGD(learning_rate=0.1))
    >>> bool(np.allclose(trace.after, net.parameters - 0.1 * trace.passed.gradient, rtol=0, atol=1e-16))
    True
    """
    from numnet.cpu.tracing import traced_pass
    from numnet.training.training import Training

    update, network = integer("update", update, at_least=1), network.copy()
    training = Training(
        network, X, T, optimizer, batch_size="full", epochs=update, shuffle=False, evaluate_every=0,
        threads=1, l1=l1, l2=l2, clip_norm=clip_norm,
    )  # fmt: skip
    x, t, P = training.samples.X, training.samples.T, network.parameters.size
    if len(x) > MAX_TILE_ROWS:
        raise ValueError(f"a batch that is traced has at most {MAX_TILE_ROWS} rows, got {len(x)}")
    _advance(training, update - 1)
    before, memory = network.copy(), training.run.state.reshape(-1, P).copy()
    _advance(training, update)
    point = training.work.point if optimizer.rule.looks_ahead else before.parameters
    return Trace(
        before, optimizer, update, x, t, traced_pass(network.layout, point, x, t), point, memory,
        training.run.state.reshape(-1, P), training.work.gradient[:P], training.work.step, training.run.theta,
        l1, l2, clip_norm, list(range(len(x)) if rows is None else rows), raw, origin, dataset,
    )  # fmt: skip


def _advance(training, updates):
    """Go on until so many updates are done.  Raises ValueError where the training diverges."""
    while training.updates < updates:
        training.advance(updates)
        if training.status == Status.DIVERGED:
            raise ValueError(training.diagnosis)
