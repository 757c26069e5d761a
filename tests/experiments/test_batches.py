"""Batch, mini-batch and stochastic descent: paths against the oracle, the variance law."""

from types import SimpleNamespace

import numpy as np
import pytest

import numnet
from numnet.experiments import batches as batch_sizes
from numnet.experiments.batches import batches, gradient_variance, line
from tests.support import oracle as ref


def slope(X, T):
    """E = ½ mean (w x + b − t)² has the gradient mean of (w x + b − t) (x, 1)."""

    def gradient(w):
        residual = X[:, 0] * w[0] + w[1] - T
        return np.array([(residual * X[:, 0]).mean(), residual.mean()])

    return gradient


def test_the_batch_path_is_the_oracles(found):
    path = found.paths[0]
    assert path.arrival.kind == "batch" and path.update.tolist() == [0, 1, 2, 3]
    expected = ref.RULES["sgd"](found.start, slope(found.X, found.T), 3, learning_rate=path.arrival.rate)
    np.testing.assert_allclose(path.weights, expected, rtol=1e-12)
    loss = [((found.X[:, 0] * w + b - found.T) ** 2).mean() / 2 for w, b in expected]
    np.testing.assert_allclose(path.loss, loss, rtol=1e-12)
    np.testing.assert_allclose(found.loss(*expected.T), loss, rtol=1e-12)


def test_every_stochastic_step_is_the_gradient_of_one_sample_each_once_an_epoch(found):
    path = found.paths[2]
    steps = np.diff(path.weights[:61], axis=0)
    used = []
    for w, step in zip(path.weights, steps):
        residual = found.X[:, 0] * w[0] + w[1] - found.T
        candidates = -path.arrival.rate * residual[:, None] * np.column_stack([found.X[:, 0], np.ones(60)])
        distance = abs(candidates - step).max(axis=1)
        used.append(int(distance.argmin()))
        assert distance.min() < 1e-12
    assert sorted(used) == list(range(60))


def test_all_begin_at_the_same_point_and_head_for_the_lowest(found):
    g = slope(found.X, found.T)
    np.testing.assert_allclose(g(found.lowest), 0, atol=1e-12)
    for path in found.paths:
        np.testing.assert_array_equal(path.weights[0], found.start)
        assert path.loss[-1] < 0.3 * path.loss[0] and path.epoch[-1] == 3
        assert path.seconds[-1] == pytest.approx(path.update[-1] * path.arrival.seconds_per_update)
    assert found.target == pytest.approx(found.lowest_loss + 0.01 * (found.paths[0].loss[0] - found.lowest_loss))


def test_arrivals_stay_below_the_target_from_there_on(found):
    assert [(own.n, own.batch_size) for own in found.arrivals] == [
        (60, 60),
        (60, 8),
        (60, 1),
        (300, 300),
        (300, 8),
        (300, 1),
    ]
    batch = found.arrivals[0]
    path = ref.RULES["sgd"](found.start, slope(found.X, found.T), 1000, learning_rate=batch.rate)
    loss = np.array([((found.X[:, 0] * w + b - found.T) ** 2).mean() / 2 for w, b in path])
    assert (loss[batch.updates :] <= found.target).all() and loss[batch.updates - 1] > found.target
    assert batch.epochs == batch.updates and batch.seconds == batch.updates * batch.seconds_per_update > 0


def test_more_samples_cost_batch_more_epochs_than_stochastic(found):
    for own in (found.arrivals[:3], found.arrivals[3:]):
        assert own[2].epochs < own[0].epochs and own[0].updates < own[2].updates


def test_the_clock_gives_the_best_of_several_runs(monkeypatch):
    ticks = iter([0, 50, 100, 120, 200, 230])
    problem = batch_sizes._Problem(*line(60), (-1.0, 2.0), seed=0)
    monkeypatch.setattr(batch_sizes, "time", SimpleNamespace(perf_counter=lambda: next(ticks)))
    updates = 2000 // 60 * 8  # 60 samples, 8 at a time
    assert problem.clock(8, 0.1, repeats=3) == pytest.approx(20 / updates)


def test_the_variance_of_the_gradient_falls_like_one_over_the_batch_size():
    X, T = line(2000)
    network = numnet.Network([1, 1], task="regression", dtype="float64", init="zeros")
    size, measured, exact = gradient_variance(network, X, T)
    residual = -T[:, None] * np.column_stack([X[:, 0], np.ones(len(X))])
    sigma2 = ((residual - residual.mean(axis=0)) ** 2).sum(axis=1).mean()
    np.testing.assert_allclose(exact, sigma2 / size * (2000 - size) / 1999, rtol=1e-9)
    assert abs(measured / exact - 1).max() < 0.35 and abs(np.log(measured / exact)).mean() < 0.12
    small = size <= 64
    assert np.polyfit(np.log(size[small]), np.log(measured[small]), 1)[0] == pytest.approx(-1, abs=0.06)


def test_but_for_the_clock_all_is_determined(found):
    again = batches(n=60, batch_size=8, epochs=3, sizes=(60,))
    other = batches(n=60, batch_size=8, epochs=3, sizes=(60,), seed=1)
    for a, b, c in zip(found.paths, again.paths, other.paths):
        assert np.array_equal(a.weights, b.weights) and not np.array_equal(a.weights[1], c.weights[1])
    assert np.array_equal(found.variance, again.variance)
    assert [own.updates for own in found.arrivals[:3]] == [own.updates for own in again.arrivals]


@pytest.mark.parametrize(("options", "message"), [
    ({"n": 3}, "n must be"), ({"batch_size": 1}, "batch_size must be between 1 and the number of samples, 50; got 1"),
    ({"batch_size": 50}, "batch_size must be between"), ({"epochs": 0}, "epochs must be"),
    ({"sizes": (2,)}, "sizes must be"),
])  # fmt: skip
def test_bad_arguments_name_themselves(options, message):
    with pytest.raises(ValueError, match=message):
        batches(**{"n": 50, "batch_size": 5, "epochs": 1, "sizes": (50,), **options})
