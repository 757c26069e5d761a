"""Inputs of a network that are computed from the features: squares, products, sines."""

import numpy as np

from numnet.kernels.codes import InputTerm
from numnet.kernels.compiler.jit import jit
from numnet.kernels.elementary import cos, sin


@jit
def input_terms(X, terms, Z):
    """Z (n, k): the k terms of each row of X (n, d), both float64; ``terms`` (k, 3) int64: an `InputTerm`, i and j."""
    n, k = Z.shape
    for row in range(n):
        for t in range(k):
            kind, x = terms[t, 0], X[row, terms[t, 1]]
            if kind == InputTerm.PRODUCT:
                Z[row, t] = x * X[row, terms[t, 2]]
            elif kind == InputTerm.SINE:
                Z[row, t] = sin(x)
            elif kind == InputTerm.COSINE:
                Z[row, t] = cos(x)
            else:
                Z[row, t] = x


def computed_inputs(X, terms):
    """The terms (k, 3) int64 of rows X (n, d), as `input_terms` has them: (n, k) float64.

    Too large a product is infinite, the sine of an infinity or of a NaN is a NaN.
    """
    X = np.require(X, np.float64, ["C", "W"])  # of one type: kernels compile for read-only arrays anew
    Z = np.empty((len(X), len(terms)))
    input_terms(X, terms, Z)
    return Z
