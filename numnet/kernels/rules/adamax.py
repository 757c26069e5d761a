"""Adamax: Adam with the largest recent gradient."""

from numnet.kernels.compiler.equation import equation
from numnet.kernels.rules import adam
from numnet.kernels.rules.rule import UpdateRule


@equation
def adamax(w, g, m, u, k):
    """m as in Adam;  u ← max(β₂ u, |g| + ε);  w ← w − η m̂ / u.  Kingma and Ba, 2015, algorithm 2.

    ε, absent in the paper, stands where PyTorch has it.
    """
    m = m + k.rest1 * (g - m)
    decayed, new = k.beta2 * u, abs(g) + k.eps
    u = decayed if decayed > new else new
    return w - k.eta * (m / k.correction1) / u, m, u


RULE = UpdateRule(
    code=10,
    kind="Adamax",
    about="Adam with the largest recent gradient in place of the root of the mean square.",
    equation=adamax,
    defaults=adam.DEFAULTS,
    memory={"m": "first_moment", "u": "largest_gradient"},
    step_constants=adam.bias_corrections,
    formula="u ← max(β₂ u, |g| + ε);  w ← w − η m̂ / u",
    steps=(adam.M, "u ← max(β₂ u, |g| + ε)", adam.M_HAT, "w ← w − η m̂ / u"),
    paper="D. Kingma and J. Ba, 2015, Adam, algorithm 2",
    rate=lambda k, after, before: k.eta / (after["u"] + (after["u"] == 0) * k.eps),
    color="#800000",
    marker="P",
    dashes="long",
)
