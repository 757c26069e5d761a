"""Beale's function: cliffs, and a flat valley between them."""

from numnet.kernels.compiler.equation import equation
from numnet.kernels.surfaces.surface import SurfaceEquations


@equation
def beale(x, y):
    """E = (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²;  0 at (3, 0.5).

    E. Beale, 1958, On an iterative method for finding a local minimum of a function of more than one variable.
    """
    a = 1.5 - x + x * y
    b = 2.25 - x + x * y * y
    c = 2.625 - x + x * y * y * y
    return a * a + b * b + c * c


@equation
def dbeale(x, y):
    """With E = a² + b² + c²: 2a(y − 1) + 2b(y² − 1) + 2c(y³ − 1),  2ax + 4bxy + 6cxy²."""
    a = 1.5 - x + x * y
    b = 2.25 - x + x * y * y
    c = 2.625 - x + x * y * y * y
    dx = 2.0 * (a * (y - 1.0) + b * (y * y - 1.0) + c * (y * y * y - 1.0))
    return dx, 2.0 * x * (a + 2.0 * b * y + 3.0 * c * y * y)


SURFACE = SurfaceEquations(
    "beale", 2, beale, dbeale, "Beale's function", "(1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²",
    "cliffs that throw a rule about, and between them a valley with hardly any slope", "E. Beale, 1958",
    minima=((3.0, 0.5),), minimum=0.0, start=(1.0, 1.5), limits=((-4.5, 4.5), (-4.5, 4.5)), steps=500,
)  # fmt: skip
