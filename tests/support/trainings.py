"""Data, networks and trainings for every task.  For the tests."""

import numpy as np

import numnet

TASKS = {"regression": 2, "binary": 1, "multiclass": 3, "multilabel": 2}


def data(task="multiclass", n=40, inputs=3, seed=0):
    """X (n, inputs) and targets of that task, learnable."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, inputs))
    score = X @ rng.standard_normal((inputs, TASKS[task])) + 0.2 * rng.standard_normal((n, TASKS[task]))
    if task == "regression":
        return X, score
    if task == "multiclass":
        return X, score.argmax(axis=1)
    return X, (score > 0).astype(int)[:, 0] if task == "binary" else (score > 0).astype(int)


def network(task="multiclass", hidden=(5,), dtype="float64", seed=1, inputs=3, **options):
    """A network for :func:`data`."""
    return numnet.Network([inputs, *hidden, TASKS[task]], task=task, dtype=dtype, seed=seed, **options)


def trained(X, T, task="multiclass", dtype="float64", hidden=(5,), net_seed=1, **options):
    """(parameters afterwards, history) of a run on a new network."""
    net = network(task, hidden, dtype, net_seed, X.shape[1])
    history = numnet.train(net, X, T, **options)
    return net.parameters, history
