"""The update rules, simplest first: one weight, one step, one function each.

``w`` weight, ``g`` = ∂E/∂w, ``eta`` learning rate; what a rule remembers goes in and comes back beside w and
starts at 0.  ``rest1`` = 1 − β₁, ``rest2`` = 1 − β₂, ``rest_rho`` = 1 − ρ come from :func:`step_constants`,
rounded once: m + (1 − β₁)(g − m) is the running average β₁ m + (1 − β₁) g.

Formulas and the place of ε as in ``torch.optim``; where books or libraries differ, the docstring says so.
"""

import math

from numnet.kernels.codes import Hyper, Rule, Step, Total
from numnet.kernels.compiler.jit import jit_inline
from numnet.kernels.elementary import like


@jit_inline
def sgd(w, g, eta):
    """w ← w − η g.  A. Cauchy, 1847; with samples drawn at random H. Robbins and S. Monro, 1951."""
    return w - eta * g


@jit_inline
def momentum(w, g, v, eta, mu):
    """v ← μ v − η g;  w ← w + v.  B. Polyak, 1964.

    v is a velocity.  PyTorch keeps −v/η instead: the same path while η is constant.
    """
    v = mu * v - eta * g
    return w + v, v


@jit_inline
def look_ahead(w, v, mu):
    """w + μ v: where :func:`nag` takes its gradient."""
    return w + mu * v


@jit_inline
def nag(w, g, v, eta, mu):
    """v ← μ v − η ∇E(w + μ v);  w ← w + v.  Y. Nesterov, 1983, as written by I. Sutskever et al., 2013.

    The equation is momentum's; what differs is that g was taken at :func:`look_ahead`.  PyTorch's
    ``nesterov=True`` walks the same path at constant η and reports the look-ahead point instead of w.
    """
    v = mu * v - eta * g
    return w + v, v


@jit_inline
def adagrad(w, g, G, eta, eps):
    """G ← G + g²;  w ← w − η g / (√G + ε).  J. Duchi, E. Hazan and Y. Singer, 2011, eq. 1."""
    G = G + g * g
    return w - eta * g / (math.sqrt(G) + eps), G


@jit_inline
def adadelta(w, g, s, d, eta, rho, rest_rho, eps):
    """s ← ρ s + (1 − ρ) g²;  Δ = g √(d + ε) / √(s + ε);  d ← ρ d + (1 − ρ) Δ²;  w ← w − η Δ.

    M. Zeiler, 2012, algorithm 1 (there without η).
    """
    s = rho * s + rest_rho * g * g
    step = math.sqrt(d + eps) / math.sqrt(s + eps) * g
    d = rho * d + rest_rho * step * step
    return w - eta * step, s, d


@jit_inline
def rmsprop(w, g, s, eta, rho, rest_rho, eps):
    """s ← ρ s + (1 − ρ) g²;  w ← w − η g / (√s + ε).  T. Tieleman and G. Hinton, 2012, lecture 6.5.

    TensorFlow puts ε under the root; PyTorch and this function do not.
    """
    s = rho * s + rest_rho * g * g
    return w - eta * g / (math.sqrt(s) + eps), s


@jit_inline
def adam(w, g, m, v, eta, rest1, rest2, eps, correction1, correction2):
    """m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;  w ← w − η m̂ / (√v̂ + ε).

    m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ) undo the pull of the start at 0: a division by the corrections.
    D. Kingma and J. Ba, 2015, algorithm 1.
    """
    m = m + rest1 * (g - m)
    v = v + rest2 * (g * g - v)
    m_hat = m / correction1
    v_hat = v / correction2
    return w - eta * m_hat / (math.sqrt(v_hat) + eps), m, v


@jit_inline
def amsgrad(w, g, m, v, v_max, eta, rest1, rest2, eps, correction1, correction2):
    """Adam with the largest v so far in place of v.  S. Reddi, S. Kale and S. Kumar, 2018, algorithm 2.

    Bias corrections as in PyTorch; the paper has none.
    """
    m = m + rest1 * (g - m)
    v = v + rest2 * (g * g - v)
    v_max = v if v > v_max else v_max
    m_hat = m / correction1
    v_hat = v_max / correction2
    return w - eta * m_hat / (math.sqrt(v_hat) + eps), m, v, v_max


@jit_inline
def nadam(w, g, m, v, rest1, rest2, eps, correction2, share_g, share_m):
    """Adam with Nesterov's look-ahead: w ← w − (share_g g + share_m m) / (√v̂ + ε).

    share_g = η (1 − μₜ) / (1 − Πᵢ₌₁ᵗ μᵢ) and share_m = η μₜ₊₁ / (1 − Πᵢ₌₁ᵗ⁺¹ μᵢ), with
    μₜ = β₁ (1 − ½ 0.96^(0.004 t)).  T. Dozat, 2016, algorithm 2; the constants are PyTorch's.
    """
    m = m + rest1 * (g - m)
    v = v + rest2 * (g * g - v)
    root = math.sqrt(v / correction2) + eps
    return w - (share_g * g + share_m * m) / root, m, v


@jit_inline
def adamax(w, g, m, u, eta, rest1, beta2, eps, correction1):
    """m as in Adam;  u ← max(β₂ u, |g| + ε);  w ← w − η m̂ / u.  Kingma and Ba, 2015, algorithm 2.

    ε, absent in the paper, stands where PyTorch has it.
    """
    m = m + rest1 * (g - m)
    decayed, new = beta2 * u, abs(g) + eps
    u = decayed if decayed > new else new
    return w - eta * (m / correction1) / u, m, u


@jit_inline
def radam(w, g, m, v, eta, rest1, rest2, eps, correction1, correction2, rectification):
    """Adam whose adaptive part waits until v can be trusted.  L. Liu et al., 2020, algorithm 2.

    w ← w − η r m̂ / (√v + ε) √(1 − β₂ᵗ) once the rectification r > 0; before that w ← w − η m̂.
    """
    m = m + rest1 * (g - m)
    v = v + rest2 * (g * g - v)
    m_hat = m / correction1
    if rectification > 0:
        m_hat = m_hat * rectification * math.sqrt(correction2) / (math.sqrt(v) + eps)
    return w - eta * m_hat, m, v


@jit_inline
def lion(w, g, m, eta, rest1, rest2):
    """w ← w − η sign(β₁ m + (1 − β₁) g);  m ← β₂ m + (1 − β₂) g.  X. Chen et al., 2023, program 1."""
    c = m + rest1 * (g - m)
    m = m + rest2 * (g - m)
    direction = like(w, 1) if c > 0 else (like(w, -1) if c < 0 else c)  # c: 0 or NaN
    return w - eta * direction, m


@jit_inline
def nadam_momentum(beta1, t):
    """μₜ = β₁ (1 − ½ 0.96^(0.004 t)), the momentum of step t."""
    return beta1 * (1.0 - 0.5 * 0.96 ** (0.004 * t))


@jit_inline
def radam_rectification(beta2, t):
    """r of :func:`radam`, or 0 while the variance is not tractable (ρₜ ≤ 5)."""
    rho_inf = 2.0 / (1.0 - beta2) - 1.0
    rho = rho_inf - 2.0 * t * beta2**t / (1.0 - beta2**t)
    if rho <= 5.0:
        return 0.0
    return math.sqrt((rho - 4.0) * (rho - 2.0) * rho_inf / ((rho_inf - 4.0) * (rho_inf - 2.0) * rho))


@jit_inline
def step_constants(rule, hyper, eta, t, total, c):
    """All that depends on the step but not on the weight: fills c (Step.SIZE,), in the dtype of the weights.

    ``t`` counts from 1.  Nadam's product of momenta is carried in ``total``.
    """
    beta1, beta2 = hyper[Hyper.BETA1], hyper[Hyper.BETA2]
    c[Step.ETA] = eta
    c[Step.MU] = hyper[Hyper.MU]
    c[Step.BETA1], c[Step.REST1] = beta1, 1.0 - beta1
    c[Step.BETA2], c[Step.REST2] = beta2, 1.0 - beta2
    c[Step.RHO], c[Step.REST_RHO] = hyper[Hyper.RHO], 1.0 - hyper[Hyper.RHO]
    c[Step.EPS] = hyper[Hyper.EPS]
    c[Step.KEEP] = 1.0 - eta * hyper[Hyper.WEIGHT_DECAY]
    if rule >= Rule.ADAM:
        c[Step.CORRECTION1] = 1.0 - beta1**t
        c[Step.CORRECTION2] = 1.0 - beta2**t
    if rule == Rule.RADAM:
        c[Step.RECTIFICATION] = radam_rectification(beta2, t)
    if rule == Rule.NADAM:
        mu, mu_next = nadam_momentum(beta1, t), nadam_momentum(beta1, t + 1)
        product = (total[Total.MU_PRODUCT] if t > 1 else 1.0) * mu
        total[Total.MU_PRODUCT] = product
        c[Step.GRADIENT] = eta * (1.0 - mu) / (1.0 - product)
        c[Step.NESTEROV] = eta * mu_next / (1.0 - product * mu_next)
