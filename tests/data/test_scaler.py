"""Standardisation of features and targets."""

import json

import numpy as np
import pytest

from numnet.data import (
    DataError,
    Scaler,
)

pytestmark = pytest.mark.filterwarnings("error")


def test_scaler_gives_mean_0_and_deviation_1_and_goes_back():
    rng = np.random.default_rng(5)
    X, T = rng.normal([3.0, -2e6], [0.5, 1e3], (200, 2)), rng.normal(50, 8, (200, 3))
    scaler = Scaler.fit(X, T)
    assert scaler.transform(X).mean(axis=0) == pytest.approx([0, 0], abs=1e-9)
    assert scaler.transform(X).std(axis=0) == pytest.approx([1, 1])
    assert scaler.transform(X[:1]) == pytest.approx((X[:1] - X.mean(axis=0)) / X.std(axis=0))
    assert scaler.transform_targets(T).std(axis=0) == pytest.approx([1, 1, 1])
    assert scaler.inverse_targets(scaler.transform_targets(T)) == pytest.approx(T, rel=1e-12)


def test_scaler_of_one_target_takes_both_shapes():
    T = np.array([1.0, 2.0, 6.0])
    scaler = Scaler.fit(np.eye(3), T)
    assert scaler.target_mean.tolist() == [3.0] and scaler.transform_targets(T).shape == (3,)
    assert scaler.inverse_targets(np.zeros((3, 1))).tolist() == [[3.0]] * 3
    assert scaler.inverse_targets(np.zeros(3)).tolist() == [3.0] * 3


def test_scaler_without_targets_leaves_them_alone():
    scaler = Scaler.fit(np.eye(3))
    T = np.array([0.0, 1.0])
    assert scaler.target_mean is None and scaler.transform_targets(T).tolist() == [0, 1]
    assert scaler.inverse_targets(T).tolist() == [0, 1] and scaler.inverse_targets(T) is not T


def test_constant_columns_get_scale_1():
    X = np.full((7, 3), 0.1)  # the mean of seven 0.1 is not 0.1, so the plain deviation is not 0
    X[:, 1] *= 1e9
    X[:, 2] = np.arange(7)
    scaler = Scaler.fit(X)
    assert scaler.scale.tolist() == [1.0, 1.0, 2.0] and scaler.transform(X)[:, :2].tolist() == [[0, 0]] * 7
    assert np.isfinite(Scaler.fit(np.array([[1e-200], [2e-200]])).transform(np.ones((1, 1)))).all()


def test_scaler_survives_json():
    X, T = np.random.default_rng(0).normal(size=(9, 4)), np.arange(9.0)
    for scaler in (Scaler.fit(X, T), Scaler.fit(X)):
        back = Scaler.from_dict(json.loads(json.dumps(scaler.to_dict())))
        assert back.transform(X).tobytes() == scaler.transform(X).tobytes()
        assert back.transform_targets(T).tobytes() == scaler.transform_targets(T).tobytes()
        assert back.mean.dtype == np.float64


def test_scaler_refuses_what_it_cannot_scale():
    with pytest.raises(DataError, match=r"shape \(n, 3\) .* got \(2, 4\)"):
        Scaler.fit(np.eye(3)).transform(np.zeros((2, 4)))
    with pytest.raises(DataError, match="feature column 2: values are not finite, or too large"):
        Scaler.fit(np.array([[0.0, 1e300], [1.0, -1e300]]))
    with pytest.raises(DataError, match="without rows"):
        Scaler.fit(np.empty((0, 2)))
