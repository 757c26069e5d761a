"""The figure of the schedules."""

import numpy as np
import pytest

import numnet
import numnet.optim.schedules
from numnet import figures

pytestmark = pytest.mark.usefixtures("coarse_grid")


def test_schedules_draw_every_schedule_as_the_option_takes_it():
    ax = figures.schedules(updates=400)
    assert len(ax.lines) == len(numnet.SCHEDULES)
    for name, line in zip(numnet.SCHEDULES, ax.lines, strict=True):
        schedule = numnet.optim.schedules.parse_schedule(line.get_label())
        assert schedule.name == name
        np.testing.assert_array_equal(line.get_ydata(), schedule.factors(400))
        assert name == "constant" or np.ptp(line.get_ydata()) > 0.5  # its nature shows
    assert ax.get_xlabel() == "update" and ax.get_ylabel() == "factor on the learning rate"
    figures.schedules(updates=1)
    with pytest.raises(ValueError, match="updates must be >= 1, got 0"):
        figures.schedules(updates=0)
