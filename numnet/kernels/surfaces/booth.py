"""Booth's function: a bowl that lies askew."""

from numnet.kernels.compiler.equation import equation
from numnet.kernels.surfaces.surface import SurfaceEquations


@equation
def booth(x, y):
    """E = (x + 2y − 7)² + (2x + y − 5)²;  0 at (1, 3).

    A quadratic bowl whose axes are not those of x and y.  In M. Jamil and X.-S. Yang, 2013, A literature survey of
    benchmark functions for global optimization problems, no. 17.
    """
    a, b = x + 2.0 * y - 7.0, 2.0 * x + y - 5.0
    return a * a + b * b


@equation
def dbooth(x, y):
    """10x + 8y − 34,  8x + 10y − 38."""
    return 10.0 * x + 8.0 * y - 34.0, 8.0 * x + 10.0 * y - 38.0


SURFACE = SurfaceEquations(
    "booth", 6, booth, dbooth, "Booth's function", "(x + 2y − 7)² + (2x + y − 5)²",
    "a bowl that lies askew: a rate for each coordinate is no help", "M. Jamil and X.-S. Yang, 2013",
    minima=((1.0, 3.0),), minimum=0.0, start=(-7.0, -2.0), limits=((-10.0, 10.0), (-10.0, 10.0)), steps=300,
)  # fmt: skip
