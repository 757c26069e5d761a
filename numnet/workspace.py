"""What a run needs in memory: the samples in the network's dtype, and room for intermediate values."""

import math

import numpy as np

from numnet.kernels.codes import Rule, Step
from numnet.kernels.records import GATE, MOST_ROWS, Samples, Workspace
from numnet.memory import aligned, apart

SHARD_WORK = 1_000_000  # multiplications and additions that make a shard of its own worthwhile (see CONTRIBUTING.md)
MOST_SHARDS = 16
SHARD_ROWS, FEWEST_ROWS = 64, 16  # samples of a shard; of the two that a smaller mini-batch is cut into
TILE_NUMBERS = 16384  # values of units in a tile of samples: they are to stay in the cache
LEAST_STRETCH, MOST_STRETCH, STRETCHES = 256, 4096, 16  # weights that one thread updates at a time


def shard_rows(parameters, batch_size):
    """Samples of a mini-batch that one shard carries.

    All of a small one; else 64 or more, in 16 shards at most, but two shards where there is work for two.  Depends on
    the batch and the network alone, so that the bits of a run never depend on the threads.
    """
    worthwhile = 6 * parameters * batch_size // SHARD_WORK
    shards = min(MOST_SHARDS, worthwhile, max(batch_size // SHARD_ROWS, min(2, batch_size // FEWEST_ROWS)))
    return math.ceil(batch_size / max(1, shards))


def stretch_size(parameters):
    """Weights of a stretch: a sixteenth of all within bounds, whole cache lines."""
    return min(MOST_STRETCH, max(LEAST_STRETCH, 16 * math.ceil(parameters / STRETCHES / 16)))


def tile_rows(layout, rows):
    """Samples of ``rows`` that pass through the layers at a time: equal tiles, small enough for the cache."""
    most = min(MOST_ROWS, max(64, TILE_NUMBERS // int(layout.units_at[-1])))
    tiles = max(1, -(-rows // most))
    return max(1, -(-rows // tiles))


def units_size(layout, tile):
    """How many numbers a tile's ``units`` hold (cpu/layers.py)."""
    return int(layout.room + tile * layout.units_at[-1])


def prepare_samples(network, X, T, validation, sample_weight=None):
    """`Samples` of X (n, inputs), T, validation (Xv, Tv) or None, and weights (n,) or None, checked.

    Validation may have weights as a third.  Raises ValueError or TypeError.
    """
    X = network.inputs(X)
    if len(X) == 0:
        raise ValueError("X must have at least one row")
    T = network.targets(T, len(X))
    held_X, held_T, held_weight = X[:0], T[:0], None
    if validation is not None:
        if not isinstance(validation, (tuple, list)) or len(validation) not in (2, 3):
            raise TypeError(f"validation must be a pair (X, T), got {type(validation).__name__}")
        held_X = network.inputs(validation[0])
        held_T = network.targets(validation[1], len(held_X))
        held_weight = validation[2] if len(validation) == 3 else None
    weights = [
        prepare_weights(name, weight, len(rows), network.dtype).reshape(-1, 1)
        for name, weight, rows in (("sample_weight", sample_weight, X), ("validation weights", held_weight, held_X))
    ]
    return Samples(X, T, held_X, held_T, *weights, np.array([_precision(T), _precision(held_T)]))


def prepare_weights(name, weights, n, dtype):
    """Weights of n samples, (n,), 1 in the mean; (0,) for None.  Raises ValueError."""
    if weights is None:
        return np.empty(0, dtype)
    weights = np.asarray(weights, dtype=np.float64)
    if weights.shape != (n,):
        raise ValueError(f"{name} must have shape ({n},), one weight a row, got {weights.shape}")
    if not np.isfinite(weights).all() or (weights < 0).any():
        wrong = weights[~np.isfinite(weights) | (weights < 0)][0]
        raise ValueError(f"{name} must be finite numbers >= 0, got {wrong:g}")
    if n and weights.sum() == 0:
        raise ValueError(f"{name} must not all be 0")
    return (weights * (n / max(weights.sum(), np.finfo(float).tiny))).astype(dtype)


def _precision(T):
    """1 / Σₙ (t − mean)² of each column, float64; NaN for a constant column, which has no R²."""
    T = T.astype(np.float64)
    spread = ((T - T.mean(axis=0)) ** 2).sum(axis=0) if len(T) else np.full(T.shape[1], np.nan)
    with np.errstate(over="ignore"):
        precision = 1 / np.where(spread > 0, spread, np.nan)
    return np.where(np.isfinite(precision), precision, np.nan)


def make_workspace(network, n, rows, batch_size, rule, threads):
    """`Workspace` for n samples in mini-batches of ``batch_size``, cut into shards of ``rows``, for one Rule.

    ``threads``: how many may work at a time; more than there are shards are of no use.
    """
    dtype, P, layout = network.dtype, network.parameters.size, network.layout
    shards, stretch = -(-batch_size // rows), stretch_size(P)
    tile, seats = tile_rows(layout, rows), min(threads, shards)
    return Workspace(
        np.zeros(n, np.int64),
        apart(seats, tile * network.sizes[0], dtype),
        apart(seats, tile * (network.sizes[-1] + 1), dtype),
        apart(seats, units_size(layout, tile), dtype),
        apart(shards, P, dtype),
        aligned(P if rule == Rule.NAG else 0, dtype),
        np.zeros(Step.SIZE, dtype),
        np.zeros((max(shards, -(-P // stretch)), 4)),
        np.zeros(GATE, np.int64),
        np.zeros(1, np.int64),
        shards,
        seats,
        tile,
        stretch,
    )
