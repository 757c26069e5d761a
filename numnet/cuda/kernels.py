"""Kernels that train networks: each by the threads of a block, by the whole grid, or by one thread.

| kernel | a network is trained by | its state lives in |
|---|---|---|
| `train_blocks` | a block | shared memory |
| `train_large_blocks` | a block | the device's memory, and its caches |
| `train_grid` | all blocks of a cooperative launch | the device's memory, and its caches |
| `train_threads` | a thread | local memory: registers and the first cache |

Each begins as numba.cuda wants it, by the numbers of thread and block; what follows is ``train`` for all of them.
Kernels for one shape alone have sizes, codes and the number of threads as constants: shape_kernels.py.
"""

import numpy as np

from numnet.cuda.block_products import SCRATCH_SIZE, grid_product
from numnet.cuda.device.compile import WARP, cuda, device, device_inline, equations, kernel, matrix, vector, warp_total
from numnet.cuda.launch_plan import rounded
from numnet.cuda.layers import forward, forward_and_backward
from numnet.cuda.products import any_product
from numnet.cuda.records import SMALL, Group, Place, Workspace
from numnet.cuda.training import train
from numnet.kernels import random
from numnet.kernels.codes import Accumulator, Column, Counter, Hyper, Option, Step, Stream
from numnet.kernels.records import Run, Samples

shuffle, stream_key = equations(random).shuffle, equations(random).stream_key
# Plain integers, as sizes of shared and local arrays must be.
COUNTERS, TOTALS, COLUMNS = int(Counter.SIZE), int(Accumulator.SIZE), int(Column.SIZE)
OPTIONS, HYPERS, STEPS, PLACES = int(Option.SIZE), int(Hyper.SIZE), int(Step.SIZE), int(Place.SIZE)
MAX_THREADS = 1024  # of a block
MAX_WARPS = MAX_THREADS // WARP
MAX_BLOCKS = 2**16 - 1  # of the grid engine: one a multiprocessor
after = device(rounded)  # where the next part of an arena may begin


@device
def thread_number():
    """The thread's number in its block; the mask tells the compiler from where to where it goes."""
    return cuda.threadIdx.x & (MAX_THREADS - 1)


@device
def thread_count():
    """The threads of a block; the mask tells the compiler that no loop with this step goes backwards."""
    return cuda.blockDim.x & (2 * MAX_THREADS - 1)


@device
def block_number():
    """The block's number in the grid, masked as a thread's."""
    return cuda.blockIdx.x & MAX_BLOCKS


@device
def block_count():
    """The blocks of the grid, masked as the threads of a block."""
    return cuda.gridDim.x & MAX_BLOCKS


@device
def block_barrier():
    """Wait for all threads of the block."""
    cuda.syncthreads()


@device
def block_total(x, group):
    """Σ x over the threads of the block: warp by warp, and each thread adds what the warps have left."""
    x, thread = warp_total(x), thread_number()
    if thread % WARP == 0:
        group.partial[thread // WARP] = x
    cuda.syncthreads()
    total = group.partial[0]
    for k in range(1, group.warps):
        total += group.partial[k]
    return total


@device
def grid_barrier():
    """Wait for all threads of all blocks."""
    cuda.cg.this_grid().sync()


@device
def grid_total(x, group):
    """Σ x over the threads of the grid: each block leaves its sum in ``group.sums``; each warp adds those of all."""
    total, thread = block_total(x, group), thread_number()
    if thread == 0:
        group.sums[group.block] = total
    grid_barrier()
    share = 0.0
    for k in range(thread % WARP, group.blocks, WARP):
        share += group.sums[k]
    return warp_total(share)


@device
def no_barrier():
    """No barrier: a single thread has nobody to wait for."""


@device
def own_total(x, group):
    """The sum over one thread."""
    return x


@device
def copy(source, target, group):
    """target ← source, both (n,)."""
    for i in range(group.first, source.size, group.step):
        target[i] = source[i]


@device_inline
def samples_of(layout, fleet, place):
    """`Samples` of one network."""
    inputs, outputs = layout.sizes[0], layout.sizes[len(layout.activations)]
    n, m = place[Place.SAMPLES], place[Place.VALIDATION_SAMPLES]
    return Samples(
        matrix(fleet.X, place[Place.TRAIN] * inputs, n, inputs),
        matrix(fleet.T, place[Place.TRAIN] * outputs, n, outputs),
        matrix(fleet.X, place[Place.VALIDATION] * inputs, m, inputs),
        matrix(fleet.T, place[Place.VALIDATION] * outputs, m, outputs),
        matrix(fleet.weight, place[Place.TRAIN], n, 1),
        matrix(fleet.weight, place[Place.VALIDATION], m, 1),
        matrix(fleet.precision, place[Place.PRECISION] * outputs, 2, outputs),
    )


@device_inline
def workspace_of(layout, share, fleet, place, arena, at):
    """`Workspace` in the arena, from ``at`` on: as `arena_size` in launch_plan.py counts it."""
    tile, layers, P = share.tile, len(layout.activations), share.parameters
    order = matrix(fleet.order, place[Place.ORDER], fleet.epochs, place[Place.SAMPLES])
    gradient, at = vector(arena, at, P), at + after(P)
    point, at = at, at + after(share.points)
    steps, at = vector(arena, at, share.window * STEPS), at + after(share.window * STEPS)
    batch, at = vector(arena, at, tile * layout.sizes[0]), at + after(tile * layout.sizes[0])
    target, at = vector(arena, at, tile * layout.sizes[layers]), at + after(tile * layout.sizes[layers])
    weight, at = vector(arena, at, tile), at + after(tile)
    units = vector(arena, at, tile * layout.units_at[layers])
    first = place[Place.EPOCH]
    return Workspace(order, first, batch, target, weight, units, gradient, arena, point, steps, tile)


@device
def train_one(layout, share, fleet, r, counter, total, arena, group):
    """Copy network r to the memory of its group, train it for this call, copy it back."""
    P, S = share.parameters, share.slots * share.parameters
    place = vector(fleet.place, r * PLACES, PLACES)
    theta, state, best = vector(fleet.theta, r * P, P), vector(fleet.state, r * S, S), vector(fleet.best, r * P, P)
    counters, totals = vector(fleet.counter, r * COUNTERS, COUNTERS), vector(fleet.total, r * TOTALS, TOTALS)
    history = matrix(fleet.history, place[Place.HISTORY] * COLUMNS, place[Place.ROWS], COLUMNS)
    run = Run(vector(arena, 0, P), vector(arena, after(P), S), best, counter, total, history)
    copy(theta, run.theta, group)
    copy(state, run.state, group)
    copy(counters, run.counter, group)
    copy(totals, run.total, group)
    group.barrier()
    option, hyper = vector(fleet.option, r * OPTIONS, OPTIONS), vector(fleet.hyper, r * HYPERS, HYPERS)
    samples = samples_of(layout, fleet, place)
    work = workspace_of(layout, share, fleet, place, arena, after(P) + after(S))
    train(layout, option, hyper, run, samples, work, share.rule, fleet.limit, group)
    copy(run.theta, theta, group)
    copy(run.state, state, group)
    copy(run.counter, counters, group)
    copy(run.total, totals, group)


@device_inline
def block_group(fleet, threads, forward, forward_and_backward, partial, arena):
    """The `Group` of a block of so many threads."""
    thread, pad = thread_number(), vector(arena, 0, 0)
    return Group(
        thread, threads, block_barrier, block_total, any_product, forward, forward_and_backward,
        thread, max(1, threads // WARP), True, 0, 1, block_barrier, partial, fleet.sums, pad,
    )  # fmt: skip


@kernel
def train_blocks(layout, fleet):
    """A block a network, its state in shared memory."""
    counter = cuda.shared.array(COUNTERS, np.int64)  # a line for each: the simulator tells them apart by it
    total = cuda.shared.array(TOTALS, np.float64)
    partial = cuda.shared.array(MAX_WARPS, np.float64)
    arena = cuda.shared.array(0, fleet.theta.dtype, 16)
    group = block_group(fleet, thread_count(), forward, forward_and_backward, partial, arena)
    train_one(layout, fleet.share, fleet, cuda.blockIdx.x, counter, total, arena, group)


@kernel
def train_large_blocks(layout, fleet):
    """A block a network, its state in the device's memory."""
    counter = cuda.shared.array(COUNTERS, np.int64)  # a line for each: the simulator tells them apart by it
    total = cuda.shared.array(TOTALS, np.float64)
    partial = cuda.shared.array(MAX_WARPS, np.float64)
    r, size = cuda.blockIdx.x, fleet.arena.size // fleet.networks
    arena = vector(fleet.arena, r * size, size)
    group = block_group(fleet, thread_count(), forward, forward_and_backward, partial, arena)
    train_one(layout, fleet.share, fleet, r, counter, total, arena, group)


@kernel
def train_grid(layout, fleet):
    """All blocks one network after the other; launched cooperatively, since ``cg`` is used."""
    partial = cuda.shared.array(MAX_WARPS, np.float64)
    pad = cuda.shared.array(SCRATCH_SIZE, fleet.theta.dtype, 16)
    thread, threads, block, blocks = thread_number(), thread_count(), block_number(), block_count()
    group = Group(
        block * threads + thread, blocks * threads, grid_barrier, grid_total, grid_product,
        forward, forward_and_backward, thread, max(1, threads // WARP), True, block, blocks, block_barrier,
        partial, fleet.sums, pad,
    )  # fmt: skip
    for r in range(fleet.networks):
        counter, total = vector(fleet.counter, r * COUNTERS, COUNTERS), vector(fleet.total, r * TOTALS, TOTALS)
        train_one(layout, fleet.share, fleet, r, counter, total, fleet.arena, group)
        group.barrier()


@device_inline
def lone_group(fleet, forward, forward_and_backward, partial, arena):
    """The `Group` of one thread."""
    pad = vector(arena, 0, 0)
    return Group(
        0, 1, no_barrier, own_total, any_product, forward, forward_and_backward,
        0, 1, False, 0, 1, no_barrier, partial, fleet.sums, pad,
    )  # fmt: skip


@kernel
def train_threads(layout, fleet):
    """A thread a network, its state in local memory."""
    r = cuda.grid(1)
    if r < fleet.networks:
        counter, total = cuda.local.array(COUNTERS, np.int64), cuda.local.array(TOTALS, np.float64)
        arena = cuda.local.array(SMALL, fleet.theta.dtype)
        group = lone_group(fleet, forward, forward_and_backward, total, arena)
        train_one(layout, fleet.share, fleet, r, counter, total, arena, group)


@kernel
def make_orders(fleet):
    """The order of the samples in each of the coming epochs of each network, for many launches: an epoch a thread."""
    i = cuda.grid(1)
    r, k = i // fleet.epochs, i % fleet.epochs
    if r < fleet.networks:
        place = vector(fleet.place, r * PLACES, PLACES)
        option, counter = vector(fleet.option, r * OPTIONS, OPTIONS), vector(fleet.counter, r * COUNTERS, COUNTERS)
        if k == 0:
            place[Place.EPOCH] = counter[Counter.EPOCH]
        epoch = counter[Counter.EPOCH] + k
        n = place[Place.SAMPLES]
        order = vector(fleet.order, place[Place.ORDER] + k * n, n)
        if epoch < option[Option.EPOCHS]:
            if option[Option.SHUFFLE]:
                shuffle(order, stream_key(option[Option.SEED], Stream.SHUFFLE, epoch))
            else:
                for j in range(n):
                    order[j] = j


def block_of_shape(layout, share, threads, forward, forward_and_backward):
    """`train_blocks` for one shape."""

    def train_block_of_shape(fleet):
        counter = cuda.shared.array(COUNTERS, np.int64)  # a line for each: the simulator tells them apart by it
        total = cuda.shared.array(TOTALS, np.float64)
        partial = cuda.shared.array(MAX_WARPS, np.float64)
        arena = cuda.shared.array(0, fleet.theta.dtype, 16)
        group = block_group(fleet, threads, forward, forward_and_backward, partial, arena)
        train_one(layout, share, fleet, cuda.blockIdx.x, counter, total, arena, group)

    return train_block_of_shape


def thread_of_shape(layout, share, threads, forward, forward_and_backward):
    """`train_threads` for one shape."""

    def train_thread_of_shape(fleet):
        r = cuda.grid(1)
        if r < fleet.networks:
            counter, total = cuda.local.array(COUNTERS, np.int64), cuda.local.array(TOTALS, np.float64)
            arena = cuda.local.array(SMALL, fleet.theta.dtype)
            group = lone_group(fleet, forward, forward_and_backward, total, arena)
            train_one(layout, share, fleet, r, counter, total, arena, group)

    return train_thread_of_shape


SHAPED = {"blocks": block_of_shape, "threads": thread_of_shape}  # engines of which there is a kernel for one shape
