"""One step of an update rule by a group of threads: the names and arguments of ``numnet/cpu/updates.py``.

``w``, ``g`` and ``s0``, ``s1``, ``s2``, all (P,), are parameters, gradient and the rule's memory.  Weight i is the same
thread's in every function here, so that none needs a barrier after another.
"""

from numnet.cuda.device.compile import device, equations
from numnet.kernels import update_rules
from numnet.kernels.codes import Rule, Step

rules = equations(update_rules)


@device
def look_ahead(w, v, mu, point, group):
    """point = w + μ v, all (P,): where NAG takes its gradient."""
    for i in range(group.first, w.size, group.step):
        point[i] = rules.look_ahead(w[i], v[i], mu)


@device
def decay(w, keep, group):
    """Decoupled weight decay, before the step: w ← (1 − η λ) w.  I. Loshchilov and F. Hutter, 2019."""
    for i in range(group.first, w.size, group.step):
        w[i] = keep * w[i]


@device
def scale_gradient(g, factor, group):
    """g ← factor g, for clipping: R. Pascanu, T. Mikolov and Y. Bengio, 2013, algorithm 1."""
    for i in range(group.first, g.size, group.step):
        g[i] = factor * g[i]


@device
def apply_rule(rule, w, g, s0, s1, s2, c, group):
    """w and the rule's memory one step on."""
    first, n, step = group.first, w.size, group.step
    eta, mu, eps = c[Step.ETA], c[Step.MU], c[Step.EPS]
    rest1, rest2, beta2 = c[Step.REST1], c[Step.REST2], c[Step.BETA2]
    rho, rest_rho = c[Step.RHO], c[Step.REST_RHO]
    correction1, correction2 = c[Step.CORRECTION1], c[Step.CORRECTION2]
    if rule == Rule.SGD:
        for i in range(first, n, step):
            w[i] = rules.sgd(w[i], g[i], eta)
    elif rule == Rule.MOMENTUM:
        v = s0
        for i in range(first, n, step):
            w[i], v[i] = rules.momentum(w[i], g[i], v[i], eta, mu)
    elif rule == Rule.NAG:
        v = s0
        for i in range(first, n, step):
            w[i], v[i] = rules.nag(w[i], g[i], v[i], eta, mu)
    elif rule == Rule.ADAGRAD:
        G = s0
        for i in range(first, n, step):
            w[i], G[i] = rules.adagrad(w[i], g[i], G[i], eta, eps)
    elif rule == Rule.ADADELTA:
        s, d = s0, s1
        for i in range(first, n, step):
            w[i], s[i], d[i] = rules.adadelta(w[i], g[i], s[i], d[i], eta, rho, rest_rho, eps)
    elif rule == Rule.RMSPROP:
        s = s0
        for i in range(first, n, step):
            w[i], s[i] = rules.rmsprop(w[i], g[i], s[i], eta, rho, rest_rho, eps)
    elif rule == Rule.ADAM or rule == Rule.ADAMW:
        m, v = s0, s1
        for i in range(first, n, step):
            w[i], m[i], v[i] = rules.adam(w[i], g[i], m[i], v[i], eta, rest1, rest2, eps, correction1, correction2)
    elif rule == Rule.AMSGRAD:
        m, v, v_max = s0, s1, s2
        for i in range(first, n, step):
            w[i], m[i], v[i], v_max[i] = rules.amsgrad(
                w[i], g[i], m[i], v[i], v_max[i], eta, rest1, rest2, eps, correction1, correction2
            )
    elif rule == Rule.NADAM:
        m, v = s0, s1
        share_g, share_m = c[Step.GRADIENT], c[Step.NESTEROV]
        for i in range(first, n, step):
            w[i], m[i], v[i] = rules.nadam(w[i], g[i], m[i], v[i], rest1, rest2, eps, correction2, share_g, share_m)
    elif rule == Rule.ADAMAX:
        m, u = s0, s1
        for i in range(first, n, step):
            w[i], m[i], u[i] = rules.adamax(w[i], g[i], m[i], u[i], eta, rest1, beta2, eps, correction1)
    elif rule == Rule.RADAM:
        m, v = s0, s1
        rectification = c[Step.RECTIFICATION]
        for i in range(first, n, step):
            w[i], m[i], v[i] = rules.radam(
                w[i], g[i], m[i], v[i], eta, rest1, rest2, eps, correction1, correction2, rectification
            )
    elif rule == Rule.LION:
        m = s0
        for i in range(first, n, step):
            w[i], m[i] = rules.lion(w[i], g[i], m[i], eta, rest1, rest2)
