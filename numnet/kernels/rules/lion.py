"""Lion: the sign of a momentum."""

from numnet.kernels.compiler.equation import equation
from numnet.kernels.rules.rule import UpdateRule


@equation
def lion(w, g, m, k):
    """w ← w − η sign(β₁ m + (1 − β₁) g);  m ← β₂ m + (1 − β₂) g.  X. Chen et al., 2023, program 1."""
    c = m + k.rest1 * (g - m)
    m = m + k.rest2 * (g - m)
    step = k.eta if c > 0 else (-k.eta if c < 0 else c)  # c: 0 or NaN
    return w - step, m


RULE = UpdateRule(
    code=12,
    kind="Lion",
    about="The sign of a momentum: every weight moves by η.",
    equation=lion,
    defaults={"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.99},
    memory={"m": "first_moment"},
    formula="w ← w − η sign(β₁ m + (1 − β₁) g);  m ← β₂ m + (1 − β₂) g",
    paper="X. Chen et al., 2023, Symbolic discovery of optimization algorithms",
    direction="β₁ m + (1 − β₁) g",
    color="#B3B366",
    marker="8",
    dashes="long",
)
