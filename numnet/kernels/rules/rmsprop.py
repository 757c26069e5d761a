"""RMSProp: Adagrad that forgets."""

import math

from numnet.kernels.compiler.equation import equation
from numnet.kernels.rules.rule import UpdateRule


@equation
def rmsprop(w, g, s, k):
    """s ← ρ s + (1 − ρ) g²;  w ← w − η g / (√s + ε).  T. Tieleman and G. Hinton, 2012, lecture 6.5.

    TensorFlow puts ε under the root; PyTorch and this function do not.
    """
    s = k.rho * s + k.rest_rho * g * g
    return w - k.eta * g / (math.sqrt(s) + k.eps), s


RULE = UpdateRule(
    code=5,
    kind="RMSProp",
    about="Adagrad that forgets: recent gradients count.",
    equation=rmsprop,
    defaults={"learning_rate": 0.005, "rho": 0.9, "eps": 1e-8},
    memory={"s": "squares"},
    formula="s ← ρ s + (1 − ρ) g²;  w ← w − η g / (√s + ε)",
    paper="T. Tieleman and G. Hinton, 2012, Lecture 6.5: rmsprop",
    rate=lambda k, after, before: k.eta / (after["s"] ** 0.5 + k.eps),
    color="#009E73",
    marker="<",
    chapter=True,
)
