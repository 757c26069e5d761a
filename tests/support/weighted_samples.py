"""Networks and samples with weights, for every task.  For the tests."""

import numpy as np

import numnet

TASKS = {  # sizes, targets of n samples, losses
    "regression": (2, lambda rng, n: rng.normal(size=(n, 2)), ["mse", "mae", "huber"]),
    "binary": (1, lambda rng, n: rng.integers(0, 2, n), ["cross_entropy", "mse"]),
    "multiclass": (3, lambda rng, n: rng.integers(0, 3, n), ["cross_entropy", "huber"]),
    "multilabel": (2, lambda rng, n: rng.integers(0, 2, (n, 2)), ["cross_entropy", "mae"]),
}
CASES = [(task, loss) for task, (_, _, losses) in TASKS.items() for loss in losses]


def case(task, loss="auto", n=300, dtype="float64", seed=0):
    """(network, X, T, weights): 300 samples are more than one tile of this network."""
    outputs, targets, _ = TASKS[task]
    rng = np.random.default_rng(seed)
    net = numnet.Network([3, 5, outputs], task=task, loss=loss, dtype=dtype, seed=1)
    return net, rng.normal(size=(n, 3)), targets(rng, n), rng.integers(0, 4, n) + rng.random(n)
