"""Activations f and their derivatives f′, one scalar function each.

``net`` is the weighted sum that enters a unit, ``h = f(net)`` what leaves it; both float32 or float64, any
value.  A derivative takes both, and uses whichever is cheaper.  NaN goes in, NaN comes out: a broken network
must look broken.
"""

import math

from numnet.kernels.compiler.jit import jit_inline
from numnet.kernels.elementary import cast_like, exp, expm1, tanh

SQRT_HALF = math.sqrt(0.5)
INVERSE_SQRT_TWO_PI = 1 / math.sqrt(2 * math.pi)


@jit_inline
def identity(net):
    """h = net."""
    return net


@jit_inline
def didentity(net, h):
    """f′ = 1."""
    return cast_like(net, 1)


@jit_inline
def sigmoid(net):
    """h = 1 / (1 + e⁻ⁿᵉᵗ), in (0, 1).  The exponent is kept negative, so nothing overflows."""
    one = cast_like(net, 1)
    e = exp(-abs(net))
    return (one if net >= 0 else e) / (one + e)


@jit_inline
def dsigmoid(net, h):
    """f′ = h (1 − h); at most 1/4, and near 0 where the unit is saturated."""
    return h - h * h


@jit_inline
def tanh_(net):
    """h = tanh(net), in (−1, 1)."""
    return tanh(net)


@jit_inline
def dtanh(net, h):
    """f′ = 1 − h²."""
    return cast_like(net, 1) - h * h


@jit_inline
def relu(net):
    """h = max(0, net).  V. Nair and G. Hinton, 2010."""
    return cast_like(net, 0) if net < 0 else net


@jit_inline
def drelu(net, h):
    """f′ = 1 where net > 0, else 0; at the kink 0, as in PyTorch and JAX."""
    return cast_like(net, 1) if net > 0 else cast_like(net, 0)


@jit_inline
def leaky_relu(net):
    """h = net where net > 0, else 0.01 net.  A. Maas, A. Hannun and A. Ng, 2013."""
    return cast_like(net, 0.01) * net if net < 0 else net


@jit_inline
def dleaky_relu(net, h):
    """f′ = 1 where net > 0, else 0.01."""
    return cast_like(net, 1) if net > 0 else cast_like(net, 0.01)


@jit_inline
def elu(net):
    """h = net where net > 0, else eⁿᵉᵗ − 1.  D.-A. Clevert et al., 2016, with α = 1."""
    return net if net > 0 else expm1(net)


@jit_inline
def delu(net, h):
    """f′ = 1 where net > 0, else eⁿᵉᵗ = h + 1."""
    return cast_like(net, 1) if net > 0 else h + cast_like(net, 1)


@jit_inline
def normal_cdf(net):
    """Φ(net), the share of a standard normal distribution below net; by erfc where erf would cancel."""
    return cast_like(net, 0.5) * math.erfc(-net * cast_like(net, SQRT_HALF))


@jit_inline
def gelu(net):
    """h = net Φ(net), exact, not the tanh approximation.  D. Hendrycks and K. Gimpel, 2016."""
    # Below −40, Φ is 0 in either dtype, and −∞ · 0 would be NaN.
    return cast_like(net, 0) if net < -40 else net * normal_cdf(net)


@jit_inline
def dgelu(net, h):
    """f′ = Φ(net) + net φ(net), φ the standard normal density."""
    density = exp(cast_like(net, -0.5) * net * net) * cast_like(net, INVERSE_SQRT_TWO_PI)
    return normal_cdf(net) + (net * density if abs(net) < 40 else cast_like(net, 0))


@jit_inline
def silu(net):
    """h = net σ(net), also called swish.  S. Elfwing, E. Uchibe and K. Doya, 2018."""
    return cast_like(net, 0) if net < -800 else net * sigmoid(net)


@jit_inline
def dsilu(net, h):
    """f′ = σ(net) (1 + net (1 − σ(net))) = σ(net) + h (1 − σ(net)), where 1 − σ(net) = σ(−net)."""
    tail = h * sigmoid(-net) if net < 800 else cast_like(net, 0)
    return sigmoid(net) + tail


@jit_inline
def softplus(net):
    """h = ln(1 + eⁿᵉᵗ), a smooth ReLU; also the cross-entropy of a sigmoid unit.  C. Dugas et al., 2001."""
    return (net if net > 0 else cast_like(net, 0)) + math.log1p(exp(-abs(net)))


@jit_inline
def dsoftplus(net, h):
    """f′ = σ(net)."""
    return sigmoid(net)
