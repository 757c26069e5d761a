"""Forward pass and delta back-propagation over the samples of one tile, by a group of threads.

The names, arguments and ``units`` are those of ``numnet/cpu/layers.py``.  All threads of a group call each function;
``group`` says which share of the work is a thread's own: every ``step``-th item from ``first`` on.  Where one thread
needs what another has written there is a ``group.barrier()``; a function ends without one, unless it says so.

On the CPU a code picks a loop.  Here it picks a branch inside, which all threads take together and which costs next to
nothing, so that a sum, its activation and f′ need no barrier between them.
"""

from numnet.cuda.device import device, device_inline, equations, matrix, vector
from numnet.cuda.products import TALL, WIDE, multiply, tiles
from numnet.kernels import activations, elementary, losses, random
from numnet.kernels.codes import Activation, Loss, Metric

f, E = equations(activations), equations(losses)
exp, like = equations(elementary).exp, equations(elementary).like
bits, keeps, log1p = equations(random).bits, equations(random).keeps, equations(losses).math.log1p


@device_inline
def weights(layout, theta, l):
    """W (fan_in, fan_out) of layer l = 1 … L, a view."""
    return matrix(theta, layout.weights_at[l - 1], layout.sizes[l - 1], layout.sizes[l])


@device_inline
def biases(layout, theta, l):
    """b (fan_out,) of layer l, a view."""
    return vector(theta, layout.biases_at[l - 1], layout.sizes[l])


@device
def net_at(layout, rows, l):
    """Where layer l's net begins in ``units``; its h follows.  With l = L + 1, L + 2: where the two deltas begin."""
    return rows * layout.units_at[l - 1]


@device
def activate(activation, net):
    """(f(net), f′(net))."""
    h, slope = net, like(net, 1)
    if activation == Activation.SIGMOID:
        h = f.sigmoid(net)
        slope = f.dsigmoid(net, h)
    elif activation == Activation.TANH:
        h = f.tangent(net)
        slope = f.dtangent(net, h)
    elif activation == Activation.RELU:
        h = f.relu(net)
        slope = f.drelu(net, h)
    elif activation == Activation.LEAKY_RELU:
        h = f.leaky_relu(net)
        slope = f.dleaky_relu(net, h)
    elif activation == Activation.ELU:
        h = f.elu(net)
        slope = f.delu(net, h)
    elif activation == Activation.GELU:
        h = f.gelu(net)
        slope = f.dgelu(net, h)
    elif activation == Activation.SILU:
        h = f.silu(net)
        slope = f.dsilu(net, h)
    elif activation == Activation.SOFTPLUS:
        h = f.softplus(net)
        slope = f.dsoftplus(net, h)
    return h, slope


@device
def drop(rate, key, place):
    """The factor on h and f′ of the unit at this place of the mini-batch: 0 if dropped, else 1 / (1 − rate)."""
    threshold = int(rate * 16777216.0)  # 2²⁴
    return 1.0 / (1.0 - rate) if keeps(key, place, threshold) else 0.0


@device
def forward_layer(x, W, b, activation, hidden, dropout, key, first_row, net, h, group):
    """h (rows, fan_out) = f(x W + b); in ``net`` f′(net) of a ``hidden`` layer, of the output layer net itself."""
    rows, columns = net.shape
    down, across = tiles(rows, TALL), tiles(columns, WIDE)
    for tile in range(group.first, down * across, group.step):
        i, j = tile // across, tile % across
        multiply(x, W, net, False, i, down, j, across)
        for n in range(i, rows, down):
            for k in range(j, columns, across):
                h[n, k] = net[n, k] = net[n, k] + b[k]
                if hidden:
                    value, slope = activate(activation, net[n, k])
                    if dropout > 0:
                        factor = like(value, drop(dropout, key, (first_row + n) * columns + k))
                        value, slope = value * factor, slope * factor
                    h[n, k], net[n, k] = value, slope


@device
def backward_layer(x, delta, W, l1, l2, dW, db, add, group):
    """dW (fan_in, fan_out) = xᵀ delta + l1 sign(W) + l2 W; db (fan_out,) = Σₙ delta.

    With ``add`` the sums, which have the penalty already, go on from the values that dW and db hold.
    """
    rows, columns = dW.shape
    down, across = tiles(rows, TALL), tiles(columns, WIDE)
    for tile in range(group.first, down * across, group.step):
        i, j = tile // across, tile % across
        multiply(x.T, delta, dW, add, i, down, j, across)
        if not add and (l1 > 0 or l2 > 0):
            for n in range(i, rows, down):
                for k in range(j, columns, across):
                    dW[n, k] += penalty(W[n, k], l1, l2)
    for k in range(group.first, columns, group.step):
        total = db[k] if add else like(delta[0, 0], 0)
        for n in range(delta.shape[0]):
            total += delta[n, k]
        db[k] = total


@device
def penalty(w, l1, l2):
    """∂/∂w of l1 |w| + (l2 / 2) w²; at 0 it is 0."""
    sign = like(w, 1) if w > 0 else (like(w, -1) if w < 0 else like(w, 0))
    return like(w, l1) * sign + like(w, l2) * w


@device
def backward_delta(delta, W, slope, out, group):
    """out (rows, fan_in) = slope ⊙ (delta (rows, fan_out) Wᵀ): the error carried one layer back."""
    rows, columns = out.shape
    down, across = tiles(rows, TALL), tiles(columns, WIDE)
    for tile in range(group.first, down * across, group.step):
        i, j = tile // across, tile % across
        multiply(delta, W.T, out, False, i, down, j, across)
        for n in range(i, rows, down):
            for k in range(j, columns, across):
                out[n, k] *= slope[n, k]


@device
def output(head, net, y, group):
    """y = output activation of net, both (rows, outputs), a row a thread; net stays, for the cross-entropies.

    Softmax: yₖ = exp(netₖ − max net) / Σⱼ exp(netⱼ − max net).  No exponent is above 0, so nothing overflows.
    """
    rows, outputs = net.shape
    for n in range(group.first, rows, group.step):
        if head == Activation.SOFTMAX:
            top, total = row_maximum(net, n), like(net[n, 0], 0)
            for k in range(outputs):
                y[n, k] = exp(net[n, k] - top)
                total += y[n, k]
            for k in range(outputs):
                y[n, k] /= total
        else:
            for k in range(outputs):
                y[n, k] = f.sigmoid(net[n, k]) if head == Activation.SIGMOID else net[n, k]


@device
def row_maximum(a, n):
    """The largest value of row n."""
    top = a[n, 0]
    for k in range(1, a.shape[1]):
        top = max(top, a[n, k])
    return top


@device
def slope_of_loss(loss, y, t):
    """∂E/∂y; for cross-entropy ∂E/∂net."""
    if loss == Loss.CROSS_ENTROPY:
        return E.cross_entropy_delta(y, t)
    if loss == Loss.MSE:
        return E.dmse(y, t)
    if loss == Loss.MAE:
        return E.dmae(y, t)
    return E.dhuber(y, t)


@device
def output_delta(head, loss, y, t, weight, samples, delta, group):
    """delta (rows, outputs) = ∂E/∂net of the output layer, E the mean over ``samples`` samples; a row a thread.

    ``weight`` (rows, 1): how much each row counts.
    """
    rows, outputs = y.shape
    share = like(y[0, 0], 1) / like(y[0, 0], samples)
    for n in range(group.first, rows, group.step):
        mean = like(share, 0)
        for k in range(outputs):
            delta[n, k] = share * weight[n, 0] * slope_of_loss(loss, y[n, k], t[n, k])
            mean += delta[n, k] * y[n, k]
        if loss != Loss.CROSS_ENTROPY and head != Activation.IDENTITY:
            for k in range(outputs):
                if head == Activation.SIGMOID:
                    delta[n, k] *= f.dsigmoid(y[n, k], y[n, k])
                else:  # softmax, whose Jacobian is ∂yⱼ/∂netₖ = yⱼ ([j = k] − yₖ)
                    delta[n, k] = y[n, k] * (delta[n, k] - mean)


@device
def output_loss(head, loss, net, y, t, weight, group):
    """Σ E over this thread's rows, each times its weight, float64; softmax as in ``numnet/cpu/layers.py``."""
    rows, outputs = y.shape
    total = 0.0
    for n in range(group.first, rows, group.step):
        w = float(weight[n, 0])
        if loss == Loss.CROSS_ENTROPY and head == Activation.SOFTMAX:
            top, likeliest, others = row_maximum(net, n), row_maximum(y, n), 0.0
            for k in range(outputs):
                others += y[n, k]
            log_sum = log1p((others - likeliest) / likeliest)
            for k in range(outputs):
                if t[n, k] != 0:
                    total += w * (t[n, k] * (top - net[n, k] + log_sum))
        else:
            for k in range(outputs):
                total += w * loss_of(loss, net[n, k], y[n, k], t[n, k])
    return total


@device
def loss_of(loss, net, y, t):
    """E of one output."""
    if loss == Loss.CROSS_ENTROPY:
        return E.sigmoid_cross_entropy(net, t)
    if loss == Loss.MSE:
        return E.mse(y, t)
    if loss == Loss.MAE:
        return E.mae(y, t)
    return E.huber(y, t)


@device
def add_metric(metric, y, t, precision, group):
    """What this thread's rows add to the metric: right answers, or Σ (y − t)² precision for R²."""
    rows, outputs = y.shape
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


@device
def forward_at(l, layout, theta, x, units, dropout, key, first_row, group):
    """Layer l of :func:`forward`."""
    rows, fan_in, fan_out = x.shape[0], layout.sizes[l - 1], layout.sizes[l]
    at = net_at(layout, rows, l)
    net, h = matrix(units, at, rows, fan_out), matrix(units, at + rows * fan_out, rows, fan_out)
    below = x if l == 1 else matrix(units, net_at(layout, rows, l - 1) + rows * fan_in, rows, fan_in)
    W, b = weights(layout, theta, l), biases(layout, theta, l)
    activation, hidden = layout.activations[l - 1], l < len(layout.activations)
    forward_layer(below, W, b, activation, hidden, dropout, bits(key, l), first_row, net, h, group)
    group.barrier()


@device
def forward(layout, theta, x, units, dropout, key, first_row, group):
    """net and h of every layer for x (rows, inputs), left in ``units``; a barrier at the end, too.

    With ``dropout`` > 0 hidden units are dropped, by random numbers of this update's ``key``; ``first_row`` is the
    place of x[0] in the mini-batch.  Of the output layer only net is there: :func:`output` follows.
    """
    for l in range(1, len(layout.activations) + 1):
        forward_at(l, layout, theta, x, units, dropout, key, first_row, group)


@device_inline
def delta_of(layout, units, rows, l):
    """delta (rows, fan_out) of layer l, a view: two blocks take turns."""
    layers = len(layout.activations)
    return matrix(units, net_at(layout, rows, layers + 1 + (layers - l) % 2), rows, layout.sizes[l])


@device
def output_layer(layout, t, weight, samples, units, group):
    """y and delta of the output layer after :func:`forward`, and a barrier."""
    layers, rows, outputs = len(layout.activations), t.shape[0], t.shape[1]
    at, head = net_at(layout, rows, layers), layout.activations[layers - 1]
    net, y = matrix(units, at, rows, outputs), matrix(units, at + rows * outputs, rows, outputs)
    output(head, net, y, group)
    output_delta(head, layout.loss, y, t, weight, samples, delta_of(layout, units, rows, layers), group)
    group.barrier()


@device
def backward_at(l, layout, theta, x, units, l1, l2, gradient, add, group):
    """Layer l of :func:`backward`."""
    rows, fan_in = x.shape[0], layout.sizes[l - 1]
    below = net_at(layout, rows, l - 1) if l > 1 else 0
    h = x if l == 1 else matrix(units, below + rows * fan_in, rows, fan_in)
    delta, W = delta_of(layout, units, rows, l), weights(layout, theta, l)
    backward_layer(h, delta, W, l1, l2, weights(layout, gradient, l), biases(layout, gradient, l), add, group)
    if l > 1:
        slope = matrix(units, below, rows, fan_in)
        backward_delta(delta, W, slope, delta_of(layout, units, rows, l - 1), group)
    group.barrier()


@device
def backward(layout, theta, x, units, l1, l2, gradient, add, group):
    """Back-propagation after :func:`output_layer`: gradient (P,) of the rows' share in the mean, and of the penalty.

    With ``add`` the rows' share is added to the gradient of other rows.  A barrier at the end, too.
    """
    for l in range(len(layout.activations), 0, -1):
        backward_at(l, layout, theta, x, units, l1, l2, gradient, add, group)
