"""The figure of a landscape."""

import numpy as np
import pytest
from matplotlib.colors import same_color

import numnet
from numnet.analysis import loss_landscape as landscape
from numnet.analysis.loss_landscape import around, paths
from numnet.figures.drawing import style

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(autouse=True)
def inside(landscape_runs, monkeypatch):
    monkeypatch.chdir(landscape_runs)


def load(*names):
    return [numnet.load_run(name) for name in names]


def test_paths_are_drawn_where_they_are_in_the_colours_of_their_rules():
    runs = load("sgd", "momentum", "adam")
    found = paths(runs, resolution=9)
    axes = numnet.figures.landscape(found)
    lines = [line for line in axes[0].get_lines() if line.get_marker() == "."]
    for line, walk, run in zip(lines, found.walks, runs, strict=True):
        np.testing.assert_array_equal(line.get_xydata(), walk.points)
        assert same_color(line.get_color(), style.OPTIMIZER_COLORS[run.config["optimizer"]["name"]])
    ends = [line.get_xydata()[0] for line in axes[0].get_lines() if line.get_marker() == "o"]
    for walk in found.walks:
        for point in (walk.points[0], walk.points[-1]):
            assert any((point == end).all() for end in ends)
    heights = [line.get_ydata() for line in axes[1].get_lines()]
    for k, walk in enumerate(found.walks):
        np.testing.assert_array_equal(heights[2 * k], walk.loss)
        np.testing.assert_array_equal(heights[2 * k + 1], walk.shadow)
    assert f"({100 * found.shares[0]:.0f} % of their variance)" in axes[0].get_xlabel()
    assert f"({100 * found.shares[1]:.0f} % of their variance)" in axes[0].get_ylabel()
    assert f"{100 * sum(found.shares):.0f} %" in axes[0].figure.get_suptitle()
    words = [text.get_text() for artist in axes[0].artists for text in artist.get_texts()]
    assert words[-1] == "start" and "adam, adam, rate 0.01" in words
    axes[0].figure.canvas.draw()


def test_axes_in_axes_out(monkeypatch):
    monkeypatch.setattr(landscape.paths, "__defaults__", (5, None, None))
    given = style.new_axes(2)
    axes = numnet.figures.landscape(*load("sgd"), axes=given)
    assert list(axes) == given and "its variance" in axes[0].get_xlabel()
    with pytest.raises(ValueError, match="2 panels"):
        numnet.figures.landscape(*load("sgd"), axes=given[0])
    single = numnet.figures.landscape(around(*load("sgd"), resolution=5), axes=given[0])
    assert single is given[0]
    assert single.get_lines()[-1].get_xydata().tolist() == [[0.0, 0.0]]  # the network itself, in the middle


def test_a_flat_and_an_overflowing_landscape_can_be_drawn():
    found = paths(load("sgd"), resolution=4)
    for loss in (np.ones((4, 4)), np.full((4, 4), np.inf), np.zeros((4, 4)), np.where(np.eye(4), np.inf, 2.0)):
        object.__setattr__(found, "loss", loss)
        numnet.figures.landscape(found)[0].figure.canvas.draw()
