"""Adadelta: steps measured in the unit of earlier steps."""

import math

from numnet.kernels.compiler.equation import equation
from numnet.kernels.rules.rule import UpdateRule


@equation
def adadelta(w, g, s, d, k):
    """s ← ρ s + (1 − ρ) g²;  Δ = g √(d + ε) / √(s + ε);  d ← ρ d + (1 − ρ) Δ²;  w ← w − η Δ.

    M. Zeiler, 2012, algorithm 1 (there without η).
    """
    s = k.rho * s + k.rest_rho * g * g
    step = math.sqrt(d + k.eps) / math.sqrt(s + k.eps) * g
    d = k.rho * d + k.rest_rho * step * step
    return w - k.eta * step, s, d


RULE = UpdateRule(
    code=4,
    kind="Adadelta",
    about="Steps measured in the unit of earlier steps: nearly no rate to choose.",
    equation=adadelta,
    defaults={"learning_rate": 1.0, "rho": 0.9, "eps": 1e-6},
    memory={"s": "squares", "d": "step_squares"},
    formula="s ← ρ s + (1 − ρ) g²;  Δ = g √(d + ε) / √(s + ε);  d ← ρ d + (1 − ρ) Δ²;  w ← w − η Δ",
    paper="M. Zeiler, 2012, ADADELTA: an adaptive learning rate method",
    rate=lambda k, after, before: k.eta * (before["d"] + k.eps) ** 0.5 / (after["s"] + k.eps) ** 0.5,
    color="#4D4D4D",
    marker="v",
    dashes="long",
)
