"""The points of the data."""

import numpy as np

from numnet.figures.drawing import data_points as points
from numnet.figures.drawing import style


def test_points_shrink_with_their_number():
    ax = style.new_axes(1)[0]
    few, many = (points.scatter(ax, np.zeros((n, 2)), ["red"] * n, "training", n).get_sizes()[0] for n in (4, 2000))
    assert few == 110 and many == 10
