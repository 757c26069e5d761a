"""The figure of the optimizers."""

import numpy as np
from matplotlib.colors import same_color

import numnet
from numnet import figures
from numnet.figures.drawing import style


def test_the_figure_of_the_optimizers(rare):
    axes = figures.optimizers(rare)
    assert len(axes) == 6
    for ax, name in zip(axes, ("adagrad", "rmsprop", "adam")):
        thin = [line for line in ax.lines if line.get_linewidth() < 1]
        np.testing.assert_array_equal([line.get_ydata() for line in thin[:4]], rare.runs[name].rate[:, rare.rare].T)
        assert all(same_color(line.get_color(), style.OPTIMIZER_COLORS[name]) for line in ax.lines)
    for ax, values in ((axes[3], "loss"), (axes[4], "missing")):
        for line, (name, run) in zip(ax.lines, rare.runs.items()):
            expected = run.loss if values == "loss" else run.missing[:, 1]
            np.testing.assert_array_equal(line.get_ydata(), expected)
            assert same_color(line.get_color(), style.OPTIMIZER_COLORS[name])
    assert [len(ax.lines) - len(rare.runs) for ax in axes[3:5]] == [1, 0]  # the noise, below which no loss can come
    assert set(axes[3].lines[-1].get_ydata()) == {rare.noise_loss} and axes[3].texts[0].get_text() == "noise"
    assert len(axes[5].lines) == len(numnet.SCHEDULES)
