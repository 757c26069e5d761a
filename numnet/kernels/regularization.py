"""Penalties, weight decay, dropout and clipping: what keeps weights and steps small, one scalar equation each.

``w``, ``g`` and ``h`` are a weight, its gradient and the output of a unit, float32 or float64.
"""

from numnet.kernels.compiler.equation import equation
from numnet.kernels.elementary import cast_like

DRAWS = 2.0**24  # dropout draws 24 random bits a unit


@equation
def dpenalty(w, l1, l2):
    """∂/∂w of l1 |w| + (l2 / 2) w²: l1 sign(w) + l2 w, 0 at 0; l1 and l2 in the dtype of w."""
    zero = cast_like(w, 0)
    sign = l1 if w > zero else (-l1 if w < zero else zero)
    return sign + l2 * w


@equation
def decayed(w, keep):
    """Decoupled weight decay, before the step: (1 − η λ) w, with keep = 1 − η λ.  I. Loshchilov and F. Hutter, 2019."""
    return keep * w


@equation
def clipped(g, factor):
    """g times the :func:`clipping_factor`.  R. Pascanu, T. Mikolov and Y. Bengio, 2013, algorithm 1."""
    return factor * g


@equation
def clipping_factor(norm, clip_norm):
    """min(1, clip_norm / norm)."""
    return clip_norm / norm if norm > clip_norm else 1.0


@equation
def dropout_threshold(rate):
    """rate · 2²⁴: a unit is dropped whose random number is below it, see :func:`numnet.kernels.random.keeps`."""
    return int(rate * DRAWS)


@equation
def dropout_scale(one, rate):
    """1 / (1 − rate), the factor on units that are kept, in the dtype of both.  N. Srivastava et al., 2014."""
    return one / (one - rate)
