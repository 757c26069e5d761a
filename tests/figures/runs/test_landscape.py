"""The figure of a landscape."""

from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import same_color

import numnet
from numnet.analysis import loss_landscape as landscape
from numnet.analysis.loss_landscape import around, paths
from numnet.analysis.snapshots import with_parameters
from numnet.figures.drawing import style
from tests.support.cli import call
from tests.support.drawings import assert_readable

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
    assert f"({100 * found.shares[0]:.0f} % of the variance)" in axes[0].get_xlabel()
    assert f"({100 * found.shares[1]:.0f} % of the variance)" in axes[0].get_ylabel()
    assert f"{100 * sum(found.shares):.0f} %" in axes[0].figure.get_suptitle()
    words = [text.get_text() for artist in axes[0].artists for text in artist.get_texts()]
    assert words[-1] == "start" and "adam, adam, rate 0.01" in words
    axes[0].figure.canvas.draw()


@pytest.mark.parametrize("data", ["line", "yes-or-no.csv"])
def test_the_walk_of_two_weights_is_drawn_among_the_data(data, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"{x},{'yes' if x + 3 * (x % 3) > 12 else 'no'}\n" for x in range(25))
    Path("yes-or-no.csv").write_text(f"x,t\n{rows}")
    call("train", data, "--hidden", "none", "--epochs", 15, "--learning-rate", 0.2, "--out", "two")
    run = numnet.load_run("two")
    axes = numnet.figures.landscape(paths([run], resolution=9))
    assert axes[0].get_xlabel().startswith("weight w") and axes[0].get_ylabel().startswith("bias b")
    assert ("standardised" in axes[0].get_xlabel()) == (data != "line")
    x, first = axes[1].lines[0].get_data()
    last = max(axes[1].lines, key=lambda line: line.get_linewidth())
    for line, k in ((first, 0), (last.get_ydata(), -1)):
        at_it = with_parameters(run, run.snapshots.parameters[k])
        np.testing.assert_allclose(line, np.asarray(at_it.forward(x[:, None]), dtype=float)[:, -1])
    assert_readable(axes[0].figure)


def test_axes_in_axes_out(monkeypatch):
    monkeypatch.setattr(landscape.paths, "__defaults__", (5, None, None))
    given = style.new_axes(2)
    axes = numnet.figures.landscape(*load("sgd"), axes=given)
    assert list(axes) == given and "of the variance" in axes[0].get_xlabel()
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
