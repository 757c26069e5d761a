"""Why a run diverged: which layer first had NaN or ∞, what is the likely cause, and what to try."""

import numpy as np

from numnet.kernels.codes import Accumulator, Column, Counter, Hyper

LARGE = 1000  # of inputs and targets whose scale is near 1 in all that is known to train well


def diagnose(training):
    """One sentence: what overflowed first, in which layer, the likely cause, and what to try."""
    network, samples = training.network, training.samples
    epoch = training.run.counter[Counter.EPOCH] + 1
    with np.errstate(all="ignore"):
        where, cause = broken_layer(network, samples), likely_cause(training)
    rate = training.options.optimizer.learning_rate
    return (
        f"training diverged in epoch {epoch}, update {training.updates + 1}: {where}; "
        f"likely cause: {cause}; "
        f"try a smaller learning rate (it was {rate:g}), gradients clipped (clip-norm 1), or scaled features and "
        "targets"
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
        head.sizes, head.activation, head.task = wide.sizes[: l + 1], wide.activation[: l - 1], "regression"
        vars(head).pop("layout", None)  # that of the whole network would read past the end of these parameters
        head.parameters = wide.parameters[: wide.offsets[2 * l]].copy()
        h = head.forward(samples.X)
        if not np.abs(h).max() < top:
            return f"the net input of layer {l} of {layers} overflowed first"
    gradient = network.gradient(samples.X, samples.T)
    at = network.offsets
    for l in range(layers, 0, -1):
        if not np.isfinite(np.linalg.norm(gradient[at[2 * l - 2] : at[2 * l]])):
            return f"the gradient of layer {l} of {layers} overflowed first"
    largest = max(range(layers), key=lambda l: np.abs(network.weights[l]).max())
    return f"the gradient overflowed, the largest weights are in layer {largest + 1} of {layers}"


def likely_cause(training):
    """The first that applies: data out of scale, a schedule that raised the rate, a loss that rose; else the rate."""
    run, samples, rate = training.run, training.samples, training.options.optimizer.learning_rate
    for what, values in (("the inputs", samples.X), ("the targets", samples.T)):
        largest = float(np.abs(values).max())
        if largest > LARGE:
            return f"{what} are not scaled, they reach {largest:.3g}"
    now = float(run.total[Accumulator.RATE])
    if now > 2 * training.hyper[Hyper.ETA] > 0:
        return f"the schedule has raised the learning rate from {training.hyper[Hyper.ETA]:.3g} to {now:.3g}"
    losses = run.history[: run.counter[Counter.ROW], Column.TRAIN_LOSS]
    if len(losses) > 1 and not losses[-1] <= 2 * np.nanmin(losses):
        lowest = int(np.nanargmin(losses))
        since = int(run.history[lowest, Column.EPOCH])
        return f"the learning rate is too large, the loss had risen from {losses[lowest]:.3g} since epoch {since}"
    return f"the learning rate {now or rate:.3g} is too large for the gradients of this update"
