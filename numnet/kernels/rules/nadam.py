"""Nadam: Adam with Nesterov's look-ahead."""

import math

from numnet.kernels.codes import Accumulator, Hyper, Step
from numnet.kernels.compiler.equation import equation
from numnet.kernels.elementary import power
from numnet.kernels.rules import adam
from numnet.kernels.rules.rule import UpdateRule


@equation
def nadam(w, g, m, v, k):
    """Adam with Nesterov's look-ahead: w ← w − (c_g g + c_m m) / (√v̂ + ε).

    c_g = η (1 − μₜ) / (1 − Πᵢ₌₁ᵗ μᵢ) is ``k.gradient`` and c_m = η μₜ₊₁ / (1 − Πᵢ₌₁ᵗ⁺¹ μᵢ) ``k.nesterov``, with
    μₜ = β₁ (1 − ½ 0.96^(0.004 t)).  T. Dozat, 2016, algorithm 2; the constants are PyTorch's.
    """
    m = m + k.rest1 * (g - m)
    v = v + k.rest2 * (g * g - v)
    root = math.sqrt(v / k.correction2) + k.eps
    return w - (k.gradient * g + k.nesterov * m) / root, m, v


@equation
def warming_momentum(beta1, t):
    """μₜ = β₁ (1 − ½ 0.96^(0.004 t)), the momentum of step t."""
    return beta1 * (1.0 - 0.5 * power(0.96, 0.004 * t))


@equation
def shares(hyper, eta, t, total, c):
    """The shares of gradient and momentum in the step; the product of all momenta is carried in ``total``."""
    adam.bias_corrections(hyper, eta, t, total, c)
    mu, mu_next = warming_momentum(hyper[Hyper.BETA1], t), warming_momentum(hyper[Hyper.BETA1], t + 1)
    product = (total[Accumulator.MU_PRODUCT] if t > 1 else 1.0) * mu
    total[Accumulator.MU_PRODUCT] = product
    corrected = hyper[Hyper.BIAS_CORRECTION]
    c[Step.GRADIENT] = eta * (1.0 - mu) / (1.0 - corrected * product)
    c[Step.NESTEROV] = eta * mu_next / (1.0 - corrected * (product * mu_next))


RULE = UpdateRule(
    code=9,
    kind="Nadam",
    about="Adam with Nesterov's look-ahead.",
    equation=nadam,
    defaults=adam.DEFAULTS,
    memory=adam.MEMORY,
    step_constants=shares,
    running_constants=True,
    formula="w ← w − η (μₜ₊₁ m̂ + (1 − μₜ) ĝ) / (√v̂ + ε)",
    steps=(adam.M, adam.V, adam.V_HAT, "w ← w − (c_g g + c_m m) / (√v̂ + ε)"),
    given={
        "c_g": ("η (1 − μₜ) / (1 − μ₁…μₜ), μₜ = β₁ (1 − ½·0.96^(0.004·t))", Step.GRADIENT),
        "c_m": ("η μₜ₊₁ / (1 − μ₁…μₜ₊₁)", Step.NESTEROV),
    },
    paper="T. Dozat, 2016, Incorporating Nesterov momentum into Adam",
    rate=adam.rate,
    color="#B366FF",
    marker="X",
    dashes="dotted",
)
