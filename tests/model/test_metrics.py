"""Metrics against values worked out by hand."""

import math

import numpy as np
import pytest

from numnet.model.metrics import classification, confusion_matrix, evaluate, multilabel, regression

pytestmark = pytest.mark.filterwarnings("error")

TRUTH = np.array([0, 0, 1, 1, 2, 2, 2])
GUESS = np.array([0, 1, 1, 1, 0, 2, 2])
COUNTS = [[1, 1, 0], [0, 2, 0], [1, 0, 2]]  # row: true class, column: predicted


def test_the_confusion_matrix_has_a_row_for_each_true_class():
    matrix = confusion_matrix(TRUTH, GUESS, 3)
    assert matrix.tolist() == COUNTS and matrix.dtype == np.int64
    assert confusion_matrix(TRUTH, GUESS, 4).tolist() == [[1, 1, 0, 0], [0, 2, 0, 0], [1, 0, 2, 0], [0, 0, 0, 0]]


def test_precision_recall_and_f1_of_three_classes():
    figures = classification(TRUTH, GUESS, ("a", "b", "c"))
    assert figures["accuracy"] == pytest.approx(5 / 7) and figures["confusion"] == COUNTS
    expected = {"a": (1 / 2, 1 / 2, 1 / 2, 2), "b": (2 / 3, 1, 4 / 5, 2), "c": (1, 2 / 3, 4 / 5, 3)}
    assert list(figures["classes"]) == ["a", "b", "c"]
    for name, values in expected.items():
        row = figures["classes"][name]
        assert list(row) == ["precision", "recall", "f1", "support"]
        assert tuple(row.values()) == pytest.approx(values), name


def test_the_denominators_of_a_class_that_is_there_or_predicted_once():
    rows = classification(np.array([0, 1, 1, 1]), np.array([0, 0, 1, 0]), ("a", "b"))["classes"]
    assert tuple(rows["a"].values()) == pytest.approx((1 / 3, 1, 2 / 4, 1))
    assert tuple(rows["b"].values()) == pytest.approx((1, 1 / 3, 2 / 4, 3))
    rows = classification(np.array([1, 1]), np.array([1, 2]), ("a", "b", "c"))["classes"]
    assert tuple(rows["b"].values()) == pytest.approx((1, 1 / 2, 2 / 3, 2))


def test_a_class_that_is_neither_there_nor_predicted_counts_zero():
    figures = classification(np.array([0, 0]), np.array([0, 1]), ("a", "b", "c"))
    assert figures["classes"]["b"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "support": 0}
    assert figures["classes"]["c"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "support": 0}
    assert figures["accuracy"] == 0.5


def test_regression_of_one_target():
    figures = regression(np.array([1.0, 2.0, 3.0, 4.0]), np.array([[1.0], [2.0], [3.0], [6.0]]))
    assert figures == pytest.approx({"r2": 1 - 4 / 5, "rmse": 1.0, "mae": 0.5})


def test_regression_of_two_targets_is_averaged_over_them():
    truth = np.array([[1.0, 0.0], [2.0, 0.0], [3.0, 2.0], [4.0, 2.0]])
    guess = np.array([[1.0, 1.0], [2.0, 1.0], [3.0, 1.0], [6.0, 1.0]])
    assert regression(truth, guess) == pytest.approx({"r2": (0.2 + 0) / 2, "rmse": (1 + 1) / 2, "mae": (0.5 + 1) / 2})


def test_the_mean_of_the_truth_scores_zero_and_worse_than_that_is_negative():
    truth = np.array([1.0, 2.0, 3.0])
    assert regression(truth, np.full(3, 2.0))["r2"] == pytest.approx(0)
    assert regression(truth, truth[::-1])["r2"] == pytest.approx(1 - 8 / 2)


def test_r2_of_a_constant_truth_is_not_a_number_and_warns_nobody():
    figures = regression(np.array([3.0, 3.0]), np.array([3.0, 4.0]))
    assert math.isnan(figures["r2"]) and figures["mae"] == 0.5 and figures["rmse"] == pytest.approx(math.sqrt(0.5))


LABELS = np.array([[1, 0], [1, 1], [0, 1], [0, 0]])
GUESSED = np.array([[1, 0], [0, 1], [1, 0], [0, 0]])


def test_subset_and_label_accuracy():
    figures = multilabel(LABELS, GUESSED, ("a", "b"))
    assert figures["label_accuracy"] == 5 / 8 and figures["subset_accuracy"] == 2 / 4
    a, b = figures["labels"]["a"], figures["labels"]["b"]
    assert a == pytest.approx({"precision": 1 / 2, "recall": 1 / 2, "f1": 1 / 2, "support": 2, "accuracy": 1 / 2})
    assert b == pytest.approx({"precision": 1, "recall": 1 / 2, "f1": 2 / 3, "support": 2, "accuracy": 3 / 4})


@pytest.mark.parametrize(("task", "outputs", "T", "names", "metric", "value"), [
    ("binary", [[0.5], [0.51], [0.9], [0.1]], [0, 1, 0, 0], ("no", "yes"), "accuracy", 3 / 4),
    ("multiclass", [[0.2, 0.5, 0.3], [0.4, 0.3, 0.3]], [1, 2], ("a", "b", "c"), "accuracy", 1 / 2),
    ("multilabel", [[0.6, 0.4], [0.5, 0.7]], [[1, 1], [0, 1]], ("a", "b"), "label_accuracy", 3 / 4),
    ("regression", [[1.0], [2.0], [3.0], [6.0]], [1.0, 2.0, 3.0, 4.0], ("y",), "r2", 0.2),
])
def test_outputs_become_decisions_by_the_rule_of_the_task(task, outputs, T, names, metric, value):
    assert evaluate(task, np.array(outputs), np.array(T), names)[metric] == pytest.approx(value)
