"""Error surfaces E(x, y) on which the update rules can be watched: value, gradient, and what else there is to say.

``x``, ``y`` float64, any value.  ``dNAME`` returns (∂E/∂x, ∂E/∂y), written out by hand from the formula of ``NAME``.
Light to import: an equation is compiled when a loop first calls it.
"""

import math
from typing import NamedTuple

from numnet.kernels.compiler.codegen import choice
from numnet.kernels.compiler.equation import Equation, equation
from numnet.kernels.elementary import exp
from numnet.kernels.registry_helpers import by_code, named


class SurfaceEquations(NamedTuple):
    """A surface: its equations, what is said of it, and where walks on it begin and are looked for."""

    name: str
    code: int  # its number in the kernels; stored nowhere, but no two surfaces share one
    E: Equation  # of x and y, and of ``condition`` where it has one
    dE: Equation
    title: str
    formula: str
    help: str  # what it teaches
    source: str = ""
    minima: tuple = ()  # the lowest points, all of them; empty where there is none
    minimum: float | None = None  # E there
    start: tuple = (-2.0, 1.5)
    limits: tuple = ((-3.0, 3.0), (-3.0, 3.0))  # of the map: x from … to, y from … to
    steps: int = 200
    condition: float | None = None  # the condition number, an option
    escape: float | None = None  # below this value a walk has left the saddle behind


SLOPE, BEND, WALL = 0.2, 0.06, 6.0  # of the long valley: fall of its floor, bend of its course, steepness of its sides


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


LONG_VALLEY = SurfaceEquations(
    "long_valley", 1, long_valley, dlong_valley, "a long bent valley", "0.2 (√(1 + x²) − 1) + 3 (y − 0.06 x²)²",
    "steep sides allow small rates only, the gentle floor wants large ones: momentum gathers speed along it",
    "numnet's own",
    minima=((0.0, 0.0),), minimum=0.0, start=(-5.0, 2.4), limits=((-6.0, 4.0), (-2.0, 4.0)), steps=400,
)  # fmt: skip


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


BEALE = SurfaceEquations(
    "beale", 2, beale, dbeale, "Beale's function", "(1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²",
    "cliffs that throw a rule about, and between them a valley with hardly any slope", "E. Beale, 1958",
    minima=((3.0, 0.5),), minimum=0.0, start=(1.0, 1.5), limits=((-4.5, 4.5), (-4.5, 4.5)), steps=500,
)  # fmt: skip


@equation
def saddle(x, y):
    """E = x² − y²: down along y without end, and level at (0, 0)."""
    return x * x - y * y


@equation
def dsaddle(x, y):
    """2x, −2y."""
    return 2.0 * x, -2.0 * y


SADDLE = SurfaceEquations(
    "saddle", 3, saddle, dsaddle, "a saddle", "x² − y²",
    "level at its middle: to divide by the size of the gradient makes the tiniest slope count",
    start=(1.0, 0.001), limits=((-2.0, 2.0), (-2.0, 2.0)), steps=80, escape=-1.0,
)  # fmt: skip


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


ROSENBROCK = SurfaceEquations(
    "rosenbrock", 4, rosenbrock, drosenbrock, "Rosenbrock's banana", "(1 − x)² + 100 (y − x²)²",
    "a narrow bent valley, nearly flat along it", "H. Rosenbrock, 1960",
    minima=((1.0, 1.0),), minimum=0.0, start=(-1.2, 1.0), limits=((-2.0, 2.0), (-1.0, 3.0)), steps=1000,
)  # fmt: skip


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


HIMMELBLAU = SurfaceEquations(
    "himmelblau", 5, himmelblau, dhimmelblau, "Himmelblau's function", "(x² + y − 11)² + (x + y² − 7)²",
    "four equal minima: the rule decides which", "D. Himmelblau, 1972",
    minima=((3.0, 2.0), (-2.805118086952745, 3.131312518250573), (-3.779310253377747, -3.283185991286170),
            (3.584428340330492, -1.848126526964404)),
    minimum=0.0, start=(0.2, -4.3), limits=((-6.0, 6.0), (-6.0, 6.0)), steps=200,
)  # fmt: skip


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


BOOTH = SurfaceEquations(
    "booth", 6, booth, dbooth, "Booth's function", "(x + 2y − 7)² + (2x + y − 5)²",
    "a bowl that lies askew: a rate for each coordinate is no help", "M. Jamil and X.-S. Yang, 2013",
    minima=((1.0, 3.0),), minimum=0.0, start=(-7.0, -2.0), limits=((-10.0, 10.0), (-10.0, 10.0)), steps=300,
)  # fmt: skip


@equation
def ackley(x, y):
    """E = 20 (1 − e^(−0.2 r)) + e − e^c, r = √(½(x² + y²)), c = ½(cos 2πx + cos 2πy);  0 at (0, 0).

    D. Ackley, 1987, A connectionist machine for genetic hillclimbing.
    """
    r = math.sqrt(0.5 * (x * x + y * y))
    c = 0.5 * (math.cos(2.0 * math.pi * x) + math.cos(2.0 * math.pi * y))
    return 20.0 * (1.0 - exp(-0.2 * r)) + (math.e - exp(c))


@equation
def dackley(x, y):
    """2x e^(−0.2 r) / r + π sin(2πx) e^c, and the same in y; at the tip, (0, 0), where E has a kink, 0."""
    r = math.sqrt(0.5 * (x * x + y * y))
    c = 0.5 * (math.cos(2.0 * math.pi * x) + math.cos(2.0 * math.pi * y))
    cone = 2.0 * exp(-0.2 * r) / r if r > 0 else 0.0
    wave = math.pi * exp(c)
    return cone * x + wave * math.sin(2.0 * math.pi * x), cone * y + wave * math.sin(2.0 * math.pi * y)


ACKLEY = SurfaceEquations(
    "ackley", 7, ackley, dackley, "Ackley's function",
    "20 (1 − e^(−0.2 r)) + e − e^(½(cos 2πx + cos 2πy)), r = √(½(x² + y²))",
    "a funnel full of dents: momentum carries over them", "D. Ackley, 1987",
    minima=((0.0, 0.0),), minimum=0.0, start=(-0.4, 1.6), limits=((-4.0, 4.0), (-4.0, 4.0)), steps=300,
)  # fmt: skip


@equation
def rastrigin(x, y):
    """E = 20 + x² − 10 cos 2πx + y² − 10 cos 2πy;  0 at (0, 0), a dip at every pair of whole numbers.

    L. Rastrigin, 1974, Systems of extremal control.
    """
    return 20.0 + x * x - 10.0 * math.cos(2.0 * math.pi * x) + y * y - 10.0 * math.cos(2.0 * math.pi * y)


@equation
def drastrigin(x, y):
    """2x + 20π sin 2πx,  2y + 20π sin 2πy."""
    wave = 20.0 * math.pi
    return 2.0 * x + wave * math.sin(2.0 * math.pi * x), 2.0 * y + wave * math.sin(2.0 * math.pi * y)


RASTRIGIN = SurfaceEquations(
    "rastrigin", 8, rastrigin, drastrigin, "Rastrigin's function", "20 + x² − 10 cos 2πx + y² − 10 cos 2πy",
    "a dip at every pair of whole numbers: small steps stay in the nearest", "L. Rastrigin, 1974",
    minima=((0.0, 0.0),), minimum=0.0, start=(-2.4, 1.7), limits=((-4.0, 4.0), (-4.0, 4.0)), steps=300,
)  # fmt: skip


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


STYBLINSKI_TANG = SurfaceEquations(
    "styblinski_tang", 9, styblinski_tang, dstyblinski_tang, "Styblinski and Tang's function",
    "½ (x⁴ − 16x² + 5x + y⁴ − 16y² + 5y)", "four minima, one the lowest", "M. Styblinski and T.-S. Tang, 1990",
    minima=((-2.9035340277711771, -2.9035340277711771),), minimum=-78.332331407542823,
    start=(0.1, -0.5), limits=((-5.0, 5.0), (-5.0, 5.0)), steps=200,
)  # fmt: skip


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


RAVINE = SurfaceEquations(
    "ravine", 10, ravine, dravine, "a ravine", "½ (x² / condition + y²)",
    "steep across, flat along: what a bad condition number does", "B. Polyak, 1964", condition=50.0,
    minima=((0.0, 0.0),), minimum=0.0, start=(-9.0, 0.35), limits=((-10.0, 3.0), (-1.2, 1.2)), steps=300,
)  # fmt: skip

EXPRESSION = 0  # the code of a reader's own surface, whose equation is a program
SURFACES = by_code([value for value in vars().values() if isinstance(value, SurfaceEquations)])
EQUATIONS = named(each for entry in SURFACES.values() for each in (entry.E, entry.dE))


def surface_lines():
    """Body of ``slope(surface, tape, x, y)``: (E, ∂E/∂x, ∂E/∂y).  It speaks of `EQUATIONS` and of ``expression``."""

    def call(entry):
        at = "(x, y)" if entry.condition is None else "(x, y, surface.condition)"
        return (f"E, (dx, dy) = {entry.E.__name__}{at}, {entry.dE.__name__}{at}",)

    branches = [(entry.code, call(entry)) for entry in SURFACES.values()]
    branches.append((EXPRESSION, ("E, dx, dy = expression(surface, tape, x, y)",)))
    return [*choice("surface.code", branches, complete=True), "return E, dx, dy"]
