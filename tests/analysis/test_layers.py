"""Layers of a run, against NumPy and the run's own records."""

import numpy as np
import pytest

import numnet
from numnet.analysis import layers as inside
from numnet.runs.data_record import read_again
from tests.support.trained_runs import in_it  # noqa: F401

pytestmark = pytest.mark.filterwarnings("error")

TASKS = ("binary", "multiclass", "multilabel", "regression", "curve", "scaled", "classes1d", "targets")


def load(name):
    return numnet.load_run(name)


def test_layers_are_those_of_the_equations_in_original_units():
    run = load("scaled")
    X = run.data().X
    H = (X - run.scaler.mean) / run.scaler.scale
    net, h = inside.layers(run, X)
    for l, (W, b) in enumerate(zip(run.network.weights, run.network.biases, strict=True)):
        Z = H @ W + b
        H = np.tanh(Z) if l < 2 else Z
        np.testing.assert_allclose(net[l], Z, atol=2e-5)
        np.testing.assert_allclose(h[l], H, atol=2e-5)
    assert len(X) > 256 and len(h[0]) == len(X)  # more than pass through the layers at a time


@pytest.mark.parametrize("name", TASKS)
def test_a_passage_carries_the_gradient_of_its_row(name):
    run = load(name)
    dataset = read_again(run.config, run.name)
    found = inside.passage(run, 3)
    X, T = inside.scale_inputs(run, dataset.X[3:4]), dataset.T[3:4]
    T = T if run.scaler is None else run.scaler.transform_targets(T)
    gradient = np.concatenate([part.ravel() for pair in found.gradients for part in pair])
    np.testing.assert_allclose(gradient, run.network.gradient(X, T), atol=1e-6)
    assert found.loss == pytest.approx(run.network.loss(X, T), rel=1e-5, abs=1e-7)
    np.testing.assert_array_equal(found.delta[-1], found.gradients[-1][1])  # of one row, ∂E/∂b = δ
    np.testing.assert_array_equal(found.x, dataset.X[3])
    X, T = inside.scale_inputs(run, dataset.X), dataset.T
    T = T if run.scaler is None else run.scaler.transform_targets(T)
    losses = [run.network.loss(X[n : n + 1], T[n : n + 1]) for n in range(len(X))]
    assert inside.passage(run).row == int(np.argmax(losses))


def test_a_row_that_is_none():
    with pytest.raises(ValueError, match="sample 4 is no row of xor: it has the rows 0 to 3"):
        inside.passage(load("xor"), 4)


@pytest.mark.parametrize(("names", "shape"), [
    ([f"p_{i}_{j}" for i in range(8) for j in range(8)], (8, 8)),
    ([f"r{i}c{j}" for i in (1, 2) for j in range(9)], (2, 9)),
    ([f"pixel{k}" for k in range(1, 17)], (4, 4)), ([f"pixel{k}" for k in range(15)], None),
    ([f"pixel{k}" for k in range(17)], None), ([f"p_{i}_{j}" for j in range(8) for i in range(8)], None),
    (["a", "b"], None), ([f"x{k}" for k in range(4)], None), ([*"abcdefghijklmnop"], None),
])  # fmt: skip
def test_images_are_known_by_the_names_of_their_pixels(names, shape):
    assert inside.image_shape(names) == shape
