"""Gradient descent with momentum."""

from numnet.kernels.compiler.equation import equation
from numnet.kernels.rules.rule import UpdateRule


@equation
def momentum(w, g, v, k):
    """v ← μ v − η g;  w ← w + v.  B. Polyak, 1964.

    v is a velocity.  PyTorch keeps −v/η instead: the same path while η is constant.
    """
    v = k.mu * v - k.eta * g
    return w + v, v


RULE = UpdateRule(
    code=1,
    kind="Momentum",
    about="A velocity that remembers past gradients: a steady one gains a factor 1 / (1 − μ).",
    equation=momentum,
    defaults={"learning_rate": 0.05, "momentum": 0.9},
    memory={"v": "velocity"},
    formula="v ← μ v − η g;  w ← w + v",
    paper="B. Polyak, 1964, Some methods of speeding up the convergence of iteration methods",
    color="#E69F00",
    marker="s",
    chapter=True,
)
