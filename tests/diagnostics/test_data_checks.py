"""Checks of the data themselves: each planted fault is named, and what only looks like it is not."""

import numpy as np
import pytest

import numnet
from numnet.diagnostics.column_checks import copies, explained, repeated
from numnet.diagnostics.data_checks import outliers, ranks, relation, row_weights
from tests.support.diagnoses import case_from, check, remedied, write_table

pytestmark = pytest.mark.filterwarnings("error")
RNG = np.random.default_rng(0)


# --- outliers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", [2, 17])  # of the training part, and of the validation part
def test_one_target_far_out_is_an_outlier_and_not_called_shuffled(row, tmp_path):
    data = numnet.load_dataset("sine")
    assert (row in case_from("sine").rows[1]) == (row == 17)
    T = data.T.copy()
    T[row] = 1e5
    found = check(write_table(tmp_path / "out.csv", data, target=T))[1]
    assert found["outliers"]["verdict"] == "broken" and f"target y comes from row {row + 1}, with 1e+05" in (
        found["outliers"]["found"].replace("target target", "target y")
    )
    assert found["outliers"]["remedy"] == f"correct or delete row {row + 1}"
    assert found["features and targets"]["verdict"] == "ok"
    path = write_table(tmp_path / "mended.csv", data)
    assert check(path)[1]["outliers"]["verdict"] == "ok"


def test_a_number_that_stands_for_a_missing_one_is_told_from_a_slip(tmp_path):
    data = numnet.load_dataset("wine")
    alcohol, gaps = data.X[:, 0].copy(), RNG.choice(len(data.X), 12, False)
    alcohol[gaps] = -9999
    path = write_table(tmp_path / "gaps.csv", data, alcohol=alcohol)
    found = check(path)[1]["outliers"]
    assert found["verdict"] == "broken" and "with -9999" in found["found"] and "feature alcohol" in found["found"]
    assert found["remedy"].startswith("-9999 seems to stand for a missing value: leave these cells empty, with --miss")
    path.write_text(path.read_text().replace("-9999.0", ""))
    assert check(path, "--missing", "mean")[1]["outliers"]["verdict"] == "ok"


def test_skewed_features_and_few_rows_have_no_outliers():
    X = RNG.normal(size=(400, 3))
    assert outliers(case_from(np.exp(X), X[:, 0])).verdict == "ok"
    assert outliers(case_from((X > 1.5).astype(float), X[:, 0])).verdict == "ok"  # half of it alike: no range
    assert outliers(case_from(X[:19], X[:19, 0])) is None


def test_a_validation_part_of_another_kind_is_no_heap_of_outliers():
    X = RNG.normal(size=(300, 2))
    case = case_from(X, X[:, 0], validation_data=(X[:50] * 1000, X[:50, 0]))
    assert outliers(case).verdict == "ok"


# --- weights of rows -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("heavy", "verdict"), [(2, "broken"), (20, "note"), (200, "ok")])
def test_a_few_rows_that_carry_the_loss_are_found(heavy, verdict):
    X, w = RNG.normal(size=(500, 2)), np.ones(500)
    w[:heavy] = 1e4
    found = row_weights(case_from(X, X[:, 0], weights=w, validation=0.0))
    assert (found.what, found.verdict) == ("row weights", verdict)
    assert row_weights(case_from(X, X[:, 0])) is None


# --- copies of the target, repeated columns ------------------------------------------------------------------------


def regression_copy(T):
    return 2.54 * T + RNG.normal(0, 1e-3 * T.std(), len(T))


@pytest.mark.parametrize(("name", "copy"), [
    ("moons", lambda T: 1.0 - T), ("iris", lambda T: np.array(["a", "b", "c"])[T]), ("diabetes", regression_copy),
    ("diabetes", lambda T: np.log(T)),
], ids=["0 and 1", "texts", "other units", "its logarithm"])  # fmt: skip
def test_a_copy_of_the_target_is_found_and_left_out(name, copy, tmp_path):
    data = numnet.load_dataset(name)
    path = write_table(tmp_path / "leak.csv", data, answer=copy(data.T))
    found = check(path)[1]["copies of the target"]
    assert (found["verdict"], found["remedy"]) == ("broken", "--exclude answer") and "answer" in found["found"]
    assert check(*remedied([path], found["remedy"]))[1]["copies of the target"]["verdict"] == "ok"


def test_a_feature_that_is_only_good_is_no_copy():
    X = RNG.normal(size=(300, 2))
    assert copies(case_from(X, X[:, 0] + RNG.normal(0, 0.2, 300))).verdict == "ok"
    assert copies(case_from(X, X[:, 0] + RNG.normal(0, 0.05, 300))).verdict == "note"
    assert copies(case_from(X, X[:, 0] ** 2, inputs=["x1^2", "x2"])) is None  # somebody's idea
    assert copies(case_from(X[:, :1], X[:, 0])) is None  # the only feature: that is the problem itself


def test_the_variance_that_a_target_explains_is_that_worked_by_hand():
    T = np.array([[0.0], [0], [1], [1]])
    X = np.array([[0.0, 1, 5], [2, 1, 5], [4, 2, 5], [6, 2, 5]])
    assert explained(X, T, "binary").tolist() == [0.8, 1.0, 0.0]  # (4 · 2²) / (9 + 1 + 1 + 9)
    one_hot = np.eye(2)[T[:, 0].astype(int)]
    assert explained(X, one_hot, "multiclass").tolist() == explained(X, one_hot, "multilabel").tolist() == [0.8, 1, 0]
    assert explained(np.arange(4.0)[:, None] ** 5, np.arange(4.0)[:, None], "regression") == pytest.approx([1.0])
    assert ranks(np.array([[3.0], [1.0], [3.0], [9.0]])).ravel().tolist() == [2.5, 1.0, 2.5, 4.0]


def test_a_column_in_two_units_is_found_and_left_out(tmp_path):
    data = numnet.load_dataset("wine")
    path = write_table(tmp_path / "twice.csv", data, fahrenheit=1.8 * data.X[:, 0] + 32, **{"minus ash": -data.X[:, 2]})
    found = check(path)[1]["repeated columns"]
    assert found["verdict"] == "note" and found["found"] == (
        "alcohol and fahrenheit are the same, ash and minus ash are the same"
    )
    assert found["remedy"] == '--exclude fahrenheit --exclude "minus ash"'
    assert check(*remedied([path], found["remedy"]))[1]["repeated columns"]["verdict"] == "ok"


def test_the_two_levels_of_a_text_are_not_repeated_columns(tmp_path):
    data = numnet.load_dataset("moons")
    path = write_table(tmp_path / "text.csv", data, colour=RNG.choice(["red", "blue"], len(data.X)))
    assert check(path)[1]["repeated columns"]["verdict"] == "ok"
    X = RNG.normal(size=(300, 3))
    X[:, 2] = X[:, 0] + RNG.normal(0, 1e-3, 300)
    assert repeated(case_from(X, X[:, 1])).verdict == "ok"  # alike, not equal


# --- features and targets --------------------------------------------------------------------------------------------


def test_few_features_among_many_are_not_called_shuffled():
    """Distances hide iris among a hundred columns of noise; a training with a penalty does not."""
    data = numnet.load_dataset("iris")
    X = np.hstack([data.X, np.random.default_rng(0).normal(size=(150, 100))])
    found = relation(case_from(X, data.T))
    assert found.verdict == "ok" and "a training leaves" in found.found
    shuffled = relation(case_from(X, np.random.default_rng(1).permutation(data.T)))
    assert shuffled.verdict == "broken" and "shuffled" in shuffled.remedy
