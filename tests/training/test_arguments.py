"""Arguments of a training: each bad one is named."""

import math

import numpy as np
import pytest

import numnet
from tests.support.trainings import data, network, trained

BAD = [
    ({"batch_size": 0}, ValueError, "batch_size must be an integer >= 1, got 0"),
    ({"batch_size": -3}, ValueError, "batch_size must be an integer >= 1, got -3"),
    ({"batch_size": 2.5}, TypeError, "batch_size"),
    ({"batch_size": "half"}, ValueError, "batch_size must be an integer >= 1 or 'full', got 'half'"),
    ({"batch_size": True}, TypeError, "batch_size"),
    ({"epochs": -1}, ValueError, "epochs must be an integer >= 0, got -1"),
    ({"epochs": 1.5}, TypeError, "epochs"),
    ({"epochs": None}, TypeError, "epochs"),
    ({"seed": -1}, ValueError, "seed must be an integer >= 0, got -1"),
    ({"seed": "x"}, TypeError, "seed"),
    ({"seed": 2**63}, ValueError, "seed"),
    ({"evaluate_every": -1}, ValueError, "evaluate_every must be an integer >= 0, got -1"),
    ({"patience": 0}, ValueError, "patience must be an integer >= 1, got 0"),
    ({"patience": 3, "evaluate_every": 0}, ValueError, "patience needs evaluate_every >= 1"),
    ({"threads": 0}, ValueError, "threads must be an integer >= 1, got 0"),
    ({"threads": 10_000}, ValueError, "threads must be at most"),
    ({"l1": -0.1}, ValueError, "l1 must be .*>= 0, got -0.1"),
    ({"l2": math.nan}, ValueError, "l2 must be .*>= 0, got nan"),
    ({"l2": "0.1"}, TypeError, "l2 must be a number"),
    ({"dropout": 1.0}, ValueError, "dropout must be .*>= 0 and < 1, got 1"),
    ({"dropout": -0.1}, ValueError, "dropout must be .*>= 0 and < 1, got -0.1"),
    ({"clip_norm": 0}, ValueError, "clip_norm must be .*> 0, got 0"),
    ({"clip_norm": math.inf}, ValueError, "clip_norm must be .*> 0, got inf"),
    ({"optimizer": 3}, TypeError, "optimizer must be one of numnet.OPTIMIZERS"),
    ({"optimizer": numnet.Adam}, TypeError, "optimizer must be one of numnet.OPTIMIZERS"),
    ({"schedule": 3}, TypeError, "schedule must be one of numnet.SCHEDULES"),
    ({"schedule": "cosin"}, ValueError, "cosine"),
    ({"device": "tpu"}, ValueError, "device must be 'cpu' or 'cuda', got 'tpu'"),
    ({"validation": 0.2}, TypeError, "validation"),
    ({"validation": (np.zeros((3, 3)),)}, (TypeError, ValueError), "validation"),
    ({"validation": (np.zeros((3, 3)), [0, 1])}, ValueError, "one row for each of the 3 rows"),
    ({"validation": (np.zeros((3, 4)), [0, 1, 2])}, ValueError, r"shape \(n, 3\), got \(3, 4\)"),
    ({"resume": "an earlier run"}, TypeError, "resume must be the History of an earlier training"),
]


@pytest.mark.parametrize(("options", "error", "message"), BAD, ids=[str(bad[0])[:50] for bad in BAD])
def test_bad_arguments_name_themselves_and_change_nothing(options, error, message):
    X, T = data()
    net = network()
    before = net.parameters.copy()
    with pytest.raises(error, match=message) as caught:
        numnet.train(net, X, T, **options)
    assert "\n" not in str(caught.value)
    np.testing.assert_array_equal(net.parameters, before)


@pytest.mark.parametrize("X", [np.zeros((0, 3)), np.zeros((4, 2)), np.zeros(4), [["a", "b", "c"]] * 4,
                               [[1, 2, np.nan]] * 4, [[1, 2, 3], [4]], None])  # fmt: skip
def test_bad_inputs(X):
    with pytest.raises(ValueError, match="X must"):
        numnet.train(network(), X, [0, 1, 2, 0])


def test_batches_larger_than_the_data_are_the_whole_data():
    X, T = data()
    theta, history = trained(X, T, batch_size=10**9, epochs=3)
    assert history.updates == 3
    np.testing.assert_array_equal(theta, trained(X, T, batch_size="full", epochs=3)[0])
