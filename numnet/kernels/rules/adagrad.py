"""Adagrad: a rate per weight."""

import math

from numnet.kernels.compiler.equation import equation
from numnet.kernels.rules.rule import UpdateRule


@equation
def adagrad(w, g, G, k):
    """G ← G + g²;  w ← w − η g / (√G + ε).  J. Duchi, E. Hazan and Y. Singer, 2011, eq. 1."""
    G = G + g * g
    return w - k.eta * g / (math.sqrt(G) + k.eps), G


RULE = UpdateRule(
    code=3,
    kind="Adagrad",
    about="A rate per weight that shrinks with all squared gradients so far: rare weights move more.",
    equation=adagrad,
    defaults={"learning_rate": 0.05, "eps": 1e-10},
    memory={"G": "squares"},
    formula="G ← G + g²;  w ← w − η g / (√G + ε)",
    paper="J. Duchi, E. Hazan and Y. Singer, 2011, Adaptive subgradient methods",
    rate=lambda k, after, before: k.eta / (after["G"] ** 0.5 + k.eps),
    color="#56B4E9",
    marker="^",
    chapter=True,
)
