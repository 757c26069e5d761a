"""A long bent valley: steep sides, a gentle floor."""

import math

from numnet.kernels.compiler.equation import equation
from numnet.kernels.surfaces.surface import SurfaceEquations

SLOPE, BEND, WALL = 0.2, 0.06, 6.0  # fall of the floor, bend of its course, steepness of the sides


@equation
def long_valley(x, y):
    """E = SLOPE (√(1 + x²) − 1) + ½ WALL (y − BEND x²)²;  0 at (0, 0).

    A long bent trough.  Its floor y = BEND x² falls towards the middle with nearly the same gentle slope everywhere;
    its sides are 30 times as steep at unit distance.  A surface of numnet's own, after the picture that courses show.
    """
    side = y - BEND * x * x
    return SLOPE * (math.sqrt(1.0 + x * x) - 1.0) + 0.5 * WALL * side * side


@equation
def dlong_valley(x, y):
    """SLOPE x / √(1 + x²) − 2 WALL BEND x (y − BEND x²),  WALL (y − BEND x²)."""
    push = WALL * (y - BEND * x * x)
    return SLOPE * x / math.sqrt(1.0 + x * x) - 2.0 * BEND * x * push, push


SURFACE = SurfaceEquations(
    "long_valley", 1, long_valley, dlong_valley, "a long bent valley", "0.2 (√(1 + x²) − 1) + 3 (y − 0.06 x²)²",
    "steep sides allow small rates only, the gentle floor wants large ones: momentum gathers speed along it",
    "numnet's own",
    minima=((0.0, 0.0),), minimum=0.0, start=(-5.0, 2.4), limits=((-6.0, 4.0), (-2.0, 4.0)), steps=400,
)  # fmt: skip
