"""Forward pass and delta back-propagation over the samples of one shard.

The values of all units live in one flat array, ``units``.  It begins with scratch for matrix products.  Then, for
``rows`` samples and layer l with m units, it holds, one after the other: net (rows × m), h (rows × m); and for all
layers together two blocks for delta, each as wide as the widest layer.  After a forward pass a hidden layer's ``net``
block holds f′(net): back-propagation needs nothing else of it.  Symbols are explained in ``numnet/kernels/records.py``.
"""

import math

from numnet.cpu.intrinsics.views import matrix, vector
from numnet.cpu.products import ADD, SCALE, SET, product
from numnet.kernels import losses as E
from numnet.kernels.activations import EQUATIONS, Head, activation_lines, dsigmoid, sigmoid
from numnet.kernels.codes import LossCode
from numnet.kernels.compiler.chain import written
from numnet.kernels.compiler.jit import jit_inline, jit_loop, jit_sum
from numnet.kernels.elementary import cast_like, exp
from numnet.kernels.random import bits, keeps


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
    threshold = int(rate * 16777216.0)  # 2²⁴
    scale = cast_like(h[0, 0], 1) / (cast_like(h[0, 0], 1) - cast_like(h[0, 0], rate))
    zero = cast_like(h[0, 0], 0)
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
    if head == Head.IDENTITY:
        for i in range(flat.size):
            values[i] = flat[i]
    elif head == Head.SIGMOID:
        for i in range(flat.size):
            values[i] = sigmoid(flat[i])
    else:
        for n in range(rows):
            top = row_maximum(net, n)
            for k in range(outputs):
                y[n, k] = net[n, k] - top
        for i in range(values.size):
            values[i] = exp(values[i])
        for n in range(rows):
            total = cast_like(y[n, 0], 0)
            for k in range(outputs):
                total += y[n, k]
            for k in range(outputs):
                y[n, k] /= total


@jit_inline
def row_maximum(a, n):
    """The largest value of row n."""
    top = a[n, 0]
    for k in range(1, a.shape[1]):
        top = max(top, a[n, k])
    return top


@jit_loop
def output_delta(head, loss, y, t, samples, delta):
    """delta (rows, outputs) = ∂E/∂net of the output layer, E the mean over ``samples`` samples."""
    rows, outputs = y.shape
    y1, t1, delta1 = vector(y, 0, y.size), vector(t, 0, y.size), vector(delta, 0, y.size)
    share = cast_like(y1[0], 1) / cast_like(y1[0], samples)
    if loss == LossCode.CROSS_ENTROPY:
        for i in range(y1.size):
            delta1[i] = share * E.cross_entropy_delta(y1[i], t1[i])
        return
    if loss == LossCode.MSE:
        for i in range(y1.size):
            delta1[i] = share * E.dmse(y1[i], t1[i])
    elif loss == LossCode.MAE:
        for i in range(y1.size):
            delta1[i] = share * E.dmae(y1[i], t1[i])
    else:
        for i in range(y1.size):
            delta1[i] = share * E.dhuber(y1[i], t1[i])
    if head == Head.SIGMOID:
        for i in range(y1.size):
            delta1[i] *= dsigmoid(y1[i], y1[i])
    elif head == Head.SOFTMAX:  # the Jacobian: ∂yⱼ/∂netₖ = yⱼ ([j = k] − yₖ)
        for n in range(rows):
            mean = cast_like(share, 0)
            for k in range(outputs):
                mean += delta[n, k] * y[n, k]
            for k in range(outputs):
                delta[n, k] = y[n, k] * (delta[n, k] - mean)


@jit_loop
def scale_by_weight(weight, delta):
    """delta (rows, outputs) times the weight of each sample; weight (rows,), or (0,) where all count alike."""
    for n in range(weight.size):
        for k in range(delta.shape[1]):
            delta[n, k] *= weight[n]


@jit_sum
def output_loss(head, loss, net, y, t):
    """Σ E over the rows and outputs, float64.

    Softmax: −ln yₖ = (max net − netₖ) + ln Σⱼ exp(netⱼ − max net).  The largest term of that sum is 1, and the others
    are as y to its largest: ln(1 + Σ others) is never ln 0, and exact where the others are tiny.
    """
    rows, outputs = y.shape
    total = 0.0
    if loss == LossCode.CROSS_ENTROPY and head == Head.SOFTMAX:
        for n in range(rows):
            top, likeliest, others = row_maximum(net, n), row_maximum(y, n), 0.0
            for k in range(outputs):
                others += y[n, k]
            log_sum = math.log1p((others - likeliest) / likeliest)
            for k in range(outputs):
                if t[n, k] != 0:
                    total += t[n, k] * (top - net[n, k] + log_sum)
        return total
    net1, y1, t1 = vector(net, 0, y.size), vector(y, 0, y.size), vector(t, 0, y.size)
    if loss == LossCode.CROSS_ENTROPY:
        for i in range(y1.size):
            total += E.sigmoid_cross_entropy(net1[i], t1[i])
    elif loss == LossCode.MSE:
        for i in range(y1.size):
            total += E.mse(y1[i], t1[i])
    elif loss == LossCode.MAE:
        for i in range(y1.size):
            total += E.mae(y1[i], t1[i])
    else:
        for i in range(y1.size):
            total += E.huber(y1[i], t1[i])
    return total


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
