"""The distributions of initial weights: how far a layer's weights spread, and the shape of the spread.

Light to import: an equation is compiled when a loop first calls it.
"""

import math
from typing import NamedTuple

from numnet.kernels.compiler.equation import Equation, equation
from numnet.kernels.registry_helpers import by_code

NORMAL, UNIFORM = "normal", "uniform"


class InitializerEquations(NamedTuple):
    """An initializer; ``spread``: the standard deviation of a NORMAL distribution, half the width of a UNIFORM one."""

    name: str
    code: int
    distribution: str
    spread: Equation | None  # of (fan_in, fan_out); None: all weights are 0
    formula: str
    source: str


@equation
def glorot(fan_in, fan_out):
    """√(6 / (fan_in + fan_out))."""
    return math.sqrt(6.0 / (fan_in + fan_out))


GLOROT = InitializerEquations(
    "glorot", 0, UNIFORM, glorot, "U(±√(6 / (fan_in + fan_out)))", "X. Glorot and Y. Bengio, 2010, eq. 16"
)


@equation
def he(fan_in, fan_out):
    """√(2 / fan_in)."""
    return math.sqrt(2.0 / fan_in)


HE = InitializerEquations("he", 1, NORMAL, he, "N(0, 2 / fan_in)", "K. He et al., 2015, eq. 10")


@equation
def lecun(fan_in, fan_out):
    """√(1 / fan_in)."""
    return math.sqrt(1.0 / fan_in)


LECUN = InitializerEquations(
    "lecun", 2, NORMAL, lecun, "N(0, 1 / fan_in)", "Y. LeCun et al., 1998, Efficient BackProp, eq. 16"
)


@equation
def tenth(fan_in, fan_out):
    """0.1."""
    return 0.1


PLAIN_NORMAL = InitializerEquations("normal", 3, NORMAL, tenth, "N(0, 0.1²)", "a plain choice")


@equation
def half(fan_in, fan_out):
    """½."""
    return 0.5


PLAIN_UNIFORM = InitializerEquations("uniform", 4, UNIFORM, half, "U(−½, ½)", "a plain choice")
ZEROS = InitializerEquations(
    "zeros", 5, UNIFORM, None, "0", "shows why symmetry must be broken: all units of a layer stay equal"
)

INITIALIZERS = by_code([value for value in vars().values() if isinstance(value, InitializerEquations)])
