"""What numnet computes, as hashes of its bits: a program that any processor, with any cache, must give one answer to.

    python -m tests.support.same_bits float32
"""

import hashlib
import json
import sys
import warnings

import numpy as np

import numnet
from numnet.surfaces.descent import descend_many

INPUTS, SAMPLES = 4, 50
SCHEDULES = ("step:period=3", "exponential:period=3", "cosine", "warm_restarts:period=4", "inverse_time:period=3",
             "warmup:warmup=5")  # fmt: skip


def digest(*arrays):
    """Sixteen hex digits of arrays' bits."""
    return hashlib.sha256(b"".join(np.ascontiguousarray(array).tobytes() for array in arrays)).hexdigest()[:16]


def samples():
    """(X, {task: T}), of quotients that every machine has alike."""
    X = (np.arange(SAMPLES * INPUTS).reshape(SAMPLES, INPUTS) * 7919 % 101 - 50) / 17
    classes, signs = np.arange(SAMPLES) % 3, (X[:, :2] > 0).astype(int)
    return X, {"regression": X[:, :2] * X[:, 1:3], "binary": signs[:, 0], "multiclass": classes, "multilabel": signs}


def trained(dtype, task="multiclass", optimizer=None, sizes=(7, 5), loss="auto", activation="tanh", **options):
    """The bits of a network after some epochs, of its outputs, loss and gradient, and of the history."""
    X, targets = samples()
    T = targets[task]
    outputs = {"binary": 1, "multiclass": 3}.get(task, 2)
    network = numnet.Network([INPUTS, *sizes, outputs], activation, task, loss=loss, dtype=dtype, seed=5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", numnet.DivergenceWarning)
        options |= {"batch_size": 16, "epochs": 6, "validation": (X[:20], T[:20])}
        history = numnet.train(network, X, T, optimizer, **options)
    results = network.forward(X), network.gradient(X, T), np.array(network.loss(X, T)), history.train_loss
    return digest(network.parameters, *results)


def of_networks(dtype):
    """{what: bits}: every rule, activation, loss with its tasks, schedule, and what else a training may have."""
    bits = {name: trained(dtype, optimizer=kind()) for name, kind in numnet.OPTIMIZERS.items()}
    bits |= {name: trained(dtype, activation=name) for name in numnet.ACTIVATIONS}
    bits |= {text: trained(dtype, schedule=text) for text in SCHEDULES}
    for task in samples()[1]:
        for loss in numnet.LOSSES:
            if task != "regression" or loss != "cross_entropy":
                bits[f"{task} {loss}"] = trained(dtype, task, loss=loss)
    more = {"dropout": 0.3, "l1": 1e-3, "l2": 1e-3, "clip_norm": 0.5, "sample_weight": np.arange(SAMPLES) + 1.0}
    return bits | {"more": trained(dtype, **more), "wide": trained(dtype, sizes=(70, 33))}


def of_the_rest():
    """{what: bits}: walks, generated sets, splits, initial weights."""
    bits = {}
    for name in (*numnet.SURFACES, "sin(x) * x**2 + exp(-y**2) + log(2 + abs(tan(y/9))) + tanh(x)"):
        walks = descend_many(name, ["sgd", "adam", "nadam"], steps=50, noise=0.1)
        bits[name] = digest(walks.path, walks.value)
    for name in numnet.DATASETS:
        data = numnet.load_dataset(name)
        bits[name] = digest(data.X, data.T)
    for name, initializer in numnet.INITIALIZERS.items():
        bits[f"weights {name}"] = digest(initializer(3, 20, 30))
    return bits


if __name__ == "__main__":
    print(json.dumps(of_the_rest() if sys.argv[1] == "rest" else of_networks(sys.argv[1])))
