"""How far straight cuts come in the space of a layer: a linear probe on its outputs."""

from dataclasses import dataclass

import numpy as np

from numnet.analysis.straight_cuts import most_right, nets
from numnet.model.tasks import TASKS

ADAM_RATE, PROBE_EPOCHS = 0.03, 100  # of the linear classifier that the search begins with


@dataclass(frozen=True, eq=False)
class LinearProbe:
    """A linear classifier, or a linear fit, on the values of a layer."""

    weights: np.ndarray  # (m + 1, k), the biases last, for values as they are
    part: str  # of the data, on which it is measured
    score: float  # the task's metric there, at most 1

    def nets(self, values):
        """Net inputs (n, k) of values (n, m): class or label k where they are above 0, or a regression's values."""
        return nets(np.asarray(values, np.float64), self.weights)


def linear_probe(run, values):
    """The `LinearProbe` on ``values``, a layer's outputs: {part: (n, m)} of each part of ``run.data()``.

    It is found on the first part, training, and measured on the last: for classes and labels the straight cuts that
    have most rows right, as far as `straight_cuts.most_right` finds them, beginning with those of the least
    cross-entropy (G. Alain and Y. Bengio, 2016, Understanding intermediate layers using linear classifier probes); for
    a regression least squares.
    """
    from numnet.model.metrics import evaluate

    network, parts, task = run.network, run.data(), run.network.task
    H, part = next(iter(values.values())).astype(np.float64), list(values)[-1]
    shift, scale = H.mean(axis=0), H.std(axis=0)
    scale[scale < 1e-9] = 1.0
    weight = parts.weights("training")
    fit = _least_squares if task == "regression" else _most_right
    weights = fit(network, (H - shift) / scale, parts.T, weight)
    weights[:-1] /= scale[:, None]
    weights[-1] -= shift @ weights[:-1]
    Z = nets(values[part].astype(np.float64), weights)
    Y = Z if task == "regression" else Z + 0.5 * (task != "multiclass")  # evaluate's yes is above one half
    T = parts.T_validation if part == "validation" else parts.T
    return LinearProbe(weights, part, float(evaluate(task, Y, T, network.target_names)[TASKS[task].metric]))


def _least_squares(network, X, T, weight):
    """Weights (m + 1, k) of the linear fit of targets in original units."""
    root = np.sqrt(np.ones(len(X)) if weight is None else weight)[:, None]
    A, T = np.column_stack([X, np.ones(len(X))]), np.asarray(T, np.float64).reshape(len(X), -1)
    return np.linalg.lstsq(root * A, root * T, rcond=None)[0]


def _most_right(network, X, T, weight):
    """Weights (m + 1, k) of the straight cuts."""
    from numnet.model.network import Network
    from numnet.optim.optimizers import Adam
    from numnet.training.train import train

    probe = Network([X.shape[1], network.sizes[-1]], task=network.task, dtype=network.dtype)
    train(probe, X, T, optimizer=Adam(learning_rate=ADAM_RATE), epochs=PROBE_EPOCHS, evaluate_every=0,
          schedule="cosine", sample_weight=weight)  # fmt: skip
    start = np.vstack([probe.weights[0], probe.biases[0]])
    return most_right(network.task, X, np.asarray(T), start, weight)
