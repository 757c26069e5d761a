"""The figure of the gradients."""

import numpy as np
from matplotlib.colors import same_color

from numnet import figures
from numnet.experiments.gradients import gradients
from numnet.figures.experiments.gradients import _layer_colors


def test_a_divergence_is_counted_and_drawn():
    found = gradients(("relu",), (1, 12), width=16, seeds=2, n=60, epochs=10, rates=(300.0,))
    deep = found.stacks["relu", 12]
    assert deep.diverged == 2 and np.isnan(deep.loss[:, -1]).all()
    axes = figures.gradients(found)
    assert axes[1].get_title("left") == "2 of 2 diverged" and axes[1].get_xlim() == (0, 10)
    assert "2 diverged" in axes[3].get_legend().get_texts()[1].get_text()


def test_the_figure_of_the_gradients(depths):
    axes = figures.gradients(depths).reshape(4, 3)
    for column, name in zip(axes.T, depths.activations):
        deep = depths.stacks[name, 10]
        assert column[0].get_title("left").startswith(f"{name}: δ × 0.")
        for line, stack in zip(column[0].lines, (depths.stacks[name, 2], deep)):
            np.testing.assert_allclose(line.get_ydata(), np.median([own.delta[0] for own in stack.norms], axis=0))
        for ax, which in zip(column[1:3], ("delta", "gradient")):
            middle = np.median([getattr(own, which) for own in deep.norms], axis=0)
            for l, (line, color) in enumerate(zip(ax.lines, _layer_colors(11), strict=True)):
                np.testing.assert_allclose(line.get_ydata(), middle[:, l])
                assert same_color(line.get_color(), color)
        labels = [text.get_text() for text in column[3].get_legend().get_texts()]
        assert labels == [f"{n} layers, rate {depths.stacks[name, n].rate:g}" for n in (2, 10)]
    for row in axes:
        assert len({ax.get_ylim() for ax in row}) == 1 and row[0].get_ylabel() and row[0].get_yscale() == "log"
