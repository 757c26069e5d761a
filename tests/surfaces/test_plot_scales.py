"""Scales of the map and of the losses."""

from dataclasses import replace

import numpy as np
import pytest

import numnet
from numnet.surfaces.plot_scales import loss_axis
from numnet.surfaces.visible_path import VisiblePath


def path(*values):
    return VisiblePath(np.arange(len(values)), np.zeros((len(values), 2)), np.array(values))


@pytest.mark.parametrize(("values", "log", "limits"), [
    ([100.0, 50.0, 2.0], True, (1.0, 200.0)),  # more than one and a half decades: half and twice the ends
    ([100.0, 50.0, 10.0], False, (5.5, 104.5)),  # else a twentieth of the span
    ([100.0, 0.0], True, (0.5e-7, 200.0)),  # what lies far below the start is not told apart
    ([3.0, 3.0], False, (2.95, 3.05)),
])  # fmt: skip
@pytest.mark.parametrize("minimum", [0.0, -40.0])
def test_the_axis_of_the_losses(values, log, limits, minimum):
    surface = replace(numnet.SURFACES["beale"], minimum=minimum)
    axis = loss_axis(surface, [path(*(np.array(values) + minimum)), path(values[0] + minimum)])
    assert (axis.base, axis.log) == (minimum, log) and axis.limits == pytest.approx(limits)
    assert axis.of(np.array([values[0] + minimum])) == pytest.approx(values[0])


def test_where_the_minimum_is_unknown_heights_count_from_zero():
    surface = replace(numnet.SURFACES["beale"], minimum=None, minima=())
    assert loss_axis(surface, [path(100.0, 2.0)]).log and loss_axis(surface, [path(100.0, 2.0)]).base == 0
    assert not loss_axis(surface, [path(100.0, -2.0)]).log
