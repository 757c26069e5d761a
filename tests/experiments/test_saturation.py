"""Sure and wrong: mean squared error against cross-entropy."""

import numpy as np
import pytest

import numnet
from numnet.experiments import saturation


def test_both_losses_begin_at_the_same_wrong_start(stalled):
    entropy, mse, best_entropy, best_mse = stalled.escapes
    assert [(one.loss_name, one.tuned) for one in stalled.escapes] == [
        ("cross_entropy", False), ("mse", False), ("cross_entropy", True), ("mse", True)]  # fmt: skip
    for one in stalled.escapes:
        np.testing.assert_array_equal(one.wrong[:, 0], entropy.wrong[:, 0])
        np.testing.assert_array_equal(one.slope[:, 0], entropy.slope[:, 0])
        assert (one.wrong[:, 0] >= 0.99).all() and (one.right[:, 0] < 0.05).all()
    assert entropy.rate == mse.rate == 0.5 and {best_entropy.rate, best_mse.rate} <= {0.5, *saturation.RATES}


def test_gradients_at_the_start_are_those_of_the_formulas(stalled):
    """One hidden layer, worked out: δ = y − t for cross-entropy, (y − t) y (1 − y) for mse."""
    problem = saturation._Problem(numnet.load_dataset("moons", n=40, seed=1), 5, 0.99, 300, 1)
    net = problem.network("mse")
    h = np.tanh(problem.X @ net.weights[0] + net.biases[0])
    y = 1 / (1 + np.exp(-(h @ net.weights[1] + net.biases[1])[:, 0]))
    for escape, delta in zip(stalled.escapes, (y - problem.T, (y - problem.T) * y * (1 - y))):
        delta = delta[:, None] / 40
        below = (delta @ net.weights[1].T) * (1 - h**2)
        parts = (problem.X.T @ below, below.sum(axis=0), h.T @ delta, delta.sum(axis=0))
        assert escape.gradient[1, 0] == pytest.approx(np.sqrt(sum((part**2).sum() for part in parts)), rel=1e-9)


def test_mse_stalls_at_the_same_rate(stalled):
    entropy, mse, best_entropy, best_mse = stalled.escapes
    assert (mse.gradient[:, 0] < 0.02 * entropy.gradient[:, 0]).all()
    at = int(np.searchsorted(stalled.update, 10))
    assert (mse.wrong[:, at] > 0.97).all() and (entropy.wrong[:, at] < 0.8).all()
    for one in stalled.escapes:
        for seed, reached in enumerate(one.reached):
            after = stalled.update >= reached
            assert reached == -1 or (one.right[seed, after] >= saturation.RIGHT).all()
    for fixed, best in ((entropy, best_entropy), (mse, best_mse)):
        cost = [np.where(one.reached < 0, 600, one.reached).sum() for one in (fixed, best)]
        assert cost[1] <= cost[0]
