"""The figure of the capacity, and axes of one's own."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from numnet import figures
from numnet.figures.drawing.short_numbers import two_digits


def test_the_figure_of_the_capacity(fitted):
    axes = figures.capacity(fitted)
    for first, errors in ((0, fitted.widths), (4, fitted.degrees)):
        for ax, k in zip(axes[first:], (0, errors.best, -1)):
            own = [line for line in ax.lines if line.get_linewidth() == 2.4]
            np.testing.assert_array_equal(own[0].get_ydata(), errors.fits[0, k])
            assert sum(line.get_linewidth() == 0.8 for line in ax.lines) == fitted.seeds - 1
            assert two_digits(np.median(errors.validation[:, k])) in ax.get_title("left")
        train, held = axes[first + 3].lines[:2]
        np.testing.assert_allclose(train.get_ydata(), np.median(errors.train, axis=0))
        np.testing.assert_allclose(held.get_ydata(), np.median(errors.validation, axis=0))
        ax, varied = axes[first + 3], axes[first + 3].get_xlabel()
        assert varied and ax.get_title("left") == f"error against {varied.split(',')[0]}" and ax.get_yscale() == "log"
    assert [ax.get_title("left").split(",")[0].split("\n")[0] for ax in axes[8:12]] == list(fitted.remedies)
    np.testing.assert_allclose(axes[13].lines[1].get_ydata(), np.median(fitted.remedies["L2"].validation, axis=0))
    names = [label.get_text() for label in axes[14].get_yticklabels()]
    assert names[:5] == ["nothing", *fitted.remedies]


def test_own_axes(depths, stalled, fitted):
    for draw, found, count in ((figures.gradients, depths, 12), (figures.saturation, stalled, 8),
                               (figures.capacity, fitted, 15)):  # fmt: skip
        own = Figure().subplots(1, count)
        assert (draw(found, axes=own) == own).all()
        with pytest.raises(ValueError, match=f"has {count} panels, got 1 axes"):
            draw(found, axes=[Figure().subplots()])
