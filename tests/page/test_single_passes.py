"""Single passes in the page's module: outputs, loss, outputs of all units, gradient, everything of a pass."""

import numpy as np
import pytest

from numnet.cpu import entry_points
from numnet.cpu.tracing import traced_pass
from numnet.cpu.workspace import tile_rows, units_size
from tests.page.test_trainings import COVERING, DTYPES
from tests.support import trainings


def cases(dtype, n, sizes):
    """(network, X, T, weights) of every activation, loss and task."""
    for _, activation, (task, loss) in COVERING:
        X, T = trainings.data(task, n)
        network = trainings.network(task, sizes, dtype, activation=activation, loss=loss)
        network.parameters[:] += np.random.default_rng(1).normal(0, 0.3, network.parameters.size)
        yield network, *network.samples(X, T, np.arange(n) + 1.0)


@pytest.mark.parametrize("dtype", DTYPES)
def test_outputs_and_loss(beside, dtype):
    for network, X, T, weights in cases(dtype, 300, (5, 18)):
        assert np.isfinite(entry_points.network_outputs(network.layout, network.parameters, X, T, weights)[1])
        assert np.isfinite(entry_points.network_outputs(network.layout, network.parameters, X, T)[1])
        assert entry_points.network_outputs(network.layout, network.parameters, X)[1] == 0
    assert beside.calls[f"outputs_{dtype}"] == 3 * len(COVERING)


@pytest.mark.parametrize("dtype", DTYPES)
def test_outputs_of_all_units(beside, dtype):
    for network, X, _, _ in cases(dtype, 300, (5, 18)):
        tile = tile_rows(network.layout.units_at, len(X))
        H = np.zeros((sum(network.sizes[1:]), len(X)), dtype)
        units = np.zeros(units_size(network.layout, tile), dtype)
        entry_points.unit_outputs(network.layout, network.parameters, X, H, units, tile)
        assert tile < len(X) and np.isfinite(H).all() and np.abs(H).max() > 0.1
    assert beside.calls[f"unit_outputs_{dtype}"] == len(COVERING)


@pytest.mark.parametrize("dtype", DTYPES)
def test_gradient(beside, dtype):
    for network, X, T, weights in cases(dtype, 300, (5, 18)):
        for weight in (weights, None):
            gradient = entry_points.network_gradient(network.layout, network.parameters, X, T, weight)
            assert np.isfinite(gradient).all() and np.abs(gradient).max() > 0
    assert beside.calls[f"gradient_sum_{dtype}"] == 2 * len(COVERING)


@pytest.mark.parametrize("dtype", DTYPES)
def test_everything_of_a_pass(beside, dtype):
    for network, X, T, weights in cases(dtype, 21, (5, 18)):
        for weight in (weights, None):
            assert np.abs(traced_pass(network.layout, network.parameters, X, T, weight).gradient).max() > 0
    assert beside.calls[f"trace_pass_{dtype}"] == 2 * len(COVERING)
