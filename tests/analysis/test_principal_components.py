"""The plane of the first two principal components."""

import numpy as np
import pytest

from numnet.analysis.principal_components import principal_plane


def test_the_plane_is_that_of_least_squares():
    rng = np.random.default_rng(0)
    weights = rng.normal(size=(20, 6)) * [9, 0.1, 4, 0.2, 1, 0.3]
    centre, directions, shares = principal_plane(weights)
    np.testing.assert_allclose(directions @ directions.T, np.eye(2), atol=1e-14)
    covariance = np.cov(weights.T)
    values, vectors = np.linalg.eigh(covariance)
    np.testing.assert_allclose(shares, values[::-1][:2] / np.trace(covariance), rtol=1e-10)
    np.testing.assert_allclose(np.abs(directions @ vectors[:, ::-1][:, :2]), np.eye(2), atol=1e-8)
    assert 0 < shares[1] < shares[0] and sum(shares) < 1
    left = ((weights - centre) ** 2).sum() - (((weights - centre) @ directions.T) ** 2).sum()
    assert 1 - sum(shares) == pytest.approx(left / ((weights - centre) ** 2).sum())
    assert (directions[np.arange(2), np.abs(directions).argmax(axis=1)] > 0).all()


@pytest.mark.parametrize("count", [2, 3])
def test_the_plane_holds_as_many_snapshots_as_a_plane_can(count):
    weights = np.random.default_rng(count).normal(size=(count, 40))
    centre, directions, shares = principal_plane(weights)
    np.testing.assert_allclose(centre + (weights - centre) @ directions.T @ directions, weights, atol=1e-13)
    assert sum(shares) == pytest.approx(1, abs=1e-12) and np.isfinite(directions).all()


def test_points_that_are_one_have_a_plane_as_well():
    _, directions, shares = principal_plane(np.ones((3, 5)))
    np.testing.assert_allclose(directions @ directions.T, np.eye(2), atol=1e-14)
    assert shares == (0, 0)
