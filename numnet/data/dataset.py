"""A data set in memory, its fingerprint, and the split into training and validation part."""

import hashlib
import math
from dataclasses import dataclass

import numpy as np

from numnet.data.catalogue import DataError


@dataclass(frozen=True, eq=False)
class Dataset:
    """Inputs, targets, and the names of both.

    X (n, d) float64, C-contiguous. T by task: regression (n,) or (n, k) float64; binary (n,) int64 of 0/1; multiclass
    (n,) int64 class indices; multilabel (n, k) int64 of 0/1. `targets` names the target columns; `target_names` the
    classes in index order, or the labels, or again the target columns of a regression. `reason` says why the task is
    what it is; `scale` whether the command line standardises by default; `truth_table` that every row is unique, so
    that a validation part makes no sense.
    """

    name: str
    X: np.ndarray
    T: np.ndarray
    task: str
    feature_names: tuple[str, ...]
    target_names: tuple[str, ...]
    targets: tuple[str, ...]
    reason: str
    scale: bool
    truth_table: bool = False


def fingerprint(dataset):
    """16 hexadecimal digits that change with any value, type, shape, task or column name, but not with the file."""
    digest = hashlib.sha256()
    for array in (dataset.X, dataset.T):
        digest.update(f"{array.shape} {array.dtype.str}".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    digest.update(repr((dataset.task, dataset.feature_names, dataset.target_names, dataset.targets)).encode())
    return digest.hexdigest()[:16]


def split(n, fraction, seed):
    """Row indices of the training and of the validation part, each sorted, (m,) int64.

    The validation part has round(fraction * n) rows, and each part at least one. Raises `DataError` if n < 2 or the
    fraction is not between 0 and 1.

    >>> [part.tolist() for part in split(5, 0.4, seed=0)]
    [[0, 1, 3], [2, 4]]
    """
    if not (math.isfinite(fraction) and 0 < fraction < 1):
        raise DataError(f"the validation fraction must be > 0 and < 1, got {fraction}")
    if n < 2:
        raise DataError(f"a validation part needs at least 2 rows, got {n}; add rows, or train without validation")
    held_out = min(max(round(fraction * n), 1), n - 1)
    order = np.random.default_rng(seed).permutation(n).astype(np.int64)
    return np.sort(order[held_out:]), np.sort(order[:held_out])
