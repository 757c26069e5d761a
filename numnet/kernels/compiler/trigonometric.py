"""sine, cosine and tangent in plain arithmetic, float64.

Write x = n π/2 + r with |r| ≤ π/4; r as a sum of two numbers, since a subtraction of nearly equal ones leaves few bits
of the first.  sin r and cos r are their Taylor series.  For large x, n π/2 would need more bits of π than fit: there x
is multiplied by those 192 bits of 2/π that matter, in whole numbers (M. Payne and R. Hanek, 1983).
"""

import math

import numpy as np

from numnet.kernels.compiler.codegen import choice, written
from numnet.kernels.compiler.dispatcher import jit, jit_inline
from numnet.kernels.compiler.double_arithmetic import two_product, two_sum
from numnet.kernels.compiler.polynomial import polynomial

_f64, _i64, _u64 = np.float64, np.int64, np.uint64
# π/2 in three parts, the first two of 33 bits: n times each is exact.
_HALF_PI_1, _HALF_PI_2, _HALF_PI_3 = 1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21
_TWO_OVER_PI, _LARGE = 2 / math.pi, 1e6
_HALF_PI, _HALF_PI_REST = math.pi / 2, 6.123233995736766e-17
# −1/3!, 1/5!, … and 1/4!, −1/6!, …: the first terms left out are below 1e-19 and 3e-18.
_sine_terms = polynomial(*((-1) ** k / math.factorial(2 * k + 1) for k in range(1, 9)))
_cosine_terms = polynomial(*((-1) ** k / math.factorial(2 * k) for k in range(2, 9)))
# The bits of 2/π, after 64 zeros, in words of 64.
_WORDS = (
    0, 0xA2F9836E4E441529, 0xFC2757D1F534DDC0, 0xDB6295993C439041, 0xFE5163ABDEBBC561, 0xB7246E3A424DD2E0,
    0x06492EEA09D1921C, 0xFE1DEB1CB129A73E, 0xE88235F52EBB4484, 0xE99C7026B45F7E41, 0x3991D639835339F4,
    0x9C845F8BBDF9283B, 0x1FF897FFDE05980F, 0xEF2F118B5A0A6D1F, 0x6D367ECF27CB09B7, 0x4F463F669E5FEA2D,
    0x7527BAC7EBE5F17B, 0x3D0739F78A5292EA, 0x6BFB5FB11F8D5D08, 0x56033046FC7B6BAB,
)  # fmt: skip
# Word k: a chain of questions, since a GPU has no arrays among its constants.
_bits = jit(
    written(
        "_bits",
        "k",
        [*choice("k", [(k, (f"word = w{k}",)) for k in range(len(_WORDS))], complete=True), "return word"],
        __name__,
        {f"w{k}": _u64(word) for k, word in enumerate(_WORDS)},
    )
)
_1, _2, _32, _62, _63, _LOW_32 = (_u64(n) for n in (1, 2, 32, 62, 63, 0xFFFFFFFF))


@jit_inline
def _word(at):
    """64 bits of 2/π, from bit ``at`` of `_WORDS` on."""
    first, shift = at >> 6, _u64(at & 63)
    return (_bits(first) << shift) | ((_bits(first + 1) >> _1) >> (_63 - shift))


@jit_inline
def _high_product(a, b):
    """The high 64 bits of a b."""
    a1, a0, b1, b0 = a >> _32, a & _LOW_32, b >> _32, b & _LOW_32
    middle = a1 * b0 + ((a0 * b0) >> _32)
    other = a0 * b1 + (middle & _LOW_32)
    return a1 * b1 + (middle >> _32) + (other >> _32)


@jit
def _reduced_large(x):
    """(n mod 4, r, what r lacks) for x ≥ 2¹⁹: x = M 2ᵉ, and of M · 2/π · 2ᵉ only what is left modulo 4 counts."""
    bits = _f64(x).view(np.int64)
    e = (bits >> _i64(52)) - _i64(1075)
    M = _u64((bits & _i64((1 << 52) - 1)) | _i64(1 << 52))
    at = e + 62  # the bit of weight 2¹: those before it make multiples of 4
    w0, w1, w2 = _word(at), _word(at + 64), _word(at + 128)
    p2 = M * w2
    carried = _high_product(M, w2)
    p1 = M * w1 + carried
    p0 = M * w0 + _high_product(M, w1) + (_1 if p1 < carried else _u64(0))
    n, high, low = p0 >> _62, (p0 << _2) | (p1 >> _62), (p1 << _2) | (p2 >> _62)  # n and 128 bits of a fraction
    above = high >> _63  # beyond one half the next n is nearer, and the distance to it, negative, is what counts
    if above:
        high, low = ~high, ~low
    small = _f64(low & _LOW_32) * 2.0**-128 + _f64(low >> _32) * 2.0**-96
    y, rest = two_sum(_f64(high >> _32) * 2.0**-32, _f64(high & _LOW_32) * 2.0**-64 + small)
    r, e = two_product(y, _HALF_PI)
    e = e + (y * _HALF_PI_REST + rest * _HALF_PI)
    n = _i64((n + above) & _u64(3))
    return (n, -r, -e) if above else (n, r, e)


@jit_inline
def _reduced(x):
    """(n mod 4, r, what r lacks) for x ≥ 0."""
    if x > _LARGE:
        return _reduced_large(x)
    n = _i64(x * _TWO_OVER_PI + 0.5)
    k = _f64(n)
    a, e = two_sum(x - k * _HALF_PI_1, -k * _HALF_PI_2)
    r, rest = two_sum(a, e - k * _HALF_PI_3)
    return n & _i64(3), r, rest


@jit_inline
def _sine(r, rest):
    """sin(r + rest) for |r| ≤ π/4."""
    z = r * r
    return r + (r * z * _sine_terms(z) + rest * (1.0 - 0.5 * z))


@jit_inline
def _cosine(r, rest):
    """cos(r + rest) for |r| ≤ π/4."""
    z = r * r
    half = 0.5 * z
    w = 1.0 - half
    return w + (((1.0 - w) - half) + (z * z * _cosine_terms(z) - r * rest))


@jit
def sin_cos64(x):
    """(sin x, cos x)."""
    a = abs(x)
    if not a < math.inf:
        return math.nan, math.nan
    n, r, rest = _reduced(a)
    s, c = _sine(r, rest), _cosine(r, rest)
    if n & 1:
        s, c = c, -s
    if n & 2:
        s, c = -s, -c
    s = -s if x < 0 else s
    return (s if a > 0 else x), c


@jit_inline
def sin64(x):
    """sin x."""
    return sin_cos64(x)[0]


@jit_inline
def cos64(x):
    """cos x."""
    return sin_cos64(x)[1]


@jit
def tan64(x):
    """tan x."""
    s, c = sin_cos64(x)
    return s / c
