"""The film of a training."""

import numpy as np
import pytest

import numnet
from numnet import figures
from numnet.analysis.snapshots import at_epoch
from numnet.data.split_dataset import scaled
from tests.support.drawings import assert_readable
from tests.support.trained_runs import in_it  # noqa: F401

pytestmark = pytest.mark.filterwarnings("error")


def load(name):
    return numnet.load_run(name)


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
