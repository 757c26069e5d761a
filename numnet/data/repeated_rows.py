"""Rows that a data set has more than once."""

from dataclasses import replace

import numpy as np

from numnet.data.errors import DataError
from numnet.utils.wording import plural


def without_repeats(dataset):
    """The `Dataset` with the first of equal rows alone, and a remark that counts the others; itself where none repeat.

    Rows are equal where features, targets, weights and groups are; gaps are, too.  Raises `DataError` if only one row
    is left.
    """
    plan, n = dataset.split_plan, len(dataset.X)
    parts = [dataset.X, dataset.T, dataset.weights, plan.groups]
    first = first_rows([part.reshape(n, -1) for part in parts if part is not None])
    gone = n - len(first)
    if not gone:
        return replace(dataset, remarks=(*dataset.remarks, "no row is there twice"))
    if len(first) < 2:
        raise DataError(f"{dataset.name}: all {n} rows are equal; leave out --drop-duplicates, or name other data")
    groups = None if plan.groups is None else np.unique(plan.groups[first], return_inverse=True)[1]
    tested = int((first >= n - plan.tested).sum())
    weights = None if dataset.weights is None else dataset.weights[first]
    remarks = (*dataset.remarks, f"{plural(gone, 'repeated row')} left out, {len(first)} kept")
    return replace(dataset, X=dataset.X[first], T=dataset.T[first], weights=weights, remarks=remarks,
                   split_plan=replace(plan, groups=groups, tested=tested))  # fmt: skip


def first_rows(parts):
    """Sorted indices (m,) of the rows that no row before is equal to, of arrays (n, k) side by side."""
    rows = np.hstack([part.astype(np.float64) for part in parts]) + 0.0  # −0 is 0
    rows[np.isnan(rows)] = np.nan  # of one kind
    whole = rows.view(np.dtype((np.void, rows.dtype.itemsize * rows.shape[1]))).ravel()
    return np.sort(np.unique(whole, return_index=True)[1])
