"""The elementary functions over their whole range, in units in the last place."""

import itertools
import math
import re

import numpy as np
import pytest

from numnet.kernels import elementary
from numnet.kernels.compiler.codegen import written
from numnet.kernels.compiler.jit import jit

FLOATS = (np.float32, np.float64)
ONE_ARGUMENT = ("exp", "expm1", "tanh", "log", "log1p", "sin", "cos", "tan", "erfc")
EXTREME = [0.0, -0.0, np.inf, -np.inf, np.nan]
LOOPS = {
    name: jit(
        written(
            f"{name}_of_each",
            "x, out",
            ["for i in range(x.size):", f"    out[i] = {name}(x[i])"],
            __name__,
            {name: getattr(elementary, name)},
        )
    )
    for name in ONE_ARGUMENT
}
wide_enough = pytest.mark.skipif(
    np.finfo(np.longdouble).eps >= np.finfo(np.float64).eps, reason="no type wider than float64 on this machine"
)


@jit
def _powers(x, y, out):
    for i in range(x.size):
        out[i] = elementary.power(x[i], y[i])


def values(name, x):
    """The function at x, in a loop compiled as the kernels compile theirs."""
    out = np.empty_like(x)
    LOOPS[name](x, out)
    return out


def powers(x, y):
    """xʸ, float64, for all pairs of a number x and a number y."""
    pairs = np.array(list(itertools.product(np.atleast_1d(x), np.atleast_1d(y))), np.float64)
    out = np.empty(len(pairs))
    _powers(np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1]), out)
    return pairs, out


def promised(name):
    """The bound on the error that the docstring gives."""
    return int(re.search(r"error below (\d+) unit", getattr(elementary, name).__doc__)[1])


def exact_erfc(x):
    """erfc of numbers of NumPy's widest type: a series of positive terms, and a continued fraction for the tail.

    M. Abramowitz and I. Stegun, 1964, 7.1.6 and 7.1.14.
    """
    x, pi = np.asarray(x), np.longdouble("3.14159265358979323846264338327950288")
    a = np.abs(x)
    near, term = np.zeros_like(a), np.minimum(a, 3)
    for n in range(200):
        near, term = near + term, term * 2 * np.minimum(a, 3) ** 2 / (2 * n + 3)
    near = 1 - 2 / np.sqrt(pi) * np.exp(-(np.minimum(a, 3) ** 2)) * near
    fraction = np.maximum(a, 1)
    for n in range(400, 0, -1):
        fraction = np.maximum(a, 1) + np.longdouble(n) / 2 / fraction
    tail = np.exp(-a * a) / np.sqrt(pi) / fraction
    y = np.where(a < 1.75, near, tail)
    return np.where(x < 0, 2 - y, y)


def exact(name, *x):
    """The value in a wider type, as close as this machine can get."""
    wide = [each.astype(np.float64 if each.dtype == np.float32 and name != "erfc" else np.longdouble) for each in x]
    with np.errstate(all="ignore"):
        return exact_erfc(*wide) if name == "erfc" else getattr(np, name)(*wide)


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
    sizes = np.geomspace(float(tiny), min(max(-low, high), float(np.finfo(dtype).max)), 20_001)
    x = np.concatenate([np.linspace(low, high, 50_001), sizes, -sizes])
    return x[(x >= low) & (x <= high)].astype(dtype)


def domain(name, dtype):
    """(lowest, highest) of the numbers that a function is tried at."""
    top = float(np.finfo(dtype).max) / 2
    if name in ("sin", "cos", "tan"):
        return -top, top
    if name == "log":
        return float(np.finfo(dtype).smallest_subnormal), top
    if name == "log1p":
        return -1 + float(np.finfo(dtype).eps), top
    reach = 110.0 if dtype == np.float32 else 760.0
    return (-30.0, 30.0) if name == "erfc" else (-reach, reach)


@wide_enough
@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("name", ONE_ARGUMENT)
def test_error_over_the_whole_range(name, dtype):
    x = sweep(dtype, *domain(name, dtype))
    assert errors(values(name, x), exact(name, x)).max() < promised(name)


@wide_enough
@pytest.mark.parametrize("name", ["sin", "cos", "tan"])
def test_near_multiples_of_a_right_angle_nothing_cancels(name):
    multiples = np.concatenate([np.arange(1, 20_000), 2.0 ** np.arange(17, 1000)]) * (np.pi / 2)
    x = np.concatenate([multiples, np.nextafter(multiples, 0), [6381956970095103 * 2.0**797]])  # nearest of all to one
    assert errors(values(name, x), exact(name, x)).max() < promised(name)
    assert abs(values("cos", x[-1:])[0]) < 1e-18


@wide_enough
@pytest.mark.parametrize("name", ["log", "log1p"])
def test_logarithms_keep_their_digits_near_zero(name):
    small = np.concatenate([np.geomspace(1e-17, 0.5, 20_001), -np.geomspace(1e-17, 0.5, 20_001)])
    x = 1 + small if name == "log" else small
    assert errors(values(name, x), exact(name, x)).max() < promised(name)


@wide_enough
def test_error_of_powers():
    rng = np.random.default_rng(0)
    x = np.concatenate([rng.uniform(0, 2, 300), 2.0 ** rng.uniform(-1074, 1023, 200), 1 + rng.uniform(-1, 1, 100) ** 9])
    y = np.concatenate([rng.uniform(-30, 30, 300), rng.uniform(-1, 1, 100) * 1e3, rng.uniform(-1, 1, 50) * 1e9])
    pairs, got = powers(x[x > 0], y)
    true = exact("power", pairs[:, 0], pairs[:, 1])
    assert errors(got, true).max() < promised("power")
    whole, signed = powers(-x[(x > 0) & (x < 2)], np.arange(-7.0, 8.0))
    assert errors(signed, exact("power", whole[:, 0], whole[:, 1])).max() < promised("power")


def test_powers_at_the_edges_are_those_of_c():
    edges = [0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 0.5, -0.5, 3.0, 2.5, 1e300, -1e300, 2.0**53 + 2, np.inf, -np.inf, np.nan]
    for (x, y), got in zip(*powers(edges, edges)):
        try:
            true = math.pow(x, y)
        except ValueError:  # what C's pow makes NaN, or, of 0, infinity
            true = math.copysign(math.inf, x if y % 2 == 1 else 1) if x == 0 else math.nan
        except OverflowError:
            true = math.inf if x > 0 or y % 2 == 0 else -math.inf
        assert math.isnan(got) if math.isnan(true) else math.isclose(got, true, rel_tol=1e-15), (x, y)
        assert math.isnan(true) or np.signbit(got) == np.signbit(true), (x, y)


@pytest.mark.parametrize("dtype", FLOATS)
def test_extreme_arguments(dtype):
    inf, nan = np.inf, np.nan
    expected = {
        "exp": [1, 1, inf, 0, nan, inf, 0],
        "expm1": [0, 0, inf, -1, nan, inf, -1],
        "tanh": [0, 0, 1, -1, nan, 1, -1],
        "log": [-inf, -inf, inf, nan, nan, math.log(dtype(1e30)), nan],
        "log1p": [0, 0, inf, nan, nan, math.log(dtype(1e30)), nan],
        "erfc": [1, 1, 0, 2, nan, 0, 2],
        "sin": [0, 0, nan, nan, nan, math.sin(dtype(1e30)), math.sin(dtype(-1e30))],
        "cos": [1, 1, nan, nan, nan, math.cos(dtype(1e30)), math.cos(dtype(1e30))],
        "tan": [0, 0, nan, nan, nan, math.tan(dtype(1e30)), math.tan(dtype(-1e30))],
    }
    assert set(expected) == set(ONE_ARGUMENT)
    for name, value in expected.items():
        got = values(name, np.array([*EXTREME, 1e30, -1e30], dtype))
        np.testing.assert_allclose(got, np.array(value, dtype), rtol=4 * np.finfo(dtype).eps, err_msg=name)
    assert values("log1p", np.array([-1, -1.5], dtype)).tolist()[:1] == [-inf]


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("name", ["expm1", "tanh", "log1p", "sin", "tan"])
def test_negative_zero_and_denormals_pass_through(name, dtype):
    tiny = np.finfo(dtype).smallest_subnormal
    got = values(name, np.array([-0.0, 0.0, tiny, -tiny, 5 * tiny], dtype))
    assert got.tolist() == [0, 0, tiny, -tiny, 5 * tiny]
    assert np.signbit(got).tolist() == [True, False, False, True, False]


@pytest.mark.parametrize("dtype", FLOATS)
def test_exp_underflows_through_denormals_and_overflows_at_the_end(dtype):
    info = np.finfo(dtype)
    lowest, highest = math.log(float(info.smallest_subnormal)), math.log(float(info.max))
    got = values("exp", np.array([lowest + 0.5, lowest - 1.5, highest * (1 - 1e-6), highest * (1 + 1e-6)], dtype))
    assert 0 < got[0] < info.tiny and got[1] == 0
    assert np.isfinite(got[2]) and got[3] == np.inf


@pytest.mark.parametrize("dtype", FLOATS)
def test_odd_functions_are_odd_and_rising_ones_rise(dtype):
    x = np.linspace(-30, 30, 40_001).astype(dtype)
    for name in ("tanh", "sin", "tan"):
        np.testing.assert_array_equal(values(name, x), -values(name, -x))
    np.testing.assert_array_equal(values("cos", x), values("cos", -x))
    assert (np.abs(values("tanh", x)) <= 1).all() and (values("expm1", x) >= -1).all()
    for name, at in [("tanh", x), ("expm1", x), ("exp", x), ("erfc", -x), ("log", np.abs(x[20_001:]))]:
        y = values(name, at)
        assert (np.diff(y) >= -4 * np.spacing(np.abs(y[1:]))).all(), name


def test_python_has_none_of_them():
    """Their place in a kernel is taken when it is compiled; a call from Python would answer None."""
    functions = [each for name, each in vars(elementary).items() if callable(each) and not name.startswith("_")]
    assert len(functions) == len(ONE_ARGUMENT) + 2
    for function in functions:
        with pytest.raises(NotImplementedError, match="called from kernels only"):
            function(*[1.0] * function.__code__.co_argcount)
