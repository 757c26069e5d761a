"""Figures: what is drawn, by its artists; no pixel is compared. Runs are fakes with a network made by hand."""

import itertools
import os
import sys
from dataclasses import dataclass, field
from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import same_color, to_rgb, to_rgba
from matplotlib.figure import Figure
from matplotlib.text import Text
from program import python

import numnet
import numnet.optim.schedules
from numnet import figures
from numnet.data import DATASETS, Scaler, load_dataset
from numnet.figures.drawing import data_points as points
from numnet.figures.drawing import decision_colors as answers
from numnet.figures.drawing import projection as plane
from numnet.figures.drawing import run_labels as subject
from numnet.figures.drawing import style
from numnet.figures.runs import confusion as matrices
from numnet.figures.runs import convergence as curves


@pytest.fixture(autouse=True)
def coarse_grid(monkeypatch):
    """A quick background; what is tested does not depend on its resolution."""
    monkeypatch.setattr(plane, "RESOLUTION", 40)


# --- runs made by hand ---


def sigmoid(net):
    return 1 / (1 + np.exp(-net))


def history(n=31, metric="accuracy", validation=True, end=0.01):
    epoch = np.arange(n)
    loss = np.geomspace(1.0, end, n)
    held = loss * 1.2 if validation else np.full(n, np.nan)
    metric_values = 1 - 0.5 * loss
    return SimpleNamespace(epoch=epoch, train_loss=loss, validation_loss=held, train_metric=metric_values,
                           validation_metric=metric_values - 0.02 if validation else np.full(n, np.nan),
                           metric_name=metric, best_epoch=n - 1 if validation else 0, status="finished")


@dataclass
class FakeRun:
    """What figures use of a run; `answer` maps X (n, d), in original units, to outputs (n, k)."""

    task: str
    X: np.ndarray
    T: np.ndarray
    answer: object
    target_names: tuple
    held: int = 0
    name: str = "toy-1"
    scaler: object = None
    history: object = None
    optimizer: str = "adam"
    options: dict = field(default_factory=dict)

    def __post_init__(self):
        metric = {"regression": "r2", "multilabel": "label_accuracy"}.get(self.task, "accuracy")
        self.history = self.history or history(metric=metric, validation=self.held > 0)
        loss = "mse" if self.task == "regression" else "cross_entropy"
        outputs = 1 if self.task == "binary" else len(self.target_names)
        self.network = SimpleNamespace(sizes=(self.X.shape[1], 4, outputs), activation=("tanh",), loss_name=loss)
        self.config = {"data": {"name": "toy"}, "options": self.options,
                       "optimizer": {"name": self.optimizer, "learning_rate": 0.01}}

    def data(self):
        m = len(self.X) - self.held
        names = tuple(f"x{i + 1}" for i in range(self.X.shape[1]))
        return SimpleNamespace(name="toy", task=self.task, X=self.X[:m], T=self.T[:m], X_validation=self.X[m:],
                               T_validation=self.T[m:], feature_names=names, target_names=self.target_names)

    def forward(self, X):
        return self.answer(np.asarray(X))


def rows(d, n=40):
    return np.random.default_rng(d).uniform(-2, 2, (n, d))


def binary(d=2, held=10, **options):
    X = rows(d)
    T = (X[:, 0] > 0).astype(int)
    return FakeRun("binary", X, T, lambda X: sigmoid(4 * X[:, :1]), ("no", "yes"), held, **options)


def multiclass(d=2, held=10, **options):
    X = rows(d)

    def softmax(X):
        e = np.exp(3 * np.column_stack([-X[:, 0], np.zeros(len(X)), X[:, 0]]))
        return e / e.sum(axis=1, keepdims=True)

    return FakeRun("multiclass", X, softmax(X).argmax(axis=1), softmax, ("low", "middle", "high"), held, **options)


def multilabel(d=2, held=10, **options):
    X = rows(d)
    answer = lambda X: sigmoid(5 * np.column_stack([X[:, 0], X[:, -1] - 0.5]))  # noqa: E731
    return FakeRun("multilabel", X, (answer(X) > 0.5).astype(int), answer, ("disc A", "disc B"), held, **options)


def many_labels(d=5):
    """Labels with names so long that the legends need several rows, and more combinations than colours."""
    X = rows(d)
    answer = lambda X: sigmoid(5 * X[:, :5])  # noqa: E731
    names = ("is spam", "has a link in its text", "long", "urgent", "a name of a label that nobody would like to read")
    return FakeRun("multilabel", X, (answer(X) > 0.5).astype(int), answer, names, 10)


def regression(d=2, k=1, held=10, **options):
    X = rows(d)
    answer = lambda X: np.column_stack([(j + 1) * X.sum(axis=1) for j in range(k)])  # noqa: E731
    T = answer(X)[:, 0] if k == 1 else answer(X)
    return FakeRun("regression", X, T, answer, tuple("yzw"[:k]), held, **options)


RUNS = {"binary": binary, "multiclass": multiclass, "multilabel": multilabel, "regression": regression}


def legend_words(ax):
    """All legend entries of the axes, whichever way the legend was attached."""
    legends = [child for child in ax.get_children() if isinstance(child, matplotlib.legend.Legend)]
    return [text.get_text() for legend in legends for text in legend.get_texts()]


def offsets(ax):
    return [collection.get_offsets() for collection in ax.collections
            if isinstance(collection, matplotlib.collections.PathCollection)]


def headline(axes):
    """The title of the whole figure."""
    first = np.ravel(np.array(axes, dtype=object))[0]
    return first.figure.get_suptitle() or first.get_title(loc="left")


def ticks_out_of_view(drawing):
    """Labels that exist but are not drawn, since their tick lies beyond the limits of its axis."""
    for axis in drawing.findobj(matplotlib.axis.Axis):
        low, high = sorted(axis.get_view_interval())
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
            if not low <= tick.get_loc() <= high or not axis.axes.get_visible():
                yield from (tick.label1, tick.label2)


def assert_readable(drawing):
    """After layout every visible text lies inside the figure, and no two overlap by more than a hair."""
    drawing.draw_without_rendering()
    renderer, page = drawing.canvas.get_renderer(), drawing.bbox
    boxes, skipped = [], set(ticks_out_of_view(drawing))
    for text in drawing.findobj(Text):
        if text.get_text().strip() and text.get_visible() and text not in skipped:
            box = text.get_window_extent(renderer)
            boxes.append((text.get_text(), box))
            assert box.x0 > -1 and box.y0 > -1 and box.x1 < page.width + 1 and box.y1 < page.height + 1, text
    for (a, first), (b, second) in itertools.combinations(boxes, 2):
        width = min(first.x1, second.x1) - max(first.x0, second.x0)
        height = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert width < 2 or height < 2, f"{a!r} and {b!r} overlap"


# --- boundary ---


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
    assert ax.child_axes[0].get_ylabel() == "y"
    assert "R² 0.975" in headline(ax)


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
    assert "in the plane of the first two principal components (" in headline(ax) and "% of variance)" in headline(ax)
    assert ax.get_xlabel().startswith("principal component 1 (")
    assert ax.get_ylabel().startswith("principal component 2 (")
    view = plane.plane_of(X[:30], [""] * 5, run.scaler)
    np.testing.assert_allclose(offsets(ax)[0], view.project(X[:30]))


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
    combinations = answers.Combinations(np.array([[0, 0, 0, 1], [0, 1, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0]]), "abcd")
    assert combinations.names == ["none", "b", "d", "a + b", "other"]
    assert combinations.colors[1:3] == [style.class_colors(4)[1], style.class_colors(4)[3]]
    assert combinations.colors[3] == style.class_colors(1)[0]


def test_more_combinations_than_colours_are_other():
    T = np.array(list(itertools.product([0, 1], repeat=4)))
    combinations = answers.Combinations(np.concatenate([T, T[:6]]), ("a", "b", "c", "d"))
    assert len(combinations.rows) == 8 and len(set(combinations.index(T))) == 9
    assert [s.get_label() for s in combinations.swatches()][-1] == "other"
    assert combinations.names[0] == "none" and len(set(combinations.colors)) == 9


# --- the plane ---


def test_plane_lifts_back_what_it_projects_and_keeps_the_rest_at_the_mean():
    X = rows(6, n=200) * [5, 4, 1, 1, 1, 0.1] + 3
    view = plane.plane_of(X, [""] * 6)
    P = view.project(X)
    np.testing.assert_allclose(view.project(view.lift(P)), P, atol=1e-12)
    np.testing.assert_allclose(view.lift(np.zeros((1, 2)))[0], X.mean(axis=0))
    centred = X - X.mean(axis=0)
    assert view.share == pytest.approx(100 * (P**2).sum() / (centred**2).sum())
    values = np.linalg.eigvalsh(np.cov(X.T))[::-1]
    np.testing.assert_allclose(P.var(axis=0, ddof=1), values[:2])


def test_plane_of_two_features_is_the_features():
    X = rows(2)
    view = plane.plane_of(X, ("a", "b"))
    np.testing.assert_array_equal(view.project(X), X)
    assert view.labels == ("a", "b") and view.share is None and view.note() == ""


def test_plane_of_a_single_row_and_of_constant_rows():
    for X in (np.ones((1, 4)), np.ones((5, 4))):
        assert plane.plane_of(X, [""] * 4).project(X).shape == (len(X), 2)


# --- convergence ---


def test_convergence_draws_training_solid_and_validation_dashed():
    axes = figures.convergence(binary())
    for ax, stem in zip(axes, ("loss", "metric"), strict=True):
        training, validation = ax.lines[:2]
        np.testing.assert_array_equal(training.get_ydata(), getattr(history(), f"train_{stem}"))
        np.testing.assert_array_equal(validation.get_ydata(), getattr(history(), f"validation_{stem}"))
        assert training.get_linestyle() == "-" and validation.get_linestyle() == "--" and ax.get_xlabel() == "epoch"
    assert [ax.get_ylabel() for ax in axes] == ["loss (cross-entropy)", "accuracy"]
    assert legend_words(axes[1]) == ["training", "validation"]
    assert headline(axes) == "toy: 2-4-1 tanh, validation accuracy 97.5 %"


@pytest.mark.parametrize(("end", "scale"), [(0.02, "log"), (0.05, "linear")])
def test_loss_axis_is_logarithmic_where_the_loss_spans_decades(end, scale):
    run = binary(held=0, history=history(validation=False, end=end))
    axes = figures.convergence(run)
    assert axes[0].get_yscale() == scale
    assert legend_words(axes[1]) == ["training"]


def test_best_epoch_is_marked_for_a_single_run_only():
    run = binary()
    run.history.best_epoch = 20
    loss_axes = figures.convergence(run)[0]
    assert [text.get_text() for text in loss_axes.texts] == ["best epoch 20"]
    assert any(list(line.get_xdata()) == [20, 20] for line in loss_axes.lines)
    assert not figures.convergence(run, multiclass())[0].texts


def test_several_runs_differ_in_colour_and_say_in_what_they_differ():
    rules = ("sgd", "adam", "lion")
    axes = figures.convergence(*(binary(name=f"toy-{i}", optimizer=rule) for i, rule in enumerate(rules)))
    assert [line.get_color() for line in axes[0].lines[::2]] == [style.OPTIMIZER_COLORS[rule] for rule in rules]
    words = legend_words(axes[1])
    assert words == ["toy-0, sgd", "toy-1, adam", "toy-2, lion", "training", "validation"]
    assert headline(axes) == "3 runs: toy"
    runs = [binary(name=f"toy-{i}", options={"batch_size": size}) for i, size in enumerate((1, 32))]
    axes = figures.convergence(*runs)
    assert legend_words(axes[1])[:2] == ["toy-0, batch size 1", "toy-1, batch size 32"]
    assert axes[0].lines[0].get_color() != axes[0].lines[2].get_color()


def test_divergence_is_a_gap_a_cross_and_words():
    run = binary()
    for column in ("train_loss", "validation_loss", "train_metric", "validation_metric"):
        getattr(run.history, column)[12:] = np.inf
    ax = figures.convergence(run)[0]
    assert np.isnan(ax.lines[0].get_ydata()[12:]).all() and not np.isnan(ax.lines[0].get_ydata()[:12]).any()
    (cross,) = [line for line in ax.lines if line.get_marker() == "X"]
    assert cross.get_xdata()[0] == 11
    assert [text.get_text() for text in ax.texts] == ["✕ toy-1 diverged in epoch 12"]
    assert "training accuracy" in headline(ax)


def test_divergence_known_by_status_alone():
    run = binary(history=history(n=1))
    run.history.status = "diverged"
    ax = figures.convergence(run)[0]
    assert [text.get_text() for text in ax.texts] == ["✕ toy-1 diverged in epoch 1"]
    assert ax.lines[0].get_marker() == "o"  # one row is a point, no line


def test_a_loss_of_zero_and_a_bad_r2_leave_a_readable_axis():
    run = regression()
    run.history.train_loss[-1] = 0.0
    run.history.train_metric[0] = -1e6
    axes = figures.convergence(run)
    assert axes[0].get_yscale() == "log" and -1 < axes[1].get_ylim()[0] < axes[1].get_ylim()[1] < 1.2


def test_convergence_refuses_what_it_cannot_draw():
    with pytest.raises(ValueError, match="at least one run"):
        figures.convergence()
    with pytest.raises(ValueError, match="different metrics don't go into one figure: 'a' has accuracy, 'b' has r2"):
        figures.convergence(binary(name="a"), regression(name="b"))
    with pytest.raises(ValueError, match="'toy-1' recorded no epoch; train it with --evaluate-every 1"):
        figures.convergence(binary(history=history(n=0)))
    with pytest.raises(ValueError, match="convergence has 2 panels, got 1 axes"):
        figures.convergence(binary(), axes=style.new_axes(1))


# --- confusion ---


def test_confusion_counts_and_shares_of_the_validation_part():
    run = multiclass()
    run.T = run.T.copy()
    run.T[-10:] = [0] * 4 + [1] * 4 + [2] * 2
    run.answer = lambda X: np.eye(3)[[0, 0, 0, 1, 1, 1, 1, 1, 2, 2]]
    ax = figures.confusion(run)
    np.testing.assert_allclose(ax.images[0].get_array(), [[0.75, 0.25, 0], [0, 1, 0], [0, 0, 1]])
    written = [text.get_text() for text in ax.texts]
    assert written[:3] == ["3\n75 %", "1\n25 %", "0\n0 %"]
    assert written[9:] == ["precision", "1.000", "0.800", "1.000", "recall", "0.750", "1.000", "1.000",
                           "F1", "0.857", "0.889", "1.000"]  # fmt: skip
    assert [t.get_text() for t in ax.get_xticklabels()] == [t.get_text() for t in ax.get_yticklabels()]
    assert [t.get_text() for t in ax.get_xticklabels()] == ["low", "middle", "high"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("predicted", "true")
    assert headline(ax).endswith("\nvalidation part, 10 rows; mean F1 of the classes 0.915")


def test_confusion_without_validation_says_so():
    ax = figures.confusion(binary(held=0))
    assert "\ntraining part, 40 rows, there is no validation part; mean" in headline(ax)
    np.testing.assert_array_equal(ax.images[0].get_array(), np.eye(2))


def test_confusion_of_labels_is_two_by_two_for_each_and_one_of_combinations():
    run = multilabel()
    run.T = run.T.copy()
    run.T[-10:] = [[0, 0]] * 4 + [[1, 0]] * 3 + [[1, 1]] * 3
    run.answer = lambda X: np.array([[0, 0]] * 3 + [[1, 0]] * 4 + [[1, 1]] * 3, dtype=float)
    axes = figures.confusion(run)
    assert [ax.get_title(loc="left") for ax in axes] == [
        "disc A\nprecision 0.857, recall 1.000, F1 0.923", "disc B\nprecision 1.000, recall 1.000, F1 1.000",
        "combinations",
    ]  # fmt: skip
    assert all(ax.images[0].get_array().shape == (2, 2) for ax in axes[:2])
    assert [label.get_text() for label in axes[2].get_xticklabels()] == ["none", "A", "B", "A + B"]
    np.testing.assert_allclose(axes[2].images[0].get_array()[:2], [[0.75, 0.25, 0, 0], [0, 1, 0, 0]])
    assert headline(axes).endswith("10 rows; all labels right in 90.0 % of them")


def test_confusion_of_a_class_that_never_occurs_and_of_many_classes():
    assert matrices.counted(np.array([0, 0]), np.array([0, 2]), 3).tolist() == [[1, 0, 1], [0, 0, 0], [0, 0, 0]]
    run = multiclass()
    run.T = np.zeros_like(run.T)
    assert [text.get_text() for text in figures.confusion(run).texts][3:9] == ["0\n–"] * 6
    many = FakeRun("multiclass", rows(2), np.arange(40) % 25, lambda X: np.eye(25)[: len(X)],
                   tuple(f"class {i}" for i in range(25)), 10)
    written = {text.get_text() for text in figures.confusion(many).texts}
    assert "precision" in written and not any("%" in text for text in written)


def test_confusion_refuses_a_regression():
    with pytest.raises(ValueError, match="'toy' is a regression, which confuses no classes; draw its boundary instead"):
        figures.confusion(regression())


# --- figures without a run ---


def test_activations_draw_f_and_its_derivative_by_the_kernels():
    axes = figures.activations()
    assert [ax.get_title(loc="left") for ax in axes] == list(numnet.ACTIVATIONS)
    for ax, activation in zip(axes, numnet.ACTIVATIONS.values(), strict=True):
        f, slope = (line for line in ax.lines if line.get_label().startswith("f"))
        net = f.get_xdata()
        np.testing.assert_array_equal(f.get_ydata(), activation(net))
        known = np.isfinite(slope.get_ydata())
        np.testing.assert_array_equal(slope.get_ydata()[known], activation.derivative(net)[known])
        assert legend_words(ax) == [f"f = {activation.formula}", f"f′ = {activation.derivative_formula}"]
    with pytest.raises(ValueError, match=f"activations has {len(numnet.ACTIVATIONS)} panels, got 2 axes"):
        figures.activations(style.new_axes(2))


def test_losses_show_that_the_gradient_of_mse_vanishes_where_it_is_wrong():
    axes = figures.losses()
    drawn = {line.get_label(): line for line in axes[3].lines}
    net = drawn["mse"].get_xdata()
    np.testing.assert_allclose(drawn["cross-entropy"].get_ydata(), 1 - sigmoid(net), atol=1e-12)
    y = sigmoid(net)
    np.testing.assert_allclose(drawn["mse"].get_ydata(), (1 - y) * y * (1 - y), atol=1e-12)
    assert drawn["mse"].get_ydata()[0] < 0.001 < 0.99 < drawn["cross-entropy"].get_ydata()[0]
    assert axes[3].texts[0].get_text() == "mse: gradient near 0,\nlearning stalls"
    e = np.linspace(-3, 3, 601)
    drawn = {line.get_label(): line.get_ydata() for line in axes[0].lines}
    np.testing.assert_allclose(drawn["mse"], e**2 / 2)
    np.testing.assert_allclose(drawn["mae"], np.abs(e))


def test_schedules_draw_every_schedule_as_the_option_takes_it():
    ax = figures.schedules(updates=400)
    assert len(ax.lines) == len(numnet.SCHEDULES)
    for name, line in zip(numnet.SCHEDULES, ax.lines, strict=True):
        schedule = numnet.optim.schedules.parse_schedule(line.get_label())
        assert schedule.name == name
        np.testing.assert_array_equal(line.get_ydata(), schedule.factors(400))
        assert name == "constant" or np.ptp(line.get_ydata()) > 0.5  # its nature shows
    assert ax.get_xlabel() == "update" and ax.get_ylabel() == "factor on the learning rate"
    figures.schedules(updates=1)
    with pytest.raises(ValueError, match="updates must be >= 1, got 0"):
        figures.schedules(updates=0)


def test_datasets_draws_every_bundled_set():
    axes = figures.datasets()
    assert [ax.get_title(loc="left").strip() for ax in axes] == list(DATASETS)
    assert all(0 < len(offsets(ax)[0]) <= 800 for ax in axes)
    assert axes[0].texts[0].get_text() == "150 × 4, 3 classes"
    assert axes[0].get_xlabel() == "PC 1 + PC 2: 96 % of variance"
    by_name = dict(zip(DATASETS, axes, strict=True))
    assert len(np.unique(by_name["discs"].collections[0].get_facecolor(), axis=0)) == 8
    np.testing.assert_array_equal(offsets(by_name["xor"])[0], load_dataset("xor").X)
    assert (by_name["sine"].get_xlabel(), by_name["sine"].get_ylabel()) == ("x", "y")


def test_datasets_takes_names_and_refuses_unknown_ones():
    assert [ax.get_title(loc="left").strip() for ax in figures.datasets(["moons", "line"])] == ["moons", "line"]
    assert len(figures.datasets("moons")) == 1
    with pytest.raises(ValueError, match="unknown data set 'mons': did you mean 'moons'"):
        figures.datasets(["mons"])
    with pytest.raises(ValueError, match="names is empty"):
        figures.datasets([])


# --- readable, whole, and without side effects ---


@pytest.mark.parametrize("draw", [
    *(lambda make=make, d=d: figures.boundary(make(d)) for make in RUNS.values() for d in (1, 5)),
    lambda: figures.boundary(many_labels()),
    lambda: figures.convergence(binary()),
    lambda: figures.convergence(binary(name="a-long-name-of-a-run-1", optimizer="sgd"), multiclass()),
    lambda: figures.confusion(multiclass()),
    lambda: figures.confusion(multilabel()),
    figures.losses,
    figures.schedules,
])
def test_no_text_leaves_the_figure_or_covers_another(draw):
    assert_readable(np.ravel(np.array(draw(), dtype=object))[0].figure)


@pytest.mark.parametrize("ending", ["png", "svg", "pdf", "PNG"])
def test_save_writes_the_format_of_the_ending_and_the_same_bytes_again(tmp_path, ending):
    start, contents = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[ending.lower()], []
    for name in ("a", "b"):
        ax = style.new_axes(1, size=(3, 2))[0]
        ax.scatter([0, 1], [0, 1])
        ax.set_xlabel("x")
        path = figures.save(ax.figure, tmp_path / "new" / f"{name}.{ending}")
        contents.append(path.read_bytes())
    assert contents[0].startswith(start) and contents[0] == contents[1]
    assert sorted(file.name for file in (tmp_path / "new").iterdir()) == [f"a.{ending}", f"b.{ending}"]


def test_save_is_at_150_dots_per_inch(tmp_path):
    drawing = style.figure(size=(4, 2))
    content = figures.save(drawing, tmp_path / "a.png").read_bytes()
    assert (int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")) == (600, 300)


def test_a_failed_save_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    path.write_bytes(b"old")
    drawing = style.figure()

    def fail(*arguments):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        figures.save(drawing, path)
    assert path.read_bytes() == b"old" and [file.name for file in tmp_path.iterdir()] == ["a.png"]


@pytest.mark.parametrize("name", ["a.jpg", "a", "a.gif"])
def test_save_names_the_endings_that_work(tmp_path, name):
    with pytest.raises(ValueError, match=rf"can't save a figure as '{name}': .* \.png, \.svg, \.pdf"):
        figures.save(style.figure(), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_drawing_leaves_the_settings_of_matplotlib_alone():
    before = dict(matplotlib.rcParams)
    figures.boundary(binary())
    figures.convergence(binary())
    with pytest.raises(ValueError, match="regression"):
        figures.confusion(regression())
    assert dict(matplotlib.rcParams) == before


def test_importing_the_names_needs_no_matplotlib_and_drawing_no_pyplot(tmp_path):
    code = ("import sys; from numnet import figures; assert set(figures.FIGURES) <= set(dir(figures));"
            "assert 'matplotlib' not in sys.modules and 'numpy' not in sys.modules;"
            "axes = figures.datasets(['xor']); figures.save(axes[0].figure, sys.argv[1]);"
            "assert 'matplotlib.pyplot' not in sys.modules and 'numba' not in sys.modules")
    python("-W", "error", "-c", code, tmp_path / "xor.png")


def test_new_figures_belong_to_pyplot_where_pyplot_is_in_use():
    import matplotlib.pyplot as plt

    backend = matplotlib.get_backend()
    plt.switch_backend("agg")
    try:
        ax = figures.confusion(binary())
        assert plt.gcf() is ax.figure
    finally:
        plt.close("all")
        plt.switch_backend(backend)
        del sys.modules["matplotlib.pyplot"], matplotlib.pyplot  # other tests draw without it


def test_registry_and_functions_agree():
    assert all(callable(getattr(figures, kind)) for kind in figures.FIGURES)
    assert {needs for needs, _ in figures.FIGURES.values()} == {
        "run", "runs", "sweep", "comparison", "walks", "experiment", None,
    }  # fmt: skip
    with pytest.raises(AttributeError, match="no attribute 'landscape_of_love'"):
        _ = figures.landscape_of_love


# --- colours and words ---


def test_colours_differ_from_each_other():
    assert set(style.OPTIMIZER_COLORS) == set(numnet.OPTIMIZERS)
    for colors in (style.class_colors(16), list(style.OPTIMIZER_COLORS.values())):
        distances = [np.linalg.norm(np.subtract(to_rgb(a), to_rgb(b))) for a, b in itertools.combinations(colors, 2)]
        assert min(distances) > 0.12
    assert style.class_colors(20)[:16] == style.class_colors(16) and style.class_colors(3) == style.class_colors(20)[:3]


def test_architecture_names_each_hidden_activation_where_they_differ():
    network = SimpleNamespace(sizes=(4, 8, 8, 2), activation=("relu", "tanh"))
    assert subject.architecture(network) == "4-8-8-2 relu/tanh"
    assert subject.architecture(SimpleNamespace(sizes=(4, 2), activation=())) == "4-2"


def test_scores_as_people_say_them():
    assert subject.score_text("label_accuracy", 1.0) == "label accuracy 100 %"
    assert subject.score_text("r2", -0.25) == "R² −0.250"


def test_points_shrink_with_their_number():
    ax = style.new_axes(1)[0]
    few, many = (points.scatter(ax, np.zeros((n, 2)), ["red"] * n, "training", n).get_sizes()[0] for n in (4, 2000))
    assert few == 110 and many == 10


def test_broken_epoch_of_a_healthy_run_is_none():
    assert curves._broken_epoch(history()) is None
