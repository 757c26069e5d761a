"""Checks of columns: one that gives the target away, and two that are the same."""

import numpy as np

from numnet.diagnostics.case import BROKEN, NOTE, OK
from numnet.diagnostics.checks import check
from numnet.diagnostics.data_checks import ranks
from numnet.diagnostics.edits import excluding, feature_labels, sources, without_columns
from numnet.diagnostics.remedies import Remedy
from numnet.utils.wording import listed, plural

MOST = 2000  # columns, and rows, that are compared


@check("copies of the target")
def copies(case):
    """Whether a feature alone tells the target: it will not be known where the network is used.

    By the share of its variance that lies between the classes, or that a regression's target or its ranks explain, in
    at most 2000 rows.  Of the bundled sets a feature reaches 0.95 (the petals of iris); note above 0.97, broken above
    0.99, in a regression, where a line is no rarity, above 0.99 and 0.999.  One feature alone is the problem itself,
    and inputs computed from features are somebody's idea: they pass.
    """
    X, T = (A.astype(np.float64) for A in case.sample(MOST)[:2])
    if X.shape[1] < 2 or len(X) < 20 or case.network.terms is not None:
        return None
    share = explained(X, T, case.network.task)
    top, names = int(share.argmax()), feature_labels(case.network)
    noted, broken = (0.99, 0.999) if case.network.task == "regression" else (0.97, 0.99)
    if not share[top] > noted:
        closest = f"{names[top]}, of whose variance it explains {100 * share[top]:.1f} %"
        return OK, f"no single feature gives the target away; closest is {closest}"
    found = [int(k) for k in np.flatnonzero(share > noted)]
    words = f"{listed([names[k] for k in found])}: {100 * share[top]:.2f} % of the variance is explained by the target"
    remedy = Remedy(excluding(case.network, found), lambda case: without_columns(case, found))
    return BROKEN if share[top] > broken else NOTE, words, remedy


def explained(X, T, task):
    """The share of the variance of each column of X (n, d) that a column of the targets T (n, k) explains, (d,)."""
    if task == "regression":
        return np.maximum(squared_correlation(X, T), squared_correlation(ranks(X), ranks(T))).max(axis=1)
    if task == "multilabel":
        return np.max([explained(X, t[:, None], "binary") for t in T.T], axis=0)
    T = np.hstack([1 - T, T]) if task == "binary" else T
    total, count = ((X - X.mean(axis=0)) ** 2).sum(axis=0), T.sum(axis=0)
    means = (T.T @ X) / np.maximum(count, 1)[:, None]
    between = (count[:, None] * (means - X.mean(axis=0)) ** 2).sum(axis=0)
    return np.where(total > 0, between / np.where(total > 0, total, 1), 0)


def squared_correlation(A, B):
    """r² of each column of A (n, d) with each of B (n, k), (d, k); 0 for constant columns."""
    A, B = (M - M.mean(axis=0) for M in (A, B))
    norm = (A**2).sum(axis=0)[:, None] * (B**2).sum(axis=0)
    return np.where(norm > 0, (A.T @ B) ** 2 / np.where(norm > 0, norm, 1), 0)


@check("repeated columns")
def repeated(case):
    """Columns that are equal but for unit and sign, to float32's digits: one of them says all.

    A note: a network learns with both, but its weights and what is said of a feature are then shared out by chance.
    Levels of one text column are not compared, since two of them always mirror each other.
    """
    X, of = case.sample(MOST)[0][:, :MOST].astype(np.float64), sources(case.network)
    if X.shape[1] < 2 or len(X) < 20:
        return None
    equal = np.triu(squared_correlation(X, X) > 1 - 1e-9, 1)
    pairs = [(int(j), int(k)) for j, k in zip(*np.nonzero(equal)) if of[j] != of[k]]
    if not pairs:
        return OK, f"no two of {plural(case.X.shape[1], 'column')} are the same"
    names, later = feature_labels(case.network), sorted({k for _, k in pairs})
    words = listed([f"{names[j]} and {names[k]} are the same" for j, k in pairs], 3)
    return NOTE, words, Remedy(excluding(case.network, later), lambda case: without_columns(case, later))
