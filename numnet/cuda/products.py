"""The product of two matrices, of which forward pass, back-propagation and gradient are made.

A `Product` (records.py) is dealt out in tiles.  Where a block trains a network, each of its threads takes some
(`tiles_of_height`); where the whole grid does, each block, whose threads bring the operands into shared memory first
(`block_tiles`).  ``turn`` says whose turn it is to take a tile, and a product returns whose it is afterwards: products
without a barrier between them go on dealing where the last one stopped.  With it comes what the thread's sums, if they
are gradients, add to Σ g².
"""

import numpy as np

from numnet.cuda.device.compile import SIMULATED, cuda, device, equations, four_at, vector
from numnet.cuda.epilogue import FORWARD, GRADIENT, set_unit, store, store_column
from numnet.cuda.launch_plan import GRID_THREADS
from numnet.kernels import elementary

cast_like = equations(elementary).cast_like
SEVERAL = 4  # products that a thread adds to each of its sums at a time; four numbers are one word in memory
SIDE = 4  # a thread holds SIDE × SIDE sums of a small tile of a block
CORNER = 4  # neighbouring numbers that one instruction can read


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


# --- tiles of a thread ---


def add_products(height, steps):
    """A function for total[p] += Σₖ A[p, k] B[k] over ``steps`` places k, ``height`` sums.

    ``fours`` (see `in_fours`): whether rows of A, columns of A, and columns of B are read four numbers at a time.
    """

    @device
    def add(A, a_at, down, right, B, b_at, below, fours, total):
        a, b = cuda.local.array((height, steps), total.dtype), cuda.local.array(steps, total.dtype)
        if fours[2] and steps == 4:
            b[0], b[1], b[2], b[3] = four_at(B, b_at)
        else:
            for e in range(steps):
                b[e] = B[b_at + e * below]
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

    return add


@device
def in_fours(product, height):
    """Whether four numbers are one word in memory: of A along its rows, along its columns, of B along its columns."""
    down, right, whole_tiles = product.A_down, product.A_right, height % 4 == 0 and product.rows % 4 == 0
    rows = product.A_words and right == 1 and down % 4 == 0
    columns = product.A_words and down == 1 and right % 4 == 0 and whole_tiles
    return rows, columns, product.B_words and product.B_down == 1 and product.B_right % 4 == 0


def tiles_of_height(height):
    """A product by tiles of ``height`` sums, one below the other, each by one thread.

    Neighbouring threads have neighbouring columns, and read the same numbers of A.
    """
    add_several, add_one = add_products(height, SEVERAL), add_products(height, 1)

    @device
    def run(product, tile, turn, group):
        A, B, rows, columns, depth = product.A, product.B, product.rows, product.columns, product.depth
        count, whole, squares = tiles(rows, height) * columns, split(depth, SEVERAL)[0] * SEVERAL, cast_like(A[0], 0)
        fours = in_fours(product, height)
        for number in range(first_turn(turn, group.first, group.step), count, group.step):
            i, c = split(number, columns)
            top = min(i * height, rows - height)  # the last tile may begin among the rows of the last but one
            a_at, b_at = top * product.A_down, c * product.B_right
            total = cuda.local.array(height, A.dtype)  # its places are known when it is compiled: registers
            for p in range(height):
                total[p] = cast_like(A[0], 0)
            for _ in range(0, whole, SEVERAL):
                add_several(A, a_at, product.A_down, product.A_right, B, b_at, product.B_down, fours, total)
                a_at, b_at = a_at + SEVERAL * product.A_right, b_at + SEVERAL * product.B_down
            for _ in range(whole, depth):
                add_one(A, a_at, product.A_down, product.A_right, B, b_at, product.B_down, fours, total)
                a_at, b_at = a_at + product.A_right, b_at + product.B_down
            for p in range(height):
                if top + p >= i * height:
                    squares += store(total[p], top + p, c, product, tile)
            if product.kind == FORWARD:
                for r in range(i * height, top + height):
                    set_unit(r, c, product, tile)
        return split(turn + count, group.step)[1], squares

    return run


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


sum_by_sum = tiles_of_height(1)


def thread_product(height):
    """A product by tiles of this height, if it has so many rows, and of a gradient the biases' part."""
    by_tiles = tiles_of_height(height) if height > 1 else sum_by_sum

    @device
    def run(product, tile, turn, group):
        if product.rows < height:  # the last mini-batch of an epoch may be that small
            turn, squares = sum_by_sum(product, tile, turn, group)
        else:
            turn, squares = by_tiles(product, tile, turn, group)
        if product.kind == GRADIENT:
            turn, others = column_sums(product, tile, turn, group)
            squares += others
        return turn, squares

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


# --- tiles of a block ---


def block_tiles(places, side, chunk):
    """A product by tiles of (places · side)² sums, each by a block of GRID_THREADS threads.

    A tile is the work of places² threads, with side × side sums each.  ``chunk`` columns of A and rows of B at a time
    are in shared memory, in slices: each slice is the work of other places² threads of the block, whose sums are
    added in the end.
    """
    edge, slice_threads = places * side, places * places
    slices, share, columns_each = GRID_THREADS // slice_threads, edge * chunk // GRID_THREADS, -(-edge // GRID_THREADS)
    stride = edge + CORNER  # of a column of A or row of B in shared memory
    spread = GRID_THREADS + places  # of what all threads hold: the elements that a warp adds lie in different banks

    @device
    def along(i, p):
        """Where the p-th row (column) of thread i lies in a tile: CORNER of them are neighbours."""
        return p // CORNER * (CORNER * places) + CORNER * i + p % CORNER

    @device
    def spots(thread, across, along_depth):
        """A thread's numbers of a chunk: (place in the depth, along the edge) of the first, and how far to the next.

        ``across``, ``along_depth``: how far apart neighbours lie.  The nearer ones are read by neighbouring threads.
        """
        if along_depth <= across:
            return thread % chunk, thread // chunk, 0, GRID_THREADS // chunk
        return thread // edge, thread % edge, GRID_THREADS // edge, 0

    @device
    def fetch(M, at, step, spot, depth, extent, values):
        """A thread's share of a chunk of an operand, from ``at`` on, ``step`` apart; 0 past the ends."""
        k, r, down, along = spot
        for e in range(values.size):
            inside = k + e * down < depth and r + e * along < extent
            values[e] = M[at + e * step] if inside else cast_like(M[0], 0)

    @device
    def put(values, spot, pad):
        """What `fetch` got, into shared memory."""
        k, r, down, along = spot
        for e in range(values.size):
            pad[k * stride + r + e * (down * stride + along)] = values[e]

    @device
    def add_products(pad_a, pad_b, i, j, own_slice, total, a, b):
        """total += what the chunk's places own_slice, own_slice + slices, … contribute."""
        for pair in range(0, chunk // slices, 2):  # two at a time: NVVM unrolls no longer loop
            for step in range(pair, pair + 2):
                k = (own_slice + step * slices) * stride
                for p in range(0, side, CORNER):
                    a[p], a[p + 1], a[p + 2], a[p + 3] = four_at(pad_a, k + along(i, p))
                    b[p], b[p + 1], b[p + 2], b[p + 3] = four_at(pad_b, k + along(j, p))
                for p in range(side):
                    for q in range(side):
                        total[p, q] += a[p] * b[q]

    @device
    def add_columns(pad_b, column, thread):
        """column += the sums of the chunk's columns that are this thread's."""
        for m in range(columns_each):
            c = thread + m * GRID_THREADS
            for k in range(chunk if c < edge else 0):
                column[m] += pad_b[k * stride + c]

    @device
    def add_up(product, top, left, wants_columns, pad_a, pad_b, i, j, own_slice, total, column, group):
        """The slice's share of a tile's sums; a barrier at the end."""
        a, b = cuda.local.array(side, total.dtype), cuda.local.array(side, total.dtype)
        next_a, next_b = cuda.local.array(share, total.dtype), cuda.local.array(share, total.dtype)
        A, down_a, right_a, B, down_b, right_b = (
            product.A, product.A_down, product.A_right, product.B, product.B_down, product.B_right
        )  # fmt: skip
        spot_a, spot_b = spots(group.thread, down_a, right_a), spots(group.thread, right_b, down_b)
        a_at, a_step = (top + spot_a[1]) * down_a + spot_a[0] * right_a, spot_a[3] * down_a + spot_a[2] * right_a
        b_at, b_step = (left + spot_b[1]) * right_b + spot_b[0] * down_b, spot_b[3] * right_b + spot_b[2] * down_b
        rows, columns = product.rows - top, product.columns - left
        fetch(A, a_at, a_step, spot_a, product.depth, rows, next_a)
        fetch(B, b_at, b_step, spot_b, product.depth, columns, next_b)
        for start in range(0, product.depth, chunk):
            put(next_a, spot_a, pad_a)
            put(next_b, spot_b, pad_b)
            group.block_barrier()
            rest = product.depth - start - chunk  # the next numbers are on their way while the sums are made
            a_at, b_at = a_at + chunk * right_a, b_at + chunk * down_b
            fetch(A, a_at, a_step, spot_a, rest, rows, next_a)
            fetch(B, b_at, b_step, spot_b, rest, columns, next_b)
            add_products(pad_a, pad_b, i, j, own_slice, total, a, b)
            if wants_columns:
                add_columns(pad_b, column, group.thread)
            group.block_barrier()

    @device
    def leave(total, product, tile, top, left, i, j, group):
        """The sums of a single slice to C, those of several to shared memory; a barrier at the end."""
        squares = cast_like(product.A[0], 0)
        for p in range(side):
            for q in range(side):
                r, c = top + along(i, p), left + along(j, q)
                if slices > 1:
                    group.pad[(p * side + q) * spread + group.thread] = total[p, q]
                elif r < product.rows and c < product.columns:
                    squares += store(total[p, q], r, c, product, tile)
        group.block_barrier()
        return squares

    @device
    def complete(product, tile, top, left, group):
        """Add the sums of the slices, and make units of them; a barrier at the end."""
        squares = cast_like(product.A[0], 0)
        for e in range(group.thread, edge * edge, GRID_THREADS):
            m, o = (e // edge, e % edge) if product.C_right == 1 else (e % edge, e // edge)
            r, c = top + m, left + o
            if r < product.rows and c < product.columns:
                if slices > 1:
                    i, j = m // side, o // side
                    rank = i * places + j if product.C_right == 1 else j * places + i  # as `run` counts
                    at = (m % side * side + o % side) * spread + rank
                    total = group.pad[at]
                    for other in range(1, slices):
                        total += group.pad[at + other * slice_threads]
                    squares += store(total, r, c, product, tile)
                if product.kind == FORWARD:
                    set_unit(r, c, product, tile)
        group.block_barrier()
        return squares

    @device
    def run(product, tile, turn, group):
        down, across, thread = tiles(product.rows, edge), tiles(product.columns, edge), group.thread
        squares = cast_like(product.A[0], 0)
        own_slice, rank, dtype = thread // slice_threads, thread % slice_threads, group.pad.dtype
        i, j = (rank // places, rank % places) if product.C_right == 1 else (rank % places, rank // places)
        pad_a, pad_b = vector(group.pad, 0, chunk * stride), vector(group.pad, chunk * stride, chunk * stride)
        for number in range(first_turn(turn, group.block, group.blocks), down * across, group.blocks):
            m, o = split(number, across)
            top, left, wants_columns = m * edge, o * edge, m == 0 and product.kind == GRADIENT
            total, column = cuda.local.array((side, side), dtype), cuda.local.array(columns_each, dtype)
            for p in range(side):
                for q in range(side):
                    total[p, q] = cast_like(product.A[0], 0)
            for e in range(columns_each):
                column[e] = cast_like(product.A[0], 0)
            add_up(product, top, left, wants_columns, pad_a, pad_b, i, j, own_slice, total, column, group)
            for e in range(columns_each):
                c = thread + e * GRID_THREADS
                if wants_columns and c < edge and left + c < product.columns:
                    squares += store_column(column[e], left + c, product, tile)
            squares += leave(total, product, tile, top, left, i, j, group)
            squares += complete(product, tile, top, left, group)
        return split(turn + down * across, group.blocks)[1], squares

    return run


SMALL_PLACES, SMALL_CHUNK, LARGE_PLACES, LARGE_SIDE = (2, 16, 4, 4) if SIMULATED else (4, 64, 16, 8)
LARGE_EDGE = LARGE_PLACES * LARGE_SIDE
SCRATCH_SIZE = 4224  # numbers in shared memory that both need
small_tiles, large_tiles = block_tiles(SMALL_PLACES, SIDE, SMALL_CHUNK), block_tiles(LARGE_PLACES, LARGE_SIDE, 16)


@device
def grid_tiles(product, tile, turn, group):
    """A product by large tiles, or by small ones where large ones would keep less than a third of the blocks busy."""
    large = tiles(product.rows, LARGE_EDGE) * tiles(product.columns, LARGE_EDGE)
    if 3 * large >= group.blocks and 2 * min(product.rows, product.columns) >= LARGE_EDGE:
        return large_tiles(product, tile, turn, group)
    return small_tiles(product, tile, turn, group)
