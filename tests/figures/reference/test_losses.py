"""The figure of the losses."""

import numpy as np
import pytest
from matplotlib.colors import same_color

from numnet import figures
from numnet.figures.reference.losses import LOSS_COLORS
from numnet.model.losses import LOSSES, REGRESSION_LOSSES
from tests.support import oracle
from tests.support.fake_runs import sigmoid

pytestmark = pytest.mark.usefixtures("coarse_grid")


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


def test_every_loss_of_an_error_is_drawn_in_a_colour_of_its_own():
    values, slopes = figures.losses()[:2]
    for ax, of in ((values, lambda error: error.rho), (slopes, lambda error: error.derivative)):
        drawn = {line.get_label(): line for line in ax.lines[: len(REGRESSION_LOSSES)]}
        assert list(drawn) == list(REGRESSION_LOSSES)
        for name, line in drawn.items():
            e, y = line.get_data()
            np.testing.assert_allclose(y[~np.isnan(y)], of(oracle.ERRORS[name])(e)[~np.isnan(y)], rtol=1e-12)
            assert same_color(line.get_color(), LOSS_COLORS[name])
    assert set(LOSS_COLORS) == set(LOSSES)
    assert len({LOSS_COLORS[name] for name in REGRESSION_LOSSES}) == len(REGRESSION_LOSSES)


def test_losses_that_lie_on_each_other_are_dashed_and_bounded_gradients_are_named():
    values, slopes = figures.losses()[:2]
    looks = {line.get_label(): line.get_linestyle() for line in values.lines}
    assert (looks["mse"], looks["mae"], looks["huber"]) == ("-", "-", "--")
    others = sum(abs(oracle.ERRORS[name].derivative(1e6)) < 1e3 for name in REGRESSION_LOSSES) - 1
    more = "huber" if others == 1 else f"{others} others"
    assert slopes.get_title(loc="left") == f"regression: its gradient, which mae and {more} bound"
