"""Convergence: curves, the best epoch, divergence."""

import numpy as np
import pytest

from numnet import figures
from numnet.figures.drawing import style
from tests.support.drawings import headline, legend_words
from tests.support.fake_runs import binary, history, multiclass, regression

pytestmark = pytest.mark.usefixtures("coarse_grid")

def test_convergence_draws_training_solid_and_validation_dashed():
    axes = figures.convergence(binary())
    for ax, stem in zip(axes, ("loss", "metric"), strict=True):
        training, validation = ax.lines[:2]
        np.testing.assert_array_equal(training.get_ydata(), getattr(history(), f"train_{stem}"))
        np.testing.assert_array_equal(validation.get_ydata(), getattr(history(), f"validation_{stem}"))
        assert training.get_linestyle() == "-" and validation.get_linestyle() == "--" and ax.get_xlabel() == "epoch"
        assert (training.get_color(), validation.get_color()) == (style.BLUE, style.VERMILION)
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
    assert [text.get_text() for text in loss_axes.texts] == ["lowest validation loss: epoch 20"]
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
