"""The standings of a sweep."""

import math

import pytest

from numnet.studies import ranking
from tests.support.sweeps import LISTED, made, rate_loss

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_standings_are_medians_with_what_diverged_as_the_worst():
    ranked = ranking.standings(made(LISTED, rate_loss))
    assert [own.configuration for own in ranked] == [2, 1, 3, 0, 4]
    assert (ranked[0].median, ranked[0].typical, ranked[0].diverged) == (pytest.approx(0.11), 1, 0)
    assert (ranked[2].median, ranked[2].diverged) == (pytest.approx(1.11), 1) and ranked[2].high == math.inf
    assert math.isinf(ranked[4].median) and ranked[4].diverged == 3


def test_several_losses_are_compared_by_the_metric():
    found = made({"loss": ["mse", "cross_entropy"]}, lambda own, seed: 0.9 if own["loss"] == "mse" else 0.8)
    assert ranking.measure(found) == ("validation_accuracy", -1)
    assert [own.configuration for own in ranking.standings(found)] == [0, 1]
