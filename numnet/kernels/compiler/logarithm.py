"""ln, ln(1 + x) and powers in plain arithmetic.

Write x = 2ⁿ m with √½ ≤ m < √2, so ln x = n ln 2 + ln m; and ln m = 2 artanh s with s = (m − 1) / (m + 1), a Taylor
series of ten terms.  A power xʸ = e^(y ln x) multiplies the error of ln x by up to 709, so it takes ln x to more bits
than float64 has, as a sum of two numbers.
"""

import math

import numpy as np

from numnet.kernels.compiler.dispatcher import jit, jit_inline
from numnet.kernels.compiler.double_arithmetic import two_product, two_sum
from numnet.kernels.compiler.exponential import LN2_HIGH_32, LN2_HIGH_64, LN2_LOW_32, LN2_LOW_64, exp64
from numnet.kernels.compiler.polynomial import polynomial

_f32, _i32, _f64, _i64 = np.float32, np.int32, np.float64, np.int64
_SQRT_HALF_BITS = _i64(np.float64(math.sqrt(0.5)).view(np.int64))
_52 = _i64(52)
_SMALLEST_NORMAL, _TWO_54 = 2.2250738585072014e-308, 18014398509481984.0
_SQRT_HALF_BITS_32, _23 = _i32(np.float32(math.sqrt(0.5)).view(np.int32)), _i32(23)
_SMALLEST_NORMAL_32, _TWO_25, _25 = np.finfo(np.float32).tiny, _f32(2**25), _f32(25)
_HALF_32, _ONE_32, _INF_32, _NAN_32 = _f32(0.5), _f32(1), _f32(math.inf), _f32(math.nan)
# ln m / s − 2 = (2/3) s² + (2/5) s⁴ + …: s²² / 23 < 7e-19 and s¹⁰ / 11 < 3e-9 are the first terms left out.
_terms_32 = polynomial(*(2 / (2 * k + 1) for k in range(1, 5)), dtype=np.float32)
_TWO_THIRDS, _TWO_THIRDS_REST = 2 / 3, 3.700743415417188e-17
_later_terms = polynomial(*(2 / (2 * k + 1) for k in range(2, 11)))
_HUGE_POWER, _TWO_53 = 1e20, 9007199254740992.0  # beyond 2⁵³ all numbers are even


@jit_inline
def _reduced(x):
    """(n, m) with x = 2ⁿ m, √½ ≤ m < √2, for 0 < x < ∞; n is float64."""
    small = x < _SMALLEST_NORMAL
    bits = _f64(x * _TWO_54 if small else x).view(np.int64)
    n = _i32((bits - _SQRT_HALF_BITS) >> _52)  # 32 bits: this conversion to float64 has a vector instruction
    m = _i64(bits - (_i64(n) << _52)).view(np.float64)
    return _f64(n) - (54.0 if small else 0.0), m


@jit
def log64(x):
    """ln x."""
    n, m = _reduced(x)
    f = m - 1.0
    s = f / (m + 1.0)
    z = s * s
    R = z * (_TWO_THIRDS + z * _later_terms(z))
    half = 0.5 * f * f
    # 2 s = f − s f = f − f²/2 + s f²/2: so f, which is exact, leads the sum
    y = n * LN2_HIGH_64 - ((half - (s * (half + R) + n * LN2_LOW_64)) - f)
    y = y if x < math.inf else x
    y = y if x > 0 else (-math.inf if x == 0 else math.nan)
    return y if x == x else x


@jit
def log1p_64(x):
    """ln(1 + x), exact near 0: ln of the rounded sum u, and what rounding took, divided by u."""
    u = 1.0 + x
    lost = x - (u - 1.0) if x < 1 else 1.0 - (u - x)
    y = log64(u)
    y = y + lost / u if 0 < u < math.inf else y
    return y if abs(x) > 0 else x  # -0 and NaN pass through


@jit
def log32(x):
    """ln x, float32."""
    small = x < _SMALLEST_NORMAL_32
    bits = _f32(x * _TWO_25 if small else x).view(np.int32)
    e = _i32(bits - _SQRT_HALF_BITS_32) >> _23
    m = _i32(bits - _i32(e << _23)).view(np.float32)
    n = _f32(e) - _25 if small else _f32(e)
    f = m - _ONE_32
    s = f / (m + _ONE_32)
    z = s * s
    half = _HALF_32 * f * f
    y = n * LN2_HIGH_32 - ((half - (s * (half + z * _terms_32(z)) + n * LN2_LOW_32)) - f)
    y = y if x < _INF_32 else x
    y = y if x > 0 else (-_INF_32 if x == 0 else _NAN_32)
    return y if x == x else x


@jit
def log1p_32(x):
    """ln(1 + x), float32."""
    u = _ONE_32 + x
    lost = x - (u - _ONE_32) if x < _ONE_32 else _ONE_32 - (u - x)
    y = log32(u)
    y = y + lost / u if 0 < u < _INF_32 else y
    return y if abs(x) > 0 else x


@jit_inline
def _log_in_two(x):
    """(high, low), whose sum is ln x to some 64 bits, for 0 < x < ∞."""
    n, m = _reduced(x)
    f = m - 1.0
    d = m + 1.0
    d_low = m - (d - 1.0)
    s = f / d
    p, e = two_product(s, d)
    s_low = (((f - p) - e) - s * d_low) / d
    z, e = two_product(s, s)
    z_low = e + 2.0 * s * s_low
    cube, e = two_product(s, z)
    cube_low = e + s * z_low + s_low * z
    u, e = two_product(cube, _TWO_THIRDS)
    u_low = e + cube * _TWO_THIRDS_REST + cube_low * _TWO_THIRDS
    rest = cube * z * _later_terms(z)
    a, e1 = two_sum(n * LN2_HIGH_64, 2.0 * s)
    b, e2 = two_sum(a, u)
    return two_sum(b, e1 + e2 + (n * LN2_LOW_64 + 2.0 * s_low + u_low + rest))


@jit
def _power_of_positive(x, y):
    """xʸ for 0 < x < ∞ and finite y."""
    y = min(max(y, -_HUGE_POWER), _HUGE_POWER)
    high, low = _log_in_two(x)
    p, e = two_product(y, high)
    if abs(p) > 800.0:
        return math.inf if p > 0 else 0.0
    power = exp64(p)
    return power + power * (e + y * low) if power < math.inf else power


@jit
def power64(x, y):
    """xʸ as C has it: 1 where y is 0, NaN for a negative x unless y is whole."""
    if y == 0 or x == 1:
        return 1.0
    if x != x or y != y:
        return x + y
    whole = abs(y) >= _TWO_53 or y == math.floor(y)
    odd = whole and abs(y) < _TWO_53 and _i64(y) % 2 != 0
    size = abs(x)
    if size == 0 or size == math.inf or abs(y) == math.inf:
        grows = (size > 1) == (y > 0)
        result = 1.0 if size == 1 else (math.inf if grows else 0.0)
    else:
        result = _power_of_positive(size, y)
    negative = x < 0 or (x == 0 and 1.0 / x < 0)
    if negative and odd:
        return -result
    return math.nan if x < 0 and not whole and size < math.inf and abs(y) < math.inf else result
