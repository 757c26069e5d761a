"""Which rate suits a rule on a surface: all rates of a grid, all rules, in one call."""

from dataclasses import dataclass, replace

import numpy as np

from numnet.files.atomic import write_whole
from numnet.optim.optimizers import OPTIMIZERS, check_optimizer
from numnet.surfaces.catalogue import SURFACES, Surface, parse_surface
from numnet.surfaces.descent import descend_many, each
from numnet.surfaces.tuned_rates import FILE

RATES = (*(float(f"{m}e{k}") for k in range(-5, 2) for m in (1, 1.5, 2, 3, 5, 7)), 100.0)


@dataclass(frozen=True)
class Sensitivity:
    """K rules with N rates each on one surface: where every walk ended."""

    surface: Surface
    rules: tuple  # (K,): names
    rates: tuple  # (N,)
    steps: int
    start_value: float  # E at the start
    end_value: np.ndarray  # (K, N): E at the end
    arrived_at: np.ndarray  # (K, N) int: steps until it arrived (escaped, on the saddle); -1: never
    lost: np.ndarray  # (K, N) bool: it diverged, or ended outside the map, and had not arrived
    wild: np.ndarray  # (K, N) bool: it left the map on the way, or took a step longer than the surface's stride
    tried: tuple  # (K * N,): the optimizers
    best: np.ndarray  # (K,) int: the index of each rule's best rate, by the standards of `tune`

    def tuned(self):
        """{rule: the rule with its best rate}."""
        N = len(self.rates)
        return {rule: self.tried[k * N + self.best[k]] for k, rule in enumerate(self.rules)}


def sensitivity(
    surface, optimizer=None, start=None, steps=None, rates=RATES, tolerance=0.05, threads=None, **conditions
):
    """All rates of all rules, tried in one call: a :class:`Sensitivity`.

    ``optimizer`` is a rule or a list of rules, by name or with hyper-parameters; all by default.  ``conditions`` are
    the schedule, the noise and its seed, as :func:`numnet.descend_many` takes them, the same for all walks.

    >>> sensitivity("ravine", ["sgd"], rates=(0.5, 1.5, 4.5)).lost.tolist()
    [[False, False, True]]
    """
    surface = parse_surface(surface)
    if len(rates) == 0:
        raise ValueError("rates must name at least one rate")
    optimizer = list(OPTIMIZERS) if optimizer is None else optimizer
    kinds = [surface.optimizer(o) if isinstance(o, str) else o for o in each(optimizer, 1)]
    tried = [replace(check_optimizer(kind), learning_rate=rate) for kind in kinds for rate in rates]
    result = descend_many(
        surface, tried, start, steps, record="end", tolerance=tolerance, threads=threads, **conditions
    )
    shape = len(kinds), len(rates)
    arrived = result.converged_at if surface.escape is None else result.escaped_at
    strayed = (result.left_at >= 0) & ~((arrived >= 0) & (arrived <= result.left_at))
    diverged = (result.diverged_at >= 0) & (arrived < 0)  # a walk that has escaped may fall for ever
    wild = strayed | (result.longest_step > surface.stride)
    fault = np.where(diverged, 2, wild)
    late = np.where(arrived >= 0, arrived, result.steps + 1)
    # by rate last of all; lexsort sorts along the last axis by its last key first
    order = np.lexsort([key.reshape(shape) for key in (np.tile(rates, shape[0]), result.end_value, late, fault)])
    return Sensitivity(
        surface,
        tuple(kind.name for kind in kinds),
        tuple(rates),
        result.steps,
        float(surface(*result.walks.start[0])),
        result.end_value.reshape(shape),
        arrived.reshape(shape),
        (diverged | ((arrived < 0) & ~surface.holds(result.end))).reshape(shape),
        wild.reshape(shape),
        tuple(tried),
        order[:, 0],
    )


def tune(surface, optimizer=None, start=None, steps=None, rates=RATES, tolerance=0.05, threads=None, **conditions):
    """{rule: the rule with its best rate of ``rates``}, all rates of all rules tried in one call.

    Best is, of the walks that do not diverge, stay on the map until they arrive, and take no step longer than the
    surface's ``stride``: the one that arrives within ``tolerance`` of a lowest point (escapes, on the saddle) after
    the fewest steps; of those that never arrive, the one that ends lowest; of equals, the smallest rate.  Arguments as
    for :func:`sensitivity`.

    >>> import numnet
    >>> numnet.tune("ravine", ["sgd"], rates=(0.5, 1.0, 1.5))
    {'sgd': SGD(learning_rate=1.5, weight_decay=0.0)}
    """
    return sensitivity(surface, optimizer, start, steps, rates, tolerance, threads, **conditions).tuned()


def write_rates():
    """Tune every rule on every surface, and write ``tuned_rates.csv``."""
    rows = [["surface", *OPTIMIZERS]]
    for name in SURFACES:
        rows.append([name, *(f"{rule.learning_rate:g}" for rule in tune(name).values())])
    write_whole(FILE, "".join(",".join(row) + "\n" for row in rows))


if __name__ == "__main__":
    write_rates()
