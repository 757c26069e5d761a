"""Small experiments, as fixtures."""

import pytest

from numnet.experiments.batches import batches
from numnet.experiments.capacity import capacity
from numnet.experiments.encoding import encoding
from numnet.experiments.gradients import gradients
from numnet.experiments.optimizers import optimizers
from numnet.experiments.saturation import saturation
from numnet.experiments.selection import selection


@pytest.fixture(scope="module", autouse=True)
def quick():
    """Fewer rates to try, and a short look at the clock."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in ("batches", "optimizers"):
            patch.setattr(f"numnet.experiments.{kind}.GRID", (0.01, 0.05, 0.2, 0.5))
        patch.setattr("numnet.experiments.batches._Problem.TIMED", 2000)
        yield


@pytest.fixture(scope="module")
def found():
    return batches(n=60, batch_size=8, epochs=3, sizes=(60, 300))


@pytest.fixture(scope="module")
def rare():
    return optimizers(n=400, batch_size=10, epochs=3, share=0.05)


@pytest.fixture(scope="module")
def depths():
    return gradients(depths=(2, 10), width=8, seeds=2, n=60, epochs=20, rates=(0.1, 1.0))


@pytest.fixture(scope="module")
def stalled():
    return saturation(n=40, hidden=5, updates=300, seeds=2)


@pytest.fixture(scope="module")
def fitted():
    return capacity(n=12, width=16, epochs=400, seeds=3)


@pytest.fixture(scope="module")
def encoded():
    return encoding(("blobs", "iris"), hidden=(8,), seeds=3, epochs=60)


@pytest.fixture(scope="module")
def chosen():
    return selection(networks=12, n=60, held=20, repeats=4, epochs=20)
