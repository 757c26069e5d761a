"""Styblinski and Tang's function: four minima, one the lowest."""

from numnet.kernels.compiler.equation import equation
from numnet.kernels.surfaces.surface import SurfaceEquations


@equation
def styblinski_tang(x, y):
    """E = ½(x⁴ − 16x² + 5x + y⁴ − 16y² + 5y);  −78.33 at (−2.9035, −2.9035), three higher minima.

    M. Styblinski and T.-S. Tang, 1990, Experiments in nonconvex optimization.
    """
    p, q = x * x, y * y
    return 0.5 * (p * p - 16.0 * p + 5.0 * x + q * q - 16.0 * q + 5.0 * y)


@equation
def dstyblinski_tang(x, y):
    """2x³ − 16x + 2.5,  2y³ − 16y + 2.5."""
    return 2.0 * x * x * x - 16.0 * x + 2.5, 2.0 * y * y * y - 16.0 * y + 2.5


SURFACE = SurfaceEquations(
    "styblinski_tang", 9, styblinski_tang, dstyblinski_tang, "Styblinski and Tang's function",
    "½ (x⁴ − 16x² + 5x + y⁴ − 16y² + 5y)", "four minima, one the lowest", "M. Styblinski and T.-S. Tang, 1990",
    minima=((-2.9035340277711771, -2.9035340277711771),), minimum=-78.332331407542823,
    start=(0.1, -0.5), limits=((-5.0, 5.0), (-5.0, 5.0)), steps=200,
)  # fmt: skip
