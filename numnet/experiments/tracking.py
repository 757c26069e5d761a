"""What experiments share: weights and losses after given updates, the best rate of a grid, many trainings at once."""

import numpy as np

from numnet.kernels.codes import Status
from numnet.training.population import train_each

GRID = tuple(float(f"{m}e{k}") for k in range(-3, 1) for m in (1, 2, 5))  # learning rates that are tried


def weights_after(training, updates):
    """The parameters (len(updates), P) of a `Training` after each of those updates, which must rise.

    Rows after a divergence are NaN.

    >>> import numnet
    >>> net = numnet.Network([1, 1], task="regression", init="zeros")
    >>> training = numnet.Training(net, [[1.0]], [1.0], numnet.SGD(0.5), epochs=2)
    >>> weights_after(training, [0, 1, 2]).tolist()
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
    from numnet.cpu.entry_points import network_outputs

    X, layout = network.inputs(X), network.layout
    T = network.targets(T, len(X))
    theta = np.ascontiguousarray(theta, network.dtype)
    return np.array([network_outputs(layout, w, X, T)[1] if np.isfinite(w).all() else np.nan for w in theta])


def checkpoints(updates, dense=300, most=700):
    """Numbers of updates to look at: 0, each of the first ``dense``, then evenly spaced in ratio, and the last."""
    later = np.geomspace(min(dense, updates) + 1, updates + 1, most - dense).round().astype(int) - 1
    return np.unique(np.concatenate([np.arange(min(dense, updates) + 1), later]))


def final_loss(training):
    """The mean training loss of the last quarter of the epochs; infinite after a divergence."""
    loss = training.history.train_loss
    bad = training.status == Status.DIVERGED or not np.isfinite(loss).all()
    return np.inf if bad else float(loss[-max(1, len(loss) // 4) :].mean())


def best_rate(rates, costs):
    """The rate of the least cost; of equals, the first.

    >>> best_rate((0.1, 0.2, 0.5), (3.0, 1.0, 1.0))
    0.2
    """
    return rates[int(np.argmin(costs))]


def train_all(keys, make, finish, progress=None):
    """{key: ``finish(make(key))``, called when its training has ended}, one a core at a time.

    ``make(key)`` gives a `Training`, or what else has ``advance()``; ``progress(done, count)`` is called as they end.
    """
    keys, results = list(keys), {}

    def keep(key, value):
        results[key] = value
        if progress:
            progress(len(results), len(keys))

    train_each(keys, make, finish, keep)
    return results
