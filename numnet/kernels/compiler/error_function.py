"""The complementary error function in plain arithmetic."""

import numpy as np

from numnet.kernels.compiler.dispatcher import jit
from numnet.kernels.compiler.double_arithmetic import two_product, two_square_32
from numnet.kernels.compiler.exponential import exp32, exp64
from numnet.kernels.compiler.polynomial import polynomial

_K, _BEYOND = 3.75, 28.0  # erfc 28 is 0
_K_32, _BEYOND_32, _ONE_32, _TWO_32 = (np.float32(n) for n in (3.75, 11, 1, 2))
# (1 + 2 x) e^(x²) erfc x as a polynomial in t = (x − K) / (x + K), which takes 0 ≤ x < ∞ to −1 ≤ t < 1: its Chebyshev
# series, cut where coefficients fall below 1e-17.  After M. Shepherd and J. Laframboise, 1981.
_scaled = polynomial(
    1.2375126308378275, -0.14024059858554697, 0.0035854154854644293, 0.0822767384901452, -0.10880393014174886,
    0.09230432116037748, -0.05869339858963677, 0.028362277418956406, -0.009746579558029276, 0.0017556258528952954,
    0.0002937136655913448, -0.0002901540805408417, 5.164909889268241e-05, 2.238423915508223e-05,
    -1.1444146237700524e-05, -9.73559896736775e-07, 1.751637648849062e-06, -5.7218230603224086e-08,
    -2.5866850716155884e-07, 2.3263508708859124e-08, 3.8675334242222354e-08, -3.744210080962018e-09,
    -5.1739902140113095e-09, 3.1114333809799254e-10, 4.2514714447963895e-10,
)  # fmt: skip
# The same, cut below 1e-8.
_scaled_32 = polynomial(
    1.23751263, -0.140240658, 0.00358549531, 0.08227842, -0.108805228, 0.0922907696, -0.0586854405, 0.0284092524,
    -0.00977008718, 0.00167591222, 0.000330167456, -0.000224116747, 2.20467189e-05,
    dtype=np.float32,
)  # fmt: skip


@jit
def erfc64(x):
    """erfc x = 2/√π ∫ₓ^∞ e^(−t²) dt."""
    a = abs(x)
    a = a if a < _BEYOND else _BEYOND
    square, rest = two_product(a, a)
    y = exp64(-square) * (1.0 - rest) * _scaled((a - _K) / (a + _K)) / (1.0 + 2.0 * a)
    y = 2.0 - y if x < 0 else y
    return y if x == x else x


@jit
def erfc32(x):
    """erfc x, float32."""
    a = abs(x)
    a = a if a < _BEYOND_32 else _BEYOND_32
    square, rest = two_square_32(a)
    y = exp32(-square) * (_ONE_32 - rest) * _scaled_32((a - _K_32) / (a + _K_32)) / (_ONE_32 + _TWO_32 * a)
    y = _TWO_32 - y if x < 0 else y
    return y if x == x else x
