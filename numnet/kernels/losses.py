"""Errors E of one output, and ∂E/∂y, from the output ``y`` and the target ``t``; and softmax, which couples outputs.

The cross-entropies take ``net`` instead of y: ln(σ(net)) by way of y would be ln 0 for a unit that is wrong and
sure, and clipping y would falsify the gradient just there.  Their ∂E/∂net is y − t for sigmoid and softmax alike.
Sums over samples, and over outputs where they do not depend on each other, belong to the loops.  Light to import: an
equation is compiled when a loop first calls it.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

from numnet.kernels.compiler.codegen import choice
from numnet.kernels.compiler.equation import Equation, equation
from numnet.kernels.elementary import cast_like, exp, log1p
from numnet.kernels.registry_helpers import by_code, named


class LossEquations(NamedTuple):
    """A loss: its equations, and what is said of it.

    ``term`` and ``slope`` are E and ∂E/∂y of one output as `numnet.tracing` puts numbers into them; in two pieces as
    "A if |y − t| ≤ 1 else B", a sum in ``slope`` in brackets.  Where ``of_net``, ``term`` is −E, its first summand that
    of softmax, and ``slope`` is ∂E/∂net.
    """

    name: str
    code: int  # its number in the kernels; stored nowhere, but no two losses share one
    E: Equation  # of y and t; of net and t where ``of_net``
    dE: Equation  # ∂E/∂y, or ∂E/∂net where ``of_net``; of y and t
    formula: str
    delta_formula: str
    source: str
    term: str
    slope: str
    of_net: bool = False  # whether f′ of the output has cancelled
    guess: Callable | None = None  # K → E of a target among K that are held equally likely; None: y is no probability
    guess_formula: str = ""  # of K


@equation
def mse(y, t):
    """E = ½ (y − t)²."""
    e = y - t
    return cast_like(y, 0.5) * e * e


@equation
def dmse(y, t):
    """∂E/∂y = y − t."""
    return y - t


MSE = LossEquations(
    "mse", 0, mse, dmse, "½ Σₖ (yₖ − tₖ)²", "yₖ − tₖ", "A.-M. Legendre, 1805", term="½ (y − t)²", slope="(y − t)"
)


@equation
def sigmoid_cross_entropy(net, t):
    """E = −t ln y − (1 − t) ln(1 − y) with y = σ(net): max(net, 0) − t net + ln(1 + e^−|net|), for t = 0 or 1.

    That is softplus(net) − t net, with the large terms subtracted before the small one could be lost beside them.
    """
    return ((net if net > 0 else cast_like(net, 0)) - t * net) + log1p(exp(-abs(net)))


@equation
def cross_entropy_delta(y, t):
    """∂E/∂net = y − t for a sigmoid or softmax output: the factor f′(net) has cancelled."""
    return y - t


CROSS_ENTROPY = LossEquations(
    "cross_entropy", 1, sigmoid_cross_entropy, cross_entropy_delta,
    "−Σₖ tₖ ln yₖ, and for sigmoid outputs −Σₖ [tₖ ln yₖ + (1 − tₖ) ln(1 − yₖ)]",
    "yₖ − tₖ with respect to netₖ",
    "J. Bridle, 1990; S. Solla et al., 1988",
    term="t ln(y) + (1 − t) ln(1 − y)", slope="y − t",
    of_net=True,
    guess=math.log, guess_formula="ln {K}",
)  # fmt: skip


@equation
def mae(y, t):
    """E = |y − t|."""
    return abs(y - t)


@equation
def dmae(y, t):
    """∂E/∂y = sign(y − t); 0 at the kink."""
    e = y - t
    if e > 0:
        return cast_like(y, 1)
    return cast_like(y, -1) if e < 0 else e  # e: 0 or NaN


MAE = LossEquations(
    "mae", 2, mae, dmae, "Σₖ |yₖ − tₖ|", "sign(yₖ − tₖ)", "P.-S. Laplace, 1793", term="|y − t|", slope="sign(y − t)"
)


@equation
def huber(y, t):
    """E = ½ e² where |e| ≤ 1, else |e| − ½, with e = y − t.  P. Huber, 1964, with δ = 1."""
    e = abs(y - t)
    half = cast_like(y, 0.5)
    return e - half if e > 1 else half * e * e


@equation
def dhuber(y, t):
    """∂E/∂y = e, kept within −1 and 1."""
    e = y - t
    if e > 1:
        return cast_like(y, 1)
    return cast_like(y, -1) if e < -1 else e


HUBER = LossEquations(
    "huber", 3, huber, dhuber,
    "Σₖ ½ eₖ² if |eₖ| ≤ 1 else |eₖ| − ½, eₖ = yₖ − tₖ", "eₖ kept within ±1", "P. Huber, 1964",
    term=f"{MSE.term} if |y − t| ≤ 1 else |y − t| − ½", slope=f"{MSE.slope} if |y − t| ≤ 1 else {MAE.slope}",
)  # fmt: skip

LOSSES = by_code([value for value in vars().values() if isinstance(value, LossEquations)])
EQUATIONS = named(each for entry in LOSSES.values() for each in (entry.E, entry.dE))


def loss_lines(lines):
    """Source lines: ``lines(entry)`` for the one of LOSSES whose code ``loss`` holds; `EQUATIONS` are their names."""
    return choice("loss", [(entry.code, lines(entry)) for entry in LOSSES.values()], complete=True)


# --- softmax: yₖ = exp(netₖ) / Σⱼ exp(netⱼ), of row n -----------------------------------------------------------------


@equation
def row_maximum(a, n, columns):
    """The largest of the first values of row n, so many columns."""
    top = a[n, 0]
    for k in range(1, columns):
        top = max(top, a[n, k])
    return top


@equation
def below_maximum(net, n, columns, y):
    """y = net − max net: no exponent of softmax is then above 0, so nothing overflows, and yₖ is the same."""
    top = row_maximum(net, n, columns)
    for k in range(columns):
        y[n, k] = net[n, k] - top


@equation
def normalise(y, n, columns):
    """y ← y / Σⱼ yⱼ."""
    total = cast_like(y[n, 0], 0)
    for k in range(columns):
        total += y[n, k]
    for k in range(columns):
        y[n, k] /= total


@equation
def softmax_cross_entropy(net, y, t, n, columns):
    """E = −Σₖ tₖ ln yₖ, float64, where −ln yₖ = (max net − netₖ) + ln Σⱼ exp(netⱼ − max net).

    The largest term of that sum is 1, and the others are as y to its largest: ln(1 + Σ others) is never ln 0, and exact
    where the others are tiny.
    """
    top, likeliest, others = row_maximum(net, n, columns), row_maximum(y, n, columns), 0.0
    for k in range(columns):
        others += y[n, k]
    log_sum = log1p((others - likeliest) / likeliest)
    E = 0.0
    for k in range(columns):
        if t[n, k] != 0:
            E += t[n, k] * (top - net[n, k] + log_sum)
    return E


@equation
def through_softmax(delta, y, n, columns):
    """∂E/∂y → ∂E/∂net, in ``delta``: times the Jacobian ∂yⱼ/∂netₖ = yⱼ ([j = k] − yₖ)."""
    mean = cast_like(delta[n, 0], 0)
    for k in range(columns):
        mean += delta[n, k] * y[n, k]
    for k in range(columns):
        delta[n, k] = y[n, k] * (delta[n, k] - mean)
