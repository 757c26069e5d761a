"""The plane through the data that figures are drawn in."""

from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.figure import Figure

from numnet.figures.drawing import projection
from tests.support.fake_runs import rows


def test_plane_lifts_back_what_it_projects_and_keeps_the_rest_at_the_mean():
    X = rows(6, n=200) * [5, 4, 1, 1, 1, 0.1] + 3
    view = projection.plane_of(X, [""] * 6)
    P = view.project(X)
    np.testing.assert_allclose(view.project(view.lift(P)), P, atol=1e-12)
    np.testing.assert_allclose(view.lift(np.zeros((1, 2)))[0], X.mean(axis=0))
    centred = X - X.mean(axis=0)
    assert view.share == pytest.approx(100 * (P**2).sum() / (centred**2).sum())
    values = np.linalg.eigvalsh(np.cov(X.T))[::-1]
    np.testing.assert_allclose(P.var(axis=0, ddof=1), values[:2])


def test_plane_of_two_features_is_the_features():
    X = rows(2)
    view = projection.plane_of(X, ("a", "b"))
    np.testing.assert_array_equal(view.project(X), X)
    assert view.labels == ("a", "b") and view.share is None and view.name() == view.note("binary") == ""


def test_plane_of_a_single_row_and_of_constant_rows():
    for X in (np.ones((1, 4)), np.ones((5, 4))):
        assert projection.plane_of(X, [""] * 4).project(X).shape == (len(X), 2)


@pytest.mark.parametrize(("height", "aspect"), [(1.0, 1.0), (4.0, "auto"), (0.2, "auto"), (1.8, 1.0)])
def test_units_are_equal_where_the_spans_are_alike(height, aspect):
    ax = Figure().add_subplot()
    ax.set(xlim=(0, 1), ylim=(0, height))
    projection.frame(ax, SimpleNamespace(labels=["x1", "x2"], share=None))
    assert ax.get_aspect() == aspect and (ax.get_xlabel(), ax.get_ylabel()) == ("x1", "x2")
