"""Trainings watched from outside: weights and losses after the updates that one asks for; many trainings at once."""

import numpy as np

from numnet.kernels.codes import Status
from numnet.training.population import train_each

GRID = tuple(float(f"{m}e{k}") for k in range(-3, 1) for m in (1, 2, 5))  # learning rates that are tried


def weights_after(training, updates):
    """The parameters (len(updates), P) of a `Training` after each of those updates, which must rise.

    Rows after a divergence are NaN.

    >>> import numnet
    >>> net = numnet.Network([1, 1], task="regression", init="zeros")
    >>> training = numnet.Training.of(net, [[1.0]], [1.0], numnet.SGD(0.5), epochs=2)
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
    from numnet.cpu.passes import network_outputs

    X, layout = network.inputs(X), network.layout
    T = network.targets(T, len(X))
    theta = np.ascontiguousarray(theta, network.dtype)
    return np.array([network_outputs(layout, w, X, T)[1] if np.isfinite(w).all() else np.nan for w in theta])


def checkpoints(updates, dense=300, most=700):
    """Numbers of updates to look at: 0, each of the first ``dense``, then evenly spaced in ratio, and the last."""
    later = np.geomspace(min(dense, updates) + 1, updates + 1, most - dense).round().astype(int) - 1
    return np.unique(np.concatenate([np.arange(min(dense, updates) + 1), later]))


def train_all(keys, make, finish, progress=None):
    """{key: ``finish(make(key))``, called when its training has ended}, one a core at a time.

    ``make(key)`` gives a `Training`, or what else has ``advance()``; ``progress(done, count)`` is called as they end.
    """
    keys, found = list(keys), {}

    def keep(key, value):
        found[key] = value
        if progress:
            progress(len(found), len(keys))

    train_each(keys, make, finish, keep)
    return found
