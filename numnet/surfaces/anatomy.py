"""What an update rule saw and remembered along a walk, from what the kernels recorded."""

import numpy as np

from numnet.kernels.codes import Accumulator, Step
from numnet.kernels.rules.rule import StepConstants

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
    rule, path = optimizer.rule, walks.path[r]
    c = step_constants(walks, r)
    parts = {"gradient": walks.gradient[r], "step": np.diff(path, axis=0), "learning_rate": c[:, Step.ETA]}
    parts |= memory(rule, walks.state[r], c)
    if rule.looks_ahead:
        parts["look_ahead"] = path[:-1] + optimizer.momentum * before(parts["velocity"])
    return parts | {"rate": np.broadcast_to(rates(rule, walks.state[r], c), parts["step"].shape).copy()}


def memory(rule, states, c):
    """{name: (S, P)} of what a rule remembers of P weights after S steps, and of the moments with their bias corrected.

    states (S, slots, P) in the order of the kernels, c (S, Step.SIZE) the constants of each step.
    """
    parts = {name: states[:, slot] for slot, name in enumerate(rule.memory.values())}
    if rule.step_constants is None:
        return parts
    by = {"first_moment": c[:, [Step.CORRECTION1]]}
    return parts | {f"corrected_{name}": parts[name] / by.get(name, c[:, [Step.CORRECTION2]])
                    for name in CORRECTED if name in parts}  # fmt: skip


def step_constants(walks, r):
    """(S, Step.SIZE): what depends on the step alone, from the kernels."""
    from numnet.cpu.descent import constants

    table = np.zeros((walks.steps, Step.SIZE))
    constants(walks, r, table, np.zeros(Accumulator.SIZE))
    return table


def before(memory):
    """The memory before each step; it starts at 0."""
    return np.concatenate([np.zeros_like(memory[:1]), memory[:-1]])


def rates(rule, states, c):
    """(S, P), or (S, 1) where all weights share it: the factor on each coordinate.  Arguments as for :func:`memory`."""
    k = StepConstants(*(c[:, [place]] for place in range(Step.SIZE)))
    if rule.rate is None:
        return k.eta
    after = {symbol: states[:, slot] for slot, symbol in enumerate(rule.memory)}
    return rule.rate(k, after, {symbol: before(values) for symbol, values in after.items()})
