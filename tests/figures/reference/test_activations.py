"""The figure of the activations."""

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
        assert legend_words(ax) == [f"f = {activation.formula}", f"f′ = {activation.derivative_formula}"]
    with pytest.raises(ValueError, match=f"activations has {len(numnet.ACTIVATIONS)} panels, got 2 axes"):
        figures.activations(style.new_axes(2))
