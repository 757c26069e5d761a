"""A quick background for figures, and Korean ones."""

import pytest

from numnet.figures.drawing import fonts
from numnet.utils.language import VARIABLE


@pytest.fixture
def coarse_grid(monkeypatch):
    """A quick background; what is tested does not depend on its resolution."""
    monkeypatch.setattr("numnet.figures.runs.boundary.RESOLUTION", 40)


@pytest.fixture
def korean(monkeypatch):
    """Figures are in Korean, whatever fonts there are."""
    monkeypatch.setenv(VARIABLE, "ko")
    monkeypatch.setattr(fonts, "NEEDED", {})
