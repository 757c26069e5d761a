"""The matrix product of all three passes, C = A B + b, in blocks that stay in the processor's registers.

Sixteen neighbouring columns of B (eight in float64) are copied into a ``panel`` whose rows follow each other in memory;
then four rows of A at a time meet the panel: 64 sums, kept in registers while k runs, so that a step costs one row of
the panel, four numbers of A, and nothing of C.  K. Goto and R. van de Geijn, 2008, describe the idea behind it.

At the sizes of small networks this is up to twice as fast as BLAS, needs no other library, and no two machines or
numbers of threads sum in a different order.
"""

from numnet.cpu.lanes import lanes, put, put_some, some_lanes, width
from numnet.cpu.views import matrix
from numnet.kernels.jit import jit_inline, jit_loop


@jit_inline
def pack(B, b, c, count, panel):
    """Row 0 of the panel = b, row k + 1 = B[k], from column c on: ``count`` columns, and zeros for the rest."""
    put(some_lanes(b, c, min(count, b.size - c)), panel, (0, 0))
    if count == width(panel):
        for k in range(B.shape[0]):
            put(lanes(B, (k, c)), panel, (k + 1, 0))
    else:
        for k in range(B.shape[0]):
            put(some_lanes(B, (k, c), count), panel, (k + 1, 0))


@jit_inline
def pack_transposed(W, c, count, panel):
    """As `pack` for B = Wᵀ and no b."""
    put(some_lanes(panel, (0, 0), 0), panel, (0, 0))
    for q in range(count):
        for k in range(W.shape[1]):
            panel[k + 1, q] = W[c + q, k]
    for q in range(count, width(panel)):
        for k in range(W.shape[1]):
            panel[k + 1, q] = 0


@jit_inline
def keep(net, C, r, c, count, add):
    """C[r, c : c + count] = net, or += net where ``add``."""
    if count == width(C):
        put(net + lanes(C, (r, c)) if add else net, C, (r, c))
    else:
        put_some(net + some_lanes(C, (r, c), count) if add else net, C, (r, c), count)


@jit_inline
def times_panel(A, panel, C, c, count, add):
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
        keep(net0, C, r, c, count, add)
        keep(net1, C, r + 1, c, count, add)
        keep(net2, C, r + 2, c, count, add)
        keep(net3, C, r + 3, c, count, add)
    for r in range(fours, rows):
        net = b
        for k in range(A.shape[1]):
            net = net + A[r, k] * lanes(panel, (k + 1, 0))
        keep(net, C, r, c, count, add)


@jit_loop
def product(A, B, b, C, add, room):
    """C (rows, columns) = A (rows, K) B (K, columns) + b (columns,), added to C's old values where ``add``.

    An empty b counts as zeros.  B's rows are contiguous, A's may not be.  ``room`` holds a panel.
    """
    panel = matrix(room, 0, B.shape[0] + 1, width(C))
    for c in range(0, C.shape[1], width(C)):
        count = min(width(C), C.shape[1] - c)
        pack(B, b, c, count, panel)
        times_panel(A, panel, C, c, count, add)


@jit_loop
def product_transposed(A, W, C, room):
    """C (rows, columns) = A (rows, K) Wᵀ for W (columns, K)."""
    panel = matrix(room, 0, W.shape[1] + 1, width(C))
    for c in range(0, C.shape[1], width(C)):
        count = min(width(C), C.shape[1] - c)
        pack_transposed(W, c, count, panel)
        times_panel(A, panel, C, c, count, False)
