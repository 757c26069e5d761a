"""Figures of activations, losses and schedules."""

import numpy as np
import pytest

import numnet
import numnet.optim.schedules
from numnet import figures
from numnet.figures.drawing import style
from tests.support.drawings import legend_words
from tests.support.fake_runs import sigmoid

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
