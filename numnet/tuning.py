"""Which rate suits a rule on a surface: all rates of a grid, all rules, in one call."""

from dataclasses import replace

import numpy as np

from numnet.descent import check_optimizer, descend_many, each
from numnet.optimizers import OPTIMIZERS
from numnet.surfaces import parse_surface

RATES = (*(float(f"{m}e{k}") for k in range(-5, 2) for m in (1, 1.5, 2, 3, 5, 7)), 100.0)


def tune(surface, optimizer=None, start=None, steps=None, rates=RATES, tolerance=0.05, threads=None):
    """{rule: the rule with its best rate of ``rates``}, all rates of all rules tried in one call.

    Best is, of the walks that do not diverge, stay on the map until they arrive, and take no step longer than the
    surface's ``stride``: the one that arrives within ``tolerance`` of a lowest point (escapes, on the saddle) after
    the fewest steps; of those that never arrive, the one that ends lowest; of equals, the smallest rate.
    ``optimizer`` is a rule or a list of rules, by name or with hyper-parameters; all by default.

    >>> import numnet
    >>> numnet.tune("ravine", ["sgd"], rates=(0.5, 1.0, 1.5))
    {'sgd': SGD(learning_rate=1.5, weight_decay=0.0)}
    """
    surface = parse_surface(surface)
    if len(rates) == 0:
        raise ValueError("rates must name at least one rate")
    optimizer = list(OPTIMIZERS) if optimizer is None else optimizer
    kinds = [surface.optimizer(o) if isinstance(o, str) else o for o in each(optimizer, 1)]
    tried = [replace(check_optimizer(kind), learning_rate=rate) for kind in kinds for rate in rates]
    result = descend_many(surface, tried, start, steps, record="end", tolerance=tolerance, threads=threads)
    arrived = result.converged_at if surface.escape is None else result.escaped_at
    strayed = (result.left_at >= 0) & ~((arrived >= 0) & (arrived <= result.left_at))
    lost = (result.diverged_at >= 0) & (arrived < 0)  # a walk that has escaped may fall for ever
    fault = np.where(lost, 2, strayed | (result.longest_step > surface.stride))
    late = np.where(arrived >= 0, arrived, result.steps + 1)
    best = {}
    for k, kind in enumerate(kinds):
        own = slice(k * len(rates), (k + 1) * len(rates))
        order = np.lexsort((rates, result.end_value[own], late[own], fault[own]))
        best[kind.name] = tried[own.start + order[0]]
    return best
