"""One step of an update rule over a stretch of weights: a loop a rule.

``w``, ``g`` and ``s0``, ``s1``, ``s2``, all (n,), are views of the same stretch of parameters, gradient and the rule's
memory.  All but g are overwritten, and of the memory only as much is touched as the rule has.  ``c`` (Step.SIZE,)
holds the step constants in the dtype of w.  Iterations are independent, so each loop becomes vector instructions.
"""

import math

from numnet.cpu.intrinsics.views import vector
from numnet.kernels import update_rules as rules
from numnet.kernels.codes import Rule, Step
from numnet.kernels.compiler.jit import jit_inline, jit_loop
from numnet.kernels.elementary import like


@jit_loop
def decay(w, keep):
    """Decoupled weight decay, before the step: w ← (1 − η λ) w.  I. Loshchilov and F. Hutter, 2019."""
    for i in range(w.size):
        w[i] = keep * w[i]


@jit_loop
def look_ahead(w, v, mu, point):
    """point = w + μ v, all (n,): where NAG takes its gradient."""
    for i in range(w.size):
        point[i] = rules.look_ahead(w[i], v[i], mu)


@jit_loop
def scale_gradient(g, factor):
    """g ← factor g, for clipping: R. Pascanu, T. Mikolov and Y. Bengio, 2013, algorithm 1."""
    for i in range(g.size):
        g[i] = factor * g[i]


@jit_loop
def apply_rule(rule, w, g, s0, s1, s2, c):
    """w and the rule's memory one step on."""
    n = w.size
    eta, mu, eps = c[Step.ETA], c[Step.MU], c[Step.EPS]
    rest1, rest2, beta2 = c[Step.REST1], c[Step.REST2], c[Step.BETA2]
    rho, rest_rho = c[Step.RHO], c[Step.REST_RHO]
    correction1, correction2 = c[Step.CORRECTION1], c[Step.CORRECTION2]
    if rule == Rule.SGD:
        for i in range(n):
            w[i] = rules.sgd(w[i], g[i], eta)
    elif rule == Rule.MOMENTUM:
        v = s0
        for i in range(n):
            w[i], v[i] = rules.momentum(w[i], g[i], v[i], eta, mu)
    elif rule == Rule.NAG:
        v = s0
        for i in range(n):
            w[i], v[i] = rules.nag(w[i], g[i], v[i], eta, mu)
    elif rule == Rule.ADAGRAD:
        G = s0
        for i in range(n):
            w[i], G[i] = rules.adagrad(w[i], g[i], G[i], eta, eps)
    elif rule == Rule.ADADELTA:
        s, d = s0, s1
        for i in range(n):
            w[i], s[i], d[i] = rules.adadelta(w[i], g[i], s[i], d[i], eta, rho, rest_rho, eps)
    elif rule == Rule.RMSPROP:
        s = s0
        for i in range(n):
            w[i], s[i] = rules.rmsprop(w[i], g[i], s[i], eta, rho, rest_rho, eps)
    elif rule == Rule.ADAM or rule == Rule.ADAMW:
        m, v = s0, s1
        for i in range(n):
            w[i], m[i], v[i] = rules.adam(w[i], g[i], m[i], v[i], eta, rest1, rest2, eps, correction1, correction2)
    elif rule == Rule.AMSGRAD:
        m, v, v_max = s0, s1, s2
        for i in range(n):
            w[i], m[i], v[i], v_max[i] = rules.amsgrad(
                w[i], g[i], m[i], v[i], v_max[i], eta, rest1, rest2, eps, correction1, correction2
            )
    elif rule == Rule.NADAM:
        m, v = s0, s1
        share_g, share_m = c[Step.GRADIENT], c[Step.NESTEROV]
        for i in range(n):
            w[i], m[i], v[i] = rules.nadam(w[i], g[i], m[i], v[i], rest1, rest2, eps, correction2, share_g, share_m)
    elif rule == Rule.ADAMAX:
        m, u = s0, s1
        for i in range(n):
            w[i], m[i], u[i] = rules.adamax(w[i], g[i], m[i], u[i], eta, rest1, beta2, eps, correction1)
    elif rule == Rule.RADAM:
        m, v = s0, s1
        rectification = c[Step.RECTIFICATION]
        for i in range(n):
            w[i], m[i], v[i] = rules.radam(
                w[i], g[i], m[i], v[i], eta, rest1, rest2, eps, correction1, correction2, rectification
            )
    elif rule == Rule.LION:
        m = s0
        for i in range(n):
            w[i], m[i] = rules.lion(w[i], g[i], m[i], eta, rest1, rest2)


@jit_loop
def reduce_gradient(gradient, pitch, shards, first, size):
    """Add the shards' gradients, in their order, over the stretch first … first + size − 1.

    ``gradient`` holds a gradient every ``pitch`` numbers; the sum is left in the first.  Returns Σ g².
    """
    g = vector(gradient, first, size)
    for s in range(1, shards):
        part = vector(gradient, s * pitch + first, size)
        for i in range(size):
            g[i] += part[i]
    square = g[0] - g[0]
    for i in range(size):
        square += g[i] * g[i]
    return square


@jit_loop
def regularise(layout, theta, l1, l2, gradient):
    """Add l1 sign(W) + l2 W to the gradient of every W; biases stay free."""
    l1, l2, zero = like(theta[0], l1), like(theta[0], l2), like(theta[0], 0)
    for l in range(layout.activations.size):
        for i in range(layout.weights_at[l], layout.biases_at[l]):
            w = theta[i]
            sign = l1 if w > zero else (-l1 if w < zero else zero)
            gradient[i] += sign + l2 * w


@jit_inline
def clipping_factor(norm, clip_norm):
    """min(1, clip_norm / norm)."""
    return clip_norm / norm if norm > clip_norm else 1.0


@jit_inline
def gradient_norm(squares, stretches):
    """√ of the sum of the stretches' Σ g², the first column of ``squares``, in their order."""
    total = 0.0
    for k in range(stretches):
        total += squares[k, 0]
    return math.sqrt(total)
