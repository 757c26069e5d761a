"""What is done to the gradient before the rule gets it: penalties and clipping."""

import numpy as np
import pytest

import numnet
from tests.support.rules import T, X, close, gradient, network, optimizer, oracle_path, own_path

IS_WEIGHT = np.concatenate([np.ones(12), np.zeros(4), np.ones(8), np.zeros(2)])


def penalised(l1, l2):
    """The gradient of E + l1 Σ|W| + ½ l2 ΣW², where biases are free."""
    return lambda w: gradient(w) + IS_WEIGHT * (l1 * np.sign(w) + l2 * w)


def clipped(gradient, limit):
    """The gradient, its 2-norm at most ``limit``."""
    return lambda w: gradient(w) * min(1.0, limit / np.linalg.norm(gradient(w)))


@pytest.mark.parametrize(("l1", "l2"), [(0.02, 0.0), (0.0, 0.3), (0.02, 0.3)])
@pytest.mark.parametrize("name", ["sgd", "nag", "adam"])
def test_penalties_pull_on_weights_and_not_on_biases(name, l1, l2):
    rule = optimizer(name, learning_rate=0.01)
    close(own_path(network(), rule, l1=l1, l2=l2), oracle_path(rule, penalised(l1, l2)))


def test_penalties_stay_out_of_the_reported_loss_and_gradient():
    net, plain = network(), network()
    history = numnet.train(net, X, T, epochs=3, l1=0.1, l2=0.1)
    assert history.train_loss[0] == pytest.approx(plain.loss(X, T), rel=1e-14)
    assert history.train_loss[-1] == pytest.approx(net.loss(X, T), rel=1e-14)


@pytest.mark.parametrize("limit", [0.05, 0.6])
@pytest.mark.parametrize("name", ["sgd", "momentum", "adagrad"])
def test_clipping_bounds_the_norm_and_keeps_the_direction(name, limit):
    rule = optimizer(name)
    close(own_path(network(), rule, clip_norm=limit), oracle_path(rule, clipped(gradient, limit)))
    w = own_path(network(), numnet.SGD(1.0), 1, clip_norm=limit)
    assert np.linalg.norm(w[1] - w[0]) == pytest.approx(min(limit, np.linalg.norm(gradient(w[0]))), rel=1e-12)


def test_clipping_comes_after_the_penalties_and_a_wide_limit_changes_nothing():
    rule = numnet.SGD(0.1)
    close(own_path(network(), rule, clip_norm=0.3, l2=0.5), oracle_path(rule, clipped(penalised(0, 0.5), 0.3)))
    np.testing.assert_array_equal(own_path(network(), rule, clip_norm=1e9), own_path(network(), rule))
