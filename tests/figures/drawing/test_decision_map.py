"""The plane in the colours of an answer."""

import numpy as np
import pytest
from matplotlib.colors import same_color

from numnet.figures.drawing import style
from numnet.figures.drawing.decision_map import DecisionMap
from numnet.model.tasks import TASKS
from tests.support.fake_runs import binary, multiclass, multilabel, regression

RUNS = {"binary": binary, "multiclass": multiclass, "multilabel": multilabel, "regression": regression}


def mapped(task, d=2, resolution=30):
    run = RUNS[task](d)
    plane = DecisionMap(run, run.data(), resolution)
    return run, plane, plane.outputs(run)


@pytest.mark.parametrize("d", [2, 5])
@pytest.mark.parametrize("task", TASKS)
def test_outputs_are_those_of_the_network_at_the_points_of_the_grid(task, d):
    run, plane, P = mapped(task, d)
    assert plane.X.shape == (900, d) and P.shape[:2] == (30, 30) and plane.image(P).shape == (30, 30, 3)
    row = plane.X[None, 7 * 30 + 11]
    np.testing.assert_allclose(P[7, 11], np.ravel(run.forward(row)), rtol=1e-12)
    np.testing.assert_allclose(plane.plane.project(row)[0], (plane.x[11], plane.y[7]), atol=1e-12)


@pytest.mark.parametrize("task", ["binary", "multiclass", "multilabel"])
def test_a_margin_changes_its_sign_where_the_answer_does(task):
    _, plane, P = mapped(task)
    decided = P.argmax(axis=2)[..., None] == np.arange(P.shape[2]) if task == "multiclass" else P > 0.5
    for k, margin in enumerate(plane.colors.margins(P)):
        np.testing.assert_array_equal(margin > 0, decided[..., k])
    assert len(plane.colors.lines(plane.x, plane.y, P)) > 0


def test_a_regression_has_no_lines_and_its_points_lie_on_the_scale_of_its_colours():
    run, plane, P = mapped("regression")
    assert plane.colors.margins(P) == plane.colors.lines(plane.x, plane.y, P) == plane.colors.swatches() == []
    T = run.data().T.ravel()
    np.testing.assert_array_equal(plane.colors.of_targets(T)[:, :3], plane.colors.of_outputs(T[:, None]))


def test_the_colour_of_a_region_is_that_of_its_points_but_paler():
    _, plane, P = mapped("binary")
    image, colors = plane.image(P), plane.colors.of_targets(np.array([0, 1]))
    row, column = np.unravel_index(P[..., 0].argmax(), P.shape[:2])
    assert same_color(colors[1], style.class_colors(2)[1])
    shade = (1 - image[row, column]) / (1 - style.tint(colors[1], 1.0))
    np.testing.assert_allclose(shade, shade[0])
    assert 0.12 < shade[0] <= 0.55


def test_the_image_has_a_cell_around_every_point():
    _, plane, P = mapped("multiclass", resolution=4)
    ax = style.new_axes(1)[0]
    left, right, _, _ = plane.shade(ax, plane.image(P)).get_extent()
    centres = left + (right - left) * (np.arange(4) + 0.5) / 4
    np.testing.assert_allclose(centres, plane.x)
    assert ax.get_xlim() == (plane.x[0], plane.x[-1]) and ax.get_ylim() == (plane.y[0], plane.y[-1])
