"""The figure of the rates."""

import numpy as np
from matplotlib.colors import same_color

from numnet import figures
from numnet.figures.drawing import style
from numnet.surfaces.rate_tuning import sensitivity
from tests.support.races import lines


def test_the_sensitivity_marks_the_best_rates():
    found = sensitivity("beale", ["momentum", "adam"], steps=60)
    ax = figures.sensitivity(found)
    assert ax.get_xscale() == ax.get_yscale() == "log"
    rings = [line.get_xdata()[0] for line in ax.lines if line.get_markersize() == 13]
    assert rings == [found.rates[k] for k in found.best]
    hollow = lines(ax, "_wild")
    for k, line in enumerate(hollow):
        assert line.get_markevery() == np.flatnonzero(found.wild[k] & ~found.lost[k]).tolist()
        assert same_color(line.get_color(), style.OPTIMIZER_COLORS[found.rules[k]])
        assert same_color(line.get_markerfacecolor(), "white") and found.best[k] not in line.get_markevery()
    assert len(hollow) == 2 and sum(len(line.get_markevery()) for line in hollow) > 3
    assert "a step over 0.45; not picked" in ax.get_title("left")
    assert figures.sensitivity(sensitivity("saddle", ["adam"])).get_ylabel() == "steps until it escapes"
