"""The product of two matrices, of which forward pass, back-propagation and gradient are made.

A `Product` (records.py) is dealt out in tiles.  Where a block trains a network, each of its threads takes some
(`thread_tiles`); where the whole grid does, each block, whose threads bring the operands into shared memory first
(`block_tiles`).  ``turn`` says whose turn it is to take a tile, and a product returns whose it is afterwards: products
without a barrier between them go on dealing where the last one stopped.
"""

import numpy as np

from numnet.cuda.device import SIMULATED, cuda, device, equations, vector
from numnet.cuda.elements import FORWARD, GRADIENT, set_unit, store, store_column
from numnet.cuda.plan import GRID_THREADS
from numnet.kernels import elementary

like = equations(elementary).like
place = np.uint64  # an index that can't be negative: otherwise each access begins by asking whether it is
SIDE = 4  # a thread holds SIDE × SIDE sums in registers
CORNER = 4  # neighbouring numbers that one instruction can read


@device
def tiles(extent, length):
    """How many tiles of this length cover the extent."""
    return (extent + length - 1) // length


@device
def split(n, length):
    """(n // length, n % length) of numbers from 0 to 2³² − 1: a fifth of the instructions that int64 takes."""
    quotient = np.int64(np.uint32(n) // np.uint32(length))
    return quotient, n - quotient * length


@device
def first_turn(turn, me, members):
    """The first tile that is this member's, where tile 0 is member ``turn``'s."""
    return me - turn if me >= turn else me - turn + members


# --- tiles of a thread ---


def thread_tiles(near):
    """A product by tiles of SIDE × SIDE sums, each by one thread.

    ``near``: the rows and columns of a tile are neighbours, which a compiler that knows the sizes reads four at a time.
    Otherwise they are spread over C, so that neighbouring threads read and write neighbouring numbers.
    """

    @device
    def run(product, tile, turn, group):
        A, B, rows, columns = product.A, product.B, product.rows, product.columns
        down, across = tiles(rows, SIDE), tiles(columns, SIDE)
        for number in range(first_turn(turn, group.first, group.step), down * across, group.step):
            i, j = split(number, across)
            top, below = (i * SIDE, 1) if near else (i, down)
            left, right = (j * SIDE, 1) if near else (j, across)
            total = cuda.local.array((SIDE, SIDE), A.dtype)  # its places are known when it is compiled: registers
            column = cuda.local.array(SIDE, A.dtype)
            for q in range(SIDE):
                column[q] = like(A[0], 0)
                for p in range(SIDE):
                    total[p, q] = like(A[0], 0)
            for k in range(product.depth):  # past the end the last row or column is taken, and not stored: no branch
                for q in range(SIDE):
                    c = min(left + q * right, columns - 1)
                    b = B[place(k * product.B_down + c * product.B_right)]
                    column[q] += b
                    for p in range(SIDE):
                        r = min(top + p * below, rows - 1)
                        total[p, q] += A[place(r * product.A_down + k * product.A_right)] * b
            for q in range(SIDE):
                k = left + q * right
                if product.kind == GRADIENT and i == 0 and k < columns:
                    store_column(column[q], k, product, tile)
                for p in range(SIDE):
                    n = top + p * below
                    if n < rows and k < columns:
                        store(total[p, q], n * columns + k, product, tile)
            if product.kind == FORWARD:
                for n in range(top, min(top + SIDE * below, rows), below):
                    for k in range(left, min(left + SIDE * right, columns), right):
                        set_unit(n, k, product, tile)
        return split(turn + down * across, group.step)[1]

    return run


spread_tiles, near_tiles = thread_tiles(near=False), thread_tiles(near=True)


# --- tiles of a block ---


def block_tiles(places, side, chunk):
    """A product by tiles of (places · side)² sums, each by a block of GRID_THREADS threads.

    A tile is the work of a team of places² threads, with side × side sums each.  ``chunk`` columns of A and rows of B
    at a time are in shared memory; a block's teams share these out, and add their sums in the end.
    """
    edge, team = places * side, places * places
    teams, share, columns_each = GRID_THREADS // team, edge * chunk // GRID_THREADS, -(-edge // GRID_THREADS)
    stride = edge + CORNER  # of a column of A or row of B in shared memory
    spread = GRID_THREADS + places  # of what all threads hold: the elements that a warp adds lie in different banks

    @device
    def along(i, p):
        """Where the p-th row (column) of thread i lies in a tile: CORNER of them are neighbours."""
        return p // CORNER * (CORNER * places) + CORNER * i + p % CORNER

    @device
    def fetch(M, across, along_depth, first, last, start, depth, values, thread):
        """A thread's share of chunk × edge numbers of an operand, from ``start`` and ``first`` on; 0 past the ends.

        ``across``, ``along_depth``: how far apart neighbours lie.  The nearer ones are read by neighbouring threads.
        """
        for e in range(values.size):
            k, r = spot(thread + e * GRID_THREADS, along_depth <= across)
            inside = start + k < depth and first + r < last
            values[e] = M[place((start + k) * along_depth + (first + r) * across)] if inside else like(M[0], 0)

    @device
    def spot(n, depth_first):
        """(place in the depth, place along the edge) of the n-th number of a chunk."""
        return (n % chunk, n // chunk) if depth_first else (n // edge, n % edge)

    @device
    def put(values, depth_first, pad, thread):
        """What `fetch` got, into shared memory."""
        for e in range(values.size):
            k, r = spot(thread + e * GRID_THREADS, depth_first)
            pad[place(k * stride + r)] = values[e]

    @device
    def add_products(pad_a, pad_b, i, j, own_team, total, a, b):
        """total += what the chunk's places own_team, own_team + teams, … contribute."""
        for step in range(chunk // teams):
            k = (own_team + step * teams) * stride
            for p in range(side):
                a[p], b[p] = pad_a[place(k + along(i, p))], pad_b[place(k + along(j, p))]
            for p in range(side):
                for q in range(side):
                    total[p, q] += a[p] * b[q]

    @device
    def add_columns(pad_b, column, thread):
        """column += the sums of the chunk's columns that are this thread's."""
        for m in range(columns_each):
            c = thread + m * GRID_THREADS
            for k in range(chunk if c < edge else 0):
                column[m] += pad_b[place(k * stride + c)]

    @device
    def add_up(product, top, left, wants_columns, pad_a, pad_b, i, j, own_team, total, column, group):
        """The team's share of a tile's sums; a barrier at the end."""
        a, b = cuda.local.array(side, total.dtype), cuda.local.array(side, total.dtype)
        next_a, next_b = cuda.local.array(share, total.dtype), cuda.local.array(share, total.dtype)
        rows, columns, depth, thread = product.rows, product.columns, product.depth, group.thread
        fetch(product.A, product.A_down, product.A_right, top, rows, 0, depth, next_a, thread)
        fetch(product.B, product.B_right, product.B_down, left, columns, 0, depth, next_b, thread)
        for start in range(0, depth, chunk):
            put(next_a, product.A_right <= product.A_down, pad_a, thread)
            put(next_b, product.B_down <= product.B_right, pad_b, thread)
            group.block_barrier()
            after = start + chunk  # the next numbers are on their way while the sums are made
            fetch(product.A, product.A_down, product.A_right, top, rows, after, depth, next_a, thread)
            fetch(product.B, product.B_right, product.B_down, left, columns, after, depth, next_b, thread)
            add_products(pad_a, pad_b, i, j, own_team, total, a, b)
            if wants_columns:
                add_columns(pad_b, column, thread)
            group.block_barrier()

    @device
    def leave(total, product, tile, top, left, i, j, group):
        """The sums of a single team to C, those of several to shared memory; a barrier at the end."""
        for p in range(side):
            for q in range(side):
                n, k = top + along(i, p), left + along(j, q)
                if teams > 1:
                    group.pad[place((p * side + q) * spread + group.thread)] = total[p, q]
                elif n < product.rows and k < product.columns:
                    store(total[p, q], n * product.columns + k, product, tile)
        group.block_barrier()

    @device
    def complete(product, tile, top, left, group):
        """Add what the teams have left, and make units of sums; a barrier at the end."""
        for e in range(group.thread, edge * edge, GRID_THREADS):
            r, c = e // edge, e % edge
            n, k = top + r, left + c
            if n < product.rows and k < product.columns:
                if teams > 1:
                    at = (r % side * side + c % side) * spread + r // side * places + c // side
                    total = group.pad[place(at)]
                    for other in range(1, teams):
                        total += group.pad[place(at + other * team)]
                    store(total, n * product.columns + k, product, tile)
                if product.kind == FORWARD:
                    set_unit(n, k, product, tile)
        group.block_barrier()

    @device
    def run(product, tile, turn, group):
        down, across, thread = tiles(product.rows, edge), tiles(product.columns, edge), group.thread
        own_team, rank, dtype = thread // team, thread % team, group.pad.dtype
        i, j = rank // places, rank % places
        pad_a, pad_b = vector(group.pad, 0, chunk * stride), vector(group.pad, chunk * stride, chunk * stride)
        for number in range(first_turn(turn, group.block, group.blocks), down * across, group.blocks):
            m, o = split(number, across)
            top, left, wants_columns = m * edge, o * edge, m == 0 and product.kind == GRADIENT
            total, column = cuda.local.array((side, side), dtype), cuda.local.array(columns_each, dtype)
            for p in range(side):
                for q in range(side):
                    total[p, q] = like(product.A[0], 0)
            for e in range(columns_each):
                column[e] = like(product.A[0], 0)
            add_up(product, top, left, wants_columns, pad_a, pad_b, i, j, own_team, total, column, group)
            for e in range(columns_each):
                c = thread + e * GRID_THREADS
                if wants_columns and c < edge and left + c < product.columns:
                    store_column(column[e], left + c, product, tile)
            leave(total, product, tile, top, left, i, j, group)
            complete(product, tile, top, left, group)
        return split(turn + down * across, group.blocks)[1]

    return run


SMALL_PLACES, LARGE_PLACES, LARGE_SIDE = (1, 2, 8) if SIMULATED else (4, 16, 8)
LARGE_EDGE = LARGE_PLACES * LARGE_SIDE
ROOM = 4224  # numbers in shared memory that both want
small_tiles, large_tiles = block_tiles(SMALL_PLACES, SIDE, 64), block_tiles(LARGE_PLACES, LARGE_SIDE, 16)


@device
def grid_tiles(product, tile, turn, group):
    """A product by large tiles, or by small ones where large ones would keep less than a third of the blocks busy."""
    large = tiles(product.rows, LARGE_EDGE) * tiles(product.columns, LARGE_EDGE)
    if 3 * large >= group.blocks and 2 * min(product.rows, product.columns) >= LARGE_EDGE:
        return large_tiles(product, tile, turn, group)
    return small_tiles(product, tile, turn, group)
