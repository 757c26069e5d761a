"""Workspace of a run: sizes of shards, tiles and weight blocks, and scratch memory for intermediate values.

The sizes are compiled, so that the page in the browser, which has its own memory, asks the same functions.
"""

import numpy as np

from numnet.kernels.codes import Size, Step
from numnet.kernels.compiler.jit import jit, jit_inline
from numnet.kernels.records import BARRIER_SIZE, LANES, MAX_TILE_ROWS, Workspace
from numnet.kernels.rules import OF_CODE
from numnet.utils.aligned_arrays import LINE, aligned

SHARD_WORK = 1_000_000  # multiplications and additions that make a shard of its own worthwhile (see docs/kernels.md)
MAX_SHARDS = 16
SHARD_ROWS, MIN_SHARD_ROWS = 64, 16  # samples of a shard; of the two that a smaller mini-batch is cut into
TILE_NUMBERS = 16384  # values of units in a tile of samples: they should stay in the cache
MIN_WEIGHT_BLOCK, MAX_WEIGHT_BLOCK, WEIGHT_BLOCKS = 256, 4096, 16  # weights that one thread updates at a time


@jit
def lay_out(sizes, weights_at, biases_at, units_at):
    """Where the W, b and values of each layer begin, as `Layout` has them; returns its ``scratch_size``."""
    parameters, values, widest, longest = 0, 0, 0, max(MAX_TILE_ROWS, sizes[0])
    layers = sizes.size - 1
    for l in range(layers):
        fan_in, fan_out = sizes[l], sizes[l + 1]
        weights_at[l], biases_at[l], units_at[l] = parameters, parameters + fan_in * fan_out, values
        parameters += (fan_in + 1) * fan_out
        values += 2 * fan_out  # net and h
        widest, longest = max(widest, fan_out), max(longest, fan_out)
    for k in range(3):  # two deltas
        units_at[layers + k] = values + k * widest
    return LANES * (1 + longest)


@jit
def shard_rows(parameters, batch_size):
    """Samples of a mini-batch that one shard carries.

    All of a small one; else 64 or more, in 16 shards at most, but two shards where there is work for two.  Depends on
    the batch and the network alone, so that the bits of a run never depend on the threads.
    """
    worthwhile = 6 * parameters * batch_size // SHARD_WORK
    shards = min(MAX_SHARDS, worthwhile, max(batch_size // SHARD_ROWS, min(2, batch_size // MIN_SHARD_ROWS)))
    return ceil_divide(batch_size, max(1, shards))


@jit
def tile_rows(units_at, rows):
    """Samples of ``rows`` that pass through the layers at a time: equal tiles, small enough for the cache.

    ``units_at``: of the `Layout`.
    """
    most = min(MAX_TILE_ROWS, max(64, TILE_NUMBERS // units_at[-1]))
    return max(1, ceil_divide(rows, max(1, ceil_divide(rows, most))))


@jit_inline
def ceil_divide(a, b):
    """⌈a / b⌉."""
    return (a + b - 1) // b


@jit_inline
def whole_lines(numbers, itemsize):
    """So many numbers or a few more: no two vectors, one after the other, share a cache line."""
    return ceil_divide(numbers * itemsize, LINE) * LINE // itemsize


@jit
def units_size(layout, tile):
    """How many numbers a tile's ``units`` hold (cpu/layers.py)."""
    return layout.scratch_size + tile * layout.units_at[-1]


@jit
def measure(layout, rows, batch_size, threads, itemsize, size):
    """Fill size (Size.SIZE,) for mini-batches of ``batch_size`` samples, cut into shards of ``rows``.

    ``threads``: how many may work at a time; more than there are shards are of no use.  ``itemsize``: bytes of a real.
    """
    inputs, outputs, layers = layout.sizes[0], layout.sizes[-1], layout.activations.size
    parameters = layout.biases_at[layers - 1] + outputs
    shards, tile = ceil_divide(batch_size, rows), tile_rows(layout.units_at, rows)
    weight_block = min(
        MAX_WEIGHT_BLOCK, max(MIN_WEIGHT_BLOCK, 16 * ceil_divide(ceil_divide(parameters, WEIGHT_BLOCKS), 16))
    )  # a sixteenth of all within bounds, whole cache lines
    threads = min(threads, shards)
    size[Size.PARAMETERS], size[Size.TILE], size[Size.SHARDS] = parameters, tile, shards
    size[Size.THREADS], size[Size.WEIGHT_BLOCK] = threads, weight_block
    size[Size.BATCH] = threads * whole_lines(tile * inputs, itemsize)
    size[Size.TARGET] = threads * whole_lines(tile * (outputs + 1), itemsize)
    size[Size.UNITS] = threads * whole_lines(units_size(layout, tile), itemsize)
    size[Size.GRADIENT] = shards * whole_lines(parameters, itemsize)
    size[Size.PARTIAL] = max(shards, ceil_divide(parameters, weight_block))


def make_workspace(network, n, rows, batch_size, rule, threads):
    """`Workspace` for n samples in mini-batches of ``batch_size``, cut into shards of ``rows``, for a rule."""
    dtype, layout, size = network.dtype, network.layout, np.zeros(Size.SIZE, np.int64)
    measure(layout, rows, batch_size, threads, dtype.itemsize, size)
    return Workspace(
        np.zeros(n, np.int64),
        aligned(size[Size.BATCH], dtype),
        aligned(size[Size.TARGET], dtype),
        aligned(size[Size.UNITS], dtype),
        aligned(size[Size.GRADIENT], dtype),
        aligned(size[Size.PARAMETERS] if OF_CODE[rule].looks_ahead else 0, dtype),
        np.zeros(Step.SIZE, dtype),
        np.zeros((size[Size.PARTIAL], 4)),
        np.zeros(BARRIER_SIZE, np.int64),
        np.zeros(1, np.int64),
        *(int(size[place]) for place in (Size.SHARDS, Size.THREADS, Size.TILE, Size.WEIGHT_BLOCK)),
    )
