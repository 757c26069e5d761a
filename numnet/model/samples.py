"""Inputs, targets and weights of samples, checked, as the kernels take them."""

import numpy as np

from numnet.kernels.records import Samples
from numnet.utils.scaled_weights import scaled_weights


def prepare_samples(network, X, T, validation=None, sample_weight=None):
    """`Samples` of X (n, inputs), T, validation (Xv, Tv) or None, and weights (n,) or None, checked.

    Validation may have weights as a third.  Raises ValueError or TypeError.
    """
    X = network.inputs(X)
    if len(X) == 0:
        raise ValueError("X must have at least one row")
    T = network.targets(T, len(X))
    validation_X, validation_T, validation_weight = X[:0], T[:0], None
    if validation is not None:
        if not isinstance(validation, (tuple, list)) or len(validation) not in (2, 3):
            raise TypeError(f"validation must be a pair (X, T), got {type(validation).__name__}")
        validation_X = network.inputs(validation[0])
        validation_T = network.targets(validation[1], len(validation_X))
        validation_weight = validation[2] if len(validation) == 3 else None
    weights = [
        prepare_weights(name, weight, len(rows), network.dtype).reshape(-1, 1)
        for name, weight, rows in (
            ("sample_weight", sample_weight, X),
            ("validation weights", validation_weight, validation_X),
        )
    ]
    return Samples(X, T, validation_X, validation_T, *weights, np.array([_precision(T), _precision(validation_T)]))


def prepare_weights(name, weights, n, dtype):
    """Weights of n samples, (n,), 1 in the mean; (0,) for None.  Raises ValueError."""
    if weights is None:
        return np.empty(0, dtype)
    weights = as_numbers(name, weights, np.float64)
    if weights.shape != (n,):
        raise ValueError(f"{name} must have shape ({n},), one weight a row, got {weights.shape}")
    if not np.isfinite(weights).all() or (weights < 0).any():
        wrong = weights[~np.isfinite(weights) | (weights < 0)][0]
        raise ValueError(f"{name} must be finite numbers >= 0, got {wrong:g}")
    if n and not weights.any():
        raise ValueError(f"{name} must not all be 0")
    weights = scaled_weights(weights)
    return (weights * (n / max(weights.sum(), np.finfo(float).tiny))).astype(dtype)


def _precision(T):
    """1 / Σₙ (t − mean)² of each column, float64; NaN for a constant column, which has no R²."""
    T = T.astype(np.float64)
    spread = _sum((T - _sum(T) / len(T)) ** 2) if len(T) else np.full(T.shape[1], np.nan)
    with np.errstate(over="ignore"):
        precision = 1 / np.where(spread > 0, spread, np.nan)
    return np.where(np.isfinite(precision), precision, np.nan)


def _sum(A):
    """Σₙ of each column of A (n, k), in the order of the rows: the bits that the live page has, too."""
    return A.cumsum(axis=0)[-1]


def as_numbers(name, array, dtype):
    """The array C-contiguous, writable, of this dtype.  Raises ValueError for what is no array of real numbers."""
    if np.ma.isMaskedArray(array):
        raise ValueError(f"{name} is a masked array; fill or drop the masked values first")
    try:
        array = np.asarray(array)
        if array.dtype.kind == "c":
            raise TypeError("complex numbers have no order")
        if array.dtype.kind in "mM":
            raise TypeError(f"{array.dtype} has no unit as a number; divide by one, such as np.timedelta64(1, 'D')")
        with np.errstate(over="ignore"):
            return np.require(array, dtype, ["C", "W", "E", "A"])
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be an array of numbers: {error}") from None


def check_finite(name, array):
    """ValueError, naming the first place, where a matrix is not finite."""
    if not np.isfinite(array).all():
        row, column = np.argwhere(~np.isfinite(array))[0]
        raise ValueError(f"{name} must be finite in {array.dtype}; {name}[{row}, {column}] is {array[row, column]}")


def class_indices(T, classes, names=None):
    """Targets (n,), class indices or texts among ``names``, as indices 0 … classes − 1, int64.  Raises ValueError."""
    if T.dtype.kind in "USO" and not all(isinstance(t, (int, float, np.number, np.bool_)) for t in T.tolist()):
        if names is None:
            raise ValueError("text targets need a network with target_names")
        index = {name: k for k, name in enumerate(names)}
        unknown = sorted({str(t) for t in T} - set(index))
        if unknown:
            raise ValueError(f"unknown class {unknown[0]!r}; target_names are {', '.join(names)}")
        return np.array([index[str(t)] for t in T], dtype=np.int64)
    values = as_numbers("class indices", T, np.float64)
    wrong = values[~((values == np.floor(values)) & (values >= 0) & (values < classes))]
    if wrong.size:
        raise ValueError(f"class indices must be integers 0 to {classes - 1}, got {wrong[0]:g}")
    return values.astype(np.int64)
