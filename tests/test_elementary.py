"""exp, expm1 and tanh over their whole range, in units in the last place; and the counter-based random numbers."""

import math

import numba
import numpy as np
import pytest

import numnet
from numnet.kernels import elementary
from numnet.kernels.random import bits, mix, shuffle_key

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


# --- random numbers ---------------------------------------------------------------------------------------------------

M64 = 2**64 - 1


def plain_mix(z):
    """SplitMix64's finaliser in Python's own integers."""
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & M64
    z = (z ^ z >> 27) * 0x94D049BB133111EB & M64
    return z ^ z >> 31


def plain_bits(key, index):
    """The number after ``index`` + 1 steps of SplitMix64 from the state ``key``."""
    return plain_mix((key + (index + 1) * 0x9E3779B97F4A7C15) & M64)


def plain_order(n, seed, epoch):
    """The epoch's order of samples: Fisher and Yates, with the high half of a 32 × 32-bit product."""
    key = plain_bits(plain_bits(plain_mix(seed), 1), epoch)
    order = list(range(n))
    for i in range(n - 1, 0, -1):
        j = (plain_bits(key, i) >> 32) * (i + 1) >> 32
        order[i], order[j] = order[j], order[i]
    return order


def orders(n, seed, epochs, shuffle=True):
    """The order of n samples in each epoch of a training run."""
    net = numnet.Network([1, 1], task="regression")
    training = numnet.Training(
        net, np.zeros((n, 1)), np.zeros(n), batch_size=1, epochs=epochs, seed=seed, shuffle=shuffle, evaluate_every=0
    )
    result = []
    for epoch in range(epochs):
        while training.run.counter[1] <= epoch and training.advance(epoch + 1):
            pass
        result.append(training.work.order.tolist())
    return result


def test_splitmix_is_the_published_one():
    """The first outputs of SplitMix64 from the states 0 and 1234567, as its reference code prints them."""
    assert plain_bits(0, 0) == 0xE220A8397B1DCDAF
    assert [plain_bits(1234567, k) for k in range(3)] == [6457827717110365317, 3203168211198807973, 9817491932198370423]
    for state in (0, 1, 1234567, M64):
        assert int(mix(np.uint64(state))) == plain_mix(state)
        assert int(bits(np.uint64(state), 7)) == plain_bits(state, 7)
    assert int(shuffle_key(3, 5)) == plain_bits(plain_bits(plain_mix(3), 1), 5)


@pytest.mark.parametrize("seed", [0, 1, 2**40 + 7, 2**63 - 1])
@pytest.mark.parametrize("n", [1, 2, 7, 100])
def test_order_is_the_one_of_the_seed(seed, n):
    assert orders(n, seed, 3) == [plain_order(n, seed, epoch) for epoch in range(3)]


def test_order_without_shuffling_is_that_of_the_data():
    assert orders(6, 0, 2, shuffle=False) == [list(range(6))] * 2


def test_each_epoch_and_each_seed_has_its_own_permutation():
    found = [tuple(order) for seed in range(5) for order in orders(30, seed, 4)]
    assert len(set(found)) == 20
    assert all(sorted(order) == list(range(30)) for order in found)


def test_all_permutations_are_about_equally_frequent():
    """χ² with 23 degrees of freedom over the 24 orders of 4 samples: above 49.7 once in a thousand."""
    counts = {}
    for order in orders(4, 0, 4800):
        counts[tuple(order)] = counts.get(tuple(order), 0) + 1
    assert len(counts) == 24
    assert sum((count - 200) ** 2 / 200 for count in counts.values()) < 49.7
