"""Error surfaces by name, and a reader's own: where they are low, where a walk starts, which rates suit.

Light to import; what there is to say about a surface is in ``numnet/kernels/surfaces/``, its rates are in
``numnet/surfaces/tuned_rates.csv``.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from numnet.kernels import surfaces
from numnet.kernels.registry_helpers import public
from numnet.optim.optimizers import parse_optimizer
from numnet.surfaces.tuned_rates import TunedRates
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
    rates: Mapping = field(default_factory=dict, hash=False)  # {rule: learning rate}; else the rule's default
    condition: float | None = None  # the ravine's condition number
    escape: float | None = None  # below this value a walk has left the saddle behind
    program: tuple = ()  # an expression's lines (see numnet/surfaces/expression.py)
    constants: tuple = ()

    def __post_init__(self):
        if self.condition is not None:
            object.__setattr__(self, "condition", number("condition", self.condition, at_least=1, below=1e12))

    def optimizer(self, rule):
        """The `Optimizer` that a text names, without a rate of its own with the one that suits this surface.

        Raises ValueError for an unknown name.
        """
        optimizer = parse_optimizer(rule)
        own = "learning_rate" in rule or optimizer.name not in self.rates
        return optimizer if own else replace(optimizer, learning_rate=self.rates[optimizer.name])

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


SURFACES = {name: public(Surface, entry, rates=TunedRates(name)) for name, entry in surfaces.SURFACES.items()}


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
        text, text, text, "an expression", surfaces.EXPRESSION, "the reader's own",
        program=program, constants=constants,
    )
