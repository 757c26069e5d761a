"""The figure of one neuron."""

import numpy as np
import pytest

from numnet import figures
from numnet.figures.drawing import style
from tests.support.cli import call
from tests.support.drawings import assert_readable, legend_words
from tests.support.fake_runs import sigmoid

W, B = np.array([2.0, -1.0]), 0.5


def lines(ax):
    return {line.get_label(): line for line in ax.lines}


def test_the_line_is_where_net_is_0_and_w_is_its_normal():
    plane, _ = figures.neuron(W, B)
    line = lines(plane)["the line net = 0"].get_xydata()
    np.testing.assert_allclose(line @ W + B, 0, atol=1e-12)
    (arrow,) = [text for text in plane.texts if text.arrow_patch is not None]
    start, end = np.array(arrow.xyann), np.array(arrow.xy)
    np.testing.assert_allclose(end - start, W)
    assert start @ W + B == pytest.approx(0) and (line[1] - line[0]) @ (end - start) == pytest.approx(0)
    (offset,) = [drawn.get_xydata() for name, drawn in lines(plane).items() if "from the origin" in name]
    assert np.linalg.norm(offset[1] - offset[0]) == pytest.approx(B / np.sqrt(5))
    assert "|b| / ‖w‖ = 0.22 from the origin" in legend_words(plane)


@pytest.mark.parametrize(("name", "f"), [("sigmoid", sigmoid), ("tanh", np.tanh)])
def test_colours_and_curves_are_the_answers(name, f):
    plane, across = figures.neuron(W, B, name)
    (image,) = plane.images
    side = image.get_extent()[1]
    ticks = np.linspace(-side, side, image.get_array().shape[0])
    x1, x2 = np.meshgrid(ticks, ticks)
    np.testing.assert_allclose(image.get_array(), f(W[0] * x1 + W[1] * x2 + B), atol=1e-12)
    for line, factor in zip(across.lines, (0.5, 1, 2)):
        away, h = line.get_data()
        np.testing.assert_allclose(h, f(factor * np.sqrt(5) * away), atol=1e-12)
        steepest = np.max(np.diff(h) / np.diff(away))
        assert float(line.get_label().rsplit(" ", 1)[1]) == pytest.approx(steepest, abs=0.006)


def test_a_point_is_marked_in_both_panels_with_its_net_and_h():
    plane, across = figures.neuron(W, B, inputs=(1, 3))
    assert "x = (1, 3): net = −0.50, h = 0.378" in legend_words(plane)
    np.testing.assert_allclose(across.lines[-1].get_xydata(), [[-0.5 / np.sqrt(5), sigmoid(-0.5)]])
    assert plane.lines[-1].get_xydata().tolist() == [[1, 3]]


@pytest.mark.parametrize(("w", "b"), [((2, 1), -2), ((30, -20), 5), ((0.02, 0), 1), ((0, -1), 0), ((1, 1), -40)])
def test_line_and_arrow_lie_in_the_picture_and_every_word_is_readable(w, b):
    axes = figures.neuron(w, b, inputs=(0.5, -0.25))
    (arrow,) = [text for text in axes[0].texts if text.arrow_patch is not None]
    low, high = axes[0].get_xlim()
    assert all(low < value < high for value in (*arrow.xyann, *arrow.xy))
    assert_readable(axes[0].figure)


@pytest.mark.parametrize(("arguments", "words"), [
    ({"weights": (0, 0)}, "weights: both are 0"), ({"weights": (1, 2, 3)}, "weights must be two numbers"),
    ({"weights": (1, np.nan)}, "weights must be finite"), ({"inputs": (1,)}, "inputs must be two numbers"),
    ({"activation": "step"}, "activation must be one of .*; got 'step'"),
    ({"axes": style.new_axes(1)}, "neuron has 2 panels"),
])  # fmt: skip
def test_what_is_no_neuron_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        figures.neuron(**arguments)


def test_the_command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert call("plot", "neuron", "--weights", "-1,0.5", "--inputs", "1,3").stdout == "neuron.png\n"
    assert "both are 0" in call("plot", "neuron", "--weights", "0,0", code=2).stderr
    assert "takes 2 numbers" in call("plot", "neuron", "--inputs", "1", code=2).stderr
