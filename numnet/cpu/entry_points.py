"""Single passes that Python asks for: outputs, loss and gradient of a network; values of one equation."""

import numpy as np

from numnet.cpu.evaluation import NO_KEY
from numnet.cpu.intrinsics.views import matrix, vector
from numnet.cpu.layers import activate, backward, forward, net_at, tile_loss
from numnet.cpu.workspace import tile_rows, units_size
from numnet.kernels import losses
from numnet.kernels.activations.sigmoid import sigmoid
from numnet.kernels.compiler.codegen import written
from numnet.kernels.compiler.jit import jit
from numnet.kernels.learning_rate import schedule_factor


@jit
def outputs(layout, theta, X, T, weights, Y, units, tile):
    """Y (n, outputs) = the network's output for X (n, inputs), ``tile`` samples at a time; returns Σ E.

    T (n, outputs), or (0, outputs) where no loss is wanted; ``weights`` (n,) of the samples in it, or (0,).
    """
    layers = layout.activations.size
    n, columns = Y.shape
    loss = 0.0
    for start in range(0, n, tile):
        rows = min(tile, n - start)
        forward(layout, theta, matrix(X, start * X.shape[1], rows, X.shape[1]), units, 0.0, NO_KEY, start)
        at = net_at(layout, rows, layers)
        y = matrix(units, at + rows * columns, rows, columns)
        if T.shape[0] == n:
            t = matrix(T, start * columns, rows, columns)
            loss += tile_loss(layout, units, rows, t, vector(weights, start, rows if weights.size > 0 else 0))
        for i in range(rows):
            for k in range(columns):
                Y[start + i, k] = y[i, k]
    return loss


def network_outputs(layout, theta, X, T=None, weights=None):
    """(Y (n, outputs), mean loss) of the network for X (n, inputs), T (n, outputs), C-contiguous, of theta's dtype.

    ``weights`` (n,) of theta's dtype, 1 in the mean: how much each sample counts in the loss.
    """
    n, columns = len(X), layout.sizes[-1]
    Y = np.empty((n, columns), theta.dtype)
    T = np.empty((0, columns), theta.dtype) if T is None else T
    tile = tile_rows(layout.units_at, n)
    weights = np.empty(0, theta.dtype) if weights is None else weights
    loss = outputs(layout, theta, X, T, weights, Y, np.empty(units_size(layout, tile), theta.dtype), tile)
    return Y, loss / max(1, n)


@jit
def unit_outputs(layout, theta, X, H, units, tile):
    """H (all units, n): the outputs h of all units, layer after layer, for X (n, inputs), a ``tile`` at a time."""
    layers, n = layout.activations.size, X.shape[0]
    for start in range(0, n, tile):
        rows = min(tile, n - start)
        forward(layout, theta, matrix(X, start * X.shape[1], rows, X.shape[1]), units, 0.0, NO_KEY, start)
        first = 0
        for l in range(1, layers + 1):
            m = layout.sizes[l]
            h = matrix(units, net_at(layout, rows, l) + rows * m, rows, m)
            for k in range(m):
                for i in range(rows):
                    H[first + k, start + i] = h[i, k]
            first += m


@jit
def gradient_sum(layout, theta, X, T, weights, gradient, units, tile):
    """gradient (P,) of the mean loss over X (n, inputs), T (n, outputs), ``tile`` samples at a time.

    ``weights`` (n,) of the samples, or (0,): all alike.
    """
    n = X.shape[0]
    for start in range(0, n, tile):
        rows = min(tile, n - start)
        x = matrix(X, start * X.shape[1], rows, X.shape[1])
        forward(layout, theta, x, units, 0.0, NO_KEY, start)
        t = matrix(T, start * T.shape[1], rows, T.shape[1])
        weight = vector(weights, start, rows if weights.size > 0 else 0)
        backward(layout, theta, x, t, weight, n, units, gradient, start > 0)


def network_gradient(layout, theta, X, T, weights=None):
    """Gradient (P,) of the mean loss over X (n, inputs), T (n, outputs), of theta's dtype; ``weights`` as above."""
    gradient, tile = np.zeros_like(theta), tile_rows(layout.units_at, len(X))
    weights = np.empty(0, theta.dtype) if weights is None else weights
    gradient_sum(layout, theta, X, T, weights, gradient, np.empty(units_size(layout, tile), theta.dtype), tile)
    return gradient


@jit
def _activation_values(code, net, h):
    activate(code, net, h)


def activation_values(code, net):
    """(f(net), f′(net)) in arrays of net's shape, float64 unless net is float32."""
    net = np.asarray(net)
    slope = np.array(net, np.float32 if net.dtype == np.float32 else np.float64, order="C")
    h = np.empty_like(slope)
    _activation_values(code, slope.reshape(-1), h.reshape(-1))
    return h, slope


def _value_and_slope(entry):
    name = entry.E.__name__, entry.dE.__name__, "sigmoid(y[i])" if entry.of_net else "y[i]"  # y is net of a sigmoid
    return ("for i in range(y.size):", "    values[i], gradients[i] = {}(y[i], t[i]), {}({}, t[i])".format(*name))


_loss_values = jit(
    written(
        "_loss_values",
        "loss, y, t, values, gradients",
        losses.loss_lines(_value_and_slope),
        __name__,
        {"sigmoid": sigmoid, **losses.EQUATIONS},
    )
)


def loss_values(code, y, t):
    """(E, ∂E/∂y) elementwise, float64, in the shape that y and t broadcast to; cross-entropy takes net for y."""
    y, t = (np.array(a, dtype=np.float64, order="C") for a in np.broadcast_arrays(y, t))
    values, gradients = np.empty_like(y), np.empty_like(y)
    _loss_values(code, y.reshape(-1), t.reshape(-1), values.reshape(-1), gradients.reshape(-1))
    return values, gradients


@jit
def _schedule_factors(schedule, period, factor, multiply, warmup, factors):
    for k in range(factors.size):
        factors[k] = schedule_factor(schedule, k, period, factor, multiply, warmup)


def schedule_factors(code, parameters, updates):
    """The factor on the rate of each update, (updates,) float64."""
    factors = np.empty(updates)
    _schedule_factors(code, *parameters, factors)
    return factors
