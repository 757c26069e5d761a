"""The decision boundary: what is drawn, by its artists."""

import itertools

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import same_color, to_rgba
from matplotlib.figure import Figure
from matplotlib.legend import Legend

from numnet import figures
from numnet.data import Scaler
from numnet.figures.drawing import decision_colors, projection, style
from tests.support.drawings import headline, legend_words, offsets
from tests.support.fake_runs import RUNS, binary, multiclass, multilabel, regression, rows

pytestmark = pytest.mark.usefixtures("coarse_grid")

@pytest.mark.parametrize("task", RUNS)
@pytest.mark.parametrize("d", [1, 2, 5])
def test_boundary_draws_all_points_of_every_task(task, d):
    axes = np.ravel(np.array(figures.boundary(RUNS[task](d)), dtype=object))
    assert len(axes) == {"multilabel": 2 if d == 1 else 3}.get(task, 1)
    for ax in axes:
        assert sorted(len(points) for points in offsets(ax)) == [10, 30]
        assert {"training", "validation"} <= {word.split()[0] for word in legend_words(ax)} or ax is axes[-1]
    assert headline(axes).startswith("toy: ") and "tanh, validation" in headline(axes)


def test_boundary_of_two_classes_shows_probability_and_decision_line():
    ax = figures.boundary(binary())
    assert legend_words(ax) == ["no", "yes", "training", "validation", "decision line"]
    (bar,) = ax.child_axes
    assert bar.get_ylabel() == "probability of 'yes'" and bar.get_ylim() == (0, 1)
    lines = [c for c in ax.collections if isinstance(c, matplotlib.contour.ContourSet) and not c.filled]
    (line,) = lines
    vertices = np.concatenate([path.vertices for path in line.get_paths()])
    assert np.abs(vertices[:, 0]).max() < 0.05 and same_color(line.get_edgecolor(), "black")
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("x1", "x2")


def test_boundary_regions_are_tinted_by_confidence_in_the_colour_of_the_class():
    ax = figures.boundary(multiclass())
    (image,) = ax.images
    pixels = np.asarray(image.get_array())
    colors = [style.tint(color, 0.55) for color in style.class_colors(3)]
    np.testing.assert_allclose(pixels[:, 0], np.tile(colors[0], (len(pixels), 1)), atol=0.02)  # sure of the first
    np.testing.assert_allclose(pixels[:, -1], np.tile(colors[2], (len(pixels), 1)), atol=0.02)
    strength = 1 - pixels[0].min(axis=1)
    edge = np.abs(np.diff(pixels[0].argmax(axis=1))).argmax()
    assert strength[edge] < strength[0]  # pale near the line


def test_boundary_points_have_the_colour_of_their_class_filled_or_hollow():
    run = binary()
    drawn = [c for c in figures.boundary(run).collections if isinstance(c, matplotlib.collections.PathCollection)]
    training, validation = drawn
    expected = [to_rgba(style.class_colors(2)[t]) for t in run.T]
    np.testing.assert_allclose(training.get_facecolor(), expected[:30])
    np.testing.assert_allclose(validation.get_edgecolor(), expected[30:])
    assert same_color(validation.get_facecolor(), "white")


def test_boundary_of_labels_has_a_panel_a_label_and_one_of_combinations():
    axes = figures.boundary(multilabel())
    assert [ax.get_title(loc="left") for ax in axes] == ["disc A", "disc B", "combinations"]
    assert legend_words(axes[-1]) == ["none", "A", "B", "A + B"]
    assert headline(axes) == "toy: 2-4-2 tanh, validation label accuracy 97.5 %"


def test_boundary_of_a_regression_colours_points_by_target_on_the_scale_of_the_surface():
    run = regression()
    ax = figures.boundary(run)
    drawn = [c for c in ax.collections if isinstance(c, matplotlib.collections.PathCollection)]
    surface = next(c for c in ax.collections if isinstance(c, matplotlib.contour.ContourSet) and c.filled)
    np.testing.assert_allclose(drawn[0].get_facecolor(), surface.cmap(surface.norm(run.T[:30])))
    assert ax.child_axes[0].get_ylabel() == "y: output and targets"
    assert legend_words(ax) == ["training targets", "validation targets"]
    keys = [line for legend in ax.findobj(Legend) for line in legend.get_lines()]
    for key, points in zip(keys, drawn):  # their rims tell the parts apart, in the legend as on the map
        assert same_color(key.get_markeredgecolor(), "black") == same_color(points.get_edgecolor(), "black")
    assert "R² 0.975" in headline(ax)


def test_white_lines_lie_on_the_surface_of_a_regression():
    ax = figures.boundary(regression())
    drawn = [c for c in ax.collections if isinstance(c, matplotlib.contour.ContourSet)]
    (surface,), (lines,) = [c for c in drawn if c.filled], [c for c in drawn if not c.filled]
    assert same_color(lines.get_edgecolor()[0], "white")
    assert len(lines.levels) > 2 and set(lines.levels) <= set(surface.levels[1:-1:2])


def test_boundary_of_one_feature_is_the_fitted_curve():
    ax = figures.boundary(regression(d=1))
    (curve,) = ax.lines
    np.testing.assert_allclose(curve.get_ydata(), curve.get_xdata())
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("x1", "y")
    assert legend_words(ax) == ["training", "validation", "network"]


def test_boundary_of_one_feature_and_classes_draws_probabilities():
    ax = figures.boundary(binary(d=1))
    no, yes = ax.lines[:2]
    np.testing.assert_allclose(no.get_ydata() + yes.get_ydata(), 1)
    assert all((points[:, 1] < 0).all() for points in offsets(ax)) and ax.get_ylabel() == "probability"


def test_boundary_of_many_features_says_that_it_is_a_projection():
    X = rows(5) * [1, 10, 100, 1, 1]
    run = regression(5)
    run.X, run.scaler = X, Scaler.fit(X[:30])
    ax = figures.boundary(run)
    assert headline(ax).endswith("colours: the output on a flat slice through the 5 features\n"
                                 "points: the targets of the rows moved onto it")  # fmt: skip
    assert ax.get_xlabel().startswith("principal component 1 (")
    assert ax.get_ylabel().startswith("principal component 2 (")
    view = projection.plane_of(X[:30], [""] * 5, run.scaler)
    np.testing.assert_allclose(offsets(ax)[0], view.project(X[:30]))


def ringed(ax):
    """The points in rings, and what the legend says of them."""
    rings = [line for line in ax.lines if line.get_markerfacecolor() == "none"]
    return [np.transpose(ring.get_data()) for ring in rings], [ring.get_label() for ring in rings]


@pytest.mark.parametrize("make", [binary, multiclass])
def test_rows_that_are_really_wrong_are_ringed_where_points_are_moved_onto_a_slice(make):
    run = make(5)
    assert ringed(figures.boundary(make(2))) == ([], [])
    assert ringed(figures.boundary(run))[1] == ["wrong: none of 40 rows"]
    changed = [3, 8, 35]  # the last one of the validation part
    run.T[changed] = (run.T[changed] + 1) % 2
    ax = figures.boundary(run)
    ((spots,), (words,)) = ringed(ax)
    assert words == "wrong: 3 of 40 rows" and words in legend_words(ax)
    np.testing.assert_allclose(spots, np.concatenate(offsets(ax))[changed])
    assert headline(ax).endswith("points: rows moved onto it, where the answer may be another")


def test_each_label_rings_its_own_errors_and_the_combinations_all():
    run = multilabel(5)
    run.T[4, 0], run.T[[4, 30], 1] = 1 - run.T[4, 0], 1 - run.T[[4, 30], 1]
    words = [ringed(ax)[1] for ax in figures.boundary(run)]
    assert words == [["wrong: 1 of 40 rows"], ["wrong: 2 of 40 rows"], ["wrong: 2 of 40 rows"]]


def test_several_regression_targets_get_a_panel_each():
    assert [ax.get_title(loc="left") for ax in figures.boundary(regression(k=2))] == ["y", "z"]
    assert [ax.get_ylabel() for ax in figures.boundary(regression(d=1, k=3))] == ["y", "z", "w"]


@pytest.mark.parametrize("task", RUNS)
def test_boundary_without_validation_part(task):
    axes = np.ravel(np.array(figures.boundary(RUNS[task](held=0)), dtype=object))
    assert all(len(offsets(ax)) == 1 for ax in axes) and "training" in headline(axes)
    assert not any("validation" in word for ax in axes for word in legend_words(ax))


@pytest.mark.parametrize("task", RUNS)
def test_boundary_of_a_network_that_always_says_the_same(task):
    run = RUNS[task]()
    constant = run.answer(run.X[:1])
    run.answer = lambda X: np.tile(constant, (len(X), 1))
    figures.boundary(run)


def test_boundary_draws_on_given_axes_and_counts_them():
    drawing = Figure(layout="constrained")
    axes = drawing.subplots(1, 3)
    assert figures.boundary(binary(), axes[0]) is axes[0]
    assert list(figures.boundary(multilabel(), axes)) == list(axes)
    with pytest.raises(ValueError, match="the boundary of 'toy' has 3 panels, got 1 axes; pass 3, or none"):
        figures.boundary(multilabel(), axes[0])


def test_a_combination_of_one_label_has_the_colour_of_the_label():
    combinations = decision_colors.Combinations(
        np.array([[0, 0, 0, 1], [0, 1, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0]]), "abcd"
    )
    assert combinations.names == ["none", "b", "d", "a + b", "other"]
    assert combinations.colors[1:3] == [style.class_colors(4)[1], style.class_colors(4)[3]]
    assert combinations.colors[3] == style.class_colors(1)[0]


def test_more_combinations_than_colours_are_other():
    T = np.array(list(itertools.product([0, 1], repeat=4)))
    combinations = decision_colors.Combinations(np.concatenate([T, T[:6]]), ("a", "b", "c", "d"))
    assert len(combinations.rows) == 8 and len(set(combinations.index(T))) == 9
    assert [s.get_label() for s in combinations.swatches()][-1] == "other"
    assert combinations.names[0] == "none" and len(set(combinations.colors)) == 9
