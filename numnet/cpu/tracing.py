"""One pass forward and backward with everything kept: net, h, f′ and δ of every layer, E of every sample, the gradient.

The loops are those of training.  A forward pass leaves f′ in the place of net, and back-propagation one δ in the place
of another, so net and δ are asked for once more, layer by layer, from the same functions.
"""

from typing import NamedTuple

import numpy as np

from numnet.cpu.evaluation import NO_KEY
from numnet.cpu.intrinsics.views import matrix
from numnet.cpu.layers import (
    backward,
    backward_delta,
    biases,
    forward,
    forward_layer,
    net_at,
    output_delta,
    output_loss,
    scale_by_weight,
    weights,
)
from numnet.cpu.workspace import units_size
from numnet.kernels.compiler.jit import jit


@jit
def trace_pass(layout, theta, X, T, weight, units, nets, deltas, losses, gradient):
    """Forward and backward for all rows of X at once; fills everything after ``weight``.

    ``nets`` and ``deltas`` (rows · all units,) hold a (rows, m) block a layer, from layer 1 on; ``losses`` (rows,) E of
    each sample.  δ and ``gradient`` (P,) are those of the mean over the rows; ``weight`` (rows,): how much each counts
    in it, 1 in the mean; (0,): all alike.
    """
    layers, rows = layout.activations.size, X.shape[0]
    outputs = layout.sizes[layers]
    head = layout.activations[layers - 1]
    x, t = matrix(X, 0, rows, X.shape[1]), matrix(T, 0, rows, outputs)
    forward(layout, theta, x, units, 0.0, NO_KEY, np.int64(0))  # of a literal, Numba makes a version of its own
    h, at = x, 0
    for l in range(1, layers + 1):
        size = rows * layout.sizes[l]
        net = matrix(nets, at, rows, layout.sizes[l])
        forward_layer(h, weights(layout, theta, l), biases(layout, theta, l), net, units)
        h = matrix(units, net_at(layout, rows, l) + size, rows, layout.sizes[l])
        at += size
    at -= rows * outputs
    net, delta = matrix(nets, at, rows, outputs), matrix(deltas, at, rows, outputs)
    for n in range(rows):
        losses[n] = output_loss(
            head,
            layout.loss,
            matrix(nets, at + n * outputs, 1, outputs),
            matrix(units, net_at(layout, rows, layers) + (rows + n) * outputs, 1, outputs),
            matrix(T, n * outputs, 1, outputs),
        )
    backward(layout, theta, x, t, weight, rows, units, gradient, np.bool_(False))
    output_delta(head, layout.loss, h, t, rows, delta)
    scale_by_weight(weight, delta)
    for l in range(layers - 1, 0, -1):
        at -= rows * layout.sizes[l]
        below = matrix(deltas, at, rows, layout.sizes[l])
        slope = matrix(units, net_at(layout, rows, l), rows, layout.sizes[l])
        backward_delta(delta, weights(layout, theta, l + 1), slope, below, units)
        delta = below


class Pass(NamedTuple):
    """Result of :func:`traced_pass`; lists have an array (n, m) for each layer, layer 1 first."""

    net: list
    h: list
    slope: list  # f′(net) of the hidden layers
    delta: list  # ∂E/∂net, E the mean over the n samples
    losses: np.ndarray  # (n,) float64: E of each sample
    gradient: np.ndarray  # (P,)


def traced_pass(layout, theta, X, T, weight=None):
    """The `Pass` of X (n, inputs) and T (n, outputs), C-contiguous, of theta's dtype, n up to records.MAX_TILE_ROWS.

    ``weight`` (n,), 1 in the mean, or (0,) or None: how much each row counts in the mean.
    """
    n, sizes = len(X), layout.sizes[1:].tolist()
    units = np.zeros(units_size(layout, n), theta.dtype)
    nets, deltas = np.zeros((2, n * sum(sizes)), theta.dtype)
    losses, gradient = np.zeros(n), np.zeros_like(theta)
    weight = np.empty(0, theta.dtype) if weight is None else weight
    trace_pass(layout, theta, X, T, weight, units, nets, deltas, losses, gradient)
    ends = n * np.cumsum([0, *sizes])
    starts = layout.scratch_size + n * layout.units_at[: len(sizes)]

    def per_layer(flat, at):
        return [flat[first : first + n * m].reshape(n, m) for first, m in zip(at, sizes)]

    h = per_layer(units, starts + n * layout.sizes[1:])
    return Pass(per_layer(nets, ends), h, per_layer(units, starts)[:-1], per_layer(deltas, ends), losses, gradient)
