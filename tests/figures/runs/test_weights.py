"""The weights over the epochs."""

import numpy as np
import pytest
from matplotlib.colors import same_color

import numnet
from numnet import figures
from numnet.figures.drawing import style
from tests.support.drawings import assert_readable, title
from tests.support.trained_runs import in_it  # noqa: F401

pytestmark = pytest.mark.filterwarnings("error")


def load(name):
    return numnet.load_run(name)


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
