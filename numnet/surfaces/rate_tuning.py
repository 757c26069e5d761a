"""Which rate suits a rule on a surface: all rates of a grid, all rules, 25 starts each, in one call."""

from dataclasses import dataclass, replace

import numpy as np

from numnet.files.atomic import write_whole
from numnet.optim.optimizers import OPTIMIZERS, check_optimizer
from numnet.surfaces.catalogue import SURFACES, Surface, parse_surface
from numnet.surfaces.descent import TOLERANCE, checked_points, each
from numnet.surfaces.trials import Trials, trials
from numnet.surfaces.tuned_rates import FILE
from numnet.utils.arguments import integer

E24 = (1, 1.1, 1.2, 1.3, 1.5, 1.6, 1.8, 2, 2.2, 2.4, 2.7, 3, 3.3, 3.6, 3.9, 4.3, 4.7, 5.1, 5.6, 6.2, 6.8, 7.5, 8.2, 9.1)
RATES = (*(float(f"{m}e{k}") for k in range(-5, 2) for m in E24), 100.0)


@dataclass(frozen=True)
class Sensitivity:
    """K rules with N rates each on one surface: what became of the walks from 25 starts."""

    surface: Surface
    rules: tuple  # (K,): names
    rates: tuple  # (N,)
    steps: int
    start_value: float  # E at the start
    median_arrived_at: np.ndarray  # (K, N): median of the steps until it arrived (escaped); inf: fewer than half did
    share_arrived: np.ndarray  # (K, N): the part of the starts from which it arrived without leaving the map
    end_value: np.ndarray  # (K, N): median of E at the end; inf where half of the walks left the map
    trials: Trials  # of the K * N optimizers
    tried: tuple  # (K * N,): the optimizers
    best: np.ndarray  # (K,) int: the index of each rule's best rate, by the standards of `tune`

    def tuned(self):
        """{rule: the rule with its best rate}."""
        N = len(self.rates)
        return {rule: self.tried[k * N + self.best[k]] for k, rule in enumerate(self.rules)}


def sensitivity(
    surface, optimizer=None, start=None, steps=None, rates=RATES, tolerance=TOLERANCE, threads=None, schedule=None,
    noise=0.0, seed=0,
):  # fmt: skip
    """All rates of all rules, each from 25 starts around the given one, tried in one call: a :class:`Sensitivity`.

    ``optimizer`` is a rule or a list of rules, by name or with hyper-parameters; all by default.  Schedule, noise and
    its seed are as :func:`numnet.descend_many` takes them, the same for all rules and rates.

    >>> sensitivity("ravine", ["sgd"], rates=(0.5, 1.5, 4.5)).median_arrived_at.tolist()
    [[inf, 171.0, inf]]
    """
    surface = parse_surface(surface)
    if len(rates) == 0:
        raise ValueError("rates must name at least one rate")
    optimizer = list(OPTIMIZERS) if optimizer is None else optimizer
    kinds = [surface.optimizer(o) if isinstance(o, str) else o for o in each(optimizer, 1)]
    tried = [replace(check_optimizer(kind), learning_rate=rate) for kind in kinds for rate in rates]
    start = np.array(surface.start if start is None else checked_points(start), np.float64)
    steps = integer("steps", surface.steps if steps is None else steps, at_least=0)
    R, shape = len(tried), (len(kinds), len(rates))
    found = trials(
        surface, tried, np.tile(start, (R, 1)), steps, [schedule] * R, [noise] * R, [seed] * R, tolerance, threads
    )
    # by rate last of all; lexsort sorts along the last axis by its last key first
    order = np.lexsort([key.reshape(shape) for key in (np.tile(rates, shape[0]), *found.keys())])
    return Sensitivity(
        surface,
        tuple(kind.name for kind in kinds),
        tuple(rates),
        steps,
        float(surface(*start)),
        found.median.reshape(shape),
        found.share.reshape(shape),
        found.end.reshape(shape),
        found,
        tuple(tried),
        order[:, 0],
    )


def tune(
    surface, optimizer=None, start=None, steps=None, rates=RATES, tolerance=TOLERANCE, threads=None, **conditions
):
    """{rule: the rule with its best rate of ``rates``}, all rates of all rules tried in one call.

    A rate is judged by 25 starts in a small box around the given one: ±2 % of the map's width and height.  Best is
    the lowest median of the steps until the walk is within ``tolerance`` of a lowest point, to stay (with noise: for
    the first time; on a saddle: until it has escaped); a walk that leaves the map before has not arrived.  Of equals,
    the one that arrives from more starts; where none arrives from half of them, the one with the lowest median of E
    at the end; then the smallest rate.  Arguments as for :func:`sensitivity`.

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
