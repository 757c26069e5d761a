"""Penalties on the weights, and weight decay; ``w`` is a weight, float32 or float64.  Dropout: ``dropout.py``."""

from numnet.kernels.compiler.equation import equation
from numnet.kernels.elementary import cast_like


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
