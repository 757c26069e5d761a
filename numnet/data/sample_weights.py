"""Weights of rows that are given as numbers, not as a column of the data."""

import numpy as np

from numnet.data.errors import DataError
from numnet.data.tables.arrays import rows_of
from numnet.utils.wording import plural


def row_weights(weights, n, of):
    """Weights (n,) float64 of an array, a list or a series.

    of: what they are weights of, as messages call it.  Raises `DataError` unless they are n numbers >= 0, not all 0.
    """
    array = rows_of(weights, "weights")
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim != 1:
        raise DataError(f"weights have shape {array.shape}; give one number for each row")
    if len(array) != n:
        raise DataError(f"there are {plural(len(array), 'weight')}, {of} has {plural(n, 'row')}; give one for each row")
    try:
        values = array.astype(np.float64)
    except (TypeError, ValueError):
        raise DataError(f"weights are of type {array.dtype}; give numbers >= 0") from None
    wrong = ~(np.isfinite(values) & (values >= 0))
    if array.dtype.kind in "mM" or wrong.any():
        row = int(np.flatnonzero(wrong)[0]) if wrong.any() else 0
        raise DataError(f"weights, row {row + 1}: {array[row]} is no weight; weights are finite numbers >= 0")
    if not values.any():
        raise DataError("all weights are 0; some must be larger")
    return values
