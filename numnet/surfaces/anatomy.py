"""The inside of a rule along a walk, from what the kernels recorded: arrows and factors for figures."""

import numpy as np

from numnet.kernels.codes import Rule, Step, Total

# What the three places of a rule's memory hold; numnet/cpu/updates.py fills them.
MEMORY = {
    Rule.SGD: (),
    Rule.MOMENTUM: ("velocity",),
    Rule.NAG: ("velocity",),
    Rule.ADAGRAD: ("squares",),
    Rule.ADADELTA: ("squares", "step_squares"),
    Rule.RMSPROP: ("squares",),
    Rule.ADAM: ("first_moment", "second_moment"),
    Rule.ADAMW: ("first_moment", "second_moment"),
    Rule.AMSGRAD: ("first_moment", "second_moment", "largest_second_moment"),
    Rule.NADAM: ("first_moment", "second_moment"),
    Rule.ADAMAX: ("first_moment", "largest_gradient"),
    Rule.RADAM: ("first_moment", "second_moment"),
    Rule.LION: ("first_moment",),
}
CORRECTED = ("first_moment", "second_moment", "largest_second_moment")


def anatomy(descents, r):
    """{name: array} of walk r; row k belongs to step k + 1, which leads from path[k] to path[k + 1].

    Always: ``gradient`` as the step had it, ``step`` from point to point, ``learning_rate`` (S,) with the schedule in
    it, and ``rate``, the factor on each coordinate of the gradient, of the corrected first moment (Adam and its kin) or
    of the sign (Lion).  Where the rule has them, after the step: ``velocity``, ``squares``, ``step_squares``,
    ``first_moment``, ``second_moment``, ``largest_second_moment``, ``largest_gradient``; moments with their bias
    corrected, ``corrected_first_moment`` and so on; and ``look_ahead``, the point where NAG took its gradient.  All
    (S, 2) float64 but for learning_rate.  After a divergence the last finite values are repeated.

    Raises ValueError unless the walks were made with ``record="anatomy"``.

    >>> import numnet
    >>> walks = numnet.descend_many("beale", ["nag"], record="anatomy", steps=20)
    >>> sorted(walks.anatomy(0))
    ['gradient', 'learning_rate', 'look_ahead', 'rate', 'step', 'velocity']
    """
    walks, optimizer = descents.walks, descents.optimizers[r]
    if walks.gradient.shape[1] != walks.steps:
        raise ValueError('anatomy needs walks made with record="anatomy"')
    rule, path = Rule(optimizer.code), walks.path[r]
    c = step_constants(walks, r)
    parts = {"gradient": walks.gradient[r], "step": np.diff(path, axis=0), "learning_rate": c[:, Step.ETA]}
    parts |= memory(rule, walks.state[r], c)
    if rule == Rule.NAG:
        parts["look_ahead"] = path[:-1] + optimizer.momentum * before(parts["velocity"])
    rate = rates(rule, parts, c)
    return parts | {"rate": np.broadcast_to(rate, parts["step"].shape).copy()}


def memory(rule, states, c):
    """{name: (S, P)} of what a rule remembers of P weights after S steps, and of the moments with their bias corrected.

    states (S, slots, P) in the order of the kernels, c (S, Step.SIZE) the constants of each step.
    """
    parts = {name: states[:, slot] for slot, name in enumerate(MEMORY[rule])}
    return parts | _corrected(rule, parts, c)


def step_constants(walks, r):
    """(S, Step.SIZE): what depends on the step alone, from the kernels."""
    from numnet.cpu.descent import constants

    table = np.zeros((walks.steps, Step.SIZE))
    constants(walks, r, table, np.zeros(Total.SIZE))
    return table


def before(memory):
    """The memory before each step; it starts at 0."""
    return np.concatenate([np.zeros_like(memory[:1]), memory[:-1]])


def _corrected(rule, parts, c):
    """Moments with the pull of their start at 0 undone."""
    if rule < Rule.ADAM or rule == Rule.LION:
        return {}
    by = {"first_moment": c[:, [Step.CORRECTION1]]}
    return {f"corrected_{name}": parts[name] / by.get(name, c[:, [Step.CORRECTION2]])
            for name in CORRECTED if name in parts}  # fmt: skip


def rates(rule, parts, c):
    """(S, P), or (S, 1) where all weights share it: the factor on each coordinate, from what :func:`memory` gives."""
    eta, eps = c[:, [Step.ETA]], c[:, [Step.EPS]]
    if rule in (Rule.ADAGRAD, Rule.RMSPROP):
        return eta / (np.sqrt(parts["squares"]) + eps)
    if rule == Rule.ADADELTA:
        return eta * np.sqrt(before(parts["step_squares"]) + eps) / np.sqrt(parts["squares"] + eps)
    if rule == Rule.ADAMAX:
        return eta / np.where(parts["largest_gradient"] > 0, parts["largest_gradient"], eps)
    if rule == Rule.RADAM:
        r = c[:, [Step.RECTIFICATION]]
        adapted = r * np.sqrt(c[:, [Step.CORRECTION2]]) / (np.sqrt(parts["second_moment"]) + eps)
        return eta * np.where(r > 0, adapted, 1.0)
    if rule in (Rule.ADAM, Rule.ADAMW, Rule.NADAM, Rule.AMSGRAD):
        largest = "corrected_largest_second_moment"
        return eta / (np.sqrt(parts.get(largest, parts["corrected_second_moment"])) + eps)
    return eta.copy()


def uncorrected(descents, r):
    """(S + 1, 2): where walk r had gone without bias correction, its memory starting at 0 all the same.

    For Adam, AdamW, AMSGrad and Adamax; None for the other rules.  NaN from where it diverges.
    """
    optimizer, c, surface = descents.optimizers[r], step_constants(descents.walks, r), descents.surface
    rule = Rule(optimizer.code)
    if rule not in (Rule.ADAM, Rule.ADAMW, Rule.AMSGRAD, Rule.ADAMAX):
        return None
    w = descents.path[r, 0]
    points, m, v, divisor = [w], 0.0, 0.0, 0.0
    for eta, keep in c[:, [Step.ETA, Step.KEEP]]:
        with np.errstate(over="ignore", invalid="ignore"):
            g = surface.gradient(*w)
            m, v = m + (1 - optimizer.beta1) * (g - m), v + (1 - optimizer.beta2) * (g * g - v)
            if rule == Rule.ADAMAX:
                divisor = np.maximum(optimizer.beta2 * divisor, abs(g) + optimizer.eps)
            else:
                root = np.sqrt(v) + optimizer.eps
                divisor = np.maximum(divisor, root) if rule == Rule.AMSGRAD else root
            w = keep * w - eta * m / divisor
        w = w if np.isfinite(surface(*w)) else np.full(2, np.nan)
        points.append(w)
    return np.array(points)
