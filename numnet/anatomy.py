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
    c = _step_constants(walks, r)
    parts = {"gradient": walks.gradient[r], "step": np.diff(path, axis=0), "learning_rate": c[:, Step.ETA]}
    parts |= {name: walks.state[r, :, slot] for slot, name in enumerate(MEMORY[rule])}
    parts |= _corrected(rule, parts, c)
    if rule == Rule.NAG:
        parts["look_ahead"] = path[:-1] + optimizer.momentum * _before(parts["velocity"])
    return parts | {"rate": _rate(rule, parts, c)}


def _step_constants(walks, r):
    """(S, Step.SIZE): what depends on the step alone, from the kernels."""
    from numnet.cpu.descent import constants

    table = np.zeros((walks.steps, Step.SIZE))
    constants(walks, r, table, np.zeros(Total.SIZE))
    return table


def _before(memory):
    """The memory before each step; it starts at 0."""
    return np.concatenate([np.zeros((1, 2)), memory[:-1]])[: len(memory)]


def _corrected(rule, parts, c):
    """Moments with the pull of their start at 0 undone."""
    if rule < Rule.ADAM or rule == Rule.LION:
        return {}
    by = {"first_moment": c[:, [Step.CORRECTION1]]}
    return {f"corrected_{name}": parts[name] / by.get(name, c[:, [Step.CORRECTION2]])
            for name in CORRECTED if name in parts}  # fmt: skip


def _rate(rule, parts, c):
    """(S, 2): the factor on each coordinate."""
    eta, eps, shape = c[:, [Step.ETA]], c[:, [Step.EPS]], parts["step"].shape
    if rule in (Rule.ADAGRAD, Rule.RMSPROP):
        return eta / (np.sqrt(parts["squares"]) + eps)
    if rule == Rule.ADADELTA:
        return eta * np.sqrt(_before(parts["step_squares"]) + eps) / np.sqrt(parts["squares"] + eps)
    if rule == Rule.ADAMAX:
        return eta / np.where(parts["largest_gradient"] > 0, parts["largest_gradient"], eps)
    if rule == Rule.RADAM:
        r = c[:, [Step.RECTIFICATION]]
        adapted = r * np.sqrt(c[:, [Step.CORRECTION2]]) / (np.sqrt(parts["second_moment"]) + eps)
        return eta * np.where(r > 0, adapted, 1.0)
    if rule in (Rule.ADAM, Rule.ADAMW, Rule.NADAM, Rule.AMSGRAD):
        largest = "corrected_largest_second_moment"
        return eta / (np.sqrt(parts.get(largest, parts["corrected_second_moment"])) + eps)
    return np.broadcast_to(eta, shape).copy()
