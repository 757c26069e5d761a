"""Decisions and class probabilities of outputs, by the rules written out by hand."""

import numpy as np
import pytest

from numnet.model.decisions import class_probabilities, decide


@pytest.mark.parametrize(("task", "Y", "expected"), [
    ("binary", [[0.5], [0.50001], [0.1]], [0, 1, 0]),
    ("multiclass", [[0.2, 0.5, 0.3], [0.4, 0.4, 0.2]], [1, 0]),  # the first of two that are equal
    ("multilabel", [[0.9, 0.5], [0.1, 0.6]], [[1, 0], [0, 1]]),
    ("regression", [[1.5], [-2.0]], [1.5, -2.0]),
    ("regression", [[1.5, 2.0]], [[1.5, 2.0]]),
])  # fmt: skip
def test_decisions(task, Y, expected):
    decisions = decide(task, np.array(Y))
    assert decisions.tolist() == expected
    assert decisions.dtype == (np.float64 if task == "regression" else np.int64)


def test_a_binary_network_has_two_classes():
    Y = np.array([[0.25], [0.75]], np.float32)
    P = class_probabilities("binary", Y)
    assert P.tolist() == [[0.75, 0.25], [0.25, 0.75]] and P.dtype == np.float32
    assert class_probabilities("multilabel", Y) is Y
