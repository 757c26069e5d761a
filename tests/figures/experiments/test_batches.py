"""The figure of the batches."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import same_color
from matplotlib.figure import Figure

from numnet import figures
from numnet.experiments.batches import Arrival, arrival_rows
from numnet.figures.experiments.batches import KIND_COLORS


def test_the_figure_of_the_batches(found):
    axes = figures.batches(found)
    for ax, path in zip(axes[:3], found.paths):
        way = ax.lines[0]
        np.testing.assert_array_equal(way.get_xydata(), path.weights)
        assert same_color(way.get_color(), KIND_COLORS[path.arrival.kind])
        assert ax.get_xlim() == axes[0].get_xlim() and path.arrival.kind in ax.get_title("left")
    for ax, clock in zip(axes[3:6], ("epoch", "update", "seconds")):
        for line, path in zip(ax.lines, found.paths):
            shown = getattr(path, clock)[1:] * (1000 if clock == "seconds" else 1)
            np.testing.assert_allclose(line.get_xdata(), shown)
            np.testing.assert_array_equal(line.get_ydata(), path.loss[1:])
        assert ax.get_xscale() == ax.get_yscale() == "log"
    one_over_b = next(line for line in axes[6].lines if line.get_label() == "1/B")
    assert np.ptp(one_over_b.get_xdata() * one_over_b.get_ydata()) < 1e-12 * found.variance[1, 0]
    words = [text.get_text() for text in axes[7].texts]
    assert all(row[3] in words and row[5] in words for row in arrival_rows(found))


def test_a_kind_that_never_arrives_has_dashes(found):
    lost = replace(found, arrivals=(Arrival(60, "batch", 60, 0.001, -1, np.nan, 1e-6), *found.arrivals[1:]))
    assert arrival_rows(lost)[1] == ("60", "batch", "–", "–", "–", "–", "1 µs")
    figures.batches(lost)


def test_own_axes(found, rare):
    own = Figure().subplots(2, 4)
    assert (figures.batches(found, axes=own) == own.ravel()).all()
    with pytest.raises(ValueError, match="batches has 8 panels, got 1 axes"):
        figures.batches(found, axes=[Figure().subplots()])
    with pytest.raises(ValueError, match="optimizers has 6 panels, got 1 axes"):
        figures.optimizers(rare, axes=[Figure().subplots()])
