"""Seeded generators: points in the plane in classes, curves and surfaces with noise, overlapping labels.

A generator is a bundled set of its own name: the decorator enters it into the catalogue, with its task and a
description; the defaults of its arguments are the set's. It takes (rng, n, noise) and, by name, options of its own, and
returns X (n, d) float64, T, and the names of what T holds: for classes T is (n,) int64 and the names are the labels in
index order, alphabetical as a CSV reader sorts them; for regression T is (n,) float64; for labels T is (n, k) int64.
Inputs have a standard deviation near 1, since generated sets are not standardised. `noise` is a standard deviation: of
a jitter of the inputs for classes and labels, of an addition to the target for regression.

NumPy is imported when a set is generated: command-line help lists the sets without it.
"""

from numnet.data.bundled.dataset_info import GENERATED, TRUTH_TABLE, DatasetInfo
from numnet.utils.lazy_names import LazyModule

np = LazyModule("numpy")
GENERATED_SETS = []  # `DatasetInfo`, in the order of this file
EXTENT = 2.0  # half the side of the square, or half the interval, that inputs are drawn from


def generated(task, description, features=2):
    """A decorator: enters a generator into the catalogue, see above."""

    def enter(make):
        n, noise = make.__defaults__
        options = tuple((make.__kwdefaults__ or {}).items())
        info = DatasetInfo(make.__name__, task, description, GENERATED, n, noise, features, options=options, make=make)
        GENERATED_SETS.append(info)
        return make

    return enter


def truth_table(description):
    """A decorator: enters the truth table of a logical function of two inputs into the catalogue."""

    def enter(rule):
        name = rule.__name__.removesuffix("_")
        GENERATED_SETS.append(DatasetInfo(name, "binary", description, TRUTH_TABLE, 4, make=rule))
        return rule

    return enter


def rows_of_truth_table(rule):
    """(X (4, 2), T (4,), labels) of a logical function."""
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return X, rule(X[:, 0] == 1, X[:, 1] == 1).astype(np.int64), ("0", "1")


@truth_table("true where both inputs are: one neuron is enough")
def and_(x1, x2):
    """x1 ∧ x2, of booleans (n,)."""
    return x1 & x2


@truth_table("true where an input is: one neuron is enough")
def or_(x1, x2):
    """x1 ∨ x2, of booleans (n,)."""
    return x1 | x2


@truth_table("true where the inputs differ: out of reach of one neuron")
def xor(x1, x2):
    """x1 ⊕ x2, of booleans (n,)."""
    return x1 ^ x2


def _classes(rng, n, count):
    """Class indices (n,) int64 in random order, class sizes equal within 1."""
    return rng.permutation(np.arange(n) % count)


def _jitter(rng, X, noise):
    return X + noise * rng.standard_normal(X.shape)


def _polar(radius, angle):
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _numbered(stem, count):
    """('arm 1', 'arm 2', …), with leading zeros from ten on, so that alphabetical order is numerical order."""
    return tuple(f"{stem} {k:0{len(str(count))}d}" for k in range(1, count + 1))


@generated("binary", "clouds around the corners (+-1, +-1): equal or opposite signs")
def xor_cloud(rng, n=1000, noise=0.3):
    """Clouds around (±1, ±1); class 1 where the signs of the centre differ."""
    T = _classes(rng, n, 2)
    x1 = rng.choice([-1.0, 1.0], n)
    x2 = np.where(T == 0, x1, -x1)
    return _jitter(rng, np.column_stack([x1, x2]), noise), T, ("equal", "opposite")


@generated("binary", "two rings around the origin, radius 0.75 and 1.5")
def circles(rng, n=1000, noise=0.1):
    """Two rings around the origin, radius 0.75 and 1.5."""
    T = _classes(rng, n, 2)
    X = _polar(np.where(T == 0, 0.75, 1.5), rng.uniform(0, 2 * np.pi, n))
    return _jitter(rng, X, noise), T, ("inner", "outer")


@generated("binary", "two half circles of radius 1 that reach into each other")
def moons(rng, n=1000, noise=0.1):
    """Two half circles of radius 1, around (0.5, 0.25) open to the top and (-0.5, -0.25) open to the bottom."""
    T = _classes(rng, n, 2)
    side = np.where(T == 0, 1.0, -1.0)  # the lower moon is class 0
    angle = rng.uniform(0, np.pi, n)
    X = np.column_stack([side * (0.5 - np.cos(angle)), side * (0.25 - np.sin(angle))])
    return _jitter(rng, X, noise), T, ("lower", "upper")


@generated("multiclass", "k arms that wind once around the origin")
def spiral(rng, n=1500, noise=0.1, *, arms=3):
    """Archimedean arms from radius 0.25 to 2.25 in one turn; points are equally dense over the disc."""
    T = _classes(rng, n, arms)
    radius = np.sqrt(rng.uniform(0.25**2, 2.25**2, n))
    angle = 2 * np.pi * (T / arms + (radius - 0.25) / 2.0)
    return _jitter(rng, _polar(radius, angle), noise), T, _numbered("arm", arms)


@generated("multiclass", "clouds around k centres on a circle of radius 1.5")
def blobs(rng, n=1000, noise=0.4, *, centres=3):
    """Normal clouds around centres evenly spaced on a circle of radius 1.5."""
    T = _classes(rng, n, centres)
    return _jitter(rng, _polar(1.5, 2 * np.pi * T / centres), noise), T, _numbered("blob", centres)


@generated("binary", "the black and white squares of a 4 x 4 board, each 1 wide")
def checkerboard(rng, n=2000, noise=0.02):
    """Squares of side 1 on [-2, 2]²: black where the two indices of the square add up to an even number."""
    T = _classes(rng, n, 2)
    column = rng.integers(0, 4, n)
    row = 2 * rng.integers(0, 2, n) + (column + T) % 2
    X = np.column_stack([column, row]) + rng.uniform(0, 1, (n, 2)) - EXTENT
    return _jitter(rng, X, noise), T, ("black", "white")


def _curve(rng, n, noise, f, d=1, extent=EXTENT):
    X = rng.uniform(-extent, extent, (n, d))
    return X, f(*X.T) + noise * rng.standard_normal(n), ("y",)


@generated("regression", "y = 0.75 x - 0.25 on -2 < x < 2", features=1)
def line(rng, n=200, noise=0.2):
    """y = 0.75 x - 0.25."""
    return _curve(rng, n, noise, lambda x: 0.75 * x - 0.25)


@generated("regression", "y = 0.75 x1 - 0.5 x2 + 0.25 on a square")
def plane(rng, n=400, noise=0.2):
    """y = 0.75 x1 - 0.5 x2 + 0.25."""
    return _curve(rng, n, noise, lambda x1, x2: 0.75 * x1 - 0.5 * x2 + 0.25, d=2)


@generated("regression", "y = sin(2x) on -pi/2 < x < pi/2, one period", features=1)
def sine(rng, n=500, noise=0.1):
    """y = sin(2x) over one period."""
    return _curve(rng, n, noise, lambda x: np.sin(2 * x), extent=np.pi / 2)


@generated("regression", "the cubic y = 0.5 x^3 - x on -2 < x < 2", features=1)
def noisy_polynomial(rng, n=200, noise=0.3):
    """The cubic y = 0.5 x³ - x."""
    return _curve(rng, n, noise, lambda x: 0.5 * x**3 - x)


@generated("regression", "two hills and a hollow over a square")
def bumps(rng, n=1500, noise=0.05):
    """Hills of height 1 and 0.7 and a hollow of depth 0.8, each a Gaussian."""

    def surface(x1, x2):
        hill = np.exp(-((x1 - 0.9) ** 2 + (x2 - 0.8) ** 2) / 0.6)
        hollow = np.exp(-((x1 + 0.8) ** 2 + (x2 - 0.6) ** 2) / 0.7)
        low_hill = np.exp(-((x1 + 0.2) ** 2 + (x2 + 1.0) ** 2) / 0.8)
        return hill - 0.8 * hollow + 0.7 * low_hill

    return _curve(rng, n, noise, surface, d=2)


@generated("multilabel", "which of three overlapping discs hold a point: none, one or several")
def discs(rng, n=1500, noise=0.05):
    """Discs of radius 1.2 whose centres lie 0.75 from the origin, at 90°, 210° and 330°; T (n, 3): which hold x."""
    X = rng.uniform(-EXTENT, EXTENT, (n, 2))
    centres = _polar(0.75, np.radians([90.0, 210.0, 330.0]))
    distance = np.linalg.norm(X[:, None, :] - centres, axis=2)
    return _jitter(rng, X, noise), (distance < 1.2).astype(np.int64), ("disc A", "disc B", "disc C")
