"""How well a straight cut separates the classes in a layer."""

import numpy as np
import pytest

import numnet
from numnet.analysis import layers as inside
from numnet.analysis.linear_probe import linear_probe
from tests.support.trained_runs import in_it  # noqa: F401

pytestmark = pytest.mark.filterwarnings("error")


def load(name):
    return numnet.load_run(name)


def test_a_straight_cut_does_not_separate_xor_and_does_what_the_hidden_layer_says():
    run = load("xor")
    X = run.data().X
    assert linear_probe(run, {"training": X}).score == 0.75  # no line does better on these four points
    assert linear_probe(run, {"training": inside.layers(run, X)[1][0]}).score == 1


@pytest.mark.parametrize("name", ["binary", "multiclass", "multilabel"])
def test_the_score_is_that_of_the_nets_on_the_last_part(name):
    run = load(name)
    parts = run.data()
    values = {"training": parts.X, "validation": parts.X_validation}
    probe = linear_probe(run, values)
    Z, T = probe.nets(parts.X_validation), parts.T_validation
    right = Z.argmax(axis=1) == T if Z.ndim == 2 and run.network.task == "multiclass" else (Z > 0) == T.reshape(Z.shape)
    assert probe.part == "validation" and probe.score == pytest.approx(right.mean())


def test_a_linear_fit_is_that_of_least_squares():
    run = load("regression")
    parts = run.data()
    values = {"training": parts.X, "validation": parts.X_validation}
    A = np.column_stack([parts.X, np.ones(len(parts.X))])
    weights = np.linalg.lstsq(A, parts.T, rcond=None)[0]
    left = parts.T_validation - np.column_stack([parts.X_validation, np.ones(len(parts.X_validation))]) @ weights
    r2 = 1 - (left**2).sum() / ((parts.T_validation - parts.T_validation.mean()) ** 2).sum()
    probe = linear_probe(run, values)
    assert probe.score == pytest.approx(r2) and probe.weights.ravel() == pytest.approx(weights.ravel())
