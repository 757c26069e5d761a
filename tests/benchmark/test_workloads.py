"""The trainings that are measured."""

import json
from dataclasses import replace

import numpy as np
import pytest

import numnet
from numnet.benchmark.peers.registry import cross_entropy
from numnet.benchmark.workloads import FIRST, SMALL, WORKLOADS, Workload, from_record, to_record

THREE = Workload("spiral", (2, 6, 6, 3), 8, 32, 12)
GRID = WORKLOADS["grid"]
TRAININGS = [workload for workload in WORKLOADS.values() if workload is not GRID]


def test_the_workloads_are_the_ones_that_are_quoted():
    assert {w.name: w.describe() for w in WORKLOADS.values()} == {
        "xor": "2-8-2 · 4",
        "spiral": "2-32-32-3 · 32",
        "digits": "64-64-32-10 · 64",
        "mnist-shape": "784-256-128-10 · 128",
        "chains": "4-32-16-4 · 10000",
        "xor-1024": "1024 × 2-8-2 · 4",
        "spiral-256": "256 × 2-32-32-3 · 32",
        "grid": "72 × digits, 16 to 128 units · 64",
    }
    assert set(SMALL) < set(WORKLOADS)


@pytest.mark.parametrize("workload", [*TRAININGS, FIRST], ids=lambda workload: workload.name)
def test_a_run_is_whole_epochs_of_whole_batches(workload):
    assert workload.samples % workload.batch == 0
    assert workload.epochs * workload.per_epoch == workload.updates > 0
    assert workload.steps == workload.updates * workload.members


@pytest.mark.parametrize("workload", WORKLOADS.values(), ids=WORKLOADS)
def test_a_workload_goes_through_json(workload):
    assert from_record(json.loads(json.dumps(to_record(workload)))) == workload


@pytest.mark.parametrize("workload", TRAININGS, ids=lambda workload: workload.name)
def test_data_and_weights_are_the_same_every_time_and_fit_the_network(workload):
    (X, t), again = workload.data(), workload.data()
    assert X.shape == (workload.samples, workload.sizes[0]) and X.dtype == np.float32
    assert np.array_equal(X, again[0]) and np.array_equal(t, again[1])
    assert sorted(set(t)) == list(range(workload.sizes[-1]))
    for (W, b), (W2, _), shape in zip(workload.weights(), workload.weights(), zip(workload.sizes, workload.sizes[1:])):
        assert W.shape == shape and W.dtype == b.dtype == np.float32 and np.array_equal(W, W2) and not b.any()
    assert not np.array_equal(workload.weights(0)[0][0], workload.weights(1)[0][0])


def test_the_loss_is_the_mean_cross_entropy_over_samples_and_members():
    workload = replace(THREE, activation="tanh")
    X, t = workload.data()
    expected = []
    members = [workload.weights(0), workload.weights(1)]
    for (W1, b1), (W2, b2), (W3, b3) in members:
        net = np.tanh(np.tanh(X @ W1 + b1) @ W2 + b2) @ W3 + b3
        p = np.exp(net) / np.exp(net).sum(axis=1, keepdims=True)
        expected.append(-np.log(p[np.arange(len(t)), t]).mean())
    assert cross_entropy(workload, members) == pytest.approx(np.mean(expected), rel=1e-5)
    blind = [[(0 * W, b) for W, b in workload.weights()]]
    assert cross_entropy(workload, blind) == pytest.approx(np.log(3))


def test_a_grid_search_has_every_training_once():
    assert len(set(GRID.trainings)) == len(GRID.trainings) == len(GRID.configurations) * GRID.seeds == 72
    assert GRID.rows % GRID.batch == 0 and GRID.steps == 72 * GRID.epochs * GRID.rows // GRID.batch
    losses = [rate + width / 1000 for rate, width, _ in GRID.trainings]
    assert GRID.best(losses) == (min(GRID.rates), min(GRID.widths))


def test_all_libraries_search_from_the_same_file(tmp_path):
    search = GRID.write(tmp_path)
    (X, t), (X_validation, t_validation) = search.data()
    assert len(X) == GRID.rows and len(X) + len(X_validation) == 1797 and X.dtype == np.float32
    np.testing.assert_allclose(X.mean(axis=0), 0, atol=1e-5)
    assert set(X.std(axis=0).round(3)) == {0, 1}  # some pixels are always 0
    assert set(t) == set(t_validation) == set(range(10))
    net = numnet.Network((64, 32, 10), "relu", "multiclass", seed=2)
    for W, (W2, b) in zip(net.weights, search.weights(32, 2)):
        assert np.array_equal(W, W2) and b.shape == W.shape[1:] and not b.any()
    assert not np.array_equal(search.weights(32, 2)[0][0], search.weights(32, 1)[0][0])
    search.weights(32, 2)[0][0][:] = 0  # who trains in place spoils it for nobody
    assert search.weights(32, 2)[0][0].any()
