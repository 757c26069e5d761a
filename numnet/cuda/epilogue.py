"""Epilogue of a matrix product: each sum becomes h and f′ of a unit, an error carried back, or part of the gradient."""

from numnet.cuda.device.compile import device, equations
from numnet.kernels import activations, dropout, elementary, regularization
from numnet.kernels.compiler.codegen import written

f, regularize, units = equations(activations), equations(regularization), equations(dropout)
cast_like = equations(elementary).cast_like
FORWARD, DELTA, GRADIENT = 0, 1, 2  # kinds of products, see layers.py
# (f(net), f′(net)): ``activate(activation, net)``
activate = device(
    written(
        "activate",
        "activation, net",
        ["h, slope = net, cast_like(net, 1)", *f.activation_lines("h", "net", "slope"), "return h, slope"],
        __name__,
        {"cast_like": cast_like, **f.EQUATIONS},
    )
)


@device
def drop(rate, key, place):
    """The factor on h and f′ of the unit at this place of the mini-batch: 0 if dropped, else 1 / (1 − rate)."""
    return units.dropout_scale(1.0, rate) if units.keeps(key, place, units.dropout_threshold(rate)) else 0.0


@device
def store(total, r, c, product, tile):
    """A sum into C[r, c]: as it is, times the f′ that is there, or as a gradient with its penalty.

    Returns what it has added to Σ g² of the gradients.
    """
    C, at = product.C, r * product.C_down + c * product.C_right
    if product.kind == FORWARD:
        C[at] = total
        return cast_like(total, 0)
    if product.kind == DELTA:
        C[at] *= total
        return cast_like(total, 0)
    if tile.first_row > 0:
        total += C[at]
    elif tile.l1 > 0 or tile.l2 > 0:
        w = product.W[at]
        total += regularize.dpenalty(w, cast_like(w, tile.l1), cast_like(w, tile.l2))
    C[at] = total
    return total * total


@device
def store_column(total, k, product, tile):
    """The sum of column k of B, an error: the gradient of bias k.  Returns its square."""
    if tile.first_row > 0:
        total += product.b[k]
    product.b[k] = total
    return total * total


@device
def set_unit(n, k, product, tile):
    """h = f(net) and f′(net) of unit k for sample n, from the sum in C; of the output layer net itself."""
    at = n * product.C_down + k * product.C_right
    net = product.C[at] + product.b[k]
    h, slope = net, net
    if product.hidden:
        h, slope = activate(product.activation, net)
        if tile.dropout > 0:
            place = (tile.first_row + n) * product.columns + k
            factor = cast_like(h, drop(tile.dropout, product.key, place))
            h, slope = h * factor, slope * factor
    product.h[at], product.C[at] = h, slope
