"""The validation part: its classes, its rows, and whether it is like what is trained on."""

import numpy as np
import pytest

import numnet
from numnet.diagnostics.split_checks import alike, ks_distance, overlap, validation
from tests.support.diagnoses import case_from, check, remedied, write_rows, write_table

pytestmark = pytest.mark.filterwarnings("error")


def sorted_by_class(tmp_path, name="iris"):
    data = numnet.load_dataset(name)
    order = np.argsort(data.T, kind="stable")
    table = dict(zip(data.feature_names, data.X.T)) | {"target": np.array(data.target_names)[data.T]}
    return write_rows(tmp_path / f"{name}.csv", table, order)


def test_a_validation_part_of_one_class_is_found_and_remedied(tmp_path):
    path = sorted_by_class(tmp_path)
    code, findings = check(path, "--split", "ordered")
    found = findings["validation set"]
    assert code == 1 and found["verdict"] == "broken" and found["found"] == "all 30 rows are of one class, virginica"
    assert found["remedy"] == "--split stratified"
    after = check(*remedied([path, "--split", "ordered"], found["remedy"]))[1]
    assert after["validation set"]["verdict"] == "ok" == after["training and validation"]["verdict"]


def test_a_class_that_is_missing_and_rows_that_are_few_are_noted():
    X, T = np.random.default_rng(0).normal(size=(300, 2)), np.arange(300) % 3
    found = validation(case_from(X, T, validation_data=(X[:40], T[:40] * 2 % 4 // 2)))
    assert found.verdict == "note" and found.found == "no row of 2 among 40" and "validate on" in found.remedy
    found = validation(case_from(X, X[:, 0], validation=0.02))
    assert found[1:] == ("note", "the loss of 6 rows is mostly luck", "--validation 0.2")
    assert validation(case_from(X, T)) == ("validation set", "ok", "60 rows", "")
    assert validation(case_from(X, T, validation=0.0)) is None is validation(case_from("xor"))


@pytest.mark.parametrize("name", ["moons", "diabetes"])
def test_rows_in_both_parts_are_found(name, tmp_path):
    data = numnet.load_dataset(name)
    table = dict(zip(data.feature_names, data.X.T)) | {"target": data.T}
    n, rng = len(data.X), np.random.default_rng(0)
    path = write_rows(tmp_path / "twice.csv", table, rng.permutation(np.tile(np.arange(n), 3)))
    code, findings = check(path)
    found = findings["repeated rows"]
    assert code == 1 and found["verdict"] == "broken" and found["remedy"] == "--drop-duplicates"
    assert "are in the training set, too" in found["found"]
    assert check(path, "--drop-duplicates")[1]["repeated rows"] == {
        "what": "repeated rows", "verdict": "ok", "remedy": "",
        "found": f"0 of {round(0.2 * n)} validation rows are in the training set, too",
    }  # fmt: skip


def test_a_file_of_rows_that_are_trained_on_is_told_otherwise(tmp_path):
    data = numnet.load_dataset("moons")
    path = write_table(tmp_path / "all.csv", data)
    found = check(path, "--validation-data", path)[1]["repeated rows"]
    assert found["verdict"] == "broken" and found["remedy"] == "validate on rows that are not trained on"


def test_rows_of_few_values_are_alike_without_being_the_same():
    rng = np.random.default_rng(0)
    X = rng.integers(0, 3, (400, 3)).astype(float)
    found = overlap(case_from(X, (X.sum(axis=1) > 3).astype(int)))
    assert found.verdict == "note"
    assert overlap(case_from(X, X[:, 0] + rng.normal(size=400))).verdict == "ok"  # the target differs
    assert overlap(case_from("xor")) is None


def test_a_validation_file_in_other_units_is_found():
    data = numnet.load_dataset("wine")
    other = data.X[:40] * np.where(np.arange(13) == 4, 1000, 1)
    found = alike(case_from(data.X[40:], data.T[40:], validation_data=(other, data.T[:40])))
    assert found.what == "training and validation" and found.verdict == "broken"
    assert "x5" in found.found and "same units" in found.remedy
    assert alike(case_from(data.X, data.T)).verdict == "ok"


def test_rows_in_the_order_of_time_may_differ(tmp_path):
    rng = np.random.default_rng(0)
    year = np.arange(400.0)
    table = {"year": year, "x": rng.normal(size=400), "y": rng.normal(size=400) + year / 100}
    path = write_rows(tmp_path / "years.csv", table)
    found = check(path, "--split", "ordered")[1]["training and validation"]
    assert found["verdict"] == "note" and "year" in found["found"] and found["remedy"] == "--split random"
    assert check(path)[1]["training and validation"]["verdict"] == "ok"


@pytest.mark.parametrize(("a", "b", "distance"), [
    ([1, 2, 3], [1, 2, 3], 0), ([1, 2], [3, 4], 1), ([1, 2, 3, 4], [3, 4, 5, 6], 0.5), ([0, 0, 1], [1, 1], 2 / 3),
])  # fmt: skip
def test_the_distance_of_two_distributions_is_that_worked_by_hand(a, b, distance):
    assert ks_distance(np.array(a, float), np.array(b, float)) == pytest.approx(distance)
