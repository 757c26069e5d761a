"""Initial weights: mean, variance, seed."""

import numpy as np
import pytest

import numnet
from tests.support import oracle as ref

Network = numnet.Network
SPREAD = {  # variance of W for 300 inputs and 200 outputs, and the bound of the uniform ones
    "glorot": (2 / 500, np.sqrt(6 / 500)), "he": (2 / 300, None), "lecun": (1 / 300, None), "normal": (0.01, None),
    "uniform": (1 / 12, 0.5), "zeros": (0, 0.0),
}  # fmt: skip


@pytest.mark.parametrize("name", numnet.INITIALIZERS)
def test_initial_weights_have_their_mean_and_variance(name):
    """60 000 weights: the mean within 5 standard errors, the variance within 5 %; biases begin at 0."""
    variance, bound = SPREAD[name]
    net = Network([300, 200], init=name, dtype="float64", seed=0)
    W = net.weights[0]
    assert abs(W.mean()) <= 5 * np.sqrt(variance / W.size)
    assert W.var() == pytest.approx(variance, rel=0.05)
    assert (net.biases[0] == 0).all()
    if bound is not None:
        assert np.abs(W).max() <= bound and np.abs(W).max() >= 0.999 * bound
    else:
        assert np.abs(W).max() > 3.5 * np.sqrt(variance)


@pytest.mark.parametrize("activation", numnet.ACTIVATIONS)
def test_auto_is_he_for_the_relu_family_and_glorot_for_the_others(activation):
    net = Network([300, 200, 150], activation, dtype="float64")
    assert net.weights[0].var() == pytest.approx(2 / 300 if ref.ACTIVATIONS[activation].he else 2 / 500, rel=0.05)
    assert net.weights[1].var() == pytest.approx(2 / 350, rel=0.05)  # the output layer


def test_initial_weights_follow_the_seed_in_either_dtype():
    nets = {seed: Network([4, 5, 3], dtype="float64", seed=seed) for seed in (0, 1)}
    assert (nets[0].parameters != nets[1].parameters).any()
    np.testing.assert_array_equal(nets[0].parameters, Network([4, 5, 3], dtype="float64").parameters)
    np.testing.assert_array_equal(nets[1].parameters.astype(np.float32), Network([4, 5, 3], seed=1).parameters)
    np.testing.assert_array_equal(nets[0].initialize(1).parameters, nets[1].parameters)
