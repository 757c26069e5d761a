"""Errors E of one output, and ∂E/∂y; from the network's output ``y`` and the target ``t``.

The cross-entropies take ``net`` instead of y: ln(σ(net)) by way of y would be ln 0 for a unit that is wrong and
sure, and clipping y would falsify the gradient just there.  Their ∂E/∂net is y − t for sigmoid and softmax alike.
Sums over outputs and means over samples belong to the loops.
"""

import math

from numnet.kernels.compiler.jit import jit_inline
from numnet.kernels.elementary import cast_like, exp


@jit_inline
def mse(y, t):
    """E = ½ (y − t)²."""
    e = y - t
    return cast_like(y, 0.5) * e * e


@jit_inline
def dmse(y, t):
    """∂E/∂y = y − t."""
    return y - t


@jit_inline
def mae(y, t):
    """E = |y − t|."""
    return abs(y - t)


@jit_inline
def dmae(y, t):
    """∂E/∂y = sign(y − t); 0 at the kink."""
    e = y - t
    if e > 0:
        return cast_like(y, 1)
    return cast_like(y, -1) if e < 0 else e  # e: 0 or NaN


@jit_inline
def huber(y, t):
    """E = ½ e² where |e| ≤ 1, else |e| − ½, with e = y − t.  P. Huber, 1964, with δ = 1."""
    e = abs(y - t)
    half = cast_like(y, 0.5)
    return e - half if e > 1 else half * e * e


@jit_inline
def dhuber(y, t):
    """∂E/∂y = e, kept within −1 and 1."""
    e = y - t
    if e > 1:
        return cast_like(y, 1)
    return cast_like(y, -1) if e < -1 else e


@jit_inline
def sigmoid_cross_entropy(net, t):
    """E = −t ln y − (1 − t) ln(1 − y) with y = σ(net): max(net, 0) − t net + ln(1 + e^−|net|), for t = 0 or 1.

    That is softplus(net) − t net, with the large terms subtracted before the small one could be lost beside them.
    """
    return ((net if net > 0 else cast_like(net, 0)) - t * net) + math.log1p(exp(-abs(net)))


@jit_inline
def cross_entropy_delta(y, t):
    """∂E/∂net = y − t for a sigmoid or softmax output: the factor f′(net) has cancelled."""
    return y - t
