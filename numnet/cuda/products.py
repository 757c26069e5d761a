"""The product of two matrices, a tile a thread: forward pass, back-propagation and gradient are made of it."""

import numpy as np

from numnet.cuda.device import cuda, device, equations
from numnet.kernels import elementary

like = equations(elementary).like
place = np.uint64  # an index that can't be negative: otherwise each access begins by asking whether it is
TALL, WIDE = 4, 4  # the tile that one thread keeps in registers


@device
def tiles(extent, length):
    """How many tiles of this length cover the extent."""
    return (extent + length - 1) // length


@device
def multiply(A, B, C, add, i, down, j, across):
    """One tile of C = A B, or C += A B with ``add``: rows i, i + down, … and columns j, j + across, … of C.

    Neighbouring threads have neighbouring columns, so that they read and write neighbouring numbers.  A row or column
    past the end is computed as the last one, and not stored: there is no branch in the inner loop.
    """
    rows, columns = C.shape
    sums = cuda.local.array((TALL, WIDE), C.dtype)  # its places are known when it is compiled: registers
    for p in range(TALL):
        for q in range(WIDE):
            sums[p, q] = like(A[0, 0], 0)
    for k in range(A.shape[1]):
        for p in range(TALL):
            a = A[place(min(i + p * down, rows - 1)), place(k)]
            for q in range(WIDE):
                sums[p, q] += a * B[place(k), place(min(j + q * across, columns - 1))]
    for p in range(TALL):
        for q in range(WIDE):
            n, k = i + p * down, j + q * across
            if n < rows and k < columns:
                C[n, k] = C[n, k] + sums[p, q] if add else sums[p, q]
