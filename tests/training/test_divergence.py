"""Divergence: finite weights are kept, and its place is named."""

import warnings

import numpy as np
import pytest

import numnet
from numnet.model.samples import prepare_samples
from numnet.training.divergence_diagnosis import broken_layer
from tests.support.trainings import data, network, trained


def diverging(task="regression", dtype="float32", **options):
    """(network, history, warning's text) of a run that must overflow."""
    X, T = data(task)
    net = network(task, dtype=dtype)
    options = {"optimizer": numnet.SGD(1e4), "epochs": 200, **options}
    with pytest.warns(numnet.DivergenceWarning) as caught:
        history = numnet.train(net, 100 * X, 1000 * T if task == "regression" else T, **options)
    assert len(caught) == 1
    return net, history, str(caught[0].message)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("options", [
    {}, {"batch_size": "full"}, {"batch_size": 1}, {"evaluate_every": 0}, {"evaluate_every": 50},
    {"evaluate_every": 0, "batch_size": "full"}, {"optimizer": numnet.NAG(1e5)}, {"patience": 500},
])  # fmt: skip
def test_divergence_keeps_finite_weights_and_says_where(dtype, options):
    net, history, message = diverging(dtype=dtype, **options)
    assert np.isfinite(net.parameters).all()
    assert history.status == "diverged" and history.diagnosis == message
    assert "layer" in message and " of 2" in message and "update" in message and "learning rate" in message
    assert "\n" not in message


def test_weights_that_overflow_by_themselves():
    """A bounded gradient and a decay that multiplies by −99: the weights overflow before any error or gradient does."""
    for options in ({}, {"evaluate_every": 0}, {"evaluate_every": 0, "epochs": 20}):
        X, T = data("regression")
        net = numnet.Network([3, 2], task="regression", loss="mae", dtype="float32", seed=1)
        with pytest.warns(numnet.DivergenceWarning):
            numnet.train(
                net, X, T, numnet.SGD(1.0, weight_decay=100.0), batch_size="full", **{"epochs": 100, **options}
            )
        assert np.isfinite(net.parameters).all()


def test_data_too_large_for_the_network_diverge_before_the_first_update():
    net = network("regression", dtype="float32")
    before = net.parameters.copy()
    with pytest.warns(numnet.DivergenceWarning, match="layer"):
        history = numnet.train(net, np.full((4, 3), 1e30), np.full((4, 2), 1e30))
    assert (history.status, history.updates) == ("diverged", 0)
    np.testing.assert_array_equal(net.parameters, before)


def test_no_warning_where_nothing_diverges():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert trained(*data(), epochs=5)[1].diagnosis is None


def test_the_diagnosis_carries_samples_through_the_first_layers_alone():
    X, T = np.ones((4, 3)), np.ones((4, 3))
    network = numnet.Network([3, 5, 2, 3], "identity", "regression", seed=1)
    samples = prepare_samples(network, X, T)
    network.weights[1][:] = 1e38
    network.weights[0][:] = 1
    assert network.layout.activations.size == 3  # it is kept, and must not be taken for that of fewer layers
    assert broken_layer(network, samples) == "the net input of layer 2 of 3 overflowed first"
