"""What `read_data` and `read_features` take beside files."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from numnet.data import DataError, ReadOptions, fingerprint, load_dataset, read_data, read_features, read_source
from numnet.data.split_dataset import SplitDataset

pytestmark = pytest.mark.filterwarnings("error")
RNG = np.random.default_rng(1)
X, Y = RNG.normal(size=(30, 3)), np.arange(30) % 3
TABLE = {"a": X[:, 0], "city": np.array(["p", "q"])[RNG.integers(0, 2, 30)], "b": X[:, 1], "c": X[:, 2],
         "kind": np.array(["u", "v", "w"])[Y]}  # fmt: skip


def network(data):
    """The part of a network that says how data are read."""
    return SimpleNamespace(columns=data.columns, feature_names=data.feature_names, target_names=data.target_names)


def rows(table, names=("a", "city", "b", "c")):
    """[[cell, ...], ...] of some columns."""
    return [list(row) for row in zip(*(table[name].tolist() for name in names))]


@pytest.mark.parametrize(("data", "kind"), [
    (("a.csv", "b.csv"), "tuple of str, str"), ((X, Y, Y), "tuple of ndarray, ndarray, ndarray"), (None, "None"),
    (X, r"ndarray of shape \(30, 3\)"), ([X, Y], "list of ndarray, ndarray"), (5, "int"), ([], "list of "),
])  # fmt: skip
def test_what_can_be_no_data(data, kind):
    with pytest.raises(TypeError, match=rf"^data must be .* a pair \(X, T\) or a Dataset, got {kind}$"):
        read_data(data)


def test_a_name_is_a_bundled_set_and_a_path_a_file(tmp_path):
    assert fingerprint(read_data("iris")) == fingerprint(load_dataset("iris"))
    with pytest.raises(DataError, match=r"^no such file: \S*nothing.csv"):
        read_data(tmp_path / "nothing.csv")


def test_a_dataset_is_taken_as_it_is():
    iris = load_dataset("iris")
    data = read_data(iris, split="stratified", test=0.2, weights=np.arange(150.0), class_weight="balanced")
    assert data.X is iris.X and data.T is iris.T and data.from_memory and not iris.from_memory
    assert (data.split_plan.how, data.split_plan.test, data.class_weight) == ("stratified", 0.2, "balanced")
    assert np.array_equal(data.weights, np.arange(150.0)) and "weights" not in data.reading
    assert read_data(data).split_plan.how == "stratified" and np.array_equal(read_data(data).weights, data.weights)
    assert read_data(iris, targets="species", task="multiclass").targets == iris.targets


@pytest.mark.parametrize(("option", "said"), [
    ({"columns": "petal"}, "takes no columns, got"), ({"exclude": "petal"}, "takes no exclude"),
    ({"targets": "petal"}, "takes no targets"), ({"missing": "drop"}, "takes no missing='drop'"),
    ({"weights": "w"}, "takes no a column of weights"), ({"split": "group:g"}, "takes no split group:COLUMN"),
    ({"task": "binary"}, "is for task multiclass, not binary"), ({"weights": np.ones(3)}, "there are 3 weights"),
])  # fmt: skip
def test_what_is_settled_of_a_dataset(option, said):
    with pytest.raises(DataError, match=said) as caught:
        read_data(load_dataset("iris"), **option)
    assert "\n" not in str(caught.value)


# --- weights ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("weights", [list(range(1, 31)), np.arange(1, 31), np.arange(1, 31.0)[:, None]])
def test_weights_themselves(tmp_path, weights):
    (tmp_path / "a.csv").write_text("x,y\n" + "".join(f"{x},{y}\n" for x, y in zip(X[:, 0], Y)))
    for source in ((X, Y), TABLE, tmp_path / "a.csv"):
        data = read_data(source, weights=weights)
        assert np.array_equal(data.weights, np.arange(1.0, 31)) and data.weights.dtype == np.float64
        assert data.from_memory and "weights" not in data.reading
    assert not read_data(tmp_path / "a.csv").from_memory
    assert read_data("iris", weights=np.ones(150)).from_memory


@pytest.mark.parametrize(("weights", "said"), [
    (np.ones(4), r"there are 4 weights, \(X, T\) has 30 rows"), (-np.ones(30), "weights, row 1: -1.0 is no weight"),
    (["a"] * 30, "weights are of type object"), (np.zeros(30), "all weights are 0"), (5, "weights is an int"),
    (np.ones((30, 2)), r"weights have shape \(30, 2\)"), (np.full(30, np.nan), "weights, row 1: nan is no weight"),
])  # fmt: skip
def test_weights_that_are_refused(weights, said):
    with pytest.raises(DataError, match=f"^{said}"):
        read_data((X, Y), weights=weights)


# --- validation data --------------------------------------------------------------------------------------------------


def test_validation_data_of_any_kind(tmp_path):
    few = {name: cells[:12] for name, cells in TABLE.items()}
    path = tmp_path / "few.csv"
    path.write_text("\n".join([",".join(few), *(",".join(map(str, row)) for row in rows(few, few))]))
    expected = read_data(TABLE, validation_data=path).split_plan.validation
    assert len(expected.X) == 12 and ReadOptions(validation_data=path).validation_data == str(path)
    inputs = {name: few[name] for name in ("c", "b", "city", "a")}
    for data in (few, (rows(few), few["kind"]), (expected.X, few["kind"].tolist()), (inputs, few["kind"]), expected):
        found = read_data(TABLE, validation_data=data)
        assert fingerprint(found.split_plan.validation) == fingerprint(expected)
        assert "validation_data" not in found.reading and np.array_equal(SplitDataset.of(found, 0, 0).T, found.T)
    with pytest.raises(DataError, match="'0' is no class of the model"):
        read_data(TABLE, validation_data=(inputs, Y[:12].astype(str)))
    with pytest.raises(DataError, match=r"X has 2 columns, the model takes 4: a, city, b, c"):
        read_data(TABLE, validation_data=(X[:, :2], TABLE["kind"]))
    with pytest.raises(DataError, match="the validation data iris have another feature_names"):
        read_data((X, Y), validation_data=load_dataset("iris"))


def test_gaps_of_validation_data_are_filled_as_those_of_the_training_part():
    holes = X.copy()
    holes[::7, 1] = np.nan
    parts = SplitDataset.of(read_data((holes, Y), missing="median", validation_data=(holes[:8], Y[:8])), 0, seed=0)
    assert parts.X_validation[0, 1] == parts.X[7, 1] == np.nanmedian(holes[:, 1])


# --- like -------------------------------------------------------------------------------------------------------------


def test_features_of_anything():
    data = read_data(TABLE)
    like, table = network(data), {name: TABLE[name] for name in ("c", "kind", "b", "city", "a")}
    for source in (table, [dict(zip(table, row)) for row in rows(table, table)], rows(TABLE), data.X, data.X.tolist(),
                   np.array(rows(TABLE), dtype=object), dict(zip(data.feature_names, data.X.T)),
                   {"data": table, "target": Y, "DESCR": ""}):  # fmt: skip
        X, remarks = read_features(source, like)
        assert np.array_equal(X, data.X) and X.dtype == np.float64 and X.flags.c_contiguous and remarks == []
    (row,), (remark,) = read_features([{"a": 1, "b": 2, "c": 3, "city": "z"}], like)
    assert row.tolist() == [1, 0, 0, 2, 3]
    assert remark == "column 'city': 'z' 1 in 1 row taken as none of the known ones"


@pytest.mark.parametrize(("source", "said"), [
    (X, "X has 3 columns, the model takes 4: a, city, b, c"),
    (X[0], r"X has shape \(3,\), the model takes 4 columns; for one row give X.reshape\(1, -1\)"),
    ({"city": ["p"], "b": [1], "c": [2]}, "data frame: no column 'a'; found 'city', 'b', 'c'"), (None, "X is None"),
    ({"a": 1, "b": 2, "c": 3, "city": "p"}, "data frame: column 'a' is 1, one value; give a list, or a list of dicts"),
    (np.array([[1, 0, 1, np.nan, 2]]), "X: 1 missing cell, by column: b 1; the model was trained without"),
    (Path("nothing.csv"), "no such file: nothing.csv"),
])  # fmt: skip
def test_features_that_are_refused(source, said):
    with pytest.raises(DataError, match=f"^{said}"):
        read_features(source, network(read_data(TABLE)))


def test_features_of_a_model_with_one_input_and_of_one_that_fills_gaps():
    like = network(read_data((X[:, 0], Y)))
    assert np.array_equal(read_features(X[:5, 0], like)[0], X[:5, :1])
    data = read_data(TABLE)
    like.columns, like.feature_names = data.columns.filled(data.X, "median"), data.feature_names
    assert read_features(np.array([[1, 0, 1, np.nan, 2]]), like)[0].tolist() == [[1, 0, 1, np.median(TABLE["b"]), 2]]
    assert read_features([[1, "q", None, 2]], like)[0].tolist() == [[1, 0, 1, np.median(TABLE["b"]), 2]]


def test_evaluation_data_of_any_kind():
    data = read_data(TABLE)
    like, options = network(data), ReadOptions(("kind",), "multiclass")
    inputs = {name: TABLE[name] for name in ("b", "a", "c", "city")}
    for source in (TABLE, (inputs, TABLE["kind"]), (data.X, TABLE["kind"].tolist()), (rows(TABLE), TABLE["kind"]),
                   (data.X, np.eye(3)[data.T]), data):  # fmt: skip
        found = read_source(source, options, like)
        assert np.array_equal(found.X, data.X) and np.array_equal(found.T, data.T)
        assert (found.feature_names, found.target_names) == (data.feature_names, data.target_names)
    with pytest.raises(DataError, match=r"\(X, T\), row 1, column 'kind': '0' is no class of the model; there are: u"):
        read_source((data.X, Y), options, like)
