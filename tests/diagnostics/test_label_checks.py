"""Wrong labels, numbers of classes taken for quantities, classes trained as a regression."""

import numpy as np
import pytest

import numnet
from numnet.diagnostics.label_checks import accuracy, labels, loss, task
from tests.support.diagnoses import case_from, check, remedied, write_table

pytestmark = pytest.mark.filterwarnings("error")


def with_wrong_labels(data, share, seed=0):
    """(T with another class in a share of the rows, which rows)."""
    rng, T = np.random.default_rng(seed), data.T.copy()
    rows = rng.choice(len(T), round(share * len(T)), False)
    T[rows] = (T[rows] + rng.integers(1, T.max() + 1, len(rows))) % (T.max() + 1)
    return T, rows


@pytest.mark.parametrize("name", ["moons", "spiral", "digits", "wine", "breast_cancer"])
@pytest.mark.parametrize("share", [0.15, 0.25])
def test_wrong_labels_are_found(name, share):
    data = numnet.load_dataset(name)
    T, rows = with_wrong_labels(data, share)
    case = case_from(data.X, T)
    found = labels(case)
    assert found.verdict == "broken" or (found.verdict == "note" and share < 0.2)
    assert 0.5 * share < float(found.found.split()[0]) / 100 < 1.8 * share
    told = [int(word.strip(",")) - 1 for word in found.remedy.split() if word.strip(",").isdigit()]
    assert found.remedy.startswith("correct the labels of rows") and len({*told} & {*rows}) > 0.7 * len(told)


def test_with_the_labels_corrected_it_passes_and_the_loss_falls():
    data = numnet.load_dataset("moons")
    T, _ = with_wrong_labels(data, 0.2)
    assert labels(case_from(data.X, data.T)).verdict == "ok"
    losses = [numnet.fit(data.X, each, epochs=50).metrics["validation"]["loss"] for each in (T, data.T)]
    assert losses[1] < 0.5 * losses[0]


@pytest.mark.parametrize("name", ["moons:noise=0.4", "blobs:noise=1", "circles:noise=0.3"])
def test_classes_that_overlap_are_not_wrong_labels(name):
    assert labels(case_from(name)).verdict == "ok"


def test_features_that_say_nothing_are_not_taken_for_wrong_labels():
    X, rng = np.random.default_rng(0).normal(size=(600, 5)), np.random.default_rng(1)
    for share in (0.5, 0.2, 0.05):
        assert labels(case_from(X, (rng.random(600) < share).astype(int))) is None
    assert labels(case_from("sine")) is None and labels(case_from("wine", validation=0.5)) is None


def test_inputs_that_hide_the_classes_are_blamed_themselves():
    found = labels(case_from("circles", inputs=["x1"]))
    assert found is None or found.verdict == "ok" or found.remedy == "leave out --inputs"


# --- the task --------------------------------------------------------------------------------------------------------


def test_numbers_of_classes_are_told_from_quantities(tmp_path):
    data = numnet.load_dataset("digits")
    path = write_table(tmp_path / "digits.csv", data)
    code, findings = check(path, "--task", "regression")
    found = findings["task"]
    assert code == 1 and found["verdict"] == "broken" and found["found"].startswith("a regression on 10 whole numbers")
    assert found["remedy"] == "--task multiclass"
    assert "task" not in check(*remedied([path, "--task", "regression"], found["remedy"]))[1]


def test_two_numbers_are_a_binary_task_and_an_order_may_stay(tmp_path):
    data = numnet.load_dataset("moons")
    path = write_table(tmp_path / "moons.csv", data, target=data.T + 1)
    found = check(path, "--task", "regression")[1]["task"]
    assert found["verdict"] == "note" and found["remedy"] == "--task binary"
    x = np.random.default_rng(0).uniform(0, 12, (600, 1))
    marks = case_from(x, np.round(x[:, 0] / 2 + np.random.default_rng(1).normal(0, 1, 600)), task="regression")
    assert task(marks) is None or task(marks).verdict in ("ok", "note")


@pytest.mark.parametrize("T", [
    lambda x: x[:, 0], lambda x: np.round(40 * x[:, 0]), lambda x: np.round(x), lambda x: (x[:, 0] > 2).astype(float),
], ids=["fractions", "many", "two targets", "too few of one"])  # fmt: skip
def test_quantities_are_no_classes(T):
    x = np.random.default_rng(0).normal(size=(200, 2))
    assert task(case_from(x, T(x), task="regression")) is None


def test_accuracy_is_that_of_the_run_with_the_weights_it_keeps():
    run = numnet.fit("iris")
    assert accuracy(case_from("iris")) == pytest.approx(run.metrics["validation"]["accuracy"], abs=0.05)
    run = numnet.fit("discs", epochs=20)
    assert accuracy(case_from("discs", epochs=20)) == pytest.approx(
        run.metrics["validation"]["label_accuracy"], abs=0.01
    )


# --- the loss --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [["iris", "--loss", "mse"], ["moons", "--loss", "huber"], ["discs", "--loss", "mae"]])
def test_classes_trained_with_the_error_of_a_regression_are_noted(words):
    found = check(*words)[1]["loss"]
    assert found["verdict"] == "note" and found["found"].startswith(f"{words[2]} on classes: ")
    assert found["remedy"] == "--loss cross_entropy" and "loss" not in check(*remedied(words, found["remedy"]))[1]


def test_other_losses_are_not():
    assert loss(case_from("iris")) is None and loss(case_from("sine", loss="mae")) is None
