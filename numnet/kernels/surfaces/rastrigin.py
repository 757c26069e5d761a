"""Rastrigin's function: a dip at every pair of whole numbers."""

import math

from numnet.kernels.compiler.equation import equation
from numnet.kernels.elementary import cos, sin
from numnet.kernels.surfaces.surface import SurfaceEquations


@equation
def rastrigin(x, y):
    """E = 20 + x² − 10 cos 2πx + y² − 10 cos 2πy;  0 at (0, 0), a dip at every pair of whole numbers.

    L. Rastrigin, 1974, Systems of extremal control.
    """
    return 20.0 + x * x - 10.0 * cos(2.0 * math.pi * x) + y * y - 10.0 * cos(2.0 * math.pi * y)


@equation
def drastrigin(x, y):
    """2x + 20π sin 2πx,  2y + 20π sin 2πy."""
    wave = 20.0 * math.pi
    return 2.0 * x + wave * sin(2.0 * math.pi * x), 2.0 * y + wave * sin(2.0 * math.pi * y)


SURFACE = SurfaceEquations(
    "rastrigin", 8, rastrigin, drastrigin, "Rastrigin's function", "20 + x² − 10 cos 2πx + y² − 10 cos 2πy",
    "a dip at every pair of whole numbers: small steps stay in the nearest", "L. Rastrigin, 1974",
    minima=((0.0, 0.0),), minimum=0.0, start=(-2.4, 1.7), limits=((-4.0, 4.0), (-4.0, 4.0)), steps=300,
)  # fmt: skip
