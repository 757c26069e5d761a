"""From columns to features: numbers, yes and no, texts one-hot, gaps, identifiers, and the same again at prediction."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

import numnet
from numnet.data import Columns, DataError, read_csv, read_features
from numnet.data.split_dataset import SplitDataset

pytestmark = pytest.mark.filterwarnings("error")


def numbers(n, seed=0):
    return np.random.default_rng(seed).normal(size=n).round(3).tolist()


def model_of(data, fill=None):
    """What of a network decides how a file is read."""
    columns = data.columns if fill is None else Columns(data.columns.features, fill)
    return SimpleNamespace(columns=columns, feature_names=data.feature_names, target_names=data.target_names)


# --- kinds of columns ---


def test_texts_become_one_hot_and_yes_and_no_become_1_and_0(file):
    cities = ["서울", "부산", "서울", "대구"]
    data = read_csv(file({"x": numbers(8), "city": cities, "ok": ["Yes", "no"], "y": [0.5, 2]}))
    assert data.feature_names == ("x", "city=대구", "city=부산", "city=서울", "ok")
    assert data.X[:4, 1:].tolist() == [[0, 0, 1, 1], [0, 1, 0, 0], [0, 0, 1, 1], [1, 0, 0, 0]]
    assert data.remarks == ("one-hot: city (3)",)


@pytest.mark.parametrize("words", ["true false", "TRUE FALSE", "yes no", "Y N", "t f", "on off"])
def test_words_for_yes_and_no(file, words):
    data = read_csv(file({"x": numbers(6), "ok": words.split(), "y": [0.5, 2]}))
    assert data.feature_names == ("x", "ok") and data.X[:, 1].tolist() == [1, 0] * 3


def test_rare_levels_are_gathered(file):
    cells = ["common"] * 600 + ["often"] * 380 + ["rare"] * 9 + ["seldom"] * 8 + [f"once {i}" for i in range(3)]
    data = read_csv(file({"x": numbers(1000), "what": cells, "y": [0.5, 2]}))
    assert data.feature_names == ("x", "what=common", "what=often", "what=(other)")
    assert data.X[:, 3].sum() == 20 and (data.X[:, 1:].sum(axis=1) == 1).all()


def test_at_most_50_levels_have_a_column(file):
    data = read_csv(file({"x": numbers(6000), "what": [f"level {i % 60}" for i in range(6000)], "y": [0.5, 2]}))
    assert len(data.feature_names) == 52 and data.feature_names[-1] == "what=(other)"


def test_a_number_among_texts_is_a_text(file):
    data = read_csv(file({"x": numbers(12), "size": ["7", "07", "7.0", "high", "low", "low"], "y": [0.5, 2]}))
    assert data.feature_names[1:] == ("size=7", "size=high", "size=low") and data.X[:3, 1].tolist() == [1, 1, 1]


@pytest.mark.parametrize(("name", "cells", "why"), [
    ("PassengerId", [5 * i for i in range(40)], "identifiers"), ("customer_id", list(range(100, 140)), "identifiers"),
    ("", list(range(40)), "identifiers"), ("Unnamed: 0", [3 * i for i in range(40)], "identifiers"),
    ("n", list(range(1, 41)), "identifiers"), ("card", [2**60 + 4096 * i for i in range(40)], "identifiers"),
    ("name", [f"Mr. {i}" for i in range(40)], "all rare"), ("version", [3], "the same in all rows"),
    ("note", ["as ever"], "the same in all rows"), ("gap", [""], "empty"), ("gap", ["NA"], "empty"),
])  # fmt: skip
def test_columns_of_no_use_are_left_out_and_said(file, name, cells, why):
    path = file({name: cells, "x": numbers(40), "y": [0.5, 2]})
    data = read_csv(path)
    assert data.feature_names == ("x",)
    (remark,) = data.remarks
    assert remark.startswith("left out, ") and why in remark and remark.endswith(": " + (name or "column1"))


@pytest.mark.parametrize(("name", "cells"), [
    ("id", [1, 2] * 20), ("paid", list(range(50, 90))), ("width", [i + 0.5 for i in range(40)]),
    ("year", list(range(1980, 2020))), ("t", list(range(40))), ("Day", list(range(1, 41))),
    ("grid", list(range(3, 43))),
])  # fmt: skip
def test_what_only_resembles_an_identifier_stays(file, name, cells):
    assert read_csv(file({name: cells, "x": numbers(40), "y": [0.5, 2]})).feature_names == (name, "x")


def test_identifiers_stay_where_they_are_asked_for_or_all_there_is(file):
    path = file({"id": list(range(40)), "one": [1], "x": numbers(40), "y": [0.5, 2]})
    assert read_csv(path, columns=["id", "x"]).feature_names == ("id", "x")
    assert read_csv(path, columns="*").feature_names == ("id", "one", "x")
    assert read_csv(file({"x": list(range(40)), "y": [0.5, 2]})).feature_names == ("x",)


# --- which columns ---


def test_targets_columns_and_exclusions(file):
    path = file({"a": numbers(9), "b": numbers(9, 1), "c": numbers(9, 2), "d": [0.5, 1.5]})
    assert read_csv(path, exclude="b").feature_names == ("a", "c")
    assert read_csv(path, exclude="a,b").feature_names == ("c",)
    assert read_csv(path, "a", columns=["d", "b"]).feature_names == ("d", "b")
    assert read_csv(path, weights="d").targets == ("c",) and read_csv(path, split="group:d").targets == ("c",)
    data = read_csv(path, ["c", "a"])
    assert data.targets == ("c", "a") and data.feature_names == ("b", "d")
    for options, message in (
        ({"targets": "A"}, r"no target column 'A'; did you mean 'a'\?"), ({"exclude": "e"}, "no column 'e'; there are"),
        ({"columns": ["a", "zz"]}, "no column 'zz'"), ({"exclude": "d"}, "'d' is both the target and excluded"),
        ({"exclude": ["a", "b", "c"]}, "no columns left for features"), ({"missing": "no"}, "missing must be one of"),
        ({"split": "odd"}, "split must be one of"), ({"test": 1.5}, "test must be a share"),
        ({"weights": "d", "targets": "d"}, "'d' is both the target and the weights"),
        ({"weights": "w"}, "no column 'w'"), ({"split": "group:g"}, "no column 'g'"),
    ):
        with pytest.raises(DataError, match=message):
            read_csv(path, **options)


def test_names_with_commas_are_names_first(tmp_path):
    (tmp_path / "a.csv").write_text('"size, in m",x,y\n1,2,0.5\n3,4,1.5\n')
    assert read_csv(tmp_path / "a.csv", exclude="size, in m").feature_names == ("x",)


# --- missing cells ---


@pytest.fixture
def gaps(file):
    a = ["1", "", "3", "NA", "5", "6", "7", "8", "9", "10"] * 10
    b = ["red", "blue", "red", "blue", "?", "red", "blue", "red", "red", "blue"] * 10
    y = [0.5, 1.5, 2.5, 0.5, 1.5, 2.5, "", 1.5, 2.5, 3.5] * 10
    return file({"a": a, "b": b, "y": y})


def test_missing_cells_are_an_error_that_counts_them(gaps):
    with pytest.raises(DataError) as caught:
        read_csv(gaps)
    assert str(caught.value) == (
        f"{gaps}: 30 missing cells, the first in line 3, by column: a 20, b 10; choose --missing median or mean "
        "to fill them, --missing drop to leave such rows out (60 of 100 rows are complete), or --exclude columns"
    )


def test_rows_with_missing_cells_can_be_dropped(gaps):
    data = read_csv(gaps, missing="drop")
    assert data.X.shape == (60, 3) and not np.isnan(data.X).any() and data.missing is None
    assert data.X[0].tolist() == [1, 0, 1] and data.T[:3].tolist() == [0.5, 2.5, 2.5]
    assert "30 rows with missing cells left out (a 20, b 10)" in data.remarks
    assert "10 rows without a target left out ('y')" in data.remarks


@pytest.mark.parametrize("way", ["mean", "median"])
def test_missing_numbers_are_filled_from_the_training_part_alone(gaps, way):
    data = read_csv(gaps, missing=way)
    assert data.feature_names == ("a", "b=blue", "b=red", "b=(missing)") and len(data.X) == 90  # no target, no row
    assert np.isnan(data.X[:, 0]).sum() == 20 and data.X[:, 3].sum() == 10
    parts = SplitDataset.of(data, 0.3, seed=1)
    known = data.X[parts.training, 0]
    value = getattr(np, f"nan{way}")(known)
    assert parts.columns.fill[0] == value
    assert way == "median" or value != np.nanmean(data.X[:, 0])
    for X, rows in ((parts.X, parts.training), (parts.X_validation, parts.validation)):
        assert X[np.isnan(data.X[rows, 0]), 0] == pytest.approx(value) and not np.isnan(X).any()
    assert np.isnan(data.X[:, 0]).sum() == 20


@pytest.mark.parametrize("word", ["", "NA", "n/a", "NaN", "null", "?", "-", "None", "unknown", "#DIV/0!"])
def test_words_for_a_missing_number(file, word):
    data = read_csv(file({"a": [*numbers(19), word], "b": numbers(20), "y": [0.5, 2]}), missing="mean")
    assert np.isnan(data.X[:, 0]).tolist() == [False] * 19 + [True]


def test_none_and_unknown_are_texts_among_texts(file):
    data = read_csv(file({"a": numbers(12), "job": ["unknown", "none", "-", "clerk"], "y": [0.5, 2]}))
    assert data.feature_names[1:] == ("job=-", "job=clerk", "job=none", "job=unknown")


def test_where_no_row_is_complete_the_error_says_so(file):
    path = file({"a": ["1", "", "2", ""], "b": ["", "2.5", "", "3"], "c": numbers(8), "y": [0.5, 2]})
    with pytest.raises(DataError, match="only 0 rows without missing cells"):
        read_csv(path, missing="drop")


# --- the same again, for a model ---


@pytest.fixture
def houses(file):
    """(data, path): texts with rare ones, a date, yes/no, a price with a unit."""
    day = [f"2020-01-{1 + i % 28:02d}" for i in range(200)]
    kind = ["flat"] * 120 + ["house"] * 70 + [f"odd {i}" for i in range(10)]
    area = [f"{40 + i % 90} m²" for i in range(200)]
    path = file({"day": day, "kind": kind, "garden": ["yes", "no"], "area": area, "price": numbers(200)})
    return read_csv(path), path


def test_a_file_is_encoded_as_the_training_file_was(houses, file):
    data, path = houses
    again = read_csv(path, "price", "regression", like=model_of(data))
    assert again.X.tobytes() == data.X.tobytes() and again.feature_names == data.feature_names
    X, remarks = read_features(path, model_of(data))
    assert X.tobytes() == data.X.tobytes()
    assert remarks == ["column 'kind': 'odd 0' 1, 'odd 1' 1, 'odd 2' 1 and 7 more in 10 rows taken as (other)"]
    few = file({"area": ["50"], "kind": ["flat"], "day": ["2020-01-03"], "garden": ["no"]}, "few.csv")
    assert read_features(few, model_of(data))[0].tolist() == [[18264, 1, 0, 0, 0, 50]]


def test_yes_and_no_of_a_file_of_numbers(file, tmp_path):
    data = read_csv(file({"x": numbers(20), "ok": ["yes", "no"], "y": [0.5, 2]}))
    table = pytest.importorskip("pyarrow").table({"x": [1.0, 2.0, 3.0], "ok": [True, False, True]})
    pytest.importorskip("pyarrow.parquet").write_table(table, tmp_path / "new.parquet")
    X, _ = read_features(tmp_path / "new.parquet", model_of(data))
    assert X.tolist() == [[1, 1], [2, 0], [3, 1]]


def test_texts_that_training_did_not_know_are_reported(houses, file):
    data, _ = houses
    new = {"day": ["2020-02-01"], "kind": ["castle", "flat", "boat", "castle"], "garden": ["no"], "area": ["50 m²"]}
    X, remarks = read_features(file(new, "new.csv"), model_of(data))
    assert remarks == ["column 'kind': 'castle' 2, 'boat' 1 in 3 rows taken as (other)"]
    assert X[:, 1:4].tolist() == [[0, 0, 1], [1, 0, 0], [0, 0, 1], [0, 0, 1]]
    tidy = read_csv(file({"c": ["red", "blue"], "x": numbers(10), "y": [0.5, 2]}, "tidy.csv"))
    X, remarks = read_features(file({"c": ["green"], "x": [1, 2]}, "new.csv"), model_of(tidy))
    assert X[:, :2].tolist() == [[0, 0]] * 2
    assert remarks == ["column 'c': 'green' 2 in 2 rows taken as none of the known ones"]


@pytest.mark.parametrize(("column", "cell", "message"), [
    ("garden", "perhaps", "line 2, column 'garden': 'perhaps' is neither yes nor no"),
    ("garden", "2", "line 2, column 'garden': '2' is neither yes nor no"),
    ("day", "yesterday", "line 2, column 'day': 'yesterday' is not a date"),
    ("area", "5 km", "line 2, column 'area': '5 km' is not a number"),
    ("area", "", "1 missing cell, the first in line 2, by column: area 1; the model was trained without"),
])  # fmt: skip
def test_cells_that_do_not_fit_the_model_are_named(houses, file, column, cell, message):
    data, _ = houses
    cells = {"day": ["2020-02-01"], "kind": ["flat"], "garden": ["no"], "area": ["50 m²"]}
    with pytest.raises(DataError, match=message):
        read_features(file({**cells, column: [cell]}, "new.csv"), model_of(data))


def test_a_model_that_learned_to_fill_fills(gaps, file):
    data = read_csv(gaps, missing="median")
    model = model_of(data, np.array([6.0, 0, 0, 0]))
    X, remarks = read_features(file({"b": ["", "red"], "a": ["", "2"]}, "new.csv"), model)
    assert X.tolist() == [[6, 0, 0, 1], [2, 0, 1, 0]] and remarks == []
    assert not np.isnan(read_csv(gaps, "y", "regression", like=model).X).any()


def test_a_file_without_answers_cannot_be_evaluated(houses, file):
    data, _ = houses
    path = file({"day": ["2020-02-01"], "kind": ["flat"], "garden": ["no"], "area": ["50"], "price": [""]}, "new.csv")
    with pytest.raises(DataError, match=r"new\.csv: no row has a value in 'price'"):
        read_csv(path, "price", "regression", like=model_of(data))


def test_columns_survive_json_and_the_model_file(houses, tmp_path):
    data, path = houses
    columns = Columns(data.columns.features, np.arange(6.0))
    again = Columns.from_dict(json.loads(json.dumps(columns.to_dict())))
    assert again.features == columns.features and again.fill.tolist() == columns.fill.tolist()
    network = numnet.Network([6, 2, 1], task="regression")
    network.feature_names, network.columns = data.feature_names, data.columns
    network.save(tmp_path / "model.safetensors")
    back = numnet.Network.load(tmp_path / "model.safetensors")
    assert back.columns.features == data.columns.features and back.columns.fill is None
    assert read_features(path, back)[0].tobytes() == data.X.tobytes()


@pytest.mark.parametrize("damage", [
    lambda record: record["features"][0].update(kind="pickle"), lambda record: record.update(fill=[1.0]),
    lambda record: record.update(fill=[float("nan")] * 6), lambda record: record["features"].pop(),
    lambda record: record["features"][0].pop("levels"), lambda record: record.update(features=3),
    lambda record: record["features"][0].update(form=["number"] * 9),
    lambda record: record["features"][0].update(form=["number", "dmy", ""]),
    lambda record: record["features"][0].update(form=["date", "yyy", ""]),
])  # fmt: skip
def test_a_damaged_mapping_is_refused(houses, tmp_path, damage):
    data, _ = houses
    record = data.columns.to_dict()
    damage(record)
    network = numnet.Network([6, 2, 1], task="regression")
    network.feature_names, network.columns = data.feature_names, SimpleNamespace(to_dict=lambda: record)
    network.save(tmp_path / "model.safetensors")
    with pytest.raises(ValueError, match=r"model\.safetensors is damaged"):
        numnet.Network.load(tmp_path / "model.safetensors")
