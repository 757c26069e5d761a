"""The figure of the activations."""

from dataclasses import replace

import numpy as np
import pytest

import numnet
import numnet.optim.schedules
from numnet import figures
from numnet.figures.drawing import style
from tests.support.drawings import legend_words

pytestmark = pytest.mark.usefixtures("coarse_grid")


def test_activations_draw_f_and_its_derivative_by_the_kernels():
    axes = figures.activations()
    assert [ax.get_title(loc="left") for ax in axes] == list(numnet.ACTIVATIONS)
    for ax, activation in zip(axes, numnet.ACTIVATIONS.values(), strict=True):
        f, slope = (line for line in ax.lines if line.get_label().startswith("f"))
        net = f.get_xdata()
        np.testing.assert_array_equal(f.get_ydata(), activation(net))
        known = np.isfinite(slope.get_ydata())
        np.testing.assert_array_equal(slope.get_ydata()[known], activation.derivative(net)[known])
        words = [" ".join(entry.split()) for entry in legend_words(ax)]
        assert words == [f"f = {activation.formula}", f"f′ = {activation.derivative_formula}"]
    with pytest.raises(ValueError, match=f"activations has {len(numnet.ACTIVATIONS)} panels, got 2 axes"):
        figures.activations(style.new_axes(2))


def edges(axes):
    """Where the panels are, (panels, 4), laid out as for a file."""
    axes[0].figure.draw_without_rendering()
    return np.array([ax.get_position().bounds for ax in axes])


def test_a_long_formula_moves_no_panel_and_stays_in_its_own(monkeypatch):
    expected = edges(figures.activations())
    name, gelu = "gelu", numnet.ACTIVATIONS["gelu"]
    long = replace(gelu, derivative_formula=" + ".join(["net² / (1 + net²)"] * 5))
    monkeypatch.setattr(numnet, "ACTIVATIONS", {**numnet.ACTIVATIONS, name: long})
    axes = figures.activations()
    np.testing.assert_allclose(edges(axes), expected, atol=1e-9)
    ax = axes[list(numnet.ACTIVATIONS).index(name)]
    assert ax.get_legend().get_window_extent().x1 < ax.bbox.x1


def test_a_row_more_makes_the_figure_higher(monkeypatch):
    before = figures.activations()[0].figure.get_size_inches()
    more = {f"tanh {k}": numnet.ACTIVATIONS["tanh"] for k in range(3)}
    monkeypatch.setattr(numnet, "ACTIVATIONS", {**numnet.ACTIVATIONS, **more})
    after = figures.activations()[0].figure.get_size_inches()
    assert after[0] == before[0] and after[1] == before[1] + 3
