"""Small experiments, as fixtures."""

import pytest

from numnet.experiments import batches as batch_sizes
from numnet.experiments import rare_features as rare_inputs
from numnet.experiments.batches import batches
from numnet.experiments.capacity import capacity as experiments_capacity
from numnet.experiments.gradients import gradients as experiments_gradients
from numnet.experiments.rare_features import rare_features
from numnet.experiments.saturation import saturation as experiments_saturation


@pytest.fixture(scope="module", autouse=True)
def quick():
    """Fewer rates to try, and a short look at the clock."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (batch_sizes, rare_inputs):
            patch.setattr(module, "GRID", (0.01, 0.05, 0.2, 0.5))
        patch.setattr(batch_sizes._Problem, "TIMED", 2000)
        yield


@pytest.fixture(scope="module")
def found():
    return batches(n=60, batch_size=8, epochs=3, sizes=(60, 300))


@pytest.fixture(scope="module")
def rare():
    return rare_features(n=400, batch_size=10, epochs=3, share=0.05)


@pytest.fixture(scope="module")
def depths():
    return experiments_gradients(depths=(2, 10), width=8, seeds=2, n=60, epochs=20, rates=(0.1, 1.0))


@pytest.fixture(scope="module")
def stalled():
    return experiments_saturation(n=40, hidden=4, updates=300, seeds=2)


@pytest.fixture(scope="module")
def fitted():
    return experiments_capacity(n=12, width=16, epochs=400, seeds=3)
