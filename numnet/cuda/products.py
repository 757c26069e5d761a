"""The product of two matrices, of which forward pass, back-propagation and gradient are made, by a group of threads.

A `Product` (records.py) is dealt out in tiles.  Where a block trains a network, or a thread alone, each of its threads
takes some: that is here.  Where the whole grid does, each block does: block_products.py.  ``turn`` says whose turn it
is to take a tile, and a product returns whose it is afterwards: products without a barrier between them go on dealing
where the last one stopped.  With it comes what the thread's sums, if they are gradients, add to Σ g².

The size of a tile is the first argument of the functions that work on it, and `thread_product` fixes it: Numba compiles
these functions once a size, with the size as a constant.  So sums stay in registers, and loops over them are unrolled.
"""

import numpy as np

from numnet.cuda.device.compile import cuda, device, equations, four_at
from numnet.cuda.epilogue import FORWARD, GRADIENT, set_unit, store, store_column
from numnet.kernels import elementary

cast_like = equations(elementary).cast_like
SEVERAL = 4  # products that a thread adds to each of its sums at a time; four numbers are one word in memory


@device
def split(n, length):
    """(n // length, n % length) of numbers from 0 to 2³² − 1: a fifth of the instructions that int64 takes."""
    quotient = np.int64(np.uint32(n) // np.uint32(length))
    return quotient, n - quotient * length


@device
def tiles(extent, length):
    """How many tiles of this length cover the extent."""
    return split(extent + length - 1, length)[0]


@device
def first_turn(turn, me, members):
    """The first tile that is this member's, where tile 0 is member ``turn``'s."""
    return me - turn if me >= turn else me - turn + members


@device
def in_fours(product, height):
    """Whether four numbers are one word in memory: of A along its rows, along its columns, of B along its columns."""
    down, right, whole_tiles = product.A_down, product.A_right, height % 4 == 0 and product.rows % 4 == 0
    rows = product.A_words and right == 1 and down % 4 == 0
    columns = product.A_words and down == 1 and right % 4 == 0 and whole_tiles
    return rows, columns, product.B_words and product.B_down == 1 and product.B_right % 4 == 0


@device
def add_products(height, steps, product, a_at, b_at, fours, total):
    """total[p] += Σₖ A[p, k] B[k] over ``steps`` places k from ``a_at`` and ``b_at`` on, ``height`` sums.

    ``fours`` (see `in_fours`): whether rows of A, columns of A, and columns of B are read four numbers at a time.
    """
    A, down, right, B = product.A, product.A_down, product.A_right, product.B
    a, b = cuda.local.array((height, steps), total.dtype), cuda.local.array(steps, total.dtype)
    if fours[2] and steps == 4:
        b[0], b[1], b[2], b[3] = four_at(B, b_at)
    else:
        for e in range(steps):
            b[e] = B[b_at + e * product.B_down]
    if fours[0] and steps == 4:
        for p in range(height):
            a[p, 0], a[p, 1], a[p, 2], a[p, 3] = four_at(A, a_at + p * down)
    elif fours[1] and height % 4 == 0:
        for e in range(steps):
            for p in range(0, height, 4):
                a[p, e], a[p + 1, e], a[p + 2, e], a[p + 3, e] = four_at(A, a_at + e * right + p)
    else:
        for e in range(steps):
            for p in range(height):
                a[p, e] = A[a_at + p * down + e * right]
    for e in range(steps):
        for p in range(height):
            total[p] += a[p, e] * b[e]


@device
def thread_tiles(height, product, tile, turn, group):
    """A product by tiles of ``height`` sums, one below the other, each by one thread.

    Neighbouring threads have neighbouring columns, and read the same numbers of A.
    """
    rows, columns, depth, zero = product.rows, product.columns, product.depth, cast_like(product.A[0], 0)
    count, whole, squares = tiles(rows, height) * columns, split(depth, SEVERAL)[0] * SEVERAL, zero
    fours = in_fours(product, height)
    for number in range(first_turn(turn, group.first, group.step), count, group.step):
        i, c = split(number, columns)
        top = min(i * height, rows - height)  # the last tile may begin among the rows of the last but one
        a_at, b_at = top * product.A_down, c * product.B_right
        total = cuda.local.array(height, product.A.dtype)  # its places are known when it is compiled: registers
        for p in range(height):
            total[p] = zero
        for _ in range(0, whole, SEVERAL):
            add_products(height, SEVERAL, product, a_at, b_at, fours, total)
            a_at, b_at = a_at + SEVERAL * product.A_right, b_at + SEVERAL * product.B_down
        for _ in range(whole, depth):
            add_products(height, 1, product, a_at, b_at, fours, total)
            a_at, b_at = a_at + product.A_right, b_at + product.B_down
        for p in range(height):
            if top + p >= i * height:
                squares += store(total[p], top + p, c, product, tile)
        if product.kind == FORWARD:
            for r in range(i * height, top + height):
                set_unit(r, c, product, tile)
    return split(turn + count, group.step)[1], squares


@device
def column_sums(product, tile, turn, group):
    """The sum of each column of B, an error, by one thread: the gradient of the biases."""
    squares = cast_like(product.B[0], 0)
    for c in range(first_turn(turn, group.first, group.step), product.columns, group.step):
        total = cast_like(product.B[0], 0)
        for k in range(product.depth):
            total += product.B[c * product.B_right + k * product.B_down]
        squares += store_column(total, c, product, tile)
    return split(turn + product.columns, group.step)[1], squares


@device
def with_biases(height, product, tile, turn, group):
    """A product by tiles of this height, if it has so many rows, and of a gradient the biases' part."""
    if product.rows < height:  # the last mini-batch of an epoch may be that small
        turn, squares = thread_tiles(1, product, tile, turn, group)
    else:
        turn, squares = thread_tiles(height, product, tile, turn, group)
    if product.kind == GRADIENT:
        turn, others = column_sums(product, tile, turn, group)
        squares += others
    return turn, squares


def thread_product(height):
    """The function for products by tiles of this height."""

    @device
    def run(product, tile, turn, group):
        return with_biases(height, product, tile, turn, group)

    return run


def effort(rows, columns, height, threads):
    """About how long the busiest thread works: products for each sum it makes, and as long again for each tile."""
    across = (rows + height - 1) // height
    return (across * columns + threads - 1) // threads * (height + 1) if height <= rows else 2**31


# What is compiled for one shape has the height that suits each product; what is compiled once chooses between two.
HEIGHTS = {height: thread_product(height) for height in (1, 2, 4, 8)}
HIGH = 8
flat_product, high_product = HEIGHTS[1], HEIGHTS[HIGH]


def best_height(rows, columns, threads):
    """The height of tiles with which a product is done soonest."""
    return min(HEIGHTS, key=lambda height: effort(rows, columns, height, threads))


@device
def any_product(product, tile, turn, group):
    """A product by tiles of one of two heights: high ones unless each thread has but one sum.

    What a tile takes beside its products is more than these where the compiler does not know the sizes.
    """
    if product.rows >= HIGH and product.rows * product.columns > group.step:
        return high_product(product, tile, turn, group)
    return flat_product(product, tile, turn, group)
