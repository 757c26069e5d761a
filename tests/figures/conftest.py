"""A quick background for figures."""

import pytest

from numnet.figures.drawing import projection as plane


@pytest.fixture
def coarse_grid(monkeypatch):
    """A quick background; what is tested does not depend on its resolution."""
    monkeypatch.setattr(plane, "RESOLUTION", 40)
