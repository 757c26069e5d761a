"""The grid and the draw of a sweep."""

import math
import os

import numpy as np
import pytest

from numnet.studies import search_space as grid
from tests.support.cli import call

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_range_has_even_steps():
    values = [float(text) for text in grid.parse_range("0.001:100:log:11").values()]
    np.testing.assert_allclose(np.diff(np.log(values)), math.log(10) / 2, rtol=2e-5)
    np.testing.assert_allclose([float(v) for v in grid.parse_range("-1:2:lin:4").values()], [-1, 0, 1, 2])
    assert values[0] == 0.001 and values[-1] == 100
    assert grid.parse_range("1:4:log:9", whole=True).values() == ["1", "2", "3", "4"]


@pytest.mark.parametrize("text", ["1:2", "1:2:3", "a:1:log:3", "1:2:log:3:4", "1:2:lin:x", "::log:3", "1:2:cubic:3",
                                  "nan:1:lin:3", "0:1:log:3", "-1:1:log:3", "2:1:lin:3", "1:1:lin:3", "1:2:lin:1",
                                  "0:inf:lin:3"])
def test_a_malformed_range_is_refused_by_its_name(text):
    done = call("sweep", "xor", "--learning-rate", text, code=2)
    message = done.stderr.splitlines()[-1]
    assert message.startswith("Error: Invalid value for '--learning-rate': ") and text in message
    assert not os.listdir()


def test_the_right_form_is_said():
    message = call("sweep", "xor", "--l2", "1:2", code=2).stderr
    assert "write low:high:log:count or low:high:lin:count, such as 0.0001:1:log:20" in message
    assert "whole numbers" in call("sweep", "xor", "--epochs", "1.5:3:lin:2", code=2).stderr


def test_draws_are_log_uniform_different_and_repeatable():
    axes = {"learning_rate": [grid.parse_range("1e-4:1:log")], "hidden": ["8", "16"]}
    drawn = grid.draw(axes, 2000, seed=1)
    assert drawn == grid.draw(axes, 2000, seed=1) != grid.draw(axes, 2000, seed=2)
    assert len({tuple(own.values()) for own in drawn}) == 2000
    logs = np.log10([float(own["learning_rate"]) for own in drawn])
    counts = np.histogram(logs, bins=4, range=(-4, 0))[0]
    assert counts.sum() == 2000 and (abs(counts - 500) < 5 * math.sqrt(2000 * 0.25 * 0.75)).all()
    assert abs(sum(own["hidden"] == "8" for own in drawn) - 1000) < 5 * math.sqrt(500)


def test_a_grid_that_is_too_large_is_refused_at_once():
    many = [word for name in ("l1", "l2", "dropout") for word in (f"--{name}", "0:0.5:lin:1000")]
    assert "--random" in call("sweep", "xor", *many, code=2).stderr


def test_a_grid_has_up_to_a_million_configurations(monkeypatch):
    axes = {"l1": [f"{k}" for k in range(1000)], "l2": [f"{k}" for k in range(1000)]}
    monkeypatch.setattr(grid, "product", lambda *values: [tuple(list(each)[-1] for each in values)])  # not all of them
    assert grid.grid(axes) == [{"l1": "999", "l2": "999"}]
    axes["l1"].append("1000")
    with pytest.raises(ValueError, match="the grid has 1001000 configurations, more than 1000000; draw some of them"):
        grid.grid(axes)
