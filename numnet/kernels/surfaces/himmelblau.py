"""Himmelblau's function: four equal minima."""

from numnet.kernels.compiler.equation import equation
from numnet.kernels.surfaces.surface import SurfaceEquations


@equation
def himmelblau(x, y):
    """E = (x² + y − 11)² + (x + y² − 7)²;  0 at (3, 2) and at three other points.

    D. Himmelblau, 1972, Applied nonlinear programming.
    """
    a, b = x * x + y - 11.0, x + y * y - 7.0
    return a * a + b * b


@equation
def dhimmelblau(x, y):
    """4x(x² + y − 11) + 2(x + y² − 7),  2(x² + y − 11) + 4y(x + y² − 7)."""
    a, b = x * x + y - 11.0, x + y * y - 7.0
    return 4.0 * x * a + 2.0 * b, 2.0 * a + 4.0 * y * b


SURFACE = SurfaceEquations(
    "himmelblau", 5, himmelblau, dhimmelblau, "Himmelblau's function", "(x² + y − 11)² + (x + y² − 7)²",
    "four equal minima: the rule decides which", "D. Himmelblau, 1972",
    minima=((3.0, 2.0), (-2.805118086952745, 3.131312518250573), (-3.779310253377747, -3.283185991286170),
            (3.584428340330492, -1.848126526964404)),
    minimum=0.0, start=(0.2, -4.3), limits=((-6.0, 6.0), (-6.0, 6.0)), steps=200,
)  # fmt: skip
