"""The matrix product of all three passes, C = A B + b, in blocks that stay in the processor's registers.

Sixteen neighbouring columns of B (eight in float64) are copied into a ``panel`` whose rows follow each other in memory;
then four rows of A at a time meet the panel: 64 sums, kept in registers while k runs, so that a step costs one row of
the panel, four numbers of A, and nothing of C.  K. Goto and R. van de Geijn, 2008, describe the idea behind it.

At the sizes of small networks this is up to twice as fast as BLAS, needs no other library, and no two machines or
numbers of threads sum in a different order.  What back-propagation does to a product's operands and result is done in
passing: ``sums`` while B is copied, ``other`` before C is stored.
"""

from numnet.cpu.intrinsics.simd import lanes, nothing, put, put_some, put_transposed, some_lanes, width
from numnet.cpu.intrinsics.views import matrix
from numnet.kernels.compiler.jit import jit_inline

SET, ADD, SCALE = range(3)  # C = A B + b, that plus other, that times other


@jit_inline
def pack(B, transposed, b, c, count, panel):
    """Row 0 of the panel = b, row k + 1 = row k of B (or of Bᵀ), from column c on: ``count`` columns, then zeros.

    Returns the sum of B's rows.
    """
    put(some_lanes(b, c, min(count, b.size - c)), panel, (0, 0))
    total = nothing(B)
    if transposed:
        blocks = B.shape[1] - B.shape[1] % width(panel) if count == width(panel) else 0
        for k in range(0, blocks, width(panel)):
            put_transposed(B, (c, k), panel, (k + 1, 0))
        for k in range(blocks, B.shape[1]):
            put(total, panel, (k + 1, 0))
        for k in range(blocks, B.shape[1]):
            for q in range(count):  # inside: the other way round a vector was stored number by number
                panel[k + 1, q] = B[c + q, k]
    elif count == width(panel):
        for k in range(B.shape[0]):
            row = lanes(B, (k, c))
            put(row, panel, (k + 1, 0))
            total = total + row
    else:
        for k in range(B.shape[0]):
            row = some_lanes(B, (k, c), count)
            put(row, panel, (k + 1, 0))
            total = total + row
    return total


@jit_inline
def keep(net, how, other, C, r, c, count):
    """C[r, c : c + count] = net, with the same part of ``other`` added or multiplied."""
    if count == width(C):
        if how == ADD:
            net = net + lanes(other, (r, c))
        elif how == SCALE:
            net = net * lanes(other, (r, c))
        put(net, C, (r, c))
    else:
        if how == ADD:
            net = net + some_lanes(other, (r, c), count)
        elif how == SCALE:
            net = net * some_lanes(other, (r, c), count)
        put_some(net, C, (r, c), count)


@jit_inline
def times_panel(A, panel, how, other, C, c, count):
    """C[:, c : c + count] = A times the panel, four rows at a time and the last ones singly."""
    rows = C.shape[0]
    fours = rows - rows % 4
    b = lanes(panel, (0, 0))
    for r in range(0, fours, 4):
        net0, net1, net2, net3 = b, b, b, b
        for k in range(A.shape[1]):
            w = lanes(panel, (k + 1, 0))
            net0 = net0 + A[r, k] * w
            net1 = net1 + A[r + 1, k] * w
            net2 = net2 + A[r + 2, k] * w
            net3 = net3 + A[r + 3, k] * w
        keep(net0, how, other, C, r, c, count)
        keep(net1, how, other, C, r + 1, c, count)
        keep(net2, how, other, C, r + 2, c, count)
        keep(net3, how, other, C, r + 3, c, count)
    for r in range(fours, rows):
        net = b
        for k in range(A.shape[1]):
            net = net + A[r, k] * lanes(panel, (k + 1, 0))
        keep(net, how, other, C, r, c, count)


@jit_inline
def product(A, B, transposed, b, how, other, C, sums, scratch):
    """C (rows, columns) = A (rows, K) B (K, columns) + b (columns,), then as ``how`` says with ``other``, of C's shape.

    ``transposed``: B is given as its transpose (columns, K).  An empty b counts as zeros.  ``sums`` (columns,), unless
    it is empty, is the sum of B's rows, added to its old values where ``how`` is ADD.  B is C-contiguous, A may be the
    transpose of such a matrix.  ``scratch`` holds a panel.
    """
    panel = matrix(scratch, 0, A.shape[1] + 1, width(C))
    for c in range(0, C.shape[1], width(C)):
        count = min(width(C), C.shape[1] - c)
        total = pack(B, transposed, b, c, count, panel)
        if sums.size > 0:
            if how == ADD:
                total = total + some_lanes(sums, c, count)
            if count == width(C):
                put(total, sums, c)
            else:
                put_some(total, sums, c, count)
        times_panel(A, panel, how, other, C, c, count)
