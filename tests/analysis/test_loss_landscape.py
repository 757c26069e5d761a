"""Landscapes: the plane, its losses against NumPy and `net.loss`, random directions."""

import math
import time

import numpy as np
import pytest

import numnet
from numnet.analysis.loss_landscape import Losses, around, check_runs, filter_normalised, paths
from numnet.data.split_dataset import scaled
from tests.support.cli import call

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(autouse=True)
def inside(landscape_runs, monkeypatch):
    monkeypatch.chdir(landscape_runs)


def load(*names):
    return [numnet.load_run(name) for name in names]


# --- the plane --------------------------------------------------------------------------------------------------------


# --- losses -----------------------------------------------------------------------------------------------------------


def test_a_snapshot_costs_what_its_network_costs():
    found = paths(load("sgd", "adam"), resolution=3)
    for walk in found.walks:
        training, _ = scaled(walk.run.data(), walk.run.scaler)
        network = walk.run.network.copy()
        snapshots = walk.run.snapshots.parameters
        for theta, loss, at, shadow in zip(snapshots, walk.loss, walk.points, walk.shadow, strict=True):
            network.parameters[:] = theta
            assert loss == network.loss(*training)
            network.parameters[:] = found.lift(at[None])[0]
            assert shadow == network.loss(*training)
        history = walk.run.history
        np.testing.assert_allclose(walk.loss, history.train_loss[walk.epochs], rtol=1e-6)


def by_hand(run, theta):
    """The cross-entropy of a tanh network with a sigmoid output, in NumPy, float64."""
    (X, T, _), _ = scaled(run.data(), run.scaler)
    d, h, _ = run.network.sizes
    W1, b1 = theta[: d * h].reshape(d, h), theta[d * h : d * h + h]
    W2, b2 = theta[d * h + h : d * h + 2 * h], theta[-1]
    net = np.tanh(X @ W1 + b1) @ W2 + b2
    return np.mean(np.logaddexp(0, net) - T * net)


def test_the_map_is_the_loss_of_the_weights_it_stands_for():
    found = paths(load("sgd", "adam"), resolution=5)
    assert not found.whole and found.loss.shape == (5, 5) and found.centre.shape == found.directions[0].shape
    for row, column in [(0, 0), (0, 4), (3, 1), (4, 4)]:
        theta = found.centre + found.x[column] * found.directions[0] + found.y[row] * found.directions[1]
        assert found.loss[row, column] == pytest.approx(by_hand(found.walks[0].run, theta), rel=2e-5)
    points = np.concatenate([walk.points for walk in found.walks])
    assert found.x[0] < points[:, 0].min() and points[:, 0].max() < found.x[-1]
    assert found.y[0] < points[:, 1].min() and points[:, 1].max() < found.y[-1]
    assert 0.49 < np.ptp(found.y) / np.ptp(found.x) < 2.04


def test_of_two_weights_the_map_is_the_error_itself(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call("train", "line", "--hidden", "none", "--optimizer", "sgd", "--epochs", 12, "--out", "two")
    run = numnet.load_run("two")
    found = paths([run], resolution=6)
    assert found.whole
    np.testing.assert_array_equal(found.walks[0].points, run.snapshots.parameters)
    np.testing.assert_array_equal(found.walks[0].loss, found.walks[0].shadow)
    (X, T, _), _ = scaled(run.data(), run.scaler)
    for row, column in [(0, 0), (2, 5), (5, 1)]:
        answers = found.x[column] * X[:, 0] + found.y[row]
        assert found.loss[row, column] == pytest.approx(0.5 * np.mean((answers - T) ** 2), rel=1e-5)
    for side, own in zip((found.x, found.y), found.walks[0].points.T):
        assert side[0] < min(own[0], 2 * own[-1] - own[0]) and max(own[0], 2 * own[-1] - own[0]) < side[-1]
    assert sum(found.shares) == pytest.approx(1)


def test_the_map_does_not_depend_on_the_threads():
    maps = [paths(load("sgd", "adam"), resolution=7, threads=threads) for threads in (1, 3)]
    np.testing.assert_array_equal(maps[0].loss, maps[1].loss)


def test_losses_of_a_regression_are_in_the_units_of_training():
    (run,) = load("regression")
    found = paths([run], resolution=2)
    np.testing.assert_allclose(found.walks[0].loss, run.history.train_loss[run.snapshots.epochs], rtol=1e-6)


def test_overflow_is_infinite():
    (run,) = load("regression")
    assert Losses(run)(np.full((1, run.network.parameters.size), 1e38)).tolist() == [math.inf]


def test_a_map_of_51_by_51_is_quick():
    runs = load("spiral")
    paths(runs, resolution=2)  # compiles, if need be
    begun = time.process_time()  # of this process: what else runs on the machine doesn't count
    found = paths(runs)
    assert found.loss.size == 51 * 51 and time.process_time() - begun < 10


# --- around one network -----------------------------------------------------------------------------------------------


def test_directions_are_as_long_as_each_neurons_weights():
    network = numnet.Network([3, 5, 2], seed=4)
    network.parameters[:] = np.random.default_rng(0).normal(size=network.parameters.size)
    direction = network.copy(dtype="float64")
    raw = np.random.default_rng(1).standard_normal(network.parameters.size)
    direction.parameters[:] = filter_normalised(raw, network)
    for l, (W, D) in enumerate(zip(network.weights, direction.weights)):
        np.testing.assert_allclose(np.sqrt((D**2).sum(axis=0)), np.sqrt((W.astype(float) ** 2).sum(axis=0)))
        assert (direction.biases[l] == 0).all()
    own = network.copy(dtype="float64")
    own.parameters[:] = raw
    for D, R in zip(direction.weights, own.weights):
        cosine = (D * R).sum(axis=0) / np.linalg.norm(D, axis=0) / np.linalg.norm(R, axis=0)
        np.testing.assert_allclose(cosine, 1)


def test_the_middle_of_the_surroundings_is_the_network():
    (run,) = load("adam")
    found = around(run, resolution=5, radius=0.5, seed=3)
    training, _ = scaled(run.data(), run.scaler)
    assert found.loss[2, 2] == run.network.loss(*training) == found.walks[0].loss[0]
    assert found.x.tolist() == [-0.5, -0.25, 0, 0.25, 0.5] and found.shares is None
    np.testing.assert_array_equal(found.loss, around(run, 5, 0.5, seed=3).loss)
    assert not np.array_equal(found.loss, around(run, 5, 0.5, seed=4).loss)
    for wrong in ({"radius": 0}, {"resolution": 1}, {"seed": -1}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            around(run, **wrong)


# --- what has no landscape in common ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("other", "what"), [
    ("seed", "the training set"), ("hidden", "the architecture"), ("tanh", "the activation"), ("mse", "the loss"),
    ("data", "the data set"), ("regression", "the architecture"),
])  # fmt: skip
def test_runs_that_do_not_fit_are_refused_by_name(other, what):
    with pytest.raises(ValueError, match=f"runs sgd and {other} have no landscape in common: {what}"):
        check_runs(load("sgd", other))
    done = call("plot", "landscape", "sgd", other, code=2)
    assert len(done.stderr.splitlines()) == 1 and what in done.stderr


def test_nothing_to_draw():
    with pytest.raises(ValueError, match="at least one run"):
        paths([])
    assert "none has no snapshots; train again, with --snapshots 30" in call("plot", "landscape", "none", code=2).stderr
