"""What a run needs in memory: the samples in the network's dtype, and room for intermediate values."""

import math

import numpy as np

from numnet.kernels.codes import Rule, Step
from numnet.kernels.records import MOST_ROWS, STRETCH, Samples, Workspace

PARALLEL_WORK = 40_000_000  # multiplications a mini-batch from which threads pay (measured; see CONTRIBUTING.md)
MOST_SHARDS, FEWEST_ROWS = 16, 64
TILE_NUMBERS = 16384  # values of units in a tile of samples: they are to stay in the cache


def shard_rows(parameters, batch_size):
    """Samples of a mini-batch that one shard carries: all of a small one, else at least 64, in at most 16 shards.

    Depends on the batch and the network alone, so that the bits of a run never depend on the threads.
    """
    if parameters * batch_size * 6 < PARALLEL_WORK:
        return batch_size
    return min(batch_size, max(FEWEST_ROWS, math.ceil(batch_size / MOST_SHARDS)))


def tile_rows(layout, rows):
    """Samples of ``rows`` that pass through the layers at a time: equal tiles, small enough for the cache."""
    most = min(MOST_ROWS, max(64, TILE_NUMBERS // int(layout.units_at[-1])))
    tiles = max(1, -(-rows // most))
    return max(1, -(-rows // tiles))


def units_size(layout, tile):
    """How many numbers a tile's ``units`` hold (cpu/layers.py)."""
    return int(layout.room + tile * layout.units_at[-1])


def prepare_samples(network, X, T, validation):
    """`Samples` of X (n, inputs), T, and validation (Xv, Tv) or None, checked.  Raises ValueError."""
    X = network.inputs(X)
    if len(X) == 0:
        raise ValueError("X must have at least one row")
    T = network.targets(T, len(X))
    held_X, held_T = X[:0], T[:0]
    if validation is not None:
        if not isinstance(validation, (tuple, list)) or len(validation) != 2:
            raise TypeError(f"validation must be a pair (X, T), got {type(validation).__name__}")
        held_X = network.inputs(validation[0])
        held_T = network.targets(validation[1], len(held_X))
    return Samples(X, T, held_X, held_T, np.array([_precision(T), _precision(held_T)]))


def _precision(T):
    """1 / Σₙ (t − mean)² of each column, float64; NaN for a constant column, which has no R²."""
    T = T.astype(np.float64)
    spread = ((T - T.mean(axis=0)) ** 2).sum(axis=0) if len(T) else np.full(T.shape[1], np.nan)
    with np.errstate(over="ignore"):
        precision = 1 / np.where(spread > 0, spread, np.nan)
    return np.where(np.isfinite(precision), precision, np.nan)


def make_workspace(network, n, rows, batch_size, rule):
    """`Workspace` for n samples in mini-batches of ``batch_size``, cut into shards of ``rows``, for one Rule."""
    dtype, P, layout = network.dtype, network.parameters.size, network.layout
    shards, stretches = -(-batch_size // rows), -(-P // STRETCH)
    tile = tile_rows(layout, rows)
    return Workspace(
        np.zeros(n, np.int64),
        np.zeros(shards * tile * network.sizes[0], dtype),
        np.zeros(shards * tile * network.sizes[-1], dtype),
        np.zeros(shards * units_size(layout, tile), dtype),
        np.zeros(shards * P, dtype),
        np.zeros(P if rule == Rule.NAG else 0, dtype),
        np.zeros(Step.SIZE, dtype),
        np.zeros((max(shards, stretches), 2)),
        shards,
        tile,
    )
