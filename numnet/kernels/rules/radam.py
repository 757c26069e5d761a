"""RAdam: Adam that starts as momentum."""

import math

from numnet.kernels.codes import Hyper, Step
from numnet.kernels.compiler.equation import equation
from numnet.kernels.rules import adam
from numnet.kernels.rules.rule import UpdateRule


@equation
def radam(w, g, m, v, k):
    """Adam whose adaptive part waits until v can be trusted.  L. Liu et al., 2020, algorithm 2.

    w ← w − η r m̂ / (√v + ε) √(1 − β₂ᵗ) once the rectification r > 0; before that w ← w − η m̂.
    """
    m = m + k.rest1 * (g - m)
    v = v + k.rest2 * (g * g - v)
    m_hat = m / k.correction1
    if k.rectification > 0:
        m_hat = m_hat * k.rectification * math.sqrt(k.correction2) / (math.sqrt(v) + k.eps)
    return w - k.eta * m_hat, m, v


@equation
def rectification(hyper, eta, t, total, c):
    """r, or 0 while the variance is not tractable (ρₜ ≤ 5)."""
    adam.bias_corrections(hyper, eta, t, total, c)
    beta2 = hyper[Hyper.BETA2]
    left = adam.raised(beta2, t)
    rho_inf = 2.0 / (1.0 - beta2) - 1.0
    rho = rho_inf - 2.0 * t * left / (1.0 - left)
    c[Step.RECTIFICATION] = 0.0
    if rho > 5.0:
        ratio = (rho - 4.0) * (rho - 2.0) * rho_inf / ((rho_inf - 4.0) * (rho_inf - 2.0) * rho)
        c[Step.RECTIFICATION] = math.sqrt(ratio)


RULE = UpdateRule(
    code=11,
    kind="RAdam",
    about="Adam that starts as momentum, until its second moment rests on enough gradients.",
    equation=radam,
    defaults=adam.DEFAULTS,
    memory=adam.MEMORY,
    step_constants=rectification,
    formula="w ← w − η r m̂ / √v̂ once r is known, before that w ← w − η m̂",
    steps=(adam.M, adam.V, adam.M_HAT, "w ← w − η r m̂ √(1 − β₂ᵗ) / (√v + ε)"),
    early_steps=(adam.M, adam.V, adam.M_HAT, "w ← w − η m̂"),
    given={"r": ("the rectification of this update, from β₂ and t", Step.RECTIFICATION)},
    paper="L. Liu et al., 2020, On the variance of the adaptive learning rate and beyond",
    rate=lambda k, after, before: (
        k.eta * (k.rectification * k.correction2**0.5 / (after["v"] ** 0.5 + k.eps) + (k.rectification == 0))
    ),
    color="#4D0066",
    marker="d",
    dashes="short",
)
