"""Polynomials of one number, written out so that loops over them become vector instructions."""

import numpy as np

from numnet.kernels.compiler.codegen import written
from numnet.kernels.compiler.dispatcher import jit_inline


def polynomial(*coefficients, dtype=np.float64):
    """A kernel of x of this dtype: c0 + c1 x + c2 x² + …, worked out as c0 + x (c1 + x (c2 + …)).  W. Horner, 1819."""
    names = {f"c{k}": dtype(c) for k, c in enumerate(coefficients)}
    *others, value = names
    for name in reversed(others):
        value = f"{name} + x * ({value})"
    return jit_inline(written("polynomial", "x", [f"return {value}"], __name__, names))
