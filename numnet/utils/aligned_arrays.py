"""Arrays that begin at a cache line."""

import numpy as np

LINE = 64  # bytes of a cache line, and of the widest vector


def aligned(size, dtype):
    """Zeros (size,) that begin at a cache line, so that no vector instruction needs two lines for one operand."""
    itemsize = np.dtype(dtype).itemsize
    numbers = np.zeros(size + LINE // itemsize, dtype)
    return numbers[-numbers.ctypes.data % LINE // itemsize :][:size]
