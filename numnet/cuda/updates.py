"""One step of an update rule by a group of threads: the names and arguments of ``numnet/cpu/updates.py``.

``w``, ``g`` and ``s0``, ``s1``, ``s2``, all (P,), are parameters, gradient and the rule's memory.  Weight i is the same
thread's in every function here, so that none needs a barrier after another.
"""

from numnet.cuda.device.compile import device, equations
from numnet.kernels import gradient_clipping, regularization, update_rules
from numnet.kernels.compiler.codegen import written
from numnet.kernels.update_rules import apply_lines

rules, regularize, clipping = (equations(each) for each in (update_rules, regularization, gradient_clipping))


@device
def look_ahead(w, v, mu, point, group):
    """point = w + μ v, all (P,): where NAG takes its gradient."""
    for i in range(group.first, w.size, group.step):
        point[i] = rules.look_ahead(w[i], v[i], mu)


@device
def decay(w, keep, group):
    """w ← (1 − η λ) w, before the step."""
    for i in range(group.first, w.size, group.step):
        w[i] = regularize.decayed(w[i], keep)


@device
def scale_gradient(g, factor, group):
    """g ← factor g, for clipping."""
    for i in range(group.first, g.size, group.step):
        g[i] = clipping.clipped(g[i], factor)


# w and the rule's memory one step on: ``apply_rule(rule, w, g, s0, s1, s2, c, group)``, with a loop for each rule.
apply_rule = device(
    written(
        "apply_rule",
        "rule, w, g, s0, s1, s2, c, group",
        apply_lines("range(group.first, w.size, group.step)"),
        __name__,
        rules.EQUATIONS,
    )
)
