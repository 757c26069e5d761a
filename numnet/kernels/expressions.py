"""Operations of a surface that is given as an expression: value and derivatives of each.

An expression is a list of operations, each working on results of earlier ones (made by
`numnet/surfaces/expression.py`).
Carrying ∂/∂x and ∂/∂y of every result along, by the chain rule, gives the gradient exactly: automatic differentiation
in forward mode.  R. Wengert, 1964, A simple automatic derivative evaluation program.
"""

import math

from numnet.kernels.codes import Op
from numnet.kernels.compiler.jit import jit_inline
from numnet.kernels.elementary import cos, exp, log, power, sin, tan, tanh


@jit_inline
def of_one(op, a, k):
    """(f(a), f′(a)) of an operation on one number; ``k`` is the exponent of POWER.  |a| has slope 0 at its kink."""
    if op == Op.NEGATE:
        return -a, -1.0
    if op == Op.SIN:
        return sin(a), cos(a)
    if op == Op.COS:
        return cos(a), -sin(a)
    if op == Op.TAN:
        value = tan(a)
        return value, 1.0 + value * value
    if op == Op.EXP:
        value = exp(a)
        return value, value
    if op == Op.LOG:
        return log(a), 1.0 / a
    if op == Op.SQRT:
        value = math.sqrt(a)
        return value, 0.5 / value
    if op == Op.TANH:
        value = tanh(a)
        return value, 1.0 - value * value
    if op == Op.ABS:
        return abs(a), (1.0 if a > 0 else (-1.0 if a < 0 else a))
    return power(a, k), k * power(a, k - 1.0)


@jit_inline
def of_two(op, a, b):
    """(f(a, b), ∂f/∂a, ∂f/∂b) of a sum, difference, product or quotient."""
    if op == Op.ADD:
        return a + b, 1.0, 1.0
    if op == Op.SUBTRACT:
        return a - b, 1.0, -1.0
    if op == Op.MULTIPLY:
        return a * b, b, a
    return a / b, 1.0 / b, -a / (b * b)


@jit_inline
def chain(slope, d):
    """slope · d, and 0 where d is 0 even if the slope is infinite: √(x² + y²) is level at its tip."""
    return slope * d if d != 0 else 0.0
