"""AMSGrad: Adam whose rates never grow again."""

import math

from numnet.kernels.compiler.equation import equation
from numnet.kernels.rules import adam
from numnet.kernels.rules.rule import UpdateRule


@equation
def amsgrad(w, g, m, v, v_max, k):
    """Adam with the largest v so far in place of v.  S. Reddi, S. Kale and S. Kumar, 2018, algorithm 2.

    Bias corrections as in PyTorch; the paper has none.
    """
    m = m + k.rest1 * (g - m)
    v = v + k.rest2 * (g * g - v)
    v_max = v if v > v_max else v_max
    m_hat = m / k.correction1
    v_hat = v_max / k.correction2
    return w - k.eta * m_hat / (math.sqrt(v_hat) + k.eps), m, v, v_max


RULE = UpdateRule(
    code=8,
    kind="AMSGrad",
    about="Adam that divides by the largest second moment so far: its rates never grow again.",
    equation=amsgrad,
    defaults=adam.DEFAULTS,
    memory={**adam.MEMORY, "v_max": "largest_second_moment"},
    step_constants=adam.bias_corrections,
    formula="Adam with v_max ← max(v_max, v) in place of v",
    steps=(adam.M, adam.V, "v_max ← max(v_max, v)", adam.M_HAT, "v̂ = v_max / (1 − β₂ᵗ)", adam.W),
    paper="S. Reddi, S. Kale and S. Kumar, 2018, On the convergence of Adam and beyond",
    rate=lambda k, after, before: k.eta / ((after["v_max"] / k.correction2) ** 0.5 + k.eps),
    color="#8000FF",
    marker="h",
    dashes="short",
)
