"""A ravine: a quadratic of any condition number."""

from numnet.kernels.compiler.equation import equation
from numnet.kernels.surfaces.surface import SurfaceEquations


@equation
def ravine(x, y, condition):
    """E = ½(x² / condition + y²);  0 at (0, 0).

    A quadratic whose curvatures differ by the factor ``condition`` ≥ 1, its condition number.  Across, the curvature is
    1 whatever the condition, so that a rate that is stable for one is stable for all.  B. Polyak, 1964.
    """
    return 0.5 * (x * x / condition + y * y)


@equation
def dravine(x, y, condition):
    """x / condition,  y."""
    return x / condition, y


SURFACE = SurfaceEquations(
    "ravine", 10, ravine, dravine, "a ravine", "½ (x² / condition + y²)",
    "steep across, flat along: what a bad condition number does", "B. Polyak, 1964", condition=50.0,
    minima=((0.0, 0.0),), minimum=0.0, start=(-9.0, 0.35), limits=((-10.0, 3.0), (-1.2, 1.2)), steps=300,
)  # fmt: skip
