"""Error surfaces E(x, y) on which the update rules can be watched: value and gradient, one function each.

``x``, ``y`` float64, any value.  ``dNAME`` returns (∂E/∂x, ∂E/∂y), written out by hand from the formula of ``NAME``.
"""

import math

from numnet.kernels.compiler.jit import jit_inline
from numnet.kernels.elementary import exp

SLOPE, BEND, WALL = 0.2, 0.06, 6.0  # of the long valley: fall of its floor, bend of its course, steepness of its sides


@jit_inline
def long_valley(x, y):
    """E = SLOPE (√(1 + x²) − 1) + ½ WALL (y − BEND x²)²;  0 at (0, 0).

    A long bent trough.  Its floor y = BEND x² falls towards the middle with nearly the same gentle slope everywhere;
    its sides are 30 times as steep at unit distance.  A surface of numnet's own, after the picture that courses show.
    """
    side = y - BEND * x * x
    return SLOPE * (math.sqrt(1.0 + x * x) - 1.0) + 0.5 * WALL * side * side


@jit_inline
def dlong_valley(x, y):
    """SLOPE x / √(1 + x²) − 2 WALL BEND x (y − BEND x²),  WALL (y − BEND x²)."""
    push = WALL * (y - BEND * x * x)
    return SLOPE * x / math.sqrt(1.0 + x * x) - 2.0 * BEND * x * push, push


@jit_inline
def beale(x, y):
    """E = (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²;  0 at (3, 0.5).

    E. Beale, 1958, On an iterative method for finding a local minimum of a function of more than one variable.
    """
    a = 1.5 - x + x * y
    b = 2.25 - x + x * y * y
    c = 2.625 - x + x * y * y * y
    return a * a + b * b + c * c


@jit_inline
def dbeale(x, y):
    """With E = a² + b² + c²: 2a(y − 1) + 2b(y² − 1) + 2c(y³ − 1),  2ax + 4bxy + 6cxy²."""
    a = 1.5 - x + x * y
    b = 2.25 - x + x * y * y
    c = 2.625 - x + x * y * y * y
    dx = 2.0 * (a * (y - 1.0) + b * (y * y - 1.0) + c * (y * y * y - 1.0))
    return dx, 2.0 * x * (a + 2.0 * b * y + 3.0 * c * y * y)


@jit_inline
def saddle(x, y):
    """E = x² − y²: down along y without end, and level at (0, 0)."""
    return x * x - y * y


@jit_inline
def dsaddle(x, y):
    """2x, −2y."""
    return 2.0 * x, -2.0 * y


@jit_inline
def rosenbrock(x, y):
    """E = (1 − x)² + 100 (y − x²)²;  0 at (1, 1).

    H. Rosenbrock, 1960, An automatic method for finding the greatest or least value of a function.
    """
    a, b = 1.0 - x, y - x * x
    return a * a + 100.0 * b * b


@jit_inline
def drosenbrock(x, y):
    """−2(1 − x) − 400x(y − x²),  200(y − x²)."""
    b = y - x * x
    return -2.0 * (1.0 - x) - 400.0 * x * b, 200.0 * b


@jit_inline
def himmelblau(x, y):
    """E = (x² + y − 11)² + (x + y² − 7)²;  0 at (3, 2) and at three other points.

    D. Himmelblau, 1972, Applied nonlinear programming.
    """
    a, b = x * x + y - 11.0, x + y * y - 7.0
    return a * a + b * b


@jit_inline
def dhimmelblau(x, y):
    """4x(x² + y − 11) + 2(x + y² − 7),  2(x² + y − 11) + 4y(x + y² − 7)."""
    a, b = x * x + y - 11.0, x + y * y - 7.0
    return 4.0 * x * a + 2.0 * b, 2.0 * a + 4.0 * y * b


@jit_inline
def booth(x, y):
    """E = (x + 2y − 7)² + (2x + y − 5)²;  0 at (1, 3).

    A quadratic bowl whose axes are not those of x and y.  In M. Jamil and X.-S. Yang, 2013, A literature survey of
    benchmark functions for global optimization problems, no. 17.
    """
    a, b = x + 2.0 * y - 7.0, 2.0 * x + y - 5.0
    return a * a + b * b


@jit_inline
def dbooth(x, y):
    """10x + 8y − 34,  8x + 10y − 38."""
    return 10.0 * x + 8.0 * y - 34.0, 8.0 * x + 10.0 * y - 38.0


@jit_inline
def ackley(x, y):
    """E = 20 (1 − e^(−0.2 r)) + e − e^c, r = √(½(x² + y²)), c = ½(cos 2πx + cos 2πy);  0 at (0, 0).

    D. Ackley, 1987, A connectionist machine for genetic hillclimbing.
    """
    r = math.sqrt(0.5 * (x * x + y * y))
    c = 0.5 * (math.cos(2.0 * math.pi * x) + math.cos(2.0 * math.pi * y))
    return 20.0 * (1.0 - exp(-0.2 * r)) + (math.e - exp(c))


@jit_inline
def dackley(x, y):
    """2x e^(−0.2 r) / r + π sin(2πx) e^c, and the same in y; at the tip, (0, 0), where E has a kink, 0."""
    r = math.sqrt(0.5 * (x * x + y * y))
    c = 0.5 * (math.cos(2.0 * math.pi * x) + math.cos(2.0 * math.pi * y))
    cone = 2.0 * exp(-0.2 * r) / r if r > 0 else 0.0
    wave = math.pi * exp(c)
    return cone * x + wave * math.sin(2.0 * math.pi * x), cone * y + wave * math.sin(2.0 * math.pi * y)


@jit_inline
def rastrigin(x, y):
    """E = 20 + x² − 10 cos 2πx + y² − 10 cos 2πy;  0 at (0, 0), a dip at every pair of whole numbers.

    L. Rastrigin, 1974, Systems of extremal control.
    """
    return 20.0 + x * x - 10.0 * math.cos(2.0 * math.pi * x) + y * y - 10.0 * math.cos(2.0 * math.pi * y)


@jit_inline
def drastrigin(x, y):
    """2x + 20π sin 2πx,  2y + 20π sin 2πy."""
    wave = 20.0 * math.pi
    return 2.0 * x + wave * math.sin(2.0 * math.pi * x), 2.0 * y + wave * math.sin(2.0 * math.pi * y)


@jit_inline
def styblinski_tang(x, y):
    """E = ½(x⁴ − 16x² + 5x + y⁴ − 16y² + 5y);  −78.33 at (−2.9035, −2.9035), three higher minima.

    M. Styblinski and T.-S. Tang, 1990, Experiments in nonconvex optimization.
    """
    p, q = x * x, y * y
    return 0.5 * (p * p - 16.0 * p + 5.0 * x + q * q - 16.0 * q + 5.0 * y)


@jit_inline
def dstyblinski_tang(x, y):
    """2x³ − 16x + 2.5,  2y³ − 16y + 2.5."""
    return 2.0 * x * x * x - 16.0 * x + 2.5, 2.0 * y * y * y - 16.0 * y + 2.5


@jit_inline
def ravine(x, y, condition):
    """E = ½(x² / condition + y²);  0 at (0, 0).

    A quadratic whose curvatures differ by the factor ``condition`` ≥ 1, its condition number.  Across, the curvature is
    1 whatever the condition, so that a rate that is stable for one is stable for all.  B. Polyak, 1964.
    """
    return 0.5 * (x * x / condition + y * y)


@jit_inline
def dravine(x, y, condition):
    """x / condition,  y."""
    return x / condition, y
