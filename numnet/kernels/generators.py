"""Generated data sets: points in the plane in classes, curves and surfaces with noise, overlapping labels.

The equation of a class set gives the point of class t = 0 … count − 1 that belongs to two uniform random numbers u1,
u2; a jitter is added to it.  That of a regression is the curve y(x) or surface y(x1, x2) over an interval or square,
and that of a label set says which labels a point of the square has.  Inputs have a standard deviation near 1, since
generated sets are not standardised.  Light to import: an equation is compiled when a loop first calls it.
"""

import math
from typing import NamedTuple

from numnet.kernels.compiler.equation import Equation, equation
from numnet.kernels.elementary import cos, exp, sin
from numnet.kernels.registry_helpers import by_code

EXTENT = 2.0  # half the side of the square, or half the interval, that inputs are drawn from


class Generator(NamedTuple):
    """A generated set: its equation, and what is said of it.

    ``n``, ``noise``: what the set has unless told otherwise; noise is a standard deviation, of a jitter of the inputs
    for classes and labels, of an addition to the target for a regression.  ``labels``: of classes or outputs, in
    alphabetical order, as a CSV reader sorts them; one that ends in a space is numbered.  ``counted``: the option that
    says how many classes there are.
    """

    name: str
    code: int  # its number in the kernels, and part of the key of its random numbers: it never changes
    task: str
    equation: Equation
    description: str
    n: int
    noise: float
    labels: tuple
    features: int = 2
    extent: float = EXTENT
    counted: str | None = None
    count: int = 2

    @property
    def targets(self):
        """Numbers of a row of T."""
        return len(self.labels) if self.task == "multilabel" else 1


@equation
def xor_cloud(t, count, u1, u2):
    """Clouds around (±1, ±1); class 1 where the signs of the centre differ."""
    x1 = 1.0 if u1 < 0.5 else -1.0
    return x1, (x1 if t == 0 else -x1)


XOR_CLOUD = Generator(
    "xor_cloud", 1, "binary", xor_cloud, "clouds around the corners (+-1, +-1): equal or opposite signs", 1000, 0.3,
    ("equal", "opposite"),
)  # fmt: skip


@equation
def circles(t, count, u1, u2):
    """Two rings around the origin, radius 0.75 and 1.5."""
    radius, angle = (0.75 if t == 0 else 1.5), 2.0 * math.pi * u1
    return radius * cos(angle), radius * sin(angle)


CIRCLES = Generator(
    "circles", 2, "binary", circles, "two rings around the origin, radius 0.75 and 1.5", 1000, 0.1, ("inner", "outer")
)


@equation
def moons(t, count, u1, u2):
    """Two half circles of radius 1, around (0.5, 0.25) open to the top and (−0.5, −0.25) open to the bottom."""
    side, angle = (1.0 if t == 0 else -1.0), math.pi * u1  # the lower moon is class 0
    return side * (0.5 - cos(angle)), side * (0.25 - sin(angle))


MOONS = Generator(
    "moons", 3, "binary", moons, "two half circles of radius 1 that reach into each other", 1000, 0.1,
    ("lower", "upper"),
)  # fmt: skip


@equation
def spiral(t, count, u1, u2):
    """Archimedean arms from radius 0.25 to 2.25 in one turn; points are equally dense over the disc."""
    radius = math.sqrt(0.25**2 + (2.25**2 - 0.25**2) * u1)
    angle = 2.0 * math.pi * (t / count + (radius - 0.25) / 2.0)
    return radius * cos(angle), radius * sin(angle)


SPIRAL = Generator(
    "spiral", 4, "multiclass", spiral, "k arms that wind once around the origin", 1500, 0.1, ("arm ",), counted="arms",
    count=3,
)  # fmt: skip


@equation
def blobs(t, count, u1, u2):
    """Normal clouds around centres evenly spaced on a circle of radius 1.5."""
    angle = 2.0 * math.pi * t / count
    return 1.5 * cos(angle), 1.5 * sin(angle)


BLOBS = Generator(
    "blobs", 5, "multiclass", blobs, "clouds around k centres on a circle of radius 1.5", 1000, 0.4, ("blob ",),
    counted="centres", count=3,
)  # fmt: skip


@equation
def checkerboard(t, count, u1, u2):
    """Squares of side 1 on [−2, 2]²: black where the two indices of the square add up to an even number."""
    column, row = math.floor(4.0 * u1), math.floor(2.0 * u2)
    return 4.0 * u1 - EXTENT, 2.0 * u2 + row + (column + t) % 2 - EXTENT


CHECKERBOARD = Generator(
    "checkerboard", 6, "binary", checkerboard, "the black and white squares of a 4 x 4 board, each 1 wide", 2000, 0.02,
    ("black", "white"),
)  # fmt: skip


@equation
def line(x):
    """y = 0.75 x − 0.25."""
    return 0.75 * x - 0.25


LINE = Generator(
    "line", 7, "regression", line, "y = 0.75 x - 0.25 on -2 < x < 2", 200, 0.2, ("y",), features=1
)  # fmt: skip


@equation
def plane(x1, x2):
    """y = 0.75 x1 − 0.5 x2 + 0.25."""
    return 0.75 * x1 - 0.5 * x2 + 0.25


PLANE = Generator("plane", 8, "regression", plane, "y = 0.75 x1 - 0.5 x2 + 0.25 on a square", 400, 0.2, ("y",))


@equation
def sine(x):
    """y = sin 2x over one period."""
    return sin(2.0 * x)


SINE = Generator(
    "sine", 9, "regression", sine, "y = sin(2x) on -pi/2 < x < pi/2, one period", 500, 0.1, ("y",), features=1,
    extent=math.pi / 2,
)  # fmt: skip


@equation
def noisy_polynomial(x):
    """The cubic y = 0.5 x³ − x."""
    return 0.5 * x * x * x - x


NOISY_POLYNOMIAL = Generator(
    "noisy_polynomial", 10, "regression", noisy_polynomial, "the cubic y = 0.5 x^3 - x on -2 < x < 2", 200, 0.3, ("y",),
    features=1,
)  # fmt: skip


@equation
def hill(x1, x2, at1, at2, width):
    """e^(−((x1 − at1)² + (x2 − at2)²) / width)."""
    return exp(-((x1 - at1) * (x1 - at1) + (x2 - at2) * (x2 - at2)) / width)


@equation
def bumps(x1, x2):
    """Hills of height 1 and 0.7 and a hollow of depth 0.8, each a Gaussian."""
    return hill(x1, x2, 0.9, 0.8, 0.6) - 0.8 * hill(x1, x2, -0.8, 0.6, 0.7) + 0.7 * hill(x1, x2, -0.2, -1.0, 0.8)


BUMPS = Generator("bumps", 11, "regression", bumps, "two hills and a hollow over a square", 1500, 0.05, ("y",))


@equation
def in_disc(x1, x2, at1, at2):
    """1 within the disc of radius 1.2 around (at1, at2), else 0."""
    return 1.0 if (x1 - at1) * (x1 - at1) + (x2 - at2) * (x2 - at2) < 1.2 * 1.2 else 0.0


@equation
def discs(x1, x2):
    """Which of three discs of radius 1.2 hold (x1, x2): their centres lie 0.75 from the origin, at 90°, 210°, 330°."""
    side, down = 0.75 * math.sqrt(0.75), -0.375  # 0.75 cos 30°, −0.75 sin 30°
    return in_disc(x1, x2, 0.0, 0.75), in_disc(x1, x2, -side, down), in_disc(x1, x2, side, down)


DISCS = Generator(
    "discs", 12, "multilabel", discs, "which of three overlapping discs hold a point: none, one or several", 1500, 0.05,
    ("disc A", "disc B", "disc C"),
)  # fmt: skip

GENERATORS = by_code([value for value in vars().values() if isinstance(value, Generator)])


def row_lines(entry):
    """Source lines that fill X (n, d) and T (n, k) with the rows of a set.

    They speak of the equation, ``uniform`` and ``normal``, their keys ``key`` and ``jitter``, ``noise``, and of
    ``order``, a shuffle of 0 … n − 1, and ``count``, which give the classes their rows.
    """
    d, call = entry.features, entry.equation.__name__
    x = ["x"] if d == 1 else ["x1", "x2"]
    u = [f"uniform(key, {d} * i + {j})" for j in range(d)]
    jitters = [f"    X[i, {j}] = {x[j]} + noise * normal(jitter, {d} * i + {j})" for j in range(d)]
    square = [f"    {x[j]} = {entry.extent!r} * (2.0 * {u[j]} - 1.0)" for j in range(d)]
    if entry.task == "regression":
        body = [*square, *(f"    X[i, {j}] = {x[j]}" for j in range(d))]
        body.append(f"    T[i, 0] = {call}({', '.join(x)}) + noise * normal(jitter, i)")
    elif entry.task == "multilabel":
        labels = ", ".join(f"T[i, {k}]" for k in range(entry.targets))
        body = [*square, f"    {labels} = {call}({', '.join(x)})", *jitters]
    else:
        point = f"    x1, x2 = {call}(t, count, {', '.join(u)})"
        body = ["    t = order[i] % count", "    T[i, 0] = t", point, *jitters]
    return ("for i in range(n):", *body)
