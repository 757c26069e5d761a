"""Standardisation: mean 0 and standard deviation 1 for features, and for the targets of a regression."""

from dataclasses import dataclass, fields

import numpy as np

from numnet.data.errors import DataError
from numnet.files.schema import check, finite_array


def _mean_and_scale(A, what, names):
    """Mean and standard deviation of each column of A (n, d) or (n,); a constant column gets the scale 1."""
    from numnet.cpu.column_moments import column_moments

    A = np.asarray(A, dtype=np.float64)
    if len(A) == 0:
        raise DataError(f"cannot standardise {what} columns without rows")
    A = A.reshape(len(A), -1)
    mean, scale = column_moments(A)
    if not (np.isfinite(mean).all() and np.isfinite(scale).all()):
        column = int(np.flatnonzero(~np.isfinite(mean) | ~np.isfinite(scale))[0])
        name = repr(names[column]) if names else column + 1
        raise DataError(f"cannot standardise {what} column {name}: values are not finite, or too large to square")
    # Rounding can leave a constant column a deviation of 1e-17, and squaring can underflow: neither is a scale.
    constant = A.max(axis=0) == A.min(axis=0)
    mean = np.where(constant, A[0], mean)
    return mean, np.where(constant | (scale == 0), 1.0, scale)


@dataclass(frozen=True, eq=False)
class Scaler:
    """x -> (x - mean) / scale, column by column; all four fields (d,) or (k,) float64, None for unscaled targets.

    >>> scaler = Scaler.fit(np.array([[0.0, 5.0], [4.0, 5.0]]))
    >>> scaler.transform(np.array([[6.0, 5.0]]))
    array([[2., 0.]])
    """

    mean: np.ndarray
    scale: np.ndarray
    target_mean: np.ndarray | None = None
    target_scale: np.ndarray | None = None

    @classmethod
    def fit(cls, X, T=None, feature_names=(), targets=()):
        """Measures X (n, d) and, for a regression, T (n,) or (n, k). Raises `DataError` for values past 1e154."""
        of_targets = (None, None) if T is None else _mean_and_scale(T, "target", targets)
        return cls(*_mean_and_scale(X, "feature", feature_names), *of_targets)

    @classmethod
    def joined(cls, scalers):
        """One scaler from several, their columns side by side; targets as the first has them."""
        mean, scale = (np.concatenate([getattr(one, name) for one in scalers]) for name in ("mean", "scale"))
        return cls(mean, scale, scalers[0].target_mean, scalers[0].target_scale)

    def transform(self, X):
        """X (n, d) standardised, float64. Raises `DataError` for another number of columns."""
        X = np.asarray(X, dtype=np.float64)
        if X.ndim != 2 or X.shape[1] != len(self.mean):
            raise DataError(f"X must have shape (n, {len(self.mean)}) as when the scaler was fitted, got {X.shape}")
        with np.errstate(over="ignore", invalid="ignore"):  # whoever takes it looks for infinities
            return (X - self.mean) / self.scale

    def transform_targets(self, T):
        """T (n,) or (n, k) standardised, same shape, float64; unchanged values where targets were not fitted."""
        T = np.array(T, dtype=np.float64)
        with np.errstate(over="ignore", invalid="ignore"):
            return T if self.target_mean is None else (T - self.target_mean) / self.target_scale

    def inverse_targets(self, Y):
        """Outputs (n,) or (n, k) of a network back in the targets' own units, same shape, float64."""
        Y = np.array(Y, dtype=np.float64)
        with np.errstate(over="ignore", invalid="ignore"):
            return Y if self.target_mean is None else Y * self.target_scale + self.target_mean

    def to_dict(self):
        """{field: list of floats, or None}; JSON keeps it without loss."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: None if value is None else value.tolist() for name, value in values.items()}

    @classmethod
    def from_dict(cls, record):
        """The inverse of `to_dict`.  Raises ValueError or KeyError for another record."""
        check(record, {})
        return cls(*(None if record[f.name] is None else finite_array(record[f.name]) for f in fields(cls)))
