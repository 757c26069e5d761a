"""The product of two matrices by tiles of a block of the grid, whose threads bring the operands into shared memory.

A tile is as many sums high as wide.  Some threads of the block, a *slice* of them, make all of its sums, side × side
each; where there are several slices, each makes its own part of every sum, and the parts are added in the end.
products.py says what ``turn`` is, and why the shape of a tile is the first argument.
"""

from typing import NamedTuple

from numnet.cuda.device.compile import SIMULATED, constants, cuda, device, equations, four_at, vector
from numnet.cuda.epilogue import FORWARD, GRADIENT, set_unit, store, store_column
from numnet.cuda.launch_plan import GRID_THREADS
from numnet.cuda.products import first_turn, split, tiles
from numnet.kernels import elementary

cast_like = equations(elementary).cast_like
CORNER = 4  # neighbouring numbers that one instruction can read


@constants
class TileShape(NamedTuple):
    """Sizes of a block's tile, whose edge is no longer than the block has threads."""

    places: int  # threads of a slice along an edge of the tile
    side: int  # sums of a thread along an edge
    chunk: int  # columns of A and rows of B that are in shared memory at a time

    @property
    def edge(self):
        """Sums along an edge."""
        return self.places * self.side

    @property
    def slice_threads(self):
        """Threads of a slice."""
        return self.places * self.places

    @property
    def slices(self):
        """Slices of the block."""
        return GRID_THREADS // self.slice_threads

    @property
    def share(self):
        """Numbers of an operand's chunk that a thread fetches."""
        return self.edge * self.chunk // GRID_THREADS

    @property
    def stride(self):
        """How far apart columns of A, and rows of B, lie in shared memory."""
        return self.edge + CORNER

    @property
    def spread(self):
        """How far apart the sums of one thread lie there: those that a warp adds are then in different banks."""
        return GRID_THREADS + self.places


class Position(NamedTuple):
    """Where a thread of the block works."""

    thread: int  # number in the block
    own_slice: int
    i: int  # place along the tile's left edge
    j: int  # place along its upper edge


@device
def position_of(shape, thread, C_right):
    """The `Position` of a thread: neighbours have neighbouring sums in C."""
    own_slice, rank, places = thread // shape.slice_threads, thread % shape.slice_threads, shape.places
    i, j = (rank // places, rank % places) if C_right == 1 else (rank % places, rank // places)
    return Position(thread, own_slice, i, j)


@device
def along(shape, i, p):
    """Where the p-th row (column) of thread i lies in a tile: CORNER of them are neighbours."""
    return p // CORNER * (CORNER * shape.places) + CORNER * i + p % CORNER


@device
def spots(shape, thread, across, along_depth):
    """A thread's numbers of a chunk: (place in the depth, along the edge) of the first, and how far to the next.

    ``across``, ``along_depth``: how far apart neighbours lie.  The nearer ones are read by neighbouring threads.
    """
    if along_depth <= across:
        return thread % shape.chunk, thread // shape.chunk, 0, GRID_THREADS // shape.chunk
    return thread // shape.edge, thread % shape.edge, GRID_THREADS // shape.edge, 0


@device
def fetch(M, at, step, spot, depth, extent, values):
    """A thread's share of a chunk of an operand, from ``at`` on, ``step`` apart; 0 past the ends."""
    k, r, down, across = spot
    for e in range(values.size):
        inside = k + e * down < depth and r + e * across < extent
        values[e] = M[at + e * step] if inside else cast_like(M[0], 0)


@device
def put(shape, values, spot, pad):
    """What `fetch` got, into shared memory."""
    k, r, down, across = spot
    for e in range(values.size):
        pad[k * shape.stride + r + e * (down * shape.stride + across)] = values[e]


@device
def add_chunk(shape, pad_a, pad_b, position, total, a, b):
    """total += the thread's share of A B of a chunk: its places own_slice, own_slice + slices, …

    ``a``, ``b``: (side,), to hold a column of A and a row of B.
    """
    for pair in range(0, shape.chunk // shape.slices, 2):  # two at a time: NVVM unrolls no longer loop
        for step in range(pair, pair + 2):
            k = (position.own_slice + step * shape.slices) * shape.stride
            for p in range(0, shape.side, CORNER):
                a[p], a[p + 1], a[p + 2], a[p + 3] = four_at(pad_a, k + along(shape, position.i, p))
                b[p], b[p + 1], b[p + 2], b[p + 3] = four_at(pad_b, k + along(shape, position.j, p))
            for p in range(shape.side):
                for q in range(shape.side):
                    total[p, q] += a[p] * b[q]


@device
def add_column(shape, pad_b, thread, column):
    """column + the sum of the chunk's column of B that is this thread's, if one is."""
    for k in range(shape.chunk if thread < shape.edge else 0):
        column += pad_b[k * shape.stride + thread]
    return column


@device
def add_up(shape, position, product, top, left, wants_columns, total, group):
    """total += the thread's share of the tile at (top, left), chunk by chunk; a barrier at the end.

    With ``wants_columns`` returns the sum of the thread's column of B.
    """
    side, share, chunk, length = shape.side, shape.share, shape.chunk, shape.chunk * shape.stride
    a, b = cuda.local.array(side, total.dtype), cuda.local.array(side, total.dtype)
    next_a, next_b = cuda.local.array(share, total.dtype), cuda.local.array(share, total.dtype)
    pad_a, pad_b = vector(group.pad, 0, length), vector(group.pad, length, length)
    A, down_a, right_a, B, down_b, right_b = (
        product.A, product.A_down, product.A_right, product.B, product.B_down, product.B_right
    )  # fmt: skip
    spot_a, spot_b = spots(shape, position.thread, down_a, right_a), spots(shape, position.thread, right_b, down_b)
    a_at, a_step = (top + spot_a[1]) * down_a + spot_a[0] * right_a, spot_a[3] * down_a + spot_a[2] * right_a
    b_at, b_step = (left + spot_b[1]) * right_b + spot_b[0] * down_b, spot_b[3] * right_b + spot_b[2] * down_b
    rows, columns, column = product.rows - top, product.columns - left, cast_like(product.A[0], 0)
    fetch(A, a_at, a_step, spot_a, product.depth, rows, next_a)
    fetch(B, b_at, b_step, spot_b, product.depth, columns, next_b)
    for start in range(0, product.depth, chunk):
        put(shape, next_a, spot_a, pad_a)
        put(shape, next_b, spot_b, pad_b)
        group.block_barrier()
        rest = product.depth - start - chunk  # the next numbers are on their way while the sums are made
        a_at, b_at = a_at + chunk * right_a, b_at + chunk * down_b
        fetch(A, a_at, a_step, spot_a, rest, rows, next_a)
        fetch(B, b_at, b_step, spot_b, rest, columns, next_b)
        add_chunk(shape, pad_a, pad_b, position, total, a, b)
        if wants_columns:
            column = add_column(shape, pad_b, position.thread, column)
        group.block_barrier()
    return column


@device
def leave(shape, position, product, tile, top, left, total, group):
    """The sums of a single slice to C, those of several to shared memory; a barrier at the end."""
    squares = cast_like(product.A[0], 0)
    for p in range(shape.side):
        for q in range(shape.side):
            r, c = top + along(shape, position.i, p), left + along(shape, position.j, q)
            if shape.slices > 1:
                group.pad[(p * shape.side + q) * shape.spread + position.thread] = total[p, q]
            elif r < product.rows and c < product.columns:
                squares += store(total[p, q], r, c, product, tile)
    group.block_barrier()
    return squares


@device
def sum_of_slices(shape, product, m, o, pad):
    """The sum at (m, o) of a tile, from the parts that `leave` has left in shared memory."""
    side, places = shape.side, shape.places
    i, j = m // side, o // side
    rank = i * places + j if product.C_right == 1 else j * places + i  # as `position_of` counts
    at = (m % side * side + o % side) * shape.spread + rank
    total = pad[at]
    for other in range(1, shape.slices):
        total += pad[at + other * shape.slice_threads]
    return total


@device
def complete(shape, product, tile, top, left, group):
    """Add the parts of the slices, and make units of the sums; a barrier at the end."""
    squares, edge = cast_like(product.A[0], 0), shape.edge
    for e in range(group.thread, edge * edge, GRID_THREADS):
        m, o = (e // edge, e % edge) if product.C_right == 1 else (e % edge, e // edge)
        r, c = top + m, left + o
        if r < product.rows and c < product.columns:
            if shape.slices > 1:
                squares += store(sum_of_slices(shape, product, m, o, group.pad), r, c, product, tile)
            if product.kind == FORWARD:
                set_unit(r, c, product, tile)
    group.block_barrier()
    return squares


@device
def block_tiles(shape, product, tile, turn, group):
    """A product by tiles of this shape, each by a block."""
    side, edge, thread, zero = shape.side, shape.edge, group.thread, cast_like(product.A[0], 0)
    down, across, squares = tiles(product.rows, edge), tiles(product.columns, edge), zero
    position = position_of(shape, thread, product.C_right)
    for number in range(first_turn(turn, group.block, group.blocks), down * across, group.blocks):
        m, o = split(number, across)
        top, left, wants_columns = m * edge, o * edge, m == 0 and product.kind == GRADIENT
        total = cuda.local.array((side, side), group.pad.dtype)
        for p in range(side):
            for q in range(side):
                total[p, q] = zero
        column = add_up(shape, position, product, top, left, wants_columns, total, group)
        if wants_columns and thread < edge and left + thread < product.columns:
            squares += store_column(column, left + thread, product, tile)
        squares += leave(shape, position, product, tile, top, left, total, group)
        squares += complete(shape, product, tile, top, left, group)
    return split(turn + down * across, group.blocks)[1], squares


def block_product(shape):
    """The function for products by tiles of this shape."""

    @device
    def run(product, tile, turn, group):
        return block_tiles(shape, product, tile, turn, group)

    return run


SMALL_TILE = TileShape(2, 4, 16) if SIMULATED else TileShape(4, 4, 64)
LARGE_TILE = TileShape(4, 4, 16) if SIMULATED else TileShape(16, 8, 16)
SCRATCH_SIZE = 4224  # numbers in shared memory that both need
small_product, large_product = block_product(SMALL_TILE), block_product(LARGE_TILE)


@device
def grid_product(product, tile, turn, group):
    """A product by large tiles, or by small ones where large ones would keep less than a third of the blocks busy."""
    large = tiles(product.rows, LARGE_TILE.edge) * tiles(product.columns, LARGE_TILE.edge)
    if 3 * large >= group.blocks and 2 * min(product.rows, product.columns) >= LARGE_TILE.edge:
        return large_product(product, tile, turn, group)
    return small_product(product, tile, turn, group)
