"""Error surfaces by name, and a reader's own: where they are low, where a walk starts, which rates suit.

Light to import; the equations are in ``numnet/kernels/surfaces.py``.

The rates of a surface come from :func:`numnet.tune`, with nothing changed by hand.  The grid is the same for all rules:
six rates a decade from 1e-5 to 100; other hyper-parameters are at their defaults.  A walk counts if it stays on the map
and no step of it is longer than a twentieth of the map's width, so that it can be followed by eye and no rule gets
there by a lucky leap.  Of those, the rate wins that brings the rule from the surface's start to within 0.05 of a lowest
point, to stay, in the fewest steps (on the saddle: that escapes soonest); where none does, the one that ends lowest.
"""

import math
from dataclasses import dataclass, field, replace

from numnet.kernels.codes import SurfaceCode
from numnet.optim.optimizers import OPTIMIZERS
from numnet.utils.arguments import number, options
from numnet.utils.lookup import lookup, nearest


@dataclass(frozen=True)
class Surface:
    """E(x, y) to walk on.  Calling it gives E, :meth:`gradient` its derivatives, from the kernels that walks use.

    >>> import numnet
    >>> beale = numnet.SURFACES["beale"]
    >>> float(beale(3.0, 0.5)), beale.gradient(1.0, 1.5).shape
    (0.0, (2,))
    """

    name: str
    title: str
    formula: str
    help: str
    code: int
    source: str = ""
    minima: tuple = ()  # the lowest points, all of them; empty where there is none, or none is known
    minimum: float | None = None  # E there
    start: tuple = (-2.0, 1.5)
    limits: tuple = ((-3.0, 3.0), (-3.0, 3.0))  # of the map: x from … to, y from … to
    steps: int = 200
    rates: dict = field(default_factory=dict, hash=False)  # {rule: learning rate}; the rule's own default where missing
    condition: float | None = None  # the ravine's condition number
    escape: float | None = None  # below this value a walk has left the saddle behind
    program: tuple = ()  # an expression's lines (see numnet/surfaces/expression.py)
    constants: tuple = ()

    def __post_init__(self):
        if self.condition is not None:
            object.__setattr__(self, "condition", number("condition", self.condition, at_least=1, below=1e12))

    @property
    def stride(self):
        """The longest step of a walk that may win when rates are tuned: a twentieth of the map's width."""
        return (self.limits[0][1] - self.limits[0][0]) / 20

    def optimizer(self, rule):
        """The rule of that name with the rate that suits this surface.  Raises ValueError for an unknown name."""
        kind = lookup(OPTIMIZERS, rule, "optimizer")
        return kind(self.rates[rule]) if rule in self.rates else kind()

    def holds(self, points):
        """Whether each of the points (..., 2) lies on the map: bool (...)."""
        import numpy as np

        (x0, x1), (y0, y1) = self.limits
        x, y = np.moveaxis(np.asarray(points), -1, 0)
        return (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)

    def __call__(self, x, y):
        """E at x, y: numbers or arrays that broadcast; float64."""
        return self._evaluate(x, y)[0]

    def gradient(self, x, y):
        """(∂E/∂x, ∂E/∂y), stacked along a last axis of length 2."""
        return self._evaluate(x, y)[1]

    def _evaluate(self, x, y):
        import numpy as np

        from numnet.cpu.descent import evaluate, make_scratch

        x, y = (np.array(a, dtype=np.float64, order="C") for a in np.broadcast_arrays(x, y))
        value, gradient, data = np.empty(x.shape), np.empty((*x.shape, 2)), self.data()
        evaluate(data, x.reshape(-1), y.reshape(-1), value.reshape(-1), gradient.reshape(-1, 2), make_scratch(data))
        return value[()], gradient

    def data(self, tolerance=0.05):
        """The surface as the kernels take it; a walk has arrived within ``tolerance`` of a lowest point."""
        import numpy as np

        from numnet.kernels.records import SurfaceData

        return SurfaceData(
            int(self.code),
            float(self.condition or 1.0),
            np.array(self.program, np.int64).reshape(-1, 3),
            np.array(self.constants, np.float64),
            np.array(self.minima, np.float64).reshape(-1, 2),
            np.array(self.limits, np.float64).reshape(4),
            math.nan if self.escape is None else float(self.escape),
            number("tolerance", tolerance, above=0),
        )

    def __str__(self):
        usual = self.condition is None or self.condition == SURFACES[self.name].condition
        return self.name if usual else f"{self.name}:condition={self.condition!r}"


# What tune() finds, in the order of OPTIMIZERS; tests/surfaces/test_rate_tuning.py compares.
_RATES = {  # sgd, momentum, nag, adagrad, adadelta, rmsprop, adam, adamw, amsgrad, nadam, adamax, radam, lion
    "long_valley": (0.07, 0.05, 0.07, 0.3, 7, 0.05, 0.3, 0.3, 0.3, 0.2, 0.3, 0.07, 0.05),
    "beale": (0.003, 0.003, 0.003, 0.3, 2, 0.03, 0.3, 0.3, 0.3, 0.3, 0.3, 0.003, 0.05),
    "saddle": (0.07, 0.03, 0.02, 0.1, 5, 0.03, 0.1, 0.1, 0.1, 0.1, 0.1, 0.07, 0.1),
    "rosenbrock": (0.0007, 0.0007, 0.0007, 0.1, 0.5, 0.007, 0.1, 0.1, 0.1, 0.03, 0.1, 0.0007, 0.003),
    "himmelblau": (0.002, 0.0007, 0.0015, 0.3, 7, 0.05, 0.3, 0.2, 0.3, 0.3, 0.3, 0.002, 0.05),
    "booth": (0.005, 0.001, 0.0015, 0.7, 15, 0.05, 0.7, 0.5, 0.7, 0.5, 0.7, 0.005, 0.5),
    "ackley": (0.002, 0.005, 0.015, 0.07, 0.3, 0.003, 0.2, 0.2, 0.2, 0.007, 0.2, 0.05, 0.03),
    "rastrigin": (0.0002, 0.0001, 0.0001, 0.07, 0.5, 0.0015, 0.15, 0.2, 0.2, 0.02, 0.2, 0.005, 0.005),
    "styblinski_tang": (0.02, 0.005, 0.005, 0.3, 7, 0.02, 0.3, 0.2, 0.3, 0.3, 0.3, 0.03, 0.03),
    "ravine": (1.5, 0.3, 0.7, 0.3, 10, 0.05, 0.3, 0.3, 0.3, 0.1, 0.3, 1.5, 0.03),
}
_ALL = (
    Surface(
        "long_valley", "a long bent valley", "0.2 (√(1 + x²) − 1) + 3 (y − 0.06 x²)²",
        "steep sides allow small rates only, the gentle floor wants large ones: momentum gathers speed along it",
        SurfaceCode.LONG_VALLEY, "numnet's own", minima=((0.0, 0.0),), minimum=0.0,
        start=(-5.0, 2.4), limits=((-6.0, 4.0), (-2.0, 4.0)), steps=400,
    ),
    Surface(
        "beale", "Beale's function", "(1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²",
        "cliffs that throw a rule about, and between them a valley with hardly any slope",
        SurfaceCode.BEALE, "E. Beale, 1958", minima=((3.0, 0.5),), minimum=0.0,
        start=(1.0, 1.5), limits=((-4.5, 4.5), (-4.5, 4.5)), steps=500,
    ),
    Surface(
        "saddle", "a saddle", "x² − y²",
        "level at its middle: to divide by the size of the gradient makes the tiniest slope count",
        SurfaceCode.SADDLE, start=(1.0, 0.001), limits=((-2.0, 2.0), (-2.0, 2.0)), steps=80, escape=-1.0,
    ),
    Surface(
        "rosenbrock", "Rosenbrock's banana", "(1 − x)² + 100 (y − x²)²", "a narrow bent valley, nearly flat along it",
        SurfaceCode.ROSENBROCK, "H. Rosenbrock, 1960", minima=((1.0, 1.0),), minimum=0.0,
        start=(-1.2, 1.0), limits=((-2.0, 2.0), (-1.0, 3.0)), steps=1000,
    ),
    Surface(
        "himmelblau", "Himmelblau's function", "(x² + y − 11)² + (x + y² − 7)²",
        "four equal minima: the rule decides which", SurfaceCode.HIMMELBLAU, "D. Himmelblau, 1972",
        minima=((3.0, 2.0), (-2.805118086952745, 3.131312518250573), (-3.779310253377747, -3.283185991286170),
                (3.584428340330492, -1.848126526964404)),
        minimum=0.0, start=(0.2, -4.3), limits=((-6.0, 6.0), (-6.0, 6.0)), steps=200,
    ),
    Surface(
        "booth", "Booth's function", "(x + 2y − 7)² + (2x + y − 5)²",
        "a bowl that lies askew: a rate for each coordinate is no help", SurfaceCode.BOOTH,
        "M. Jamil and X.-S. Yang, 2013",
        minima=((1.0, 3.0),), minimum=0.0, start=(-7.0, -2.0), limits=((-10.0, 10.0), (-10.0, 10.0)), steps=300,
    ),
    Surface(
        "ackley", "Ackley's function", "20 (1 − e^(−0.2 r)) + e − e^(½(cos 2πx + cos 2πy)), r = √(½(x² + y²))",
        "a funnel full of dents: momentum carries over them", SurfaceCode.ACKLEY, "D. Ackley, 1987",
        minima=((0.0, 0.0),), minimum=0.0, start=(-0.4, 1.6), limits=((-4.0, 4.0), (-4.0, 4.0)), steps=300,
    ),
    Surface(
        "rastrigin", "Rastrigin's function", "20 + x² − 10 cos 2πx + y² − 10 cos 2πy",
        "a dip at every pair of whole numbers: small steps stay in the nearest", SurfaceCode.RASTRIGIN,
        "L. Rastrigin, 1974",
        minima=((0.0, 0.0),), minimum=0.0, start=(-2.4, 1.7), limits=((-4.0, 4.0), (-4.0, 4.0)), steps=300,
    ),
    Surface(
        "styblinski_tang", "Styblinski and Tang's function", "½ (x⁴ − 16x² + 5x + y⁴ − 16y² + 5y)",
        "four minima, one the lowest", SurfaceCode.STYBLINSKI_TANG, "M. Styblinski and T.-S. Tang, 1990",
        minima=((-2.9035340277711771, -2.9035340277711771),), minimum=-78.332331407542823,
        start=(0.1, -0.5), limits=((-5.0, 5.0), (-5.0, 5.0)), steps=200,
    ),
    Surface(
        "ravine", "a ravine", "½ (x² / condition + y²)",
        "steep across, flat along: what a bad condition number does", SurfaceCode.RAVINE, "B. Polyak, 1964",
        minima=((0.0, 0.0),), minimum=0.0, start=(-9.0, 0.35), limits=((-10.0, 3.0), (-1.2, 1.2)), steps=300,
        condition=50.0,
    ),
)  # fmt: skip
SURFACES = {s.name: replace(s, rates=dict(zip(OPTIMIZERS, _RATES[s.name]))) for s in _ALL}


def parse_surface(text):
    """The surface of that name, ``ravine:condition=100`` with an option, or of an expression, ``x**2 + 10*y**2``.

    Raises ValueError in one line: what is wrong, and where.  A :class:`Surface` is handed back as it is.

    >>> parse_surface("ravine:condition=100").condition
    100.0
    >>> parse_surface("x**2 + 10*y**2").formula
    'x**2 + 10*y**2'
    """
    if isinstance(text, Surface):
        return text
    if not isinstance(text, str):
        raise TypeError(f"surface must be a name, an expression or a Surface, got {text!r}")
    name, colon, rest = (part.strip() for part in text.partition(":"))
    word = name.replace("-", "_")
    if colon or (word.isidentifier() and len(word) > 1 and ("-" not in name or nearest(word, SURFACES, 0.6))):
        surface = lookup(SURFACES, word, "surface")
    else:
        return expression(name)
    known = {} if surface.condition is None else {"condition": float}
    return replace(surface, **options(f"surface {name}", rest, known)) if rest else surface


def expression(text):
    """The surface of an expression in x and y.  Raises ValueError: what of it is not allowed, and where it stands."""
    from numnet.surfaces.expression import compile_expression

    program, constants = compile_expression(text)
    return Surface(
        text, text, text, "an expression", SurfaceCode.EXPRESSION, "the reader's own",
        program=program, constants=constants,
    )
