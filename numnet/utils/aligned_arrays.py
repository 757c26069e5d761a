"""Arrays that begin at a cache line."""

import math

import numpy as np

LINE = 64  # bytes of a cache line, and of the widest vector


def aligned(size, dtype):
    """Zeros (size,) that begin at a cache line, so that no vector instruction needs two lines for one operand."""
    itemsize = np.dtype(dtype).itemsize
    numbers = np.zeros(size + LINE // itemsize, dtype)
    return numbers[-numbers.ctypes.data % LINE // itemsize :][:size]


def apart(count, size, dtype):
    """Zeros for ``count`` vectors (size,), each rounded up so that no two share a cache line."""
    lines = math.ceil(size * np.dtype(dtype).itemsize / LINE)
    return aligned(count * lines * LINE // np.dtype(dtype).itemsize, dtype)
