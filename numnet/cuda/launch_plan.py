"""Launch plan of a fleet: its engine, number of threads and memory; neither Numba nor CUDA here."""

from typing import NamedTuple

import numpy as np

from numnet.cuda.errors import DeviceError, in_simulator
from numnet.cuda.records import SMALL, Share
from numnet.kernels.codes import Accumulator, Counter, Step

ENGINES = ("threads", "blocks", "large_blocks", "grid")
STATIC = 8 * (32 + int(Counter.SIZE) + int(Accumulator.SIZE))  # bytes of shared memory that `train_blocks` takes anyway
THREADS_FROM = 4000  # so many networks or more, if they are tiny, get a thread each
WINDOW = 32  # updates whose step constants are computed at a time, one a thread of the group
MAX_BLOCK_TILE = 256  # samples that pass through the layers at a time, at most, where a block trains a network
UNIT = 4  # numbers: what is read four at a time begins at a multiple of it
REGISTERS = 65536  # of a multiprocessor, and those that a block may use, on every device of today
MIN_REGISTERS = 64  # of a thread: with fewer, sums would leave them
MIN_TILE_ROWS = 16  # a tile is made no smaller than this to fit
GRID_TILE = 4096  # the same where the whole grid does
GRID_THREADS = 16 if in_simulator() else 256  # of a block then


class Plan(NamedTuple):
    """How a fleet is launched."""

    engine: str  # one of ENGINES
    blocks: int
    threads: int  # of a block
    shared: int  # bytes of dynamic shared memory of a block
    together: int  # blocks that a multiprocessor is to have at a time
    share: Share
    reals: int  # numbers of arena in the device's memory, all networks together


def rounded(n):
    """The next multiple of UNIT."""
    return (n + UNIT - 1) // UNIT * UNIT


def device_layout(layout, engine):
    """The `Layout` with units_at as device code has them: rows of units lie an odd multiple of four numbers apart.

    So neighbouring threads can read from neighbouring rows, four numbers each, without waiting for the same bank of
    shared memory.  Where a thread trains a network nothing is gained, and rows follow one another.
    """
    columns = np.asarray(layout.sizes)[1:]
    pitch = columns if engine == "threads" else (columns + 3) // 8 * 8 + 4
    return layout._replace(units_at=np.concatenate([[0], np.cumsum(2 * pitch)]).astype(np.int64))


def arena_size(layout, share):
    """Numbers that one network needs: weights, memory, gradient, look-ahead, constants, a tile of samples and units."""
    numbers = [share.parameters, share.slots * share.parameters, share.parameters, share.points]
    numbers += [share.window * int(Step.SIZE), share.tile * int(layout.sizes[0]), share.tile * int(layout.sizes[-1])]
    return sum(map(rounded, (*numbers, share.tile, share.tile * int(layout.units_at[-1]))))


def make_plan(layout, dtype, networks, P, slots, points, rule, batch, limits, engine=None):
    """The `Plan` of so many networks with mini-batches of at most ``batch``; ``engine`` overrides the choice.

    P, slots, points, rule: see `Share`.

    Raises DeviceError where a network is too large for the ``engine`` asked for.
    """

    def share(tile, window=WINDOW):
        return Share(P, slots, points, tile, window, rule)

    own, free = min(batch, MAX_BLOCK_TILE), (limits.shared - STATIC) // np.dtype(dtype).itemsize
    alone, spread = device_layout(layout, "threads"), device_layout(layout, "blocks")
    tile = own
    while tile > MIN_TILE_ROWS and arena_size(spread, share(tile)) > free:
        tile = -(-tile // 2)
    of_thread, of_block = arena_size(alone, share(own, 1)), arena_size(spread, share(tile))
    if engine is None:
        if networks >= THREADS_FROM and of_thread <= SMALL:
            engine = "threads"
        elif of_block <= free:
            engine = "blocks"
        else:
            engine = "grid" if networks < limits.processors else "large_blocks"
    most, needed = {"threads": (SMALL, of_thread), "blocks": (free, of_block)}.get(engine, (0, 0))
    if needed > most:
        raise DeviceError(f"engine {engine} takes networks of at most {most} numbers here, this one needs {needed}")
    if engine == "threads":
        threads = min(limits.threads, 64)
        return Plan(engine, -(-networks // threads), threads, 0, 1, share(own, 1), 1)
    if engine == "blocks":
        threads = block_threads(layout, tile, networks, limits)
        shared = of_block * np.dtype(dtype).itemsize
        together = blocks_together(networks, threads, shared, limits)
        return Plan(engine, networks, threads, shared, together, share(tile), 1)
    if engine == "large_blocks":
        threads, size = min(512, limits.threads), arena_size(spread, share(own))
        return Plan(engine, networks, threads, 0, 1, share(own), networks * size)
    of_grid = share(min(batch, GRID_TILE))
    return Plan(engine, limits.processors, GRID_THREADS, 0, 1, of_grid, arena_size(spread, of_grid))


def blocks_together(networks, threads, shared, limits):
    """Blocks that a multiprocessor is to have at a time: all of its own, if shared memory and registers hold them."""
    own, fit = -(-networks // limits.processors), limits.shared // (shared + STATIC)
    return max(1, min(own, fit, REGISTERS // (MIN_REGISTERS * threads)))


def block_threads(layout, tile, networks, limits):
    """Threads of a block: 32, 128, 256 or 512, by the work of the widest layer and by how many blocks share the device.

    The numbers were best on an H100 for 2-8-2 (32), many 2-32-32-3 (128), one of them (256), and 64-64-32-10 (512).
    """
    sums = tile * int(layout.sizes[1:].max())  # of the widest product
    threads = 32 if sums <= 64 else 128 if networks > limits.processors else 256 if sums <= 1024 else 512
    return min(threads, limits.threads)
