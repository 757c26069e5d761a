"""Ackley's function: a funnel full of dents."""

import math

from numnet.kernels.compiler.equation import equation
from numnet.kernels.elementary import cos, exp, sin
from numnet.kernels.surfaces.surface import SurfaceEquations


@equation
def ackley(x, y):
    """E = 20 (1 − e^(−0.2 r)) + e − e^c, r = √(½(x² + y²)), c = ½(cos 2πx + cos 2πy);  0 at (0, 0).

    D. Ackley, 1987, A connectionist machine for genetic hillclimbing.
    """
    r = math.sqrt(0.5 * (x * x + y * y))
    c = 0.5 * (cos(2.0 * math.pi * x) + cos(2.0 * math.pi * y))
    return 20.0 * (1.0 - exp(-0.2 * r)) + (math.e - exp(c))


@equation
def dackley(x, y):
    """2x e^(−0.2 r) / r + π sin(2πx) e^c, and the same in y; at the tip, (0, 0), where E has a kink, 0."""
    r = math.sqrt(0.5 * (x * x + y * y))
    c = 0.5 * (cos(2.0 * math.pi * x) + cos(2.0 * math.pi * y))
    cone = 2.0 * exp(-0.2 * r) / r if r > 0 else 0.0
    wave = math.pi * exp(c)
    return cone * x + wave * sin(2.0 * math.pi * x), cone * y + wave * sin(2.0 * math.pi * y)


SURFACE = SurfaceEquations(
    "ackley", 7, ackley, dackley, "Ackley's function",
    "20 (1 − e^(−0.2 r)) + e − e^(½(cos 2πx + cos 2πy)), r = √(½(x² + y²))",
    "a funnel full of dents: momentum carries over them", "D. Ackley, 1987",
    minima=((0.0, 0.0),), minimum=0.0, start=(-0.4, 1.6), limits=((-4.0, 4.0), (-4.0, 4.0)), steps=300,
)  # fmt: skip
