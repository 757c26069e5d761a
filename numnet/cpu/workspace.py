"""Workspace of a run: sizes of shards, tiles and weight blocks, and scratch memory for intermediate values."""

import math

import numpy as np

from numnet.kernels.codes import Step
from numnet.kernels.records import BARRIER_SIZE, MAX_TILE_ROWS, Workspace
from numnet.kernels.rules import OF_CODE
from numnet.utils.aligned_arrays import aligned, apart

SHARD_WORK = 1_000_000  # multiplications and additions that make a shard of its own worthwhile (see docs/kernels.md)
MAX_SHARDS = 16
SHARD_ROWS, MIN_SHARD_ROWS = 64, 16  # samples of a shard; of the two that a smaller mini-batch is cut into
TILE_NUMBERS = 16384  # values of units in a tile of samples: they should stay in the cache
MIN_WEIGHT_BLOCK, MAX_WEIGHT_BLOCK, WEIGHT_BLOCKS = 256, 4096, 16  # weights that one thread updates at a time


def shard_rows(parameters, batch_size):
    """Samples of a mini-batch that one shard carries.

    All of a small one; else 64 or more, in 16 shards at most, but two shards where there is work for two.  Depends on
    the batch and the network alone, so that the bits of a run never depend on the threads.
    """
    worthwhile = 6 * parameters * batch_size // SHARD_WORK
    shards = min(MAX_SHARDS, worthwhile, max(batch_size // SHARD_ROWS, min(2, batch_size // MIN_SHARD_ROWS)))
    return math.ceil(batch_size / max(1, shards))


def weight_block_size(parameters):
    """Weights of a block: a sixteenth of all within bounds, whole cache lines."""
    return min(MAX_WEIGHT_BLOCK, max(MIN_WEIGHT_BLOCK, 16 * math.ceil(parameters / WEIGHT_BLOCKS / 16)))


def tile_rows(layout, rows):
    """Samples of ``rows`` that pass through the layers at a time: equal tiles, small enough for the cache."""
    most = min(MAX_TILE_ROWS, max(64, TILE_NUMBERS // int(layout.units_at[-1])))
    tiles = max(1, -(-rows // most))
    return max(1, -(-rows // tiles))


def units_size(layout, tile):
    """How many numbers a tile's ``units`` hold (cpu/layers.py)."""
    return int(layout.scratch_size + tile * layout.units_at[-1])


def make_workspace(network, n, rows, batch_size, rule, threads):
    """`Workspace` for n samples in mini-batches of ``batch_size``, cut into shards of ``rows``, for a rule.

    ``threads``: how many may work at a time; more than there are shards are of no use.
    """
    dtype, P, layout = network.dtype, network.parameters.size, network.layout
    shards, weight_block = -(-batch_size // rows), weight_block_size(P)
    tile, threads = tile_rows(layout, rows), min(threads, shards)
    return Workspace(
        np.zeros(n, np.int64),
        apart(threads, tile * network.sizes[0], dtype),
        apart(threads, tile * (network.sizes[-1] + 1), dtype),
        apart(threads, units_size(layout, tile), dtype),
        apart(shards, P, dtype),
        aligned(P if OF_CODE[rule].looks_ahead else 0, dtype),
        np.zeros(Step.SIZE, dtype),
        np.zeros((max(shards, -(-P // weight_block)), 4)),
        np.zeros(BARRIER_SIZE, np.int64),
        np.zeros(1, np.int64),
        shards,
        threads,
        tile,
        weight_block,
    )
