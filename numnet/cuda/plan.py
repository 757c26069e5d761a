"""Which engine trains a fleet, how many threads it has, and how much memory it takes; neither Numba nor CUDA here."""

from typing import NamedTuple

import numpy as np

from numnet.cuda import DeviceError, in_simulator
from numnet.cuda.records import SMALL
from numnet.kernels.codes import Counter, Step, Total

ENGINES = ("threads", "blocks", "large_blocks", "grid")
STATIC = 8 * (1024 + int(Counter.SIZE) + int(Total.SIZE))  # bytes of shared memory that `train_blocks` takes anyway
THREADS_FROM = 4000  # so many networks or more, if they are tiny, get a thread each
WINDOW = 32  # updates whose step constants are computed at a time, one a thread of the group
MOST_TILE = 256  # samples that pass through the layers at a time, at most, where a block trains a network
FEWEST_ROWS = 16  # a tile is made no smaller than this to fit
GRID_TILE = 4096  # the same where the whole grid does
GRID_THREADS = 4 if in_simulator() else 256  # of a block then


class Plan(NamedTuple):
    """How a fleet is launched."""

    engine: str  # one of ENGINES
    blocks: int
    threads: int  # of a block
    shared: int  # bytes of dynamic shared memory of a block
    tile: int
    window: int  # updates whose step constants are computed at a time
    reals: int  # numbers of arena in the device's memory, all networks together


def arena_size(layout, P, slots, points, window, tile):
    """Numbers that one network needs: weights, memory, gradient, look-ahead, constants, a tile of samples and units."""
    tile_numbers = int(layout.sizes[0]) + int(layout.sizes[-1]) + 1 + int(layout.units_at[len(layout.activations)])
    return (2 + slots) * P + points + window * int(Step.SIZE) + tile * tile_numbers


def make_plan(layout, dtype, networks, P, slots, points, batch, limits, engine=None):
    """The `Plan` of so many networks with mini-batches of at most ``batch``; ``engine`` overrides the choice.

    Raises DeviceError where a network is too large for the ``engine`` asked for.
    """

    def needs(tile, window=WINDOW):
        return arena_size(layout, P, slots, points, window, tile)

    own, free = min(batch, MOST_TILE), (limits.shared - STATIC) // np.dtype(dtype).itemsize
    tile = own
    while tile > FEWEST_ROWS and needs(tile) > free:
        tile = -(-tile // 2)
    if engine is None:
        if networks >= THREADS_FROM and needs(own, 1) <= SMALL:
            engine = "threads"
        elif needs(tile) <= free:
            engine = "blocks"
        else:
            engine = "grid" if networks < limits.processors else "large_blocks"
    most, needed = {"threads": (SMALL, needs(own, 1)), "blocks": (free, needs(tile))}.get(engine, (0, 0))
    if needed > most:
        raise DeviceError(f"engine {engine} takes networks of at most {most} numbers here, this one needs {needed}")
    if engine == "threads":
        threads = min(limits.threads, 64)
        return Plan(engine, -(-networks // threads), threads, 0, own, 1, 1)
    if engine == "blocks":
        shared = needs(tile) * np.dtype(dtype).itemsize
        return Plan(engine, networks, block_threads(layout, tile, networks, limits), shared, tile, WINDOW, 1)
    if engine == "large_blocks":
        return Plan(engine, networks, min(512, limits.threads), 0, own, WINDOW, networks * needs(own))
    tile = min(batch, GRID_TILE)
    return Plan(engine, limits.processors, GRID_THREADS, 0, tile, WINDOW, needs(tile))


def block_threads(layout, tile, networks, limits):
    """Threads of a block: 32, 128, 256 or 512, by the work of the widest layer and by how many blocks share the device.

    The numbers were best on an H100 for 2-8-2 (32), many 2-32-32-3 (128), one of them (256), and 64-64-32-10 (512).
    """
    sums = tile * int(layout.sizes[1:].max())  # of the widest product
    threads = 32 if sums <= 64 else 128 if networks > limits.processors else 256 if sums <= 1024 else 512
    return min(threads, limits.threads)
