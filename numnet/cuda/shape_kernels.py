"""Kernels that train networks of one shape alone: sizes, offsets, codes and the number of threads are constants.

The compiler knows how long each loop is, the steps of a pass are written out, and each has its own height of tiles.
"""

import functools

import numpy as np

from numnet.cuda.device.compile import device, equations, kernel
from numnet.cuda.kernels import SHAPED
from numnet.cuda.layers import extent, step_at
from numnet.cuda.products import HEIGHTS, best_height
from numnet.kernels import elementary
from numnet.kernels.records import Layout

cast_like = equations(elementary).cast_like


def chain(numbers, heights):
    """A device function that takes each of these steps of a pass, as if they were written out.

    ``heights``: of the tiles of each step's product.
    """
    if not numbers:

        @device
        def rest(turn, squares, layout, tile, group):
            return squares

        return rest
    number, do, others = np.int64(numbers[0]), HEIGHTS[heights[0]], chain(numbers[1:], heights[1:])

    @device
    def run(turn, squares, layout, tile, group):
        turn, squares = step_at(number, do, turn, squares, layout, tile, group)
        return others(turn, squares, layout, tile, group)

    return run


def passes(layers, heights):
    """(`forward`, `forward_and_backward`) of layers.py, written out; ``heights``: of the tiles of each step."""
    there, there_and_back = chain(range(layers), heights), chain(range(3 * layers), heights)

    @device
    def forward(layout, tile, group):
        there(np.int64(0), cast_like(tile.theta[0], 0), layout, tile, group)

    @device
    def forward_and_backward(layout, tile, group):
        return there_and_back(np.int64(0), cast_like(tile.theta[0], 0), layout, tile, group)

    return forward, forward_and_backward


def of_one_shape(engine, layout, share, threads, together=1):
    """The kernel for networks of this `Layout` and `Share` alone; called with a `Fleet`.

    ``engine``: one of SHAPED; threads: of a block; together: blocks that a multiprocessor is to have at a time.
    """
    parts = (tuple(map(int, part)) if isinstance(part, np.ndarray) else int(part) for part in layout)
    return _of_one_shape(engine, Layout(*parts), share, threads, together)


@functools.cache
def _of_one_shape(engine, layout, share, threads, together):
    layers, members = len(layout.activations), 1 if engine == "threads" else threads
    heights = [best_height(*extent(number, layout.sizes, share.tile), members) for number in range(3 * layers)]
    function = SHAPED[engine](layout, share, threads, *passes(layers, heights))
    return kernel(function, (threads, together))
