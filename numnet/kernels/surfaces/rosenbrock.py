"""Rosenbrock's banana: a narrow bent valley."""

from numnet.kernels.compiler.equation import equation
from numnet.kernels.surfaces.surface import SurfaceEquations


@equation
def rosenbrock(x, y):
    """E = (1 − x)² + 100 (y − x²)²;  0 at (1, 1).

    H. Rosenbrock, 1960, An automatic method for finding the greatest or least value of a function.
    """
    a, b = 1.0 - x, y - x * x
    return a * a + 100.0 * b * b


@equation
def drosenbrock(x, y):
    """−2(1 − x) − 400x(y − x²),  200(y − x²)."""
    b = y - x * x
    return -2.0 * (1.0 - x) - 400.0 * x * b, 200.0 * b


SURFACE = SurfaceEquations(
    "rosenbrock", 4, rosenbrock, drosenbrock, "Rosenbrock's banana", "(1 − x)² + 100 (y − x²)²",
    "a narrow bent valley, nearly flat along it", "H. Rosenbrock, 1960",
    minima=((1.0, 1.0),), minimum=0.0, start=(-1.2, 1.0), limits=((-2.0, 2.0), (-1.0, 3.0)), steps=1000,
)  # fmt: skip
