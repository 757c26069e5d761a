"""Forward pass and delta back-propagation over the samples of one tile, by a group of threads.

What ``numnet/cpu/layers.py`` computes under these names is here a product of two matrices and what becomes of its sums:
`forward_layer`, `backward_delta` and `backward_layer` say which, and ``group.product`` does it (products.py,
epilogue.py).  All threads of a group call each function, and each does its own share: every ``group.step``-th item from
``group.first`` on, or some tiles of a product.  Where one thread needs what another has written there is a
``group.barrier()``; a function ends without one, unless it says so.

``units`` holds net and h (rows, fan_out) of every layer, rows `pitch` numbers apart.  f′ takes the place of net, and
the error delta the place of f′, so that in the end those of all layers are there, and all gradients are computed at
once.
"""

import numpy as np

from numnet.cuda.device.compile import device, device_inline, equations, matrix, vector
from numnet.cuda.epilogue import DELTA, FORWARD, GRADIENT, cast_like
from numnet.cuda.records import Product
from numnet.kernels import elementary, losses, random
from numnet.kernels.activations import OUTPUTS, sigmoid
from numnet.kernels.codes import Metric
from numnet.kernels.compiler.codegen import written

E, exp, of_sigmoid = equations(losses), equations(elementary).exp, equations(sigmoid)
bits = equations(random).bits
SIGMOID, SOFTMAX = (OUTPUTS[name].code for name in ("sigmoid", "softmax"))
CROSS_ENTROPY = losses.CROSS_ENTROPY.code


@device
def net_at(layout, rows, l):
    """Where layer l's net begins in ``units``, and later its f′ and its delta; its h follows."""
    return rows * layout.units_at[l - 1]


@device
def pitch(layout, l):
    """How far apart the rows of layer l's net and h lie."""
    return (layout.units_at[l] - layout.units_at[l - 1]) >> 1 if l > 0 else layout.sizes[0]


@device_inline
def weights(layout, theta, l):
    """W (fan_in · fan_out,) of layer l = 1 … L, a view, row by row."""
    return vector(theta, layout.weights_at[l - 1], layout.sizes[l - 1] * layout.sizes[l])


@device_inline
def biases(layout, theta, l):
    """b (fan_out,) of layer l, a view."""
    return vector(theta, layout.biases_at[l - 1], layout.sizes[l])


@device_inline
def net_of(layout, tile, l):
    """net of layer l, a flat view; later f′, and delta."""
    return vector(tile.units, net_at(layout, tile.rows, l), tile.rows * pitch(layout, l))


@device_inline
def h_of(layout, tile, l):
    """h of layer l, a flat view; of layer 0, x."""
    numbers = tile.rows * pitch(layout, l)
    return tile.x if l == 0 else vector(tile.units, net_at(layout, tile.rows, l) + numbers, numbers)


@device
def h_begins_a_word(tile, l):
    """Whether h of layer l begins where four numbers are a word that can be read at once."""
    return tile.words if l > 0 else tile.x_words


@device
def weights_begin_a_word(layout, tile, l):
    """Whether W of layer l does."""
    return tile.words and layout.weights_at[l - 1] % 4 == 0


@device
def key_of(tile, l):
    """The key of layer l's dropout; made only where there is any, since it takes as long as ten products."""
    return bits(tile.key, l) if tile.dropout > 0 else tile.key


@device_inline
def forward_layer(l, layout, tile):
    """h (rows, fan_out) = f(x W + b); in ``net`` f′(net) of a hidden layer, of the output layer net itself."""
    fan_in, fan_out = layout.sizes[l - 1], layout.sizes[l]
    x, W, b = h_of(layout, tile, l - 1), weights(layout, tile.theta, l), biases(layout, tile.theta, l)
    net, h, hidden = net_of(layout, tile, l), h_of(layout, tile, l), l < len(layout.activations)
    activation = layout.activations[l - 1]
    return Product(
        FORWARD, tile.rows, fan_out, fan_in,
        x, pitch(layout, l - 1), 1, h_begins_a_word(tile, l - 1),
        W, fan_out, 1, weights_begin_a_word(layout, tile, l),
        net, pitch(layout, l), 1, h, b, W, activation, hidden, key_of(tile, l),
    )  # fmt: skip


@device_inline
def backward_delta(l, layout, tile):
    """delta (rows, fan_out) of layer l = slope ⊙ (delta Wᵀ), both of layer l + 1: the error carried one layer back.

    As a product its transpose, W deltaᵀ: neighbouring threads then read rows of delta, which lie as far apart as suits.
    """
    fan_out, depth = layout.sizes[l], layout.sizes[l + 1]
    delta, W, slope = net_of(layout, tile, l + 1), weights(layout, tile.theta, l + 1), net_of(layout, tile, l)
    return Product(
        DELTA, fan_out, tile.rows, depth,
        W, depth, 1, weights_begin_a_word(layout, tile, l + 1),
        delta, 1, pitch(layout, l + 1), tile.words,
        slope, 1, pitch(layout, l), delta, delta, W, 0, False, tile.key,
    )  # fmt: skip


@device_inline
def backward_layer(l, layout, tile):
    """dW (fan_in, fan_out) = xᵀ delta + l1 sign(W) + l2 W; db (fan_out,) = Σₙ delta."""
    fan_in, fan_out = layout.sizes[l - 1], layout.sizes[l]
    x, delta, W = h_of(layout, tile, l - 1), net_of(layout, tile, l), weights(layout, tile.theta, l)
    dW, db = weights(layout, tile.gradient, l), biases(layout, tile.gradient, l)
    return Product(
        GRADIENT, fan_in, fan_out, tile.rows,
        x, 1, pitch(layout, l - 1), h_begins_a_word(tile, l - 1),
        delta, pitch(layout, l), 1, tile.words,
        dW, fan_out, 1, delta, db, W, 0, False, tile.key,
    )  # fmt: skip


@device
def output(head, outputs, net, y, group):
    """y = output activation of net, both (rows, pitch), a row a thread; net stays, for the cross-entropies.

    Softmax: yₖ = exp(netₖ − max net) / Σⱼ exp(netⱼ − max net).  No exponent is above 0, so nothing overflows.
    """
    for n in range(group.first, net.shape[0], group.step):
        if head == SOFTMAX:
            E.below_maximum(net, n, outputs, y)
            for k in range(outputs):
                y[n, k] = exp(y[n, k])
            E.normalise(y, n, outputs)
        else:
            for k in range(outputs):
                y[n, k] = of_sigmoid.sigmoid(net[n, k]) if head == SIGMOID else net[n, k]


# ∂E/∂y, for a cross-entropy ∂E/∂net: ``slope_of_loss(loss, y, t)``
slope_of_loss = device(
    written(
        "slope_of_loss",
        "loss, y, t",
        losses.loss_lines(lambda entry: (f"return {entry.dE.__name__}(y, t)",)),
        __name__,
        E.EQUATIONS,
    )
)
# E of one output: ``loss_of(loss, net, y, t)``
loss_of = device(
    written(
        "loss_of",
        "loss, net, y, t",
        losses.loss_lines(lambda entry: (f"return {entry.E.__name__}({'net' if entry.of_net else 'y'}, t)",)),
        __name__,
        E.EQUATIONS,
    )
)


@device
def output_delta(head, loss, y, t, weight, samples, delta, group):
    """delta (rows, pitch) = ∂E/∂net of the output layer, E the mean over ``samples`` samples; a row a thread.

    ``t`` (rows, outputs); ``weight`` (rows,): how much each row counts.
    """
    rows, outputs = t.shape
    share = cast_like(y[0, 0], 1) / cast_like(y[0, 0], samples)
    for n in range(group.first, rows, group.step):
        for k in range(outputs):
            delta[n, k] = share * weight[n] * slope_of_loss(loss, y[n, k], t[n, k])
        if loss != CROSS_ENTROPY and head == SIGMOID:
            for k in range(outputs):
                delta[n, k] *= of_sigmoid.dsigmoid(y[n, k], y[n, k])
        elif loss != CROSS_ENTROPY and head == SOFTMAX:
            E.through_softmax(delta, y, n, outputs)


@device
def output_loss(head, loss, net, y, t, weight, group):
    """Σ E over this thread's rows, each times its weight, float64."""
    rows, outputs = t.shape
    total = 0.0
    for n in range(group.first, rows, group.step):
        w = float(weight[n])
        if loss == CROSS_ENTROPY and head == SOFTMAX:
            total += w * E.softmax_cross_entropy(net, y, t, n, outputs)
        else:
            for k in range(outputs):
                total += w * loss_of(loss, net[n, k], y[n, k], t[n, k])
    return total


@device
def add_metric(metric, y, t, precision, group):
    """This thread's share of the metric: right answers, or Σ (y − t)² precision for R²."""
    rows, outputs = t.shape
    total = 0.0
    for n in range(group.first, rows, group.step):
        if metric == Metric.ACCURACY:
            best, right = 0, 0
            for k in range(1, outputs):
                best = k if y[n, k] > y[n, best] else best
                right = k if t[n, k] > t[n, right] else right
            total += 1.0 if best == right else 0.0
        else:
            for k in range(outputs):
                e = float(y[n, k]) - float(t[n, k])
                if metric == Metric.R2:
                    total += e * e * precision[k]
                else:
                    total += 1.0 if (y[n, k] > 0.5) == (t[n, k] > 0.5) else 0.0
    return total


@device_inline
def outputs_of(layout, tile):
    """(net, y) of the output layer, both (rows, pitch), views."""
    layers = len(layout.activations)
    rows, numbers = tile.rows, pitch(layout, layers)
    return matrix(net_of(layout, tile, layers), 0, rows, numbers), matrix(h_of(layout, tile, layers), 0, rows, numbers)


@device
def output_layer(layout, tile, group):
    """y and delta of the output layer from its net; a barrier at the end."""
    layers = len(layout.activations)
    rows, outputs, head = tile.rows, layout.sizes[layers], layout.activations[layers - 1]
    net, y = outputs_of(layout, tile)
    output(head, outputs, net, y, group)
    output_delta(head, layout.loss, y, matrix(tile.t, 0, rows, outputs), tile.weight, tile.samples, net, group)
    group.barrier()


@device
def step_at(number, do, turn, squares, layout, tile, group):
    """A step of a pass: of L layers 0 … L − 1 forward, L the output, L + 1 … 2 L − 1 the errors, then the gradients.

    ``do`` does a product, ``turn`` is as in products.py, ``squares`` this thread's share of Σ g²; returns these two.
    A barrier at the end, but not after gradients, which need nothing of each other.
    """
    layers = len(layout.activations)
    if number == layers:
        output_layer(layout, tile, group)
        return turn, squares
    if number < layers:
        product = forward_layer(number + 1, layout, tile)
    elif number < 2 * layers:
        product = backward_delta(2 * layers - number, layout, tile)
    else:
        product = backward_layer(3 * layers - number, layout, tile)
    turn, own = do(product, tile, turn, group)
    if number < 2 * layers:
        group.barrier()
    return turn, squares + own


def extent(number, sizes, rows):
    """(rows, columns) of the product of a step, of networks of these sizes."""
    layers = len(sizes) - 1
    if number < layers:
        return rows, sizes[number + 1]
    if number < 2 * layers:
        return sizes[min(layers, 2 * layers - number)], rows
    return sizes[3 * layers - number - 1], sizes[3 * layers - number]


@device
def forward(layout, tile, group):
    """net and h of every layer, left in ``tile.units``; a barrier at the end.

    With ``tile.dropout`` > 0 hidden units are dropped, by random numbers of this update's ``tile.key``;
    ``tile.first_row`` is the place of the first sample in the mini-batch.  Of the output layer only net is there.
    """
    turn, squares = np.int64(0), cast_like(tile.theta[0], 0)  # as an int it would be another type at first
    for number in range(len(layout.activations)):
        turn, squares = step_at(number, group.product, turn, squares, layout, tile, group)


@device
def forward_and_backward(layout, tile, group):
    """gradient (P,) of the rows' share in the mean, and of the penalty; returns this thread's share of Σ g².

    With ``tile.first_row`` > 0 the rows' share is added to the gradient of those before, which has the penalty already.
    """
    turn, squares = np.int64(0), cast_like(tile.theta[0], 0)  # as an int it would be another type at first
    for number in range(3 * len(layout.activations)):
        turn, squares = step_at(number, group.product, turn, squares, layout, tile, group)
    return squares
