"""Adam: RMSProp and momentum together."""

import math

from numnet.kernels.codes import Hyper, Step
from numnet.kernels.compiler.equation import equation
from numnet.kernels.rules.rule import UpdateRule


@equation
def adam(w, g, m, v, k):
    """m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;  w ← w − η m̂ / (√v̂ + ε).

    m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ) undo the pull of the start at 0: a division by the corrections.
    D. Kingma and J. Ba, 2015, algorithm 1.
    """
    m = m + k.rest1 * (g - m)
    v = v + k.rest2 * (g * g - v)
    m_hat = m / k.correction1
    v_hat = v / k.correction2
    return w - k.eta * m_hat / (math.sqrt(v_hat) + k.eps), m, v


@equation
def raised(beta, t):
    """βᵗ for t = 1, 2, …, by squaring: its last digits are those of no library, and it takes a few nanoseconds."""
    result = 1.0
    while t > 0:
        if t % 2 == 1:
            result *= beta
        beta *= beta
        t //= 2
    return result


@equation
def bias_corrections(hyper, eta, t, total, c):
    """1 − β₁ᵗ and 1 − β₂ᵗ, what the moments are divided by; 1 without bias correction."""
    corrected = hyper[Hyper.BIAS_CORRECTION]
    c[Step.CORRECTION1] = 1.0 - corrected * raised(hyper[Hyper.BETA1], t)
    c[Step.CORRECTION2] = 1.0 - corrected * raised(hyper[Hyper.BETA2], t)


CORRECTIONS = (" / (1 − β₁ᵗ)", " / (1 − β₂ᵗ)", " √(1 − β₂ᵗ)", " / (1 − μ₁…μₜ)", " / (1 − μ₁…μₜ₊₁)")  # in formulas


def uncorrected(formula):
    """A formula of Adam or its kin as it is without bias correction: ``m̂ = m`` for ``m̂ = m / (1 − β₁ᵗ)``."""
    for part in CORRECTIONS:
        formula = formula.replace(part, "")
    return formula


DEFAULTS = {"learning_rate": 0.01, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "bias_correction": True}
MEMORY = {"m": "first_moment", "v": "second_moment"}
M, V = "m ← β₁ m + (1 − β₁) g", "v ← β₂ v + (1 − β₂) g²"
M_HAT, V_HAT = "m̂ = m / (1 − β₁ᵗ)", "v̂ = v / (1 − β₂ᵗ)"
W = "w ← w − η m̂ / (√v̂ + ε)"


def rate(k, after, before):
    """η / (√v̂ + ε), the factor on m̂."""
    return k.eta / ((after["v"] / k.correction2) ** 0.5 + k.eps)


RULE = UpdateRule(
    code=6,
    kind="Adam",
    about="RMSProp and momentum together, with the bias of their start at 0 corrected.",
    equation=adam,
    defaults=DEFAULTS,
    memory=MEMORY,
    step_constants=bias_corrections,
    formula=";  ".join((M, V, W)),
    steps=(M, V, M_HAT, V_HAT, W),
    paper="D. Kingma and J. Ba, 2015, Adam: a method for stochastic optimization",
    rate=rate,
    color="#0072B2",
    marker=">",
    chapter=True,
)
