"""Why a run diverged: which layer overflowed first, and what to try."""

import numpy as np

from numnet.kernels.codes import Counter


def diagnose(training):
    """One sentence: what overflowed first, in which layer, and what to try."""
    network, samples = training.network, training.samples
    epoch = training.run.counter[Counter.EPOCH] + 1
    with np.errstate(all="ignore"):
        where = broken_layer(network, samples)
    rate = training.optimizer.learning_rate
    return (
        f"training diverged in epoch {epoch}, update {training.updates + 1}: {where}; "
        f"try a smaller learning rate (it was {rate:g}), --clip-norm 1, or scaled features and targets"
    )


def broken_layer(network, samples):
    """Which layer overflowed first on these `Samples`: its weights, its net input, or its gradient."""
    layers = len(network.sizes) - 1
    for l in range(layers):
        if not (np.isfinite(network.weights[l]).all() and np.isfinite(network.biases[l]).all()):
            return f"the weights of layer {l + 1} of {layers} overflowed first"
    wide = network.copy("float64")  # in float64, what overflowed in float32 can be measured
    top = np.finfo(network.dtype).max
    for l in range(1, layers + 1):
        head = wide.copy()
        vars(head).pop("layout", None)  # of all layers, if it has been asked for
        head.sizes, head.activation, head.task = wide.sizes[: l + 1], wide.activation[: l - 1], "regression"
        head.parameters = wide.parameters[: wide._offsets()[2 * l]].copy()
        h = head.forward(samples.X)
        if not np.abs(h).max() < top:
            return f"the net input of layer {l} of {layers} overflowed first"
    gradient = network.gradient(samples.X, samples.T)
    at = network._offsets()
    for l in range(layers, 0, -1):
        if not np.isfinite(np.linalg.norm(gradient[at[2 * l - 2] : at[2 * l]])):
            return f"the gradient of layer {l} of {layers} overflowed first"
    largest = max(range(layers), key=lambda l: np.abs(network.weights[l]).max())
    return f"the gradient overflowed, the largest weights are in layer {largest + 1} of {layers}"
