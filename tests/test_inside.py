"""A run from the inside: what is computed against NumPy and the run's own records, and the artists that show it."""

import os

import click
import matplotlib
import numpy as np
import pytest
from matplotlib.collections import LineCollection, PathCollection, QuadMesh
from matplotlib.colors import same_color, to_rgba
from matplotlib.patches import Circle, Rectangle
from matplotlib.text import Text
from PIL import Image
from program import call
from test_figures import assert_readable

import numnet
from numnet import figures
from numnet.analysis import layers as inside
from numnet.analysis import loss_landscape as landscape
from numnet.analysis.linear_probe import separation
from numnet.analysis.snapshots import at_epoch, moments
from numnet.commands import main
from numnet.data.split_dataset import scaled
from numnet.figures.drawing import style
from numnet.figures.runs import hidden as sheets
from numnet.figures.runs import network as diagram
from numnet.figures.runs import neurons as units
from numnet.figures.runs import training as films
from numnet.runs.data_record import read_again

pytestmark = pytest.mark.filterwarnings("error")

TASKS = ("binary", "multiclass", "multilabel", "regression", "curve", "scaled", "classes1d", "targets")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder with short runs of every task, wide, deep, of pixels, without hidden layer and without snapshots."""
    folder, before = tmp_path_factory.mktemp("runs"), os.getcwd()
    os.chdir(folder)
    short = "--epochs", 6, "--hidden", "4,3", "--snapshots", 4, "--quiet", "--out"
    rng = np.random.default_rng(0)
    x = rng.uniform(-2, 2, (60, 2))
    (folder / "kinds.csv").write_text("\n".join(["a,kind", *(f"{a},{'up' if a > 0 else 'down'}" for a, _ in x)]))
    (folder / "two.csv").write_text("\n".join(["a,b,s,d", *(f"{a},{b},{100 + a + b},{a - b}" for a, b in x)]))
    data = {"binary": ["moons:n=120"], "multiclass": ["spiral:n=120"], "multilabel": ["discs:n=120"],
            "regression": ["bumps:n=120"], "curve": ["sine:n=60"], "scaled": ["diabetes"], "classes1d": ["kinds.csv"],
            "targets": ["two.csv", "--target", "s", "--target", "d", "--task", "regression"]}  # fmt: skip
    for name, words in data.items():
        call("train", *words, *short, name)
    call("train", "xor", "--hidden", 2, "--activation", "sigmoid", "--init", "uniform", "--optimizer", "momentum",
         "--learning-rate", 0.5, "--epochs", 2000, "--quiet", "--out", "xor")  # fmt: skip
    call("train", "moons:n=120", *short, "deep", "--hidden", "3,3,3,3,3,3,3,3,3,3,3,3,3", "--activation", "relu")
    call("train", "moons:n=120", *short, "wide", "--hidden", 40)
    call("train", "digits", *short, "digits", "--hidden", 12, "--epochs", 3)
    call("train", "moons:n=120", *short, "linear", "--hidden", "none")
    call("train", "moons:n=120", *short, "none", "--snapshots", 0)
    call("train", "moons:n=120", *short, "one", "--hidden", "1")
    call("train", "moons:n=120", *short, "seldom", "--evaluate-every", 5)
    os.chdir(before)
    return folder


@pytest.fixture(autouse=True)
def in_it(home, monkeypatch):
    """Inside the folder, and with coarse maps."""
    monkeypatch.chdir(home)
    monkeypatch.setattr(units, "RESOLUTION", 12)
    monkeypatch.setattr(sheets, "MESH", 25)
    monkeypatch.setattr(films, "RESOLUTION", 30)


def load(name):
    return numnet.load_run(name)


def title(axes):
    first = np.ravel(np.array(axes, dtype=object))[0]
    return first.figure.get_suptitle() or first.get_title(loc="left")


def words(drawing):
    return [text.get_text() for text in drawing.findobj(Text) if text.get_text()]


# --- what is computed -------------------------------------------------------------------------------------------------


def test_layers_are_those_of_the_equations_in_original_units():
    run = load("scaled")
    X = run.data().X
    H = (X - run.scaler.mean) / run.scaler.scale
    net, h = inside.layers(run, X)
    for l, (W, b) in enumerate(zip(run.network.weights, run.network.biases, strict=True)):
        Z = H @ W + b
        H = np.tanh(Z) if l < 2 else Z
        np.testing.assert_allclose(net[l], Z, atol=2e-5)
        np.testing.assert_allclose(h[l], H, atol=2e-5)
    assert len(X) > 256 and len(h[0]) == len(X)  # more than pass through the layers at a time


def test_an_epoch_is_the_nearest_snapshot_and_none_leaves_the_run_alone():
    run = load("binary")
    taken = run.snapshots
    before, epoch = at_epoch(run, 0)
    assert epoch == 0
    np.testing.assert_array_equal(before.network.parameters, taken.parameters[0])
    later, epoch = at_epoch(run, 5)
    assert epoch == 6 and taken.epochs.tolist() == [0, 1, 3, 6]
    np.testing.assert_array_equal(later.network.parameters, taken.parameters[3])
    assert at_epoch(run) == (run, None)
    with pytest.raises(ValueError, match="none has no snapshots; train again, with --snapshots 30"):
        at_epoch(load("none"), 0)
    with pytest.raises(ValueError, match="epoch must be an integer >= 0, got -1"):
        at_epoch(run, -1)


@pytest.mark.parametrize("name", TASKS)
def test_a_passage_carries_the_gradient_of_its_row(name):
    run = load(name)
    dataset = read_again(run.config, run.name)
    found = inside.passage(run, 3)
    X, T = inside.scale_inputs(run, dataset.X[3:4]), dataset.T[3:4]
    T = T if run.scaler is None else run.scaler.transform_targets(T)
    gradient = np.concatenate([part.ravel() for pair in found.gradients for part in pair])
    np.testing.assert_allclose(gradient, run.network.gradient(X, T), atol=1e-6)
    assert found.loss == pytest.approx(run.network.loss(X, T), rel=1e-5, abs=1e-7)
    np.testing.assert_array_equal(found.delta[-1], found.gradients[-1][1])  # of one row, ∂E/∂b = δ
    np.testing.assert_array_equal(found.x, dataset.X[3])
    X, T = inside.scale_inputs(run, dataset.X), dataset.T
    T = T if run.scaler is None else run.scaler.transform_targets(T)
    losses = [run.network.loss(X[n : n + 1], T[n : n + 1]) for n in range(len(X))]
    assert inside.passage(run).row == int(np.argmax(losses))


def test_a_row_that_is_none():
    with pytest.raises(ValueError, match="sample 4 is no row of xor: it has the rows 0 to 3"):
        inside.passage(load("xor"), 4)


def test_moments_are_what_the_history_says_of_the_same_epochs():
    run = load("multilabel")
    found = moments(run)
    rows = [moment.epoch for moment in found]
    assert rows == run.snapshots.epochs.tolist()
    np.testing.assert_allclose([moment.train_loss for moment in found], run.history.train_loss[rows], rtol=1e-5)
    np.testing.assert_allclose([m.validation_loss for m in found], run.history.validation_loss[rows], rtol=1e-5)
    np.testing.assert_allclose([m.metric for m in found], run.history.validation_metric[rows], rtol=1e-5)
    assert [moment.epoch for moment in moments(run, [0, 6])] == [0, 6]
    assert np.isnan(moments(load("xor"), [0])[0].validation_loss)


def test_a_straight_cut_does_not_separate_xor_and_does_what_the_hidden_layer_says():
    run = load("xor")
    X = run.data().X
    assert separation(run, {"training": X}) in (0.5, 0.75)  # no line does better on these four points
    assert separation(run, {"training": inside.layers(run, X)[1][0]}) == 1


def test_a_linear_fit_is_that_of_least_squares():
    run = load("regression")
    parts = run.data()
    values = {"training": parts.X, "validation": parts.X_validation}
    A = np.column_stack([parts.X, np.ones(len(parts.X))])
    weights = np.linalg.lstsq(A, parts.T, rcond=None)[0]
    left = parts.T_validation - np.column_stack([parts.X_validation, np.ones(len(parts.X_validation))]) @ weights
    r2 = 1 - (left**2).sum() / ((parts.T_validation - parts.T_validation.mean()) ** 2).sum()
    assert separation(run, values) == pytest.approx(r2, abs=0.03)


@pytest.mark.parametrize(("names", "shape"), [
    ([f"p_{i}_{j}" for i in range(8) for j in range(8)], (8, 8)),
    ([f"r{i}c{j}" for i in (1, 2) for j in range(9)], (2, 9)),
    ([f"pixel{k}" for k in range(1, 17)], (4, 4)), ([f"pixel{k}" for k in range(15)], None),
    ([f"pixel{k}" for k in range(17)], None), ([f"p_{i}_{j}" for j in range(8) for i in range(8)], None),
    (["a", "b"], None), ([f"x{k}" for k in range(4)], None), ([*"abcdefghijklmnop"], None),
])  # fmt: skip
def test_images_are_known_by_the_names_of_their_pixels(names, shape):
    assert inside.image_shape(names) == shape


# --- network ----------------------------------------------------------------------------------------------------------


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
        np.testing.assert_allclose(widths, diagram.THINNEST + diagram.WIDTH * np.abs(values) / widest, rtol=1e-5)
        for value, color in zip(values, colors, strict=True):
            assert same_color(color[:3], to_rgba(style.PLUS if value > 0 else style.MINUS)[:3])
    shown = words(ax)
    assert all(diagram.number(value) in shown for W, b in layers for value in (*W.ravel(), *b))
    assert len([p for p in ax.patches if isinstance(p, Rectangle)]) == 2  # the units that say 1
    assert {"x1\n0", "x2\n1", "input", "hidden 1\n2 sigmoid", "output\nsigmoid"} <= set(shown)
    assert any(word.startswith("probability of 1\n99") and word.endswith("%, true: 1") for word in shown)
    assert title(ax).startswith("xor: 2-2-1 sigmoid, training accuracy 100 %\nrow 1 of the data, on its way through: E")


def test_circles_have_the_colour_and_the_number_of_the_activation():
    run = load("xor")
    ax = figures.network(run, sample=2)
    values = np.concatenate(inside.passage(run, 2).h)
    circles = [patch for patch in ax.patches if isinstance(patch, Circle)]
    most = np.abs(values).max()
    for circle, value in zip(circles, values, strict=True):
        np.testing.assert_allclose(circle.get_facecolor(), style.DIVERGING((value / most + 1) / 2), atol=0.01)
        assert diagram.number(value) in words(ax)


def test_backward_shows_delta_in_circles_and_gradients_as_lines():
    run = load("xor")
    ax = figures.network(run, backward=True, epoch=0)
    before, _ = at_epoch(run, 0)
    passed = inside.passage(before)
    assert f"row {passed.row} of the data, the error on its way back" in title(ax) and "epoch 0" in title(ax)
    circles = [patch for patch in ax.patches if isinstance(patch, Circle)]
    most = max(np.abs(delta).max() for delta in passed.delta)
    for circle, value in zip(circles[2:], np.concatenate(passed.delta), strict=True):
        np.testing.assert_allclose(circle.get_facecolor(), style.DIVERGING((value / most + 1) / 2), atol=0.01)
    (widths, _), _ = edges(ax)
    gradients = np.abs(np.concatenate([passed.gradients[0][0].ravel(), passed.gradients[0][1]]))
    widest = max(np.abs(part).max() for pair in passed.gradients for part in pair)
    np.testing.assert_allclose(widths, diagram.THINNEST + diagram.WIDTH * np.sort(gradients) / widest, rtol=1e-4)
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
    assert {"x1", "x2", "arm 1", "arm 2", "arm 3", "answer, data"} <= set(words(ax))


@pytest.mark.parametrize("name", ["binary", "multilabel", "scaled", "targets", "xor", "linear"])
def test_maps_of_every_task_can_be_drawn(name):
    assert_readable_but_for_numbers(figures.network(load(name), maps=True).figure)


def test_outputs_of_a_regression_are_in_original_units():
    run = load("scaled")
    (answer,) = run.forward(read_again(run.config, "scaled").X[:1])[0]
    truth = read_again(run.config, "scaled").T[0]
    assert f"progression\n{answer:.4g}, true {truth:.4g}" in words(figures.network(run))


# --- neurons ----------------------------------------------------------------------------------------------------------


def test_maps_are_the_answers_of_the_units_over_the_plane():
    run = load("binary")
    axes = figures.neurons(run)
    names = [ax.get_title() for ax in axes]
    assert names == ["h¹₁", "h¹₂", "h¹₃", "h¹₄", "h²₁", "h²₂", "h²₃", "upper", "answer, data"]
    left, right, low, high = axes[0].images[0].get_extent()
    grid = np.stack(np.meshgrid(np.linspace(left, right, 12), np.linspace(low, high, 12)), axis=-1).reshape(-1, 2)
    _, h = inside.layers(run, grid)
    for ax, values in zip(axes, np.concatenate(h, axis=1).T, strict=False):
        np.testing.assert_allclose(ax.images[0].get_array(), values.reshape(12, 12), atol=1e-5)


def test_units_of_the_first_layer_cut_along_straight_lines():
    run = load("binary")
    for unit, ax in enumerate(figures.neurons(run)[:4]):
        for line in ax.collections[0].get_paths() if ax.collections else ():
            np.testing.assert_allclose(line.vertices @ run.network.weights[0][:, unit] + run.network.biases[0][unit], 0,
                                       atol=1e-4)  # fmt: skip


def test_one_feature_gives_curves():
    run = load("curve")
    axes = figures.neurons(run)
    line = axes[0].lines[1]
    np.testing.assert_allclose(line.get_ydata(), inside.layers(run, line.get_xdata()[:, None])[1][0][:, 0], atol=1e-6)
    assert axes[-1].get_xlabel() == "x" and len(axes) == 4 + 3 + 1 + 1


def test_weights_of_pixels_are_images():
    run = load("digits")
    axes = figures.neurons(run)
    assert len(axes) == 12
    for unit, ax in enumerate(axes):
        np.testing.assert_array_equal(ax.images[0].get_array(), run.network.weights[0][:, unit].reshape(8, 8))
    assert "the weights into one unit of the first layer" in title(axes)


def test_of_a_wide_layer_the_strongest_units_are_mapped():
    axes = figures.neurons(load("wide"), most=5)
    assert len(axes) == 5 + 2 and "(… 35 more)" in axes[0].get_ylabel()


@pytest.mark.parametrize("name", ["multilabel", "scaled", "classes1d", "targets", "deep", "linear", "one"])
def test_neurons_of_every_run_can_be_drawn(name):
    assert_readable(figures.neurons(load(name), most=3)[0].figure)


# --- hidden -----------------------------------------------------------------------------------------------------------


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
    W, b = run.network.weights[1], run.network.biases[1]
    np.testing.assert_allclose(np.column_stack(line.get_data()) @ W + b, 0, atol=1e-4)
    assert axes[1].get_title(loc="left").endswith("a straight cut: accuracy 100 %")


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
    assert any(text.get_text().endswith(" outside") for text in axes[0].texts)  # a stray row does not hide the others


@pytest.mark.parametrize("name", [*TASKS, "deep", "digits", "one"])
def test_hidden_of_every_run_can_be_drawn(name):
    assert_readable(figures.hidden(load(name))[0].figure)


def test_hidden_refuses_what_has_none():
    with pytest.raises(ValueError, match="run linear has no hidden layer; train with --hidden 8 or the like"):
        figures.hidden(load("linear"))
    with pytest.raises(ValueError, match="the layers of binary has 3 panels, got 1 axes"):
        figures.hidden(load("binary"), ax=style.new_axes(1))


# --- weights ----------------------------------------------------------------------------------------------------------


def test_few_weights_are_lines_and_many_are_bands():
    run = load("xor")
    axes = figures.weights(run)
    taken = run.snapshots
    lines = [line for line in axes[0].lines if same_color(line.get_color(), style.BLUE)]
    np.testing.assert_array_equal([line.get_ydata() for line in lines], taken.parameters[:, :4].T)
    biases = [line for line in axes[0].lines if same_color(line.get_color(), style.ORANGE)]
    np.testing.assert_array_equal([line.get_ydata() for line in biases], taken.parameters[:, 4:6].T)
    axes = figures.weights(load("wide"))
    W = load("wide").snapshots.parameters[:, :80].astype(float)
    np.testing.assert_allclose(axes[0].lines[0].get_ydata(), np.median(W, axis=1))
    assert len(axes[0].collections) == 3
    everything = axes[0].collections[0].get_paths()[0].vertices[:, 1]
    assert everything.min() == pytest.approx(W.min()) and everything.max() == pytest.approx(W.max())


def test_layers_in_the_middle_of_a_deep_network_are_left_out_and_counted():
    axes = figures.weights(load("deep"))
    assert len(axes) == 12 and "2 layers in the middle left out" in title(axes)
    names = [ax.get_title(loc="left").split(":")[0] for ax in axes]
    assert names[5:7] == ["hidden layer 6", "hidden layer 9"] and names[-1] == "output layer"


@pytest.mark.parametrize("name", ["multilabel", "linear", "digits"])
def test_weights_of_every_run_can_be_drawn(name):
    assert_readable(figures.weights(load(name))[0].figure)


# --- training ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["multilabel", "scaled", "curve", "classes1d", "digits", "seldom", "xor"])
def test_a_strip_shows_some_epochs_and_where_they_are_on_the_loss(name):
    run = load(name)
    axes = figures.training(run, count=3)
    assert len(axes) == 4
    epochs = [int(ax.get_title(loc="left").split()[1]) for ax in axes[:3]]
    assert epochs[0] == 0 and epochs[-1] == run.snapshots.epochs[-1]
    dots = [line for line in axes[-1].lines if line.get_marker() == "o"]
    assert [int(dot.get_xdata()[0]) for dot in dots] == epochs
    training, _ = scaled(run.data(), run.scaler)
    for dot in dots:
        then, _ = at_epoch(run, int(dot.get_xdata()[0]))
        assert dot.get_ydata()[0] == pytest.approx(then.network.loss(*training))
    assert_readable(axes[0].figure)


@pytest.mark.parametrize("name", ["multiclass", "multilabel", "regression", "classes1d"])
def test_a_film_has_a_frame_for_every_snapshot(name):
    run = load(name)
    film = figures.training_film(run)
    assert film.count == len(run.snapshots.epochs)
    frames = list(film.frames())
    assert len({frame.tobytes() for frame in frames}) == len(frames)
    right = film.drawing.axes[1]
    film.draw(0)
    (label,) = right.texts
    assert label.get_text().startswith("epoch 0\nloss ")
    film.draw(film.count - 1)
    assert label.get_text().startswith("epoch 6\n")
    dot = next(line for line in right.lines if line.get_marker() == "o")
    trail = next(line for line in right.lines if line.get_linewidth() == 2.4)
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == (trail.get_xdata()[-1], trail.get_ydata()[-1])


def test_the_curve_of_a_film_is_the_network_of_the_snapshot():
    run = load("curve")
    film = figures.training_film(run)
    (line,) = film.drawing.axes[0].lines
    for k, epoch in enumerate(run.snapshots.epochs):
        film.draw(k)
        then, _ = at_epoch(run, int(epoch))
        np.testing.assert_allclose(line.get_ydata(), then.forward(line.get_xdata()[:, None])[:, 0], atol=1e-6)


# --- commands ---------------------------------------------------------------------------------------------------------


def test_films_and_strips_are_files(tmp_path):
    path = call("plot", "training", "binary", "--quiet").stdout.strip()
    assert path == os.path.join("binary", "figures", "training.gif")
    with Image.open(path) as gif:
        assert gif.n_frames == 4
    strip = tmp_path / "strip.png"
    assert call("plot", "training", "binary", "-o", strip).stdout.strip() == str(strip)
    with Image.open(strip) as picture:
        assert picture.format == "PNG" and picture.width > picture.height


def test_plot_all_draws_what_fits_and_says_what_does_not(monkeypatch):
    monkeypatch.setattr(landscape.paths, "__defaults__", (5, None))
    printed = call("plot", "all", "curve", "--quiet").stdout.splitlines()
    drawn = {os.path.basename(line) for line in printed if line.startswith("curve")}
    expected = {"boundary", "convergence", "network", "network-backward", "neurons", "hidden", "weights", "training",
                "landscape"}  # fmt: skip
    assert {f"{kind}.png" for kind in expected} | {"training.gif"} <= drawn
    assert all(os.path.exists(os.path.join("curve", "figures", name)) for name in drawn)
    left = [line for line in printed if line.startswith("left out")]
    assert left == [
        "left out  confusion: 'sine' is a regression, which confuses no classes; draw its boundary instead",
        "left out  network-maps: maps need two features, run curve has one; draw its neurons instead",
    ]


def test_plot_all_finds_figures_through_the_registry(monkeypatch):
    kinds = {"brandnew": ("run", "just in"), "weights": ("run", ""), "convergence": ("runs", ""), "other": (None, ""),
             "either": ("experiment", "of a run, too")}  # fmt: skip
    either = click.Command("either", params=[click.Argument(["run"], required=False)])
    monkeypatch.setitem(main.get_command(None, "plot").commands, "either", either)
    monkeypatch.setattr(figures, "either", figures.boundary, raising=False)
    monkeypatch.setattr(figures, "FIGURES", kinds)
    monkeypatch.setattr(figures, "brandnew", figures.boundary, raising=False)
    printed = call("plot", "all", "none").stdout.splitlines()
    assert [os.path.basename(line) for line in printed[:5]] == [
        "brandnew.png", "convergence.png", "either.png", "network-backward.png", "network-maps.png",
    ]  # fmt: skip
    assert printed[5:] == [
        "left out  weights: none has no snapshots; train again, with --snapshots 30 (of at most 8 MB each)"
    ]


@pytest.mark.parametrize(("line", "message"), [
    ("network xor --sample 4", "--sample 4 is no row of xor: it has the rows 0 to 3"),
    ("network none --epoch 3", "none has no snapshots; train again, with --snapshots 30"),
    ("network curve --maps", "--maps need two features, run curve has one; draw its neurons instead"),
    ("network xor --maps --sample 1", "--maps shows all samples at once; leave --sample away"),
    ("neurons none --epoch 3", "none has no snapshots"), ("hidden linear", "run linear has no hidden layer"),
    ("weights none", "none has no snapshots"), ("training none", "none has no snapshots"),
    ("training none -o a.png", "none has no snapshots"),
    ("all nosuch", "no run folder nosuch"), ("network binary -o a.gif", "the ending must be one of"),
])  # fmt: skip
def test_mistakes_end_in_one_line(line, message, home):
    before = sorted(home.rglob("*"))
    done = call("plot", *line.split(), code=2)
    assert message in done.stderr and done.stderr.count("\n") == 1 and done.stdout == ""
    assert sorted(home.rglob("*")) == before


def test_a_film_of_an_unknown_kind_is_refused_before_it_is_drawn():
    message = "'a.jpg' must end in one of .png, .svg, .pdf, .gif, .mp4"
    assert message in call("plot", "training", "nosuch", "-o", "a.jpg", code=2).stderr


def test_given_axes_are_drawn_on():
    (ax,) = style.new_axes(1)
    assert figures.network(load("xor"), ax) is ax
    for draw, name, count in ((figures.neurons, "xor", 4), (figures.neurons, "digits", 12), (figures.hidden, "xor", 2),
                              (figures.weights, "xor", 2), (figures.training, "binary", 5)):  # fmt: skip
        given = style.new_axes(count)
        assert list(draw(load(name), ax=given)) == given
        with pytest.raises(ValueError, match=f"has {count} panels, got 1 axes"):
            draw(load(name), ax=given[0])
    assert matplotlib.rcParams["font.size"] == matplotlib.rcParamsDefault["font.size"]
