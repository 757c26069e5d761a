"""Maps of the units."""

import numpy as np
import pytest

import numnet
from numnet import figures
from numnet.analysis import layers as inside
from tests.support.drawings import assert_readable, title
from tests.support.trained_runs import in_it  # noqa: F401

pytestmark = pytest.mark.filterwarnings("error")


def load(name):
    return numnet.load_run(name)


def test_maps_are_the_answers_of_the_units_over_the_plane():
    run = load("binary")
    axes = figures.neurons(run)
    names = [ax.get_title() for ax in axes]
    assert names == ["h¹₁", "h¹₂", "h¹₃", "h¹₄", "h²₁", "h²₂", "h²₃", "upper", "answer and data"]
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
