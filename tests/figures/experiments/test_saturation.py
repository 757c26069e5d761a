"""The figure of the saturation."""

import numpy as np
from matplotlib.colors import same_color

from numnet import figures
from numnet.figures.reference.losses import LOSS_COLORS


def test_the_figure_of_the_saturation(stalled):
    axes = figures.saturation(stalled).reshape(2, 4)
    for row, escapes in zip(axes, (stalled.escapes[:2], stalled.escapes[2:])):
        for ax, part in zip(row, ("loss", "wrong", "slope", "gradient")):
            for line, one in zip(ax.lines, escapes):
                np.testing.assert_allclose(line.get_ydata(), np.median(getattr(one, part), axis=0))
                assert same_color(line.get_color(), LOSS_COLORS[one.loss_name])
        labels = [text.get_text() for text in row[1].get_legend().get_texts()]
        assert all(f"rate {one.rate:g}" in label and one.arrival in label for one, label in zip(escapes, labels))
    for column in axes.T:
        assert column[0].get_ylim() == column[1].get_ylim()
