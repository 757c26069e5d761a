"""Single passes that Python asks for, against one pass with everything kept."""

import numpy as np
import pytest

from numnet.cpu.entry_points import unit_outputs
from numnet.cpu.tracing import traced_pass
from numnet.cpu.workspace import tile_rows, units_size
from tests.support import trainings


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("task", trainings.TASKS)
@pytest.mark.parametrize("hidden", [(), (5, 18), (4, 1, 3)], ids=str)
def test_outputs_of_all_units(dtype, task, hidden):
    """Layer after layer, a row a unit; tile after tile, the last one smaller."""
    X, T = trainings.data(task, 150)
    network = trainings.network(task, hidden, dtype)
    X, T, _ = network.samples(X, T)
    wanted = traced_pass(network.layout, network.parameters, X, T).h
    for tile in (tile_rows(network.layout.units_at, len(X)), 64, 1):
        H = np.full((sum(network.sizes[1:]), len(X)), np.nan, dtype)
        units = np.zeros(units_size(network.layout, tile), dtype)
        unit_outputs(network.layout, network.parameters, X, H, units, tile)
        np.testing.assert_array_equal(H, np.concatenate(wanted, axis=1).T)
        np.testing.assert_array_equal(H[-network.sizes[-1] :], network.forward(X).T)
