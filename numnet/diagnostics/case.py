"""A network with its data and rule, as checks look at it; and what a check finds."""

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from numnet.model.losses import LOSSES
from numnet.optim.optimizers import Optimizer

SHORT_UPDATES = 3000  # of a short training: early, a rate ten times too large looks better than the right one
MAX_WORK = 10_000_000_000  # multiplications and additions of a short training, at most: a second on a slow core
MIN_UPDATES = 30
OK, NOTE, BROKEN = "ok", "note", "broken"


class Finding(NamedTuple):
    """``what`` was looked at, the ``verdict``, what was ``found``, and the ``remedy`` where something is wrong."""

    what: str
    verdict: str
    found: str
    remedy: str = ""


@dataclass(frozen=True, eq=False)
class DiagnosticCase:
    """A network as it starts, its training data as it sees them, and how it is trained."""

    network: object
    X: np.ndarray
    T: np.ndarray
    optimizer: Optimizer
    options: dict
    trained: object = None
    history: object = None
    weights: np.ndarray | None = None
    findings: tuple = ()

    @cached_property
    def chance(self):
        """The lowest loss of a constant answer, see `chance_loss`."""
        return chance_loss(self.network, self.T, self.weights)

    def sample(self, most):
        """(X, T, weights) of at most so many rows, spread over all that count."""
        rows = np.arange(len(self.X)) if self.weights is None else np.flatnonzero(self.weights)
        rows = rows[np.linspace(0, len(rows) - 1, min(most, len(rows))).astype(int)]
        return self.X[rows], self.T[rows], None if self.weights is None else self.weights[rows]

    def after(self, updates, factor=1.0, rows=None, **changes):
        """A copy of the network after about so many updates at ``factor`` times the rate, or None: it diverged.

        rows: how many of X and T; changes: of ``options``.  Fewer updates where they are more than `MAX_WORK`.
        """
        *_, network = self.snapshots(updates, factor, 1, rows, **changes)
        return network

    def late_loss(self, updates, factor):
        """The mean loss at nine moments of the last quarter of so many updates; infinite where it diverged."""
        late = [
            math.inf if network is None else network.loss(self.X, self.T, self.weights)
            for network in self.snapshots(updates, factor, 33)
        ][-9:]
        return float(np.mean(late)) if np.isfinite(late).all() else math.inf

    def snapshots(self, updates, factor=1.0, count=1, rows=None, **changes):
        """Yields the network at up to ``count`` moments, evenly spaced, the last at the end; None: it diverged.

        Arguments as for `after`.
        """
        from numnet.kernels.codes import Status
        from numnet.training.training import Training

        network = self.network.copy()
        X, T, weights = (self.X, self.T, self.weights) if rows is None else self.sample(rows)
        optimizer = replace(self.optimizer, learning_rate=factor * self.optimizer.learning_rate)
        chosen = {**self.options, **changes, "optimizer": optimizer, "evaluate_every": 0, "threads": 1}
        training = Training(network, X, T, sample_weight=weights, **chosen)
        affordable = MAX_WORK // (6 * network.parameters.size * training.batch_size)
        updates = min(updates, training.epochs * training.updates_per_epoch, max(MIN_UPDATES, affordable))
        for update in np.unique(np.linspace(0, updates, count + 1).round().astype(int))[1:]:
            while training.updates < update and training.advance(updates=int(update)):
                pass
            yield None if training.status == Status.DIVERGED else network


def chance_loss(network, T, weights=None):
    """The lowest loss of a constant answer, T (n, outputs): entropy of the class shares; the spread of the targets.

    weights (n,): how much each row counts.

    >>> import numnet
    >>> net = numnet.Network([1, 3])
    >>> round(chance_loss(net, np.eye(3)), 6) == round(math.log(3), 6)
    True
    """
    T, loss = T.astype(np.float64), LOSSES[network.loss_name]
    if not loss.of_net:
        E = loss.values(best_constant(loss, T, weights), T)
        return float(np.average(E.sum(axis=1), weights=weights))
    p = np.clip(np.average(T, axis=0, weights=weights), 1e-12, 1 - 1e-12)
    one_hot = network.task == "multiclass"
    return float(-(p * np.log(p)).sum() if one_hot else -(p * np.log(p) + (1 - p) * np.log(1 - p)).sum())


def best_constant(loss, T, weights=None):
    """The outputs (outputs,) that answer all of T (n, outputs) at the lowest loss: of mse the mean, of mae the median.

    By bisection, between the least and the largest target, for the place where Σ ∂E/∂y turns from minus to plus.
    """
    low, high = T.min(axis=0), T.max(axis=0)
    for _ in range(np.finfo(np.float64).nmant):
        middle = (low + high) / 2
        rising = np.average(loss.gradients(middle, T), axis=0, weights=weights) >= 0
        low, high = np.where(rising, low, middle), np.where(rising, middle, high)
    return high
