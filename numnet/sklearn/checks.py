"""Conversions and checks in scikit-learn's manner."""

from sklearn.utils import column_or_1d


def dense(X):
    """X as an array, also where it is a sparse matrix."""
    return X.toarray() if hasattr(X, "toarray") else X


def column(y):
    """y (n,) of (n,) or (n, 1), with the warning that scikit-learn gives of the latter."""
    return column_or_1d(y, warn=True)


def check_number(name, value, kind, at_least):
    """ValueError for what is no number of this kind, or too small."""
    if not isinstance(value, kind) or isinstance(value, bool) or not value >= at_least:
        raise ValueError(f"{name} must be a number >= {at_least}, got {value!r}")


def without_zeros(X, T, weight):
    """(X, T, weights) without rows of weight 0: other rows are then the same batches, order and held-out part."""
    if weight is None or weight.all():
        return X, T, weight
    counts = weight != 0
    if not counts.any():
        raise ValueError("sample_weight must not all be 0")
    return X[counts], T[counts], weight[counts]
