"""The figure of the rates."""

import numpy as np
from matplotlib.colors import same_color

from numnet import figures
from numnet.figures.drawing import style
from numnet.surfaces.rate_tuning import sensitivity
from tests.support.races import lines


def test_each_curve_rings_its_own_minimum():
    found = sensitivity("beale", ["momentum", "adam", "lion"])
    ax = figures.sensitivity(found)
    assert ax.get_xscale() == ax.get_yscale() == "log"
    rings = [line.get_xydata()[0] for line in ax.lines if line.get_markersize() == 13]
    assert len(rings) == 2  # lion arrives from fewer than half
    for k, (rate, steps) in enumerate(rings):
        assert rate == found.rates[found.best[k]] and steps == found.median_arrived_at[k].min()
    hollow = lines(ax, "_some")
    for k, line in enumerate(hollow):
        some = (found.share_arrived[k] < 1) & np.isfinite(found.median_arrived_at[k])
        assert line.get_markevery() == np.flatnonzero(some).tolist()
        assert same_color(line.get_color(), style.OPTIMIZER_COLORS[found.rules[k]])
        assert same_color(line.get_markerfacecolor(), "white")
    assert len(hollow) == 3 and sum(len(line.get_markevery()) for line in hollow) > 3
    assert "hollow: not from all 25 starts" in ax.get_title("left")
    assert ax.get_ylabel() == "steps until it arrives, median of 25 starts"
    assert figures.sensitivity(sensitivity("saddle", ["adam"])).get_ylabel().startswith("steps until it escapes")


def test_where_no_rule_arrives_the_curves_are_of_the_loss_at_the_end():
    found = sensitivity("rastrigin", ["sgd", "adam"], steps=40)
    ax = figures.sensitivity(found)
    rings = [line.get_xydata()[0] for line in ax.lines if line.get_markersize() == 13]
    assert [steps for _, steps in rings] == found.end_value.min(axis=1).tolist()
    assert ax.get_ylabel() == "E at the end, median"
