"""Rare features: effective rates against the papers."""

import numpy as np
import pytest

import numnet
from numnet.experiments.optimizers import _watched, optimizers, rare_data
from numnet.experiments.tracking import GRID
from numnet.training.training import Training


def test_rare_features_are_rare():
    X, T, truth = rare_data(n=1000, share=0.01)
    assert (X != 0).mean(axis=0).tolist() == [1] * 4 + [0.01] * 4
    assert np.std(T - X @ truth) == pytest.approx(0.5, rel=0.1)
    assert all(np.array_equal(a, b) for a, b in zip((X, T, truth), rare_data(n=1000, share=0.01)))


@pytest.mark.parametrize("rule", ["adagrad", "rmsprop", "adam"])
def test_effective_rates_are_those_of_the_papers(rule):
    """One sample an update, in order: gradients are replayed by hand, and the rates follow from the definitions."""
    X, T, _ = rare_data(n=30, share=0.1)
    network = numnet.Network([8, 1], task="regression", dtype="float64", init="zeros")
    optimizer = numnet.OPTIMIZERS[rule](0.02)
    training = Training(network, X, T, optimizer, batch_size=1, epochs=1, shuffle=False, evaluate_every=0)
    theta, factors = _watched(training, 30)
    G = np.zeros(9)
    for t in range(30):
        x = np.append(X[t], 1)
        g = (theta[t] @ x - T[t]) * x
        G = {"adagrad": G + g**2, "rmsprop": 0.9 * G + 0.1 * g**2, "adam": 0.999 * G + 0.001 * g**2}[rule]
        root = np.sqrt(G / (1 - 0.999 ** (t + 1))) if rule == "adam" else np.sqrt(G)
        met = G > 0
        np.testing.assert_allclose(factors[t][met], 0.02 / (root[met] + optimizer.eps), rtol=1e-7)
        assert np.isnan(factors[t][~met]).all()


def test_what_the_chapter_says_of_rare_features(rare):
    epoch = rare.updates_per_epoch
    for name in ("adagrad", "rmsprop", "adam"):
        rate = rare.runs[name].rate[-epoch:]
        assert np.nanmedian(rate[:, rare.rare]) > 1.5 * np.nanmedian(rate[:, ~rare.rare])
    assert (np.nan_to_num(np.diff(rare.runs["adagrad"].rate, axis=0)) <= 0).all()
    assert (np.nan_to_num(np.diff(rare.runs["rmsprop"].rate, axis=0)) > 0).any()
    assert np.ptp(rare.runs["sgd"].rate) == 0
    for run in rare.runs.values():
        assert run.loss[-1] < run.loss[0] and len(run.loss) == len(rare.update) == len(run.missing)
        assert run.optimizer.learning_rate in GRID


def test_rare_features_are_determined(rare):
    again = optimizers(rules=("adam",), n=400, batch_size=10, epochs=3, share=0.05)
    np.testing.assert_array_equal(again.runs["adam"].rate, rare.runs["adam"].rate)
