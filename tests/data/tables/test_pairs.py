"""Pairs (X, T) of arrays, lists and frames."""

import numpy as np
import pytest

from numnet.analysis.layers import image_shape
from numnet.data import DataError, read_data
from tests.support.tables import digits

pytestmark = pytest.mark.filterwarnings("error")
RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(30, 3)), np.arange(30) % 3


def with_cell(value, row=3, column=1):
    """X with another cell."""
    other = X.copy()
    other[row, column] = value
    return other


@pytest.mark.parametrize("X", [X, X.tolist(), [tuple(row) for row in X.tolist()], X.astype(object), np.ma.asarray(X)])
def test_the_columns_of_x_have_numbers_as_names(X):
    data = read_data((X, Y))
    assert data.feature_names == ("x1", "x2", "x3") and data.targets == ("y",) and data.target_names == ("0", "1", "2")
    assert np.array_equal(data.X, np.asarray(X, float)) and np.array_equal(data.T, Y) and data.task == "multiclass"
    assert data.X.flags.c_contiguous and data.from_memory


@pytest.mark.parametrize(("T", "task", "targets", "names"), [
    (Y, "multiclass", "y", "0 1 2"), (Y.astype(float), "multiclass", "y", "0 1 2"),
    (Y > 1, "binary", "y", "false true"),
    (np.array(["b", "a", "c"])[Y].tolist(), "multiclass", "y", "a b c"), (X[:, 0], "regression", "y", "y"),
    (X[:, :2], "regression", "y1 y2", "y1 y2"), (np.c_[Y > 0, Y > 1], "multilabel", "y1 y2", "y1 y2"),
    (np.c_[Y > 0, Y > 1].astype(np.uint8), "multilabel", "y1 y2", "y1 y2"), (Y[:, None], "multiclass", "y", "0 1 2"),
])  # fmt: skip
def test_targets_are_told_apart_as_in_a_file(T, task, targets, names):
    data = read_data((X, T))
    assert (data.task, data.targets, data.target_names) == (task, tuple(targets.split()), tuple(names.split()))


def test_one_hot_targets():
    data = read_data((X, np.eye(3)[Y]), task="multiclass")
    assert np.array_equal(data.T, Y) and data.target_names == ("0", "1", "2") and data.targets == ("y",)
    pandas = pytest.importorskip("pandas")
    names = np.array(["c", "a", "b"])[Y]
    data = read_data((X, pandas.get_dummies(pandas.Series(names))), task="multiclass")
    assert data.target_names == ("a", "b", "c") and (np.array(data.target_names)[data.T] == names).all()
    for row in ([1, 1, 0], [0.5, 0.5, 0], [0, 0, 0], [2, 0, 0]):
        T = np.eye(3)[Y]
        T[4] = row
        with pytest.raises(DataError, match=r"^T, row 5: task multiclass takes classes \(n,\), or"):
            read_data((X, T), task="multiclass")


def test_frames_and_series_keep_their_names():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(X, columns=["a", "b", "y"])
    data = read_data((frame, pandas.Series(Y, name="kind")))
    assert data.feature_names == ("a", "b", "y") and data.targets == ("kind",)
    assert read_data((frame, Y)).targets == ("target",)
    assert read_data((frame["a"], frame[["b", "y"]])).targets == ("b", "y")
    assert read_data((X, frame[["a"]])).targets == ("a",)
    with pytest.raises(DataError, match="a column of X and one of T are called 'y'; rename one"):
        read_data((frame, pandas.Series(Y, name="y")))
    with pytest.raises(DataError, match=r"^\(X, T\): 1 missing cell, the first in row 4 \(index p3\), by column: b 1"):
        read_data((frame.assign(b=with_cell(np.nan)[:, 1]).set_index(np.array([f"p{k}" for k in range(30)])), Y))


def test_all_columns_of_x_are_features():
    numbered = np.c_[np.arange(30), np.ones(30), X]
    data = read_data((numbered, Y))
    assert np.array_equal(data.X, numbered)
    assert read_data((numbered, Y), exclude="x2").feature_names == ("x1", "x3", "x4", "x5")
    assert read_data((numbered, Y), columns=["x5", "x1"]).feature_names == ("x5", "x1")
    with pytest.raises(DataError, match=r"column 'x2' of X is of no use, empty; take it out of X"):
        read_data((np.c_[X[:, 0], np.full(30, np.nan)], Y), missing="median")


def test_images_and_single_columns():
    x, y = digits(40)
    data = read_data((x, y))
    assert image_shape(data.feature_names) == (5, 4) and np.array_equal(data.X, x.reshape(40, 20))
    data = read_data((X[:, 0], X[:, 1]))
    assert data.feature_names == ("x",) and np.array_equal(data.X, X[:, :1]) and np.array_equal(data.T, X[:, 1])
    data = read_data(([[1, "a"], [2, "b"], [3, "a"]] * 5, [0, 1, 1] * 5))
    assert data.feature_names == ("x1", "x2=a", "x2=b") and data.X[1].tolist() == [2, 0, 1]


def test_missing_cells():
    assert read_data((with_cell(np.nan), Y), missing="median").missing == "median"
    data = read_data((with_cell(np.nan), Y), missing="drop", weights=np.arange(1.0, 31))
    assert np.array_equal(data.T, np.delete(Y, 3)) and np.array_equal(data.weights, np.delete(np.arange(1.0, 31), 3))
    masked = np.ma.masked_equal(with_cell(-7), -7)
    assert np.isnan(read_data((masked, Y), missing="mean").X[3, 1])


@pytest.mark.parametrize(("pair", "said"), [
    ((X, Y[:9]), "X has 30 rows, T has 9; they must have as many"), ((X, None), "T is None; give an array"),
    (({1, 2}, Y), "X is a set; give an array"),
    (([[1, 2], [1]], [0, 1]), "X is ragged: row 1 has 2 values, row 2 has 1"),
    ((X + 1j, Y), "X holds complex numbers"), ((X, X[:, 0] * 1j), "T holds complex numbers"),
    ((np.ones((0, 3)), np.ones(0)), "X is empty, of shape (0, 3)"), ((np.float64(1), Y), "X is one value, 1.0"),
    (([[1, 2], [2, [3]]] * 9, [0, 1] * 9), "(X, T), row 2, column 'x2': a list is no number"),
    ((with_cell(np.inf), Y), "(X, T), row 4, column 'x2': 'inf' is not a finite number"),
    ((with_cell(np.nan), Y), "(X, T): 1 missing cell, the first in row 4, by column: x2 1"),
])  # fmt: skip
def test_pairs_that_are_refused(pair, said):
    with pytest.raises(DataError) as caught:
        read_data(pair)
    assert str(caught.value).startswith(said) and "\n" not in str(caught.value)


def test_sparse_matrices_are_refused():
    sparse = pytest.importorskip("scipy.sparse")
    with pytest.raises(DataError, match=r"^X is a sparse matrix; give X.toarray\(\)"):
        read_data((sparse.csr_matrix(X), Y))


def test_another_target_is_refused():
    assert read_data((X, Y), targets="y").targets == ("y",)
    with pytest.raises(DataError, match=r"the target of \(X, T\) is T, y, not x1; name no other"):
        read_data((X, Y), targets="x1")


BUNCH = {"data": X, "target": Y, "feature_names": ["a", "b", "c"], "target_names": np.array(["u", "v", "w"])}


@pytest.mark.parametrize(("change", "targets", "names"), [
    ({}, "target", "u v w"), ({"target_names": ["kind"]}, "kind", "0 1 2"), ({"target": X[:, 0]}, "target", "target"),
    ({"target": X[:, :2], "target_names": ["p", "q"]}, "p q", "p q"), ({"target_names": ["u"] * 2}, "target", "0 1 2"),
])  # fmt: skip
def test_sets_of_scikit_learn(change, targets, names):
    data = read_data(BUNCH | change)
    assert data.feature_names == ("a", "b", "c") and np.array_equal(data.X, X)
    assert data.targets == tuple(targets.split()) and data.target_names == tuple(names.split())
