"""Dropout: what it keeps, scales and passes on."""

import math

import numpy as np
import pytest

import numnet
from numnet.kernels.codes import Counter
from tests.support.trainings import data, network, trained


def dropped_step(rate, units=2000, update=0, seed=0, rows=1, dtype="float64"):
    """What one SGD step of rate 1 adds to W² of a linear net whose hidden units are all 1 and whose delta is −1.

    That is, for each unit, its value after dropout (0 or 1 / (1 − rate)), averaged over the rows.
    """
    net = numnet.Network([1, units, 1], "identity", "regression", init="zeros", dtype=dtype)
    net.biases[0][:] = 1
    training = numnet.Training(
        net,
        np.zeros((rows, 1)),
        np.ones(rows),
        numnet.SGD(1.0),
        batch_size="full",
        epochs=1 + update,
        seed=seed,
        dropout=rate,
        evaluate_every=0,
    )
    training.run.counter[[Counter.UPDATE, Counter.EPOCH]] = update
    while training.advance():
        pass
    return net.weights[1][:, 0].copy()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("rate", [0.1, 0.5, 0.9])
def test_dropout_keeps_its_share_and_scales_what_it_keeps(rate, dtype):
    values = dropped_step(rate, 20_000, dtype=dtype)
    kept = values != 0
    np.testing.assert_allclose(values[kept], 1 / (1 - rate), rtol=1e-5 if dtype == "float32" else 1e-14)
    assert abs(kept.mean() - (1 - rate)) < 4 * math.sqrt(rate * (1 - rate) / 20_000)


def test_dropout_is_new_for_each_update_row_and_seed_and_the_same_for_the_same():
    first = dropped_step(0.5)
    np.testing.assert_array_equal(first, dropped_step(0.5))
    for other in (dropped_step(0.5, update=1), dropped_step(0.5, seed=1)):
        assert abs(np.corrcoef(first != 0, other != 0)[0, 1]) < 0.1
    pairs = dropped_step(0.5, rows=2)  # 0, 1 or 2: one in four, one in two, one in four
    assert abs((pairs == 1).mean() - 0.5) < 0.06 and abs((pairs == 2).mean() - 0.25) < 0.05


def test_dropout_of_0_is_none_and_no_evaluation_drops_anything():
    X, T = data()
    theta, history = trained(X, T, epochs=4, dropout=0.0)
    np.testing.assert_array_equal(theta, trained(X, T, epochs=4)[0])
    net = network(hidden=(50, 50))
    history = numnet.train(net, X, T, epochs=4, dropout=0.5)
    assert history.train_loss[-1] == pytest.approx(net.loss(X, T), rel=1e-13)
    assert history.train_loss[-1] < history.train_loss[0]
    np.testing.assert_array_equal(net.forward(X), net.forward(X))


def test_dropout_needs_no_hidden_layer():
    X, T = data()
    np.testing.assert_array_equal(trained(X, T, hidden=(), dropout=0.5)[0], trained(X, T, hidden=())[0])


def test_the_gradient_passes_through_kept_units_only():
    """One sample, one step of rate 1: with the mask read off the step, the oracle's numbers."""
    net = numnet.Network([2, 30, 1], "tanh", "regression", dtype="float64", seed=2)
    net.biases[0][:] = 0.3
    before, x, t = net.copy(), np.array([[0.7, -1.2]]), 5.0
    numnet.train(net, x, [t], numnet.SGD(1.0), batch_size=1, epochs=1, dropout=0.4)
    h = np.tanh(x @ before.weights[0] + before.biases[0])[0]
    step = before.weights[1][:, 0] - net.weights[1][:, 0]
    mask = (step != 0) / 0.6
    assert 0 < (mask == 0).sum() < 30
    delta = h * mask @ before.weights[1][:, 0] - t
    np.testing.assert_allclose(step, delta * h * mask, rtol=1e-12)
    hidden = delta * before.weights[1][:, 0] * mask * (1 - h * h)
    np.testing.assert_allclose(before.biases[0] - net.biases[0], hidden, rtol=1e-10, atol=1e-15)
    np.testing.assert_allclose(before.weights[0] - net.weights[0], np.outer(x[0], hidden), rtol=1e-10, atol=1e-15)
