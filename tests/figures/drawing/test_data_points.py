"""The points of the data."""

import numpy as np

from numnet.figures.drawing import data_points, style


def test_points_shrink_with_their_number():
    ax = style.new_axes(1)[0]
    drawn = [data_points.scatter(ax, np.zeros((n, 2)), ["red"] * n, "training", n) for n in (4, 2000)]
    few, many = (points.get_sizes()[0] for points in drawn)
    assert few == 110 and many == 10
