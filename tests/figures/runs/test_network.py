"""The network as a """

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import same_color, to_rgba
from matplotlib.patches import Circle, Rectangle
from matplotlib.text import Text

import numnet
from numnet import figures
from numnet.analysis import layers as inside
from numnet.analysis.snapshots import at_epoch
from numnet.figures.drawing import style
from numnet.figures.drawing.short_numbers import short_number
from numnet.figures.runs.network import THINNEST, WIDTH
from numnet.runs.data_record import read_again
from tests.support.drawings import legend_words, title
from tests.support.trained_runs import in_it  # noqa: F401

pytestmark = pytest.mark.filterwarnings("error")

TASKS = ("binary", "multiclass", "multilabel", "regression", "curve", "scaled", "classes1d", "targets")


def load(name):
    return numnet.load_run(name)


def words(drawing):
    return [text.get_text() for text in drawing.findobj(Text) if text.get_text()]


def edges(ax):
    """(width, colour) of every line between units, layer by layer, sorted by width."""
    found = [c for c in ax.collections if isinstance(c, LineCollection)]
    return [(np.asarray(c.get_linewidths()), c.get_colors()) for c in found]


def test_lines_are_as_wide_as_weights_and_have_the_colour_of_their_sign():
    run = load("xor")
    ax = figures.network(run, sample=1)
    layers = list(zip(run.network.weights, run.network.biases, strict=True))
    widest = max(np.abs(np.concatenate([W.ravel(), b])).max() for W, b in layers)
    assert len(edges(ax)) == 2
    for (W, b), (widths, colors) in zip(layers, edges(ax), strict=True):
        values = np.concatenate([W.ravel(), b])
        values = values[np.argsort(np.abs(values), kind="stable")]
        np.testing.assert_allclose(widths, THINNEST + WIDTH * np.abs(values) / widest, rtol=1e-5)
        for value, color in zip(values, colors, strict=True):
            assert same_color(color[:3], to_rgba(style.PLUS if value > 0 else style.MINUS)[:3])
    shown = words(ax)
    assert all(short_number(value) in shown for W, b in layers for value in (*W.ravel(), *b))
    assert len([p for p in ax.patches if isinstance(p, Rectangle)]) == 2  # the units that say 1
    assert {"x1\n0", "x2\n1", "input", "hidden 1\n2 sigmoid", "output\nsigmoid"} <= set(shown)
    assert any(word.startswith("probability of 1\n99") and word.endswith("%, true: 1") for word in shown)
    assert legend_words(ax) == ["w above 0", "w below 0", f"widest line: {short_number(widest)}",
                                "always 1: its lines are the biases"]  # fmt: skip
    assert title(ax).startswith("xor: 2-2-1 sigmoid, training accuracy 100 %\nrow 1 of the data, forward pass: E")


def test_circles_have_the_colour_and_the_number_of_the_activation():
    run = load("xor")
    ax = figures.network(run, sample=2)
    values = np.concatenate(inside.passage(run, 2).h)
    circles = [patch for patch in ax.patches if isinstance(patch, Circle)]
    most = np.abs(values).max()
    for circle, value in zip(circles, values, strict=True):
        np.testing.assert_allclose(circle.get_facecolor(), style.DIVERGING((value / most + 1) / 2), atol=0.01)
        assert short_number(value) in words(ax)


def test_backward_shows_delta_in_circles_and_gradients_as_lines():
    run = load("xor")
    ax = figures.network(run, backward=True, epoch=0)
    before, _ = at_epoch(run, 0)
    passed = inside.passage(before)
    assert f"row {passed.row} of the data, backward pass" in title(ax) and "epoch 0" in title(ax)
    circles = [patch for patch in ax.patches if isinstance(patch, Circle)]
    most = max(np.abs(delta).max() for delta in passed.delta)
    for circle, value in zip(circles[2:], np.concatenate(passed.delta), strict=True):
        np.testing.assert_allclose(circle.get_facecolor(), style.DIVERGING((value / most + 1) / 2), atol=0.01)
    (widths, _), _ = edges(ax)
    gradients = np.abs(np.concatenate([passed.gradients[0][0].ravel(), passed.gradients[0][1]]))
    widest = max(np.abs(part).max() for pair in passed.gradients for part in pair)
    np.testing.assert_allclose(widths, THINNEST + WIDTH * np.sort(gradients) / widest, rtol=1e-4)
    assert ax.child_axes[0].get_ylabel() == "δ = ∂E/∂net of the unit"


def test_wide_layers_are_shortened_to_their_strongest_units():
    run = load("wide")
    ax = figures.network(run, most=6)
    shown = words(ax)
    assert "… 34 more" in shown and len([p for p in ax.patches if isinstance(p, Circle)]) == 2 + 6 + 1
    strength = np.abs(run.network.weights[1][:, 0])
    assert {str(unit + 1) for unit in np.argsort(-strength)[:6]} <= set(shown)
    assert "… 36 more" in words(figures.network(load("wide"), most=4))


def test_the_input_of_pixels_is_shown_as_the_image_that_it_is():
    run = load("digits")
    ax = figures.network(run, sample=7)
    picture = next(child.images[0] for child in ax.child_axes if child.images)
    np.testing.assert_array_equal(picture.get_array(), read_again(run.config, "digits").X[7].reshape(8, 8))


@pytest.mark.parametrize("name", [*TASKS, "deep", "linear", "digits", "one"])
def test_every_network_can_be_drawn(name):
    ax = figures.network(load(name), backward=name in ("targets", "deep", "linear", "digits"))
    assert_readable_but_for_numbers(ax.figure)


def assert_readable_but_for_numbers(drawing):
    """Nothing leaves the figure; numbers on lines may cross other lines' numbers."""
    drawing.draw_without_rendering()
    renderer = drawing.canvas.get_renderer()
    for text in drawing.findobj(Text):
        if text.get_text().strip() and text.get_visible() and text.axes is not None and text in text.axes.texts:
            box = text.get_window_extent(renderer)
            assert box.x0 > -1 and box.y0 > -1, text
            assert box.x1 < drawing.bbox.width + 1 and box.y1 < drawing.bbox.height + 1, text


def test_maps_in_place_of_circles():
    run = load("multiclass")
    ax = figures.network(run, maps=True)
    pictures = [child for child in ax.child_axes if child.images and child.get_ylabel() == ""]
    assert len(pictures) == 2 + 4 + 3 + 3 + 1 and not [p for p in ax.patches if isinstance(p, Circle)]
    left, right, low, high = pictures[2].images[0].get_extent()
    grid = np.stack(np.meshgrid(np.linspace(left, right, 12), np.linspace(low, high, 12)), axis=-1).reshape(-1, 2)
    np.testing.assert_allclose(pictures[0].images[0].get_array().ravel(), grid[:, 0], atol=1e-6)
    _, h = inside.layers(run, grid)
    for picture, values in zip(pictures[2:], np.concatenate(h, axis=1).T, strict=False):
        np.testing.assert_allclose(picture.images[0].get_array(), values.reshape(12, 12), atol=1e-5)
    assert {"x1", "x2", "arm 1", "arm 2", "arm 3", "answer and data"} <= set(words(ax))
    ax.get_figure().canvas.draw()
    sides = [picture.get_window_extent() for picture in pictures]
    for text in ax.texts:
        assert not any(text.get_window_extent().overlaps(side) for side in sides), text


@pytest.mark.parametrize("name", ["binary", "multilabel", "scaled", "targets", "xor", "linear"])
def test_maps_of_every_task_can_be_drawn(name):
    assert_readable_but_for_numbers(figures.network(load(name), maps=True).figure)


def test_outputs_of_a_regression_are_in_original_units():
    run = load("scaled")
    (answer,) = run.forward(read_again(run.config, "scaled").X[:1])[0]
    truth = read_again(run.config, "scaled").T[0]
    assert f"progression\n{answer:.4g}, true {truth:.4g}" in words(figures.network(run))
