"""A saddle."""

from numnet.kernels.compiler.equation import equation
from numnet.kernels.surfaces.surface import SurfaceEquations


@equation
def saddle(x, y):
    """E = x² − y²: down along y without end, and level at (0, 0)."""
    return x * x - y * y


@equation
def dsaddle(x, y):
    """2x, −2y."""
    return 2.0 * x, -2.0 * y


SURFACE = SurfaceEquations(
    "saddle", 3, saddle, dsaddle, "a saddle", "x² − y²",
    "level at its middle: to divide by the size of the gradient makes the tiniest slope count",
    start=(1.0, 0.001), limits=((-2.0, 2.0), (-2.0, 2.0)), steps=80, escape=-1.0,
)  # fmt: skip
