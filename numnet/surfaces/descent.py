"""Walks down error surfaces: arguments are checked here; many walks at once give the same bits as each alone."""

import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from numnet.cuda import check_available
from numnet.kernels.codes import Event, Hyper
from numnet.kernels.records import DescentBuffers
from numnet.optim.optimizers import OPTIMIZERS, check_optimizer
from numnet.optim.schedules import check_schedule
from numnet.surfaces.catalogue import Surface, parse_surface
from numnet.utils.arguments import integer, number
from numnet.utils.synonyms import suggesting
from numnet.utils.threads import at_a_time

RECORDS = ("end", "path", "anatomy")
TOLERANCE = 0.05  # a walk has arrived within this distance of a lowest point
FEW_STEPS = 50_000  # of all walks together: threads would cost more than they save


@suggesting
def descend(surface, optimizer, start=None, steps=None, schedule=None, noise=0.0, seed=0):
    """The path of a rule down a surface, (steps + 1, 2) float64, the start included.

    Parameters
    ----------
    surface : str or Surface
        A name of SURFACES, ``"ravine:condition=100"``, or an expression such as ``"x**2 + 10*y**2"``.
    optimizer : Optimizer or str
        A rule; its name alone takes the rate that suits the surface.
    start : (x, y), optional
    steps : int, optional
        Both are the surface's own by default.
    schedule : Schedule or str, optional
        Factor on the rate: ``"cosine:floor=0.1"``.
    noise : float
        Standard deviation of normal noise that is added to each component of the gradient, as mini-batches would.
    seed : int
        Of the noise.

    Raises ValueError or TypeError naming the argument.  A walk that diverges stays at its last finite point, and warns
    :class:`DivergenceWarning`.

    >>> import numnet
    >>> path = numnet.descend("beale", numnet.NAG(learning_rate=1e-3), start=(1.0, 1.5), steps=500)
    >>> path.shape, path[0]
    ((501, 2), array([1. , 1.5]))
    """
    walk = descend_many(surface, [optimizer], start, steps, schedule, noise, seed)
    if walk.diverged_at[0] >= 0:
        from numnet.utils.errors import DivergenceWarning

        text = f"{walk.optimizers[0]} diverged on {walk.surface} at step {walk.diverged_at[0]}; the path stops before"
        warnings.warn(text, DivergenceWarning, stacklevel=2)
    return walk.path[0]


@dataclass(frozen=True)
class Descents:
    """R walks of S steps on one surface.  All numbers are finite: a walk that diverges stays where it last was well."""

    surface: Surface
    optimizers: tuple  # (R,)
    steps: int
    path: np.ndarray | None  # (R, S + 1, 2); None where only the end was recorded
    value: np.ndarray | None  # (R, S + 1): E along the path
    end: np.ndarray  # (R, 2)
    end_value: np.ndarray  # (R,)
    longest_step: np.ndarray  # (R,): of the steps up to the escape, if there is one
    diverged_at: np.ndarray  # (R,) int: the first step that led to no finite number, or far out; -1: none
    converged_at: np.ndarray  # (R,) int: steps after which the walk stayed near one of the lowest points; -1: never
    escaped_at: np.ndarray  # (R,) int: steps until the walk had left the saddle behind; -1: never
    left_at: np.ndarray  # (R,) int: steps until the walk left the map for the first time; -1: never
    stuck: np.ndarray  # (R,) bool: a component of the gradient was 0 all the way, though beside it E goes down
    schedules: tuple  # (R,)
    tolerance: float  # a walk has arrived within this distance of a lowest point
    walks: DescentBuffers  # as the kernels had it

    def __len__(self):
        return len(self.optimizers)

    def anatomy(self, r):
        """What the rule of walk r saw and remembered: {name: array}, see :func:`numnet.surfaces.anatomy.anatomy`."""
        from numnet.surfaces.anatomy import anatomy

        return anatomy(self, r)


@suggesting
def descend_many(
    surface,
    optimizer=None,
    start=None,
    steps=None,
    schedule=None,
    noise=0.0,
    seed=0,
    record="path",
    tolerance=TOLERANCE,
    threads=None,
    device="cpu",
):
    """Many walks on one surface, in one compiled call; returns :class:`Descents`.

    Arguments as for :func:`descend`; optimizer, start, schedule, noise and seed may each be a list, with one entry a
    walk; of what is no list, all walks get the same.

    Parameters
    ----------
    optimizer : Optimizer, str or list, optional
        By default all rules, each with the rate that suits the surface.
    start : (x, y) or (R, 2)
    record : str
        "end" keeps where the walks end, "path" also their paths, "anatomy" also gradients and memories.
    tolerance : float
        A walk has arrived within this distance of one of the surface's lowest points.
    threads : int, optional
        Walks that are under way at a time; all cores by default.  No bit depends on it.
    device : str
        "cpu", or "cuda": all of them at once on an NVIDIA GPU, the same up to rounding.

    >>> import numnet
    >>> race = numnet.descend_many("saddle", [numnet.SGD(0.05), numnet.Adam(0.05)], start=(1.0, 0.001), steps=100)
    >>> race.path.shape
    (2, 101, 2)
    >>> bool(race.escaped_at[1] < race.escaped_at[0])
    True
    """
    surface = parse_surface(surface)
    check_available(device)
    if record not in RECORDS:
        raise ValueError(f"record must be one of {', '.join(RECORDS)}, got {record!r}")
    steps = integer("steps", surface.steps if steps is None else steps, at_least=0)
    threads = at_a_time(threads)
    start = np.array(surface.start if start is None else checked_points(start), np.float64)
    optimizer = list(OPTIMIZERS) if optimizer is None else optimizer
    R = _count(optimizer=optimizer, start=start if start.ndim == 2 else None, schedule=schedule, noise=noise, seed=seed)
    optimizers = [surface.optimizer(o) if isinstance(o, str) else o for o in each(optimizer, R)]
    schedules = [check_schedule(s) for s in each(schedule, R)]
    walks = _make_walks(R, steps, record)
    walks.start[:] = start
    walks.noise[:] = [number("noise", value, at_least=0) for value in each(noise, R)]
    walks.seed[:] = [integer("seed", value, at_least=0) for value in each(seed, R)]
    for r in range(R):
        _set_rule(walks, r, optimizers[r], schedules[r])
    unfit = ~np.isfinite(surface(walks.start[:, 0], walks.start[:, 1]))
    if unfit.any():
        x, y = walks.start[unfit][0]
        raise ValueError(f"start must be where the surface is finite, got ({x:g}, {y:g}) on {surface}")
    if device == "cuda":
        from numnet.cuda.descent import run_walks

        run_walks(surface.data(tolerance), walks)
    else:
        _run(surface.data(tolerance), walks, threads)
    return _record(surface, optimizers, schedules, tolerance, walks, record)


def uncorrected(descents, r):
    """(S + 1, 2): where walk r would have gone without bias correction, its memory starting at 0 all the same.

    None for rules that have no bias correction, and for a walk without it.  A walk that diverges stays where it was.
    """
    optimizer, walks = descents.optimizers[r], descents.walks
    if not getattr(optimizer, "bias_correction", False):
        return None
    without = replace(optimizer, bias_correction=False)
    noise, seed, schedule = walks.noise[r], walks.seed[r], descents.schedules[r]
    return descend_many(descents.surface, [without], walks.start[r], walks.steps, schedule, noise, seed).path[0]


def checked_points(start):
    """start as floats, (2,) or (R, 2), finite."""
    try:
        points = np.array(start, np.float64)
    except (TypeError, ValueError):
        points = np.empty(0)
    if points.ndim not in (1, 2) or points.shape[-1:] != (2,) or not np.isfinite(points).all():
        raise ValueError(f"start must be two finite numbers (x, y), or one such pair a walk, got {start!r}")
    return points


def _count(**arguments):
    """The number of walks: the length of the lists, which must agree."""
    lengths = {name: len(value) for name, value in arguments.items() if isinstance(value, (list, tuple, np.ndarray))}
    if len(set(lengths.values())) > 1 or 0 in lengths.values():
        found = ", ".join(f"{name} has {length}" for name, length in lengths.items())
        raise ValueError(f"lists must have one entry for each walk; {found}")
    return next(iter(lengths.values()), 1)


def each(value, R):
    """A list of R values: the list itself, or the one value R times."""
    return list(value) if isinstance(value, (list, tuple, np.ndarray)) else [value] * R


def _make_walks(R, S, record):
    rows, steps = (S + 1 if record != "end" else 0), (S if record == "anatomy" else 0)
    try:
        large = [np.zeros((R, *shape)) for shape in ((rows, 2), (rows,), (steps, 2), (steps, 3, 2))]
    except (MemoryError, ValueError):
        raise MemoryError(f"{R} walks of {S} steps do not fit; use fewer, or record='end'") from None
    return DescentBuffers(
        S,
        *(np.zeros(R, np.int64) for _ in range(3)),
        np.zeros(R * Hyper.SIZE),
        np.zeros(R),
        np.zeros((R, 2)),
        *large,
        np.zeros((R, 3)),
        np.zeros(R),
        np.full((R, Event.SIZE), -1, np.int64),
    )


def _set_rule(walks, r, optimizer, schedule):
    walks.rule[r], walks.schedule[r] = check_optimizer(optimizer).rule.code, schedule.code
    hyper = walks.hyper[r * Hyper.SIZE : (r + 1) * Hyper.SIZE]
    for place, value in optimizer.hyper().items():
        hyper[place] = value
    hyper[[Hyper.PERIOD, Hyper.FACTOR, Hyper.MULTIPLY, Hyper.WARMUP]] = schedule.parameters(walks.steps)


def _run(surface, walks, threads):
    """All walks, in blocks, on so many threads: the compiled kernel holds no lock of Python."""
    from numnet.cpu.descent import make_scratch, walk_block

    R = len(walks.rule)
    blocks = 1 if threads == 1 or R * walks.steps < FEW_STEPS else min(R, 4 * threads)
    ends = [R * block // blocks for block in range(blocks + 1)]
    if blocks == 1:
        walk_block(surface, walks, 0, R, make_scratch(surface))
        return
    walk_block(surface, walks, 0, 0, make_scratch(surface))  # compiles once, before there are threads
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda a, b: walk_block(surface, walks, a, b, make_scratch(surface)), ends, ends[1:]))


def _record(surface, optimizers, schedules, tolerance, walks, record):
    event = {member.name.lower(): walks.event[:, member].copy() for member in list(Event)[:-1]}
    return Descents(
        surface,
        tuple(optimizers),
        walks.steps,
        None if record == "end" else walks.path,
        None if record == "end" else walks.value,
        walks.end[:, :2].copy(),
        walks.end[:, 2].copy(),
        walks.longest,
        event["diverged"],
        event["converged"],
        event["escaped"],
        event["left"],
        event["stuck"] == 1,
        tuple(schedules),
        float(tolerance),
        walks,
    )
