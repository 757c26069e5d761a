"""Sums and products with what rounding takes from them, for functions that need more bits than their dtype has."""

import numpy as np

from numnet.kernels.compiler.dispatcher import jit_inline

_SPLIT_64, _SPLIT_32 = 134217729.0, np.float32(4097)  # 2²⁷ + 1, 2¹² + 1


@jit_inline
def two_sum(a, b):
    """(s, e) with s + e = a + b exactly, s the rounded sum.  D. Knuth, 1969."""
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


@jit_inline
def _halves(a, split):
    """(high, low) with high + low = a, each of at most half the bits.  G. Veltkamp, 1968."""
    t = split * a
    high = t - (t - a)
    return high, a - high


@jit_inline
def two_product(a, b):
    """(p, e) with p + e = a b exactly, float64, p the rounded product.  T. Dekker, 1971."""
    p = a * b
    a1, a2 = _halves(a, _SPLIT_64)
    b1, b2 = _halves(b, _SPLIT_64)
    return p, ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2


@jit_inline
def two_square_32(a):
    """(p, e) with p + e = a² exactly, float32, p the rounded square."""
    p = a * a
    a1, a2 = _halves(a, _SPLIT_32)
    return p, ((a1 * a1 - p) + (a1 * a2 + a2 * a1)) + a2 * a2
