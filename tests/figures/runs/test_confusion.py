"""Confusion matrices."""

import numpy as np
import pytest

from numnet import figures
from numnet.model.metrics import confusion_matrix
from tests.support.drawings import headline
from tests.support.fake_runs import FakeRun, binary, multiclass, multilabel, regression, rows

pytestmark = pytest.mark.usefixtures("coarse_grid")

def test_confusion_counts_and_shares_of_the_validation_part():
    run = multiclass()
    run.T = run.T.copy()
    run.T[-10:] = [0] * 4 + [1] * 4 + [2] * 2
    run.answer = lambda X: np.eye(3)[[0, 0, 0, 1, 1, 1, 1, 1, 2, 2]]
    ax = figures.confusion(run)
    np.testing.assert_allclose(ax.images[0].get_array(), [[0.75, 0.25, 0], [0, 1, 0], [0, 0, 1]])
    written = [text.get_text() for text in ax.texts]
    assert written[:3] == ["3\n75 %", "1\n25 %", "0\n0 %"]
    assert written[9:] == ["precision", "1.000", "0.800", "1.000", "recall", "0.750", "1.000", "1.000",
                           "F1", "0.857", "0.889", "1.000"]  # fmt: skip
    assert [t.get_text() for t in ax.get_xticklabels()] == [t.get_text() for t in ax.get_yticklabels()]
    assert [t.get_text() for t in ax.get_xticklabels()] == ["low", "middle", "high"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("predicted", "true")
    assert headline(ax).endswith("\nvalidation set, 10 rows; mean F1 of the classes 0.915")


def test_confusion_without_validation_says_so():
    ax = figures.confusion(binary(held=0))
    assert "\ntraining set, 40 rows, there is no validation set; mean" in headline(ax)
    np.testing.assert_array_equal(ax.images[0].get_array(), np.eye(2))


def test_confusion_of_labels_is_two_by_two_for_each_and_one_of_combinations():
    run = multilabel()
    run.T = run.T.copy()
    run.T[-10:] = [[0, 0]] * 4 + [[1, 0]] * 3 + [[1, 1]] * 3
    run.answer = lambda X: np.array([[0, 0]] * 3 + [[1, 0]] * 4 + [[1, 1]] * 3, dtype=float)
    axes = figures.confusion(run)
    assert [ax.get_title(loc="left") for ax in axes] == [
        "disc A\nprecision 0.857, recall 1.000, F1 0.923", "disc B\nprecision 1.000, recall 1.000, F1 1.000",
        "combinations",
    ]  # fmt: skip
    assert all(ax.images[0].get_array().shape == (2, 2) for ax in axes[:2])
    assert [label.get_text() for label in axes[2].get_xticklabels()] == ["none", "A", "B", "A + B"]
    np.testing.assert_allclose(axes[2].images[0].get_array()[:2], [[0.75, 0.25, 0, 0], [0, 1, 0, 0]])
    assert headline(axes).endswith("10 rows; all labels right in 90.0 % of them")


def test_confusion_of_a_class_that_never_occurs_and_of_many_classes():
    assert confusion_matrix(np.array([0, 0]), np.array([0, 2]), 3).tolist() == [[1, 0, 1], [0, 0, 0], [0, 0, 0]]
    run = multiclass()
    run.T = np.zeros_like(run.T)
    assert [text.get_text() for text in figures.confusion(run).texts][3:9] == ["0\n–"] * 6
    many = FakeRun("multiclass", rows(2), np.arange(40) % 25, lambda X: np.eye(25)[: len(X)],
                   tuple(f"class {i}" for i in range(25)), 10)
    written = {text.get_text() for text in figures.confusion(many).texts}
    assert "precision" in written and not any("%" in text for text in written)


def test_confusion_refuses_a_regression():
    with pytest.raises(ValueError, match="'toy' is a regression, which confuses no classes; draw its boundary instead"):
        figures.confusion(regression())
