"""The hidden layer's sheet."""

import numpy as np
import pytest
from matplotlib.collections import PathCollection, QuadMesh
from matplotlib.figure import Figure

import numnet
from numnet import figures
from numnet.analysis import layers as inside
from numnet.figures.drawing import style
from numnet.figures.runs.hidden import _frame
from tests.support.drawings import assert_readable, legend_words, title
from tests.support.trained_runs import in_it  # noqa: F401

pytestmark = pytest.mark.filterwarnings("error")

TASKS = ("binary", "multiclass", "multilabel", "regression", "curve", "scaled", "classes1d", "targets")


def load(name):
    return numnet.load_run(name)


def test_the_sheet_goes_where_the_layer_takes_it():
    run = load("xor")
    axes = figures.hidden(run)
    assert [ax.get_title(loc="left").split("\n")[0] for ax in axes] == ["inputs", "hidden layer 1: 2 sigmoid"]
    before, after = (next(c for c in ax.collections if isinstance(c, QuadMesh)) for ax in axes)
    X = before.get_coordinates().reshape(-1, 2)
    np.testing.assert_allclose(after.get_coordinates().reshape(-1, 2), inside.layers(run, X)[1][0], atol=1e-6)
    spots = next(c for c in axes[1].collections if isinstance(c, PathCollection)).get_offsets()
    np.testing.assert_allclose(spots, inside.layers(run, run.data().X)[1][0], atol=1e-6)


def test_the_last_layer_of_two_units_is_cut_along_the_straight_line_of_the_output():
    run = load("xor")
    axes = figures.hidden(run)
    (line,) = axes[1].lines
    assert line.get_linestyle() == "-"
    W, b = run.network.weights[1], run.network.biases[1]
    np.testing.assert_allclose(np.column_stack(line.get_data()) @ W + b, 0, atol=1e-4)
    assert axes[1].get_title(loc="left").endswith("best straight cut:\ntraining accuracy 100 %")


def test_the_best_straight_cut_of_the_inputs_is_drawn_and_has_three_rows_of_xor_right():
    run = load("xor")
    axes = figures.hidden(run)
    assert axes[0].get_title(loc="left") == "inputs\nbest straight cut:\ntraining accuracy 75.0 %"
    (dashed,) = [line for line in axes[0].lines if line.get_linestyle() == "--"]
    (x0, x1), (y0, y1) = (values[[0, -1]] for values in dashed.get_data())
    X, T = run.data().X, run.data().T
    side = (x1 - x0) * (X[:, 1] - y0) - (y1 - y0) * (X[:, 0] - x0) > 0
    assert {(side == T).sum(), (side != T).sum()} == {1, 3}
    assert legend_words(axes[0]) == ["0", "1", "answer changes", "best straight cut"]


def test_layers_of_more_than_two_units_are_projected_and_say_how_much_is_seen():
    run = load("multiclass")
    axes = figures.hidden(run)
    assert len(axes) == 3 and axes[0].get_xlabel() == "x1"
    data = run.data()
    H = np.concatenate([inside.layers(run, X)[1][0] for X in (data.X, data.X_validation)]).astype(float)
    shares = 100 * np.sort(np.linalg.eigvalsh(np.cov(H.T)))[::-1] / np.var(H, axis=0, ddof=1).sum()
    assert axes[1].get_xlabel() == f"principal component 1 ({shares[0]:.0f} % of variance)"
    assert axes[1].get_ylabel() == f"principal component 2 ({shares[1]:.0f} % of variance)"


def test_more_than_two_features_are_points_alone():
    axes = figures.hidden(load("digits"))
    assert not any(isinstance(c, QuadMesh) for ax in axes for c in ax.collections)
    assert "the rows, moved by layer after layer" in title(axes)


def test_a_stray_row_does_not_hide_the_others():
    points = np.vstack([np.random.default_rng(0).normal(size=(500, 2)), [[1e3, 0.0]]])
    ax = Figure().add_subplot()
    _frame(ax, [points], False)
    assert ax.get_xlim()[1] < 10 and [text.get_text() for text in ax.texts] == ["1 outside"]


@pytest.mark.parametrize("name", [*TASKS, "deep", "digits", "one"])
def test_hidden_of_every_run_can_be_drawn(name):
    assert_readable(figures.hidden(load(name))[0].figure)


def test_hidden_refuses_what_has_none():
    with pytest.raises(ValueError, match="run linear has no hidden layer; train with --hidden 8 or the like"):
        figures.hidden(load("linear"))
    with pytest.raises(ValueError, match="the layers of binary has 3 panels, got 1 axes"):
        figures.hidden(load("binary"), ax=style.new_axes(1))
