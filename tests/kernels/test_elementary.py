"""exp, expm1 and tanh over their whole range, in units in the last place."""

import math

import numba
import numpy as np
import pytest

from numnet.kernels import elementary

FLOATS = (np.float32, np.float64)
WORSE = {"exp": 2, "expm1": 3, "tanh": 4}  # the errors that the docstrings promise
EXTREME = [0.0, -0.0, np.inf, -np.inf, np.nan]


@numba.njit(error_model="numpy", fastmath={"contract", "reassoc", "nsz", "arcp"})
def _values(x, exp, expm1, tanh):
    for i in range(x.size):
        exp[i] = elementary.exp(x[i])
        expm1[i] = elementary.expm1(x[i])
        tanh[i] = elementary.tanh(x[i])


def values(x):
    """{name: values at x} of the three functions, in a loop compiled as the kernels compile theirs."""
    results = {name: np.empty_like(x) for name in WORSE}
    _values(x, *results.values())
    return results


def exact(name, x):
    """NumPy's value in a wider type, as close as this machine can get."""
    wide = np.float64 if x.dtype == np.float32 else np.longdouble
    with np.errstate(over="ignore", under="ignore"):
        return getattr(np, name)(x.astype(wide))


def errors(got, true):
    """|got − true| in units in the last place of got's type; denormals and overflow included."""
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        rounded = true.astype(got.dtype)
        unit = np.spacing(np.abs(np.where(np.isfinite(rounded), rounded, np.finfo(got.dtype).max)))
        error = np.abs(got.astype(true.dtype) - true) / unit.astype(true.dtype)
    top = np.finfo(got.dtype).max
    beyond = ~np.isfinite(rounded) & (np.isinf(got) | (got == top))
    return np.where(beyond, 0, error).astype(float)


def sweep(dtype, low, high):
    """Numbers between low and high: evenly spaced, and of every magnitude down to denormals, of both signs."""
    tiny = np.finfo(dtype).smallest_subnormal
    sizes = np.geomspace(float(tiny), max(-low, high), 20_001)
    x = np.concatenate([np.linspace(low, high, 200_001), sizes, -sizes])
    return x[(x >= low) & (x <= high)].astype(dtype)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("name", WORSE)
def test_error_over_the_whole_range(name, dtype):
    if dtype == np.float64 and np.finfo(np.longdouble).eps >= np.finfo(np.float64).eps:
        pytest.skip("no type wider than float64 on this machine")
    reach = 110.0 if dtype == np.float32 else 760.0
    x = sweep(dtype, -reach, reach)
    assert errors(values(x)[name], exact(name, x)).max() < WORSE[name]


@pytest.mark.parametrize("dtype", FLOATS)
def test_extreme_arguments(dtype):
    got = values(np.array([*EXTREME, 1e30, -1e30], dtype))
    expected = {
        "exp": [1, 1, np.inf, 0, np.nan, np.inf, 0],
        "expm1": [0, 0, np.inf, -1, np.nan, np.inf, -1],
        "tanh": [0, 0, 1, -1, np.nan, 1, -1],
    }
    for name, value in expected.items():
        np.testing.assert_array_equal(got[name], np.array(value, dtype), err_msg=name)


@pytest.mark.parametrize("dtype", FLOATS)
def test_negative_zero_and_denormals_pass_through(dtype):
    tiny = np.finfo(dtype).smallest_subnormal
    got = values(np.array([-0.0, 0.0, tiny, -tiny, 5 * tiny], dtype))
    for name in ("expm1", "tanh"):
        assert got[name].tolist() == [0, 0, tiny, -tiny, 5 * tiny], name
        assert np.signbit(got[name]).tolist() == [True, False, False, True, False], name
    assert (got["exp"] == 1).all()


@pytest.mark.parametrize("dtype", FLOATS)
def test_exp_underflows_through_denormals_and_overflows_at_the_end(dtype):
    info = np.finfo(dtype)
    lowest, highest = math.log(float(info.smallest_subnormal)), math.log(float(info.max))
    got = values(np.array([lowest + 0.5, lowest - 1.5, highest * (1 - 1e-6), highest * (1 + 1e-6)], dtype))["exp"]
    assert 0 < got[0] < info.tiny and got[1] == 0
    assert np.isfinite(got[2]) and got[3] == np.inf


@pytest.mark.parametrize("dtype", FLOATS)
def test_tanh_is_odd_and_expm1_and_tanh_keep_their_order(dtype):
    x = np.linspace(-30, 30, 40_001).astype(dtype)
    got, mirrored = values(x), values(-x)
    np.testing.assert_array_equal(got["tanh"], -mirrored["tanh"])
    assert (np.abs(got["tanh"]) <= 1).all() and (got["expm1"] >= -1).all()
    for name in ("tanh", "expm1", "exp"):
        fall = np.diff(got[name])
        assert (fall >= -4 * np.spacing(np.abs(got[name][1:]))).all(), name
