"""A quick background for figures."""

import pytest


@pytest.fixture
def coarse_grid(monkeypatch):
    """A quick background; what is tested does not depend on its resolution."""
    monkeypatch.setattr("numnet.figures.runs.boundary.RESOLUTION", 40)
