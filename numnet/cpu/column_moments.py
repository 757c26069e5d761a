"""Mean and standard deviation of columns: sums in the order of the rows, the same on every machine."""

import math

import numpy as np

from numnet.kernels.compiler.jit import jit


@jit
def moments(A, mean, deviation):
    """mean and deviation (d,) of the columns of A (n, d), all float64; the deviation divides by n."""
    n, d = A.shape
    for j in range(d):
        mean[j], deviation[j] = 0.0, 0.0
    for i in range(n):
        for j in range(d):
            mean[j] += A[i, j]
    for j in range(d):
        mean[j] /= n
    for i in range(n):
        for j in range(d):
            deviation[j] += (A[i, j] - mean[j]) * (A[i, j] - mean[j])
    for j in range(d):
        deviation[j] = math.sqrt(deviation[j] / n)


def column_moments(A):
    """(mean (d,), standard deviation (d,)) of the columns of A (n, d), float64, n > 0."""
    A = np.require(A, np.float64, ["C", "W"])  # of one type: kernels compile for read-only arrays anew
    mean, deviation = np.empty(A.shape[1]), np.empty(A.shape[1])
    moments(A, mean, deviation)
    return mean, deviation
