"""Forward pass and delta back-propagation over the samples of one shard.

The values of all units live in one flat array, ``units``.  It begins with scratch for matrix products.  Then, for
``rows`` samples and layer l with m units, it holds, one after the other: net (rows × m), h (rows × m); and for all
layers together two blocks for delta, each as wide as the widest layer.  After a forward pass a hidden layer's ``net``
block holds f′(net): back-propagation needs nothing else of it.  Symbols are explained in ``numnet/kernels/records.py``.
"""

from numnet.cpu.intrinsics.views import matrix, vector
from numnet.cpu.products import ADD, SCALE, SET, product
from numnet.kernels import losses
from numnet.kernels.activations import EQUATIONS, OUTPUTS, activation_lines
from numnet.kernels.activations.sigmoid import dsigmoid, sigmoid
from numnet.kernels.compiler.codegen import written
from numnet.kernels.compiler.jit import jit_inline, jit_loop
from numnet.kernels.dropout import dropout_scale, dropout_threshold, keeps
from numnet.kernels.elementary import cast_like, exp
from numnet.kernels.random import bits

IDENTITY, SIGMOID, SOFTMAX = (OUTPUTS[name].code for name in ("identity", "sigmoid", "softmax"))
CROSS_ENTROPY = losses.CROSS_ENTROPY.code


@jit_inline
def weights(layout, theta, l):
    """W (fan_in, fan_out) of layer l = 1 … L, a view."""
    return matrix(theta, layout.weights_at[l - 1], layout.sizes[l - 1], layout.sizes[l])


@jit_inline
def biases(layout, theta, l):
    """b (fan_out,) of layer l, a view."""
    return vector(theta, layout.biases_at[l - 1], layout.sizes[l])


@jit_inline
def net_at(layout, rows, l):
    """Where layer l's net begins in ``units``; its h follows.  With l = L + 1, L + 2: where the two deltas begin."""
    return layout.scratch_size + rows * layout.units_at[l - 1]


@jit_loop
def forward_layer(h, W, b, net, scratch):
    """net (rows, fan_out) = h (rows, fan_in) W + b."""
    product(h, W, False, b, SET, net, net, vector(scratch, 0, 0), scratch)


@jit_loop
def backward_layer(x, delta, dW, db, add, scratch):
    """dW (fan_in, fan_out) = xᵀ delta; db (fan_out,) = Σₙ delta, for x (rows, fan_in), delta (rows, fan_out).

    With ``add`` the sums go on from the values that dW and db hold.
    """
    product(x.T, delta, False, vector(scratch, 0, 0), ADD if add else SET, dW, dW, db, scratch)


@jit_loop
def backward_delta(delta, W, slope, out, scratch):
    """out (rows, fan_in) = slope ⊙ (delta (rows, fan_out) Wᵀ): the error carried one layer back."""
    product(delta, W, True, vector(scratch, 0, 0), SCALE, slope, out, vector(scratch, 0, 0), scratch)


# h = f(net), then f′(net) in net's place; both flat: ``activate(activation, net, h)``, with a loop for each activation.
activate = jit_loop(
    written(
        "activate",
        "activation, net, h",
        activation_lines("h[i]", "net[i]", "net[i]", loop=("for i in range(net.size):",)),
        __name__,
        EQUATIONS,
    )
)


@jit_loop
def drop(rate, key, first_row, slope, h):
    """Inverted dropout: h and f′ are 0 for a dropped unit, divided by 1 − rate for a kept one.

    The unit's place in the mini-batch is its random number's index, so that shards change nothing.
    N. Srivastava et al., 2014.
    """
    threshold = dropout_threshold(rate)
    scale, zero = dropout_scale(cast_like(h[0, 0], 1), cast_like(h[0, 0], rate)), cast_like(h[0, 0], 0)
    rows, columns = h.shape
    for n in range(rows):
        for j in range(columns):
            factor = scale if keeps(key, (first_row + n) * columns + j, threshold) else zero
            h[n, j] *= factor
            slope[n, j] *= factor


@jit_loop
def output(head, net, y):
    """y = output activation of net, both (rows, outputs); net stays, for the cross-entropies.

    Softmax: yₖ = exp(netₖ − max net) / Σⱼ exp(netⱼ − max net).  No exponent is above 0, so nothing overflows.
    """
    rows, outputs = net.shape
    flat, values = vector(net, 0, net.size), vector(y, 0, y.size)
    if head == IDENTITY:
        for i in range(flat.size):
            values[i] = flat[i]
    elif head == SIGMOID:
        for i in range(flat.size):
            values[i] = sigmoid(flat[i])
    else:
        for n in range(rows):
            losses.below_maximum(net, n, outputs, y)
        for i in range(values.size):
            values[i] = exp(values[i])
        for n in range(rows):
            losses.normalise(y, n, outputs)


# delta = share · ∂E/∂y, all flat: ``loss_slopes(loss, share, y, t, delta)``; for a cross-entropy ∂E/∂net.
loss_slopes = jit_inline(
    written(
        "loss_slopes",
        "loss, share, y, t, delta",
        losses.loss_lines(lambda entry: (
            "for i in range(y.size):",
            f"    delta[i] = share * {entry.dE.__name__}(y[i], t[i])",
        )),
        __name__,
        losses.EQUATIONS,
    )
)  # fmt: skip


@jit_loop
def output_delta(head, loss, y, t, samples, delta):
    """delta (rows, outputs) = ∂E/∂net of the output layer, E the mean over ``samples`` samples."""
    rows, outputs = y.shape
    y1, t1, delta1 = vector(y, 0, y.size), vector(t, 0, y.size), vector(delta, 0, y.size)
    share = cast_like(y1[0], 1) / cast_like(y1[0], samples)
    loss_slopes(loss, share, y1, t1, delta1)
    if loss == CROSS_ENTROPY:
        return
    if head == SIGMOID:
        for i in range(y1.size):
            delta1[i] *= dsigmoid(y1[i], y1[i])
    elif head == SOFTMAX:
        for n in range(rows):
            losses.through_softmax(delta, y, n, outputs)


@jit_loop
def scale_by_weight(weight, delta):
    """delta (rows, outputs) times the weight of each sample; weight (rows,), or (0,) where all count alike."""
    for n in range(weight.size):
        for k in range(delta.shape[1]):
            delta[n, k] *= weight[n]


# Σ E of outputs that do not depend on each other, float64: ``total_loss(loss, net, y, t)``, all flat.
total_loss = jit_inline(
    written(
        "total_loss",
        "loss, net, y, t",
        [
            "total = 0.0",
            *losses.loss_lines(lambda entry: (
                "for i in range(y.size):",
                f"    total += {entry.E.__name__}({'net' if entry.of_net else 'y'}[i], t[i])",
            )),
            "return total",
        ],
        __name__,
        losses.EQUATIONS,
    )
)  # fmt: skip


@jit_loop
def output_loss(head, loss, net, y, t):
    """Σ E over the rows and outputs, float64."""
    if loss == CROSS_ENTROPY and head == SOFTMAX:
        total = 0.0
        for n in range(y.shape[0]):
            total += losses.softmax_cross_entropy(net, y, t, n, y.shape[1])
        return total
    return total_loss(loss, vector(net, 0, y.size), vector(y, 0, y.size), vector(t, 0, y.size))


@jit_inline
def tile_loss(layout, units, rows, t, weight):
    """Σ E over the rows and outputs of a tile after :func:`forward`, float64; each row times its weight, if it has one.

    t (rows, outputs), weight (rows,) or (0,).
    """
    layers = layout.activations.size
    outputs, head = layout.sizes[layers], layout.activations[layers - 1]
    at = net_at(layout, rows, layers)
    behind = at + rows * outputs
    if weight.size == 0:
        return output_loss(
            head, layout.loss, matrix(units, at, rows, outputs), matrix(units, behind, rows, outputs), t
        )
    total, targets = 0.0, vector(t, 0, t.size)
    for n in range(rows):
        first = n * outputs
        net, y = matrix(units, at + first, 1, outputs), matrix(units, behind + first, 1, outputs)
        total += weight[n] * output_loss(head, layout.loss, net, y, matrix(targets, first, 1, outputs))
    return total


@jit_loop
def forward(layout, theta, x, units, dropout, key, first_row):
    """h of every layer for x (rows, inputs), left in ``units``.

    With ``dropout`` > 0 hidden units are dropped, by random numbers of this update's ``key``; ``first_row`` is the
    place of x[0] in the mini-batch.
    """
    layers = layout.activations.size
    rows = x.shape[0]
    h = x
    for l in range(1, layers + 1):
        size = rows * layout.sizes[l]
        at = net_at(layout, rows, l)
        net = matrix(units, at, rows, layout.sizes[l])
        forward_layer(h, weights(layout, theta, l), biases(layout, theta, l), net, units)
        h = matrix(units, at + size, rows, layout.sizes[l])
        if l == layers:
            output(layout.activations[l - 1], net, h)
        else:
            activate(layout.activations[l - 1], vector(units, at, size), vector(units, at + size, size))
            if dropout > 0:
                drop(dropout, bits(key, l), first_row, net, h)


@jit_loop
def backward(layout, theta, x, t, weight, samples, units, gradient, add):
    """Back-propagation after :func:`forward`: gradient (P,) of the rows' share in the mean over ``samples``.

    ``weight`` (rows,): how much each row counts; (0,): all alike.  With ``add`` it is added to the gradient of other
    rows.
    """
    layers = layout.activations.size
    rows = x.shape[0]
    at = net_at(layout, rows, layers)
    size = rows * layout.sizes[layers]
    here, there = net_at(layout, rows, layers + 1), net_at(layout, rows, layers + 2)
    y = matrix(units, at + size, rows, layout.sizes[layers])
    delta = matrix(units, here, rows, layout.sizes[layers])
    output_delta(layout.activations[layers - 1], layout.loss, y, t, samples, delta)
    if weight.size > 0:
        scale_by_weight(weight, delta)
    for l in range(layers, 0, -1):
        fan_in = layout.sizes[l - 1]
        below = net_at(layout, rows, l - 1) if l > 1 else 0
        h = x if l == 1 else matrix(units, below + rows * fan_in, rows, fan_in)
        backward_layer(h, delta, weights(layout, gradient, l), biases(layout, gradient, l), add, units)
        if l > 1:
            slope = matrix(units, below, rows, fan_in)
            delta_below = matrix(units, there, rows, fan_in)
            backward_delta(delta, weights(layout, theta, l), slope, delta_below, units)
            delta = delta_below
            here, there = there, here
