"""The figure of the losses."""

import numpy as np
import pytest

from numnet import figures
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
