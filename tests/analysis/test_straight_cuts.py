"""The straight cuts that have most rows right, beside all cuts that there are."""

import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

import numnet
from numnet.analysis.straight_cuts import most_right, nets

pytestmark = pytest.mark.filterwarnings("error")


def right(task, X, T, weights):
    Z = nets(X, weights)
    return int(((Z[:, 0] > 0) == T if task == "binary" else Z.argmax(axis=1) == T).sum())


def found(task, X, T, k, **options):
    return right(task, X, T, most_right(task, X, T, np.zeros((X.shape[1] + 1, k)), **options))


def separable(task, X, T, k):
    """Whether a linear classifier has all of the rows right: by linear programming."""
    A = np.column_stack([X, np.ones(len(X))])
    if task == "binary":
        margins = np.where(T == 1, 1, -1)[:, None] * A
    else:
        margins = [np.kron(np.eye(k)[t] - np.eye(k)[j], a) for a, t in zip(A, T) for j in range(k) if j != t]
    margins = np.reshape(margins, (-1, A.shape[1] * (1 if task == "binary" else k)))
    return linprog(np.zeros(margins.shape[1]), -margins, -np.ones(len(margins)), bounds=(None, None)).status == 0


def most(task, X, T, k):
    """The largest number of rows that one classifier has right, of all sets of rows."""
    for size in range(len(X), 0, -1):
        sets = map(list, itertools.combinations(range(len(X)), size))
        if any(separable(task, X[rows], T[rows], k) for rows in sets):
            return size
    return 0


def most_along(X, T):
    """The same of two features: the best threshold in every direction between two pairs of the rows."""
    a, b = np.triu_indices(len(X), 1)
    angles = np.unique(np.arctan2(*(X[b] - X[a]).T[::-1]) % np.pi)
    best, sign = 0, np.where(T == 1, 1, -1)
    for angle in (angles + np.append(angles[1:], angles[0] + np.pi)) / 2:
        order = np.argsort(X @ [-np.sin(angle), np.cos(angle)])
        above = (T == 1).sum() - np.append(0, np.cumsum(sign[order]))  # the rows above a threshold say yes
        below = len(X) - above
        best = max(best, above.max(), below.max())
    return int(best)


@pytest.mark.parametrize(("name", "expected"), [("xor", 3), ("and", 4), ("or", 4)])
def test_truth_tables(name, expected):
    data = numnet.load_dataset(name)
    assert found("binary", data.X, data.T, 1) == most("binary", data.X, data.T, 1) == expected


@pytest.mark.parametrize("seed", range(4))
def test_no_cut_has_more_of_a_few_rows_right(seed):
    rng = np.random.default_rng(seed)
    X, T = rng.normal(size=(8, 2)), rng.integers(0, 2, 8)
    assert found("binary", X, T, 1) == most("binary", X, T, 1) == most_along(X, T)
    X, T = rng.normal(size=(7, 2)), rng.permutation([0, 0, 1, 1, 2, 2, 2])
    best = most("multiclass", X, T, 3)
    assert best - 1 <= found("multiclass", X, T, 3) <= best  # of three classes it is a search, and near


@pytest.mark.parametrize(("name", "n"), [("circles", 200), ("moons", 200), ("checkerboard", 90), ("xor_cloud", 80)])
def test_no_line_has_more_of_the_rows_of_a_bundled_set_right(name, n):
    data = numnet.load_dataset(name, n=n)
    assert found("binary", data.X, data.T, 1) >= most_along(data.X, data.T)


def test_rows_count_by_their_weight():
    X, T = np.array([[0.0], [1], [2]]), np.array([1, 0, 1])
    for heavy in range(3):
        weight = np.where(np.arange(3) == heavy, 5.0, 1.0)
        weights = most_right("binary", X, T, np.zeros((2, 1)), weight)
        assert (nets(X, weights)[heavy, 0] > 0) == T[heavy]


def test_a_start_that_nothing_beats_stays():
    X, T = np.array([[0.0], [1], [2]]), np.array([0, 0, 1])
    start = np.array([[1.0], [-1.9]])
    assert (most_right("binary", X, T, start) == start).all()


def test_labels_are_cut_one_by_one():
    X = numnet.load_dataset("xor").X
    T = np.column_stack([X[:, 0] * X[:, 1], X[:, 0] != X[:, 1]]).astype(int)
    Z = nets(X, most_right("multilabel", X, T, np.zeros((3, 2))))
    assert ((Z > 0) == T).sum(axis=0).tolist() == [4, 3]
