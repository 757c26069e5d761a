"""The kernel of `train_blocks` for one shape alone: sizes, offsets and codes are constants, layers are written out.

The source is the same.  What the compiler gains is that it knows how long each loop is.
"""

import functools

import numpy as np

from numnet.cuda.device import cuda, device, kernel
from numnet.cuda.engines import COUNTERS, MOST_THREADS, TOTALS, block_barrier, block_total, train_one
from numnet.cuda.layers import backward_at, forward_at
from numnet.cuda.records import Group
from numnet.kernels.records import Layout


def chain(step, numbers):
    """A device function that calls step(l, …) for each of the numbers, one after the other, as if written out."""
    l, *rest = numbers
    if not rest:

        @device
        def run(*arguments):
            step(l, *arguments)

        return run
    others = chain(step, rest)

    @device
    def run_all(*arguments):
        step(l, *arguments)
        others(*arguments)

    return run_all


def blocks_of(layout):
    """The kernel for networks of this `Layout`; called with a `Fleet` alone."""
    return _blocks_of(*(tuple(map(int, part)) if isinstance(part, np.ndarray) else int(part) for part in layout))


@functools.cache
def _blocks_of(*parts):
    layers = len(parts[Layout._fields.index("activations")])
    forward, backward = chain(forward_at, range(1, layers + 1)), chain(backward_at, range(layers, 0, -1))
    sizes, activations, weights_at, biases_at, units_at, room, loss = parts

    @kernel
    def train_shape(fleet):
        """A block a network, its state in shared memory."""
        layout = Layout(sizes, activations, weights_at, biases_at, units_at, room, loss)
        counter = cuda.shared.array(COUNTERS, np.int64)
        total = cuda.shared.array(TOTALS, np.float64)
        partial = cuda.shared.array(MOST_THREADS, np.float64)
        arena = cuda.shared.array(0, fleet.theta.dtype)
        group = Group(cuda.threadIdx.x, cuda.blockDim.x, block_barrier, block_total, forward, backward)
        train_one(layout, fleet, cuda.blockIdx.x, counter, total, partial, arena, group)

    return train_shape
