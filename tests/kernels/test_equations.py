"""Activations, losses and schedules against the oracle and against numbers worked by hand."""

import numpy as np
import pytest
from scipy.special import expit

import numnet
from numnet.kernels import activations
from numnet.optim.schedules import parse_schedule
from tests.support import oracle as ref
from tests.support.schedules import SCHEDULES, oracle_factor

FLOATS = (np.float32, np.float64)
INF, NAN = np.inf, np.nan


def grid(dtype):
    """Arguments of every size up to 90, of both signs, and zero."""
    x = np.geomspace(1e-12, 90, 300)
    return np.concatenate([-x[::-1], [0.0], x, np.linspace(-12, 12, 2001)]).astype(dtype)


def close(got, expected, units, floor=0.0):
    """Equal within ``units`` times the precision of got's type, relative and (times ``floor``) absolute."""
    precision = units * np.finfo(got.dtype).eps
    np.testing.assert_allclose(got.astype(float), expected, rtol=precision, atol=precision * floor)


# --- activations ------------------------------------------------------------------------------------------------------


def test_the_oracle_knows_every_activation_and_no_more():
    assert set(numnet.ACTIVATIONS) == set(ref.ACTIVATIONS)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("name", numnet.ACTIVATIONS)
def test_activation_is_the_oracles(name, dtype):
    x = grid(dtype)
    f, df = ref.ACTIVATIONS[name][:2]
    got, slope = numnet.ACTIVATIONS[name](x), numnet.ACTIVATIONS[name].derivative(x)
    assert got.dtype == slope.dtype == dtype
    with np.errstate(under="ignore"):
        close(got, f(x.astype(float)), 8, floor=1)
        close(slope, df(x.astype(float)), 8, floor=1)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("name", [name for name, oracle in ref.ACTIVATIONS.items() if oracle.units is not None])
def test_small_values_keep_their_digits(name, dtype):
    """Relative precision: where f is near 0 (left tails, and tanh and elu at 0) no digit has cancelled."""
    x = np.concatenate([-np.geomspace(1e-12, 80, 500), np.geomspace(1e-12, 80, 500)]).astype(dtype)
    f, units = ref.ACTIVATIONS[name].f, ref.ACTIVATIONS[name].units
    close(numnet.ACTIVATIONS[name](x), f(x.astype(float)), units)


def test_gelu_keeps_its_digits_in_the_left_tail():
    """x Φ(x) at −10 and −20, from tables of the normal distribution: Φ(−10) = 7.6198530241605e−24."""
    got = numnet.ACTIVATIONS["gelu"](np.array([-10.0, -20.0]))
    np.testing.assert_allclose(got, [-7.61985302416052606e-23, -20 * 2.75362411860623316e-89], rtol=1e-13)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("name", numnet.ACTIVATIONS)
def test_activation_at_infinity_and_far_out(name, dtype):
    """Neither ±∞ nor a huge number makes a NaN."""
    f = numnet.ACTIVATIONS[name]
    ends = np.array([-INF, INF], dtype)
    np.testing.assert_array_equal(f(ends), np.array(ref.ACTIVATIONS[name].limits[::2], dtype))
    np.testing.assert_array_equal(f.derivative(ends), np.array(ref.ACTIVATIONS[name].limits[1::2], dtype))
    far = np.array([-1e30, -3e4, -801, -799, -105, -89, -41, -39, 39, 41, 89, 105, 799, 801, 3e4, 1e30], dtype)
    assert np.isfinite(f(far)).all() and np.isfinite(f.derivative(far)).all()


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("name", numnet.ACTIVATIONS)
def test_nan_stays_nan(name, dtype):
    got = numnet.ACTIVATIONS[name](np.array([1, NAN, -1], dtype))
    assert np.isnan(got).tolist() == [False, True, False]


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("name", numnet.ACTIVATIONS)
def test_zeros_and_denormals(name, dtype):
    """f(±0) = f(0), f′ at 0 as the kink's convention has it, and denormals change nothing visible."""
    tiny = np.finfo(dtype).smallest_subnormal
    f = numnet.ACTIVATIONS[name]
    value, slope = ref.ACTIVATIONS[name].at_zero
    close(f(np.array([0.0, -0.0], dtype)), value, 1)
    close(f.derivative(np.array([0.0, -0.0, -tiny], dtype)), slope, 1)
    close(f(np.array([tiny, -tiny], dtype)), value, 1, floor=1)


@pytest.mark.parametrize("name", numnet.ACTIVATIONS)
def test_derivative_is_the_slope(name):
    x = np.linspace(-6, 6, 241)
    x = x[np.abs(x) > 0.01] if ref.ACTIVATIONS[name].kinked else x
    f, h = numnet.ACTIVATIONS[name], 1e-5
    np.testing.assert_allclose(f.derivative(x), (f(x + h) - f(x - h)) / (2 * h), rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("name", numnet.ACTIVATIONS)
def test_an_activation_says_whether_its_units_saturate_and_die(name):
    entry, oracle, x = activations.ACTIVATIONS[name], ref.ACTIVATIONS[name], np.linspace(-6, 6, 2401)
    low, _, high, _ = oracle.limits
    assert (entry.largest_slope is not None) == bool(np.isfinite([low, high]).all())
    h, slope = oracle.f(x), oracle.derivative(x)
    assert entry.largest_slope is None or slope.max() == pytest.approx(entry.largest_slope, rel=1e-6)
    assert entry.can_die == bool((h == 0).any() and (slope[h == 0] == 0).all())


def test_activations_take_any_shape_and_do_not_touch_their_argument():
    x = np.asfortranarray([[-1.0, 2.0], [3.0, -4.0]])
    x.flags.writeable = False
    assert numnet.ACTIVATIONS["relu"](x).tolist() == [[0, 2], [3, 0]]
    assert numnet.ACTIVATIONS["relu"].derivative([-1, 2]).tolist() == [0, 1]
    assert numnet.ACTIVATIONS["tanh"](0.0).shape == ()
    assert numnet.ACTIVATIONS["relu"](np.array([], np.float32)).size == 0


# --- losses -----------------------------------------------------------------------------------------------------------


def test_the_oracle_knows_every_loss_and_no_more():
    assert set(numnet.LOSSES) == {*ref.ERRORS, "cross_entropy"}


@pytest.mark.parametrize("name", ref.ERRORS)
def test_loss_is_the_oracles(name):
    y = np.linspace(-4, 4, 161)
    t = np.array([[0.0], [1.0], [-2.5]])
    E, dE = ref.ERRORS[name][:2]
    loss = numnet.LOSSES[name]
    np.testing.assert_allclose(loss.values(y, t), E(y - t), rtol=1e-15)
    np.testing.assert_allclose(loss.gradients(y, t), dE(y - t), rtol=1e-15)


@pytest.mark.parametrize(("name", "values", "gradients"), [
    ("mse", [4.5, 0, 0.5, 0.125], [-3, 0, 1, -0.5]),
    ("mae", [3, 0, 1, 0.5], [-1, 0, 1, -1]),
    ("huber", [2.5, 0, 0.5, 0.125], [-1, 0, 1, -0.5]),
])  # fmt: skip
def test_losses_by_hand(name, values, gradients):
    y, t = [-2, 1, 1, 0], [1, 1, 0, 0.5]
    assert numnet.LOSSES[name].values(y, t).tolist() == values
    assert numnet.LOSSES[name].gradients(y, t).tolist() == gradients


@pytest.mark.parametrize("name", numnet.LOSSES)
def test_losses_let_nan_through(name):
    assert np.isnan(numnet.LOSSES[name].values([NAN], [1.0])).all()
    assert np.isnan(numnet.LOSSES[name].gradients([NAN], [1.0])).all()


@pytest.mark.parametrize("t", [0.0, 1.0])
def test_cross_entropy_of_a_sigmoid_output(t):
    """−ln y or −ln(1 − y), to the last digits also where the output is sure, right or wrong."""
    net = np.concatenate([np.linspace(-40, 40, 401), [-1e3, 1e3, -1e300, 1e300]])
    expected = np.logaddexp(0, net if t == 0 else -net)
    loss = numnet.LOSSES["cross_entropy"]
    with np.errstate(under="ignore"):
        np.testing.assert_allclose(loss.values(net, t), expected, rtol=1e-14, atol=0)
    np.testing.assert_allclose(loss.gradients(net, t), expit(net) - t, rtol=1e-14, atol=1e-16)


def one_unit(weight, dtype, task="binary", outputs=1):
    """A network without hidden layer and bias whose net is weight · x, in every output."""
    net = numnet.Network([1, outputs], task=task, dtype=dtype)
    net.weights[0][:] = weight
    return net


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("x", [-30.0, -15.0, -3.0, 0.0, 3.0, 10.0, 15.0, 30.0])
def test_a_sure_and_right_output_still_has_a_loss(x, dtype):
    """ln(1 + e⁻ˣ) is 3·10⁻⁷ at x = 15: small, but neither 0 nor rounding noise."""
    for weight, t in ((1, 1), (-1, 0)):
        loss = one_unit(weight, dtype).loss([[x]], [t])
        assert loss == pytest.approx(np.log1p(np.exp(-x)), rel=20 * float(np.finfo(dtype).eps))


@pytest.mark.parametrize("dtype", FLOATS)
def test_a_sure_and_wrong_output_has_a_finite_loss_and_gradient(dtype):
    net = one_unit(1, dtype)
    assert net.loss([[1000.0]], [0]) == 1000
    assert net.loss([[-1000.0]], [1]) == 1000
    assert net.gradient([[1000.0]], [0]).tolist() == [1000, 1]
    wide = one_unit([[1.0, -1.0, 0.0]], dtype, "multiclass", 3)
    assert wide.loss([[1000.0]], [1]) == 2000
    assert wide.gradient([[1000.0]], [1]).tolist() == [1000, -1000, 0, 1, -1, 0]


@pytest.mark.parametrize("dtype", FLOATS)
def test_softmax_neither_overflows_nor_depends_on_a_shift(dtype):
    net = one_unit([[1.0, 1.0, -1.0]], dtype, "multiclass", 3)
    assert net.forward([[1e4]]).tolist() == [[0.5, 0.5, 0]]
    assert net.loss([[1e4]], [0]) == pytest.approx(np.log(2), rel=2 * float(np.finfo(dtype).eps))
    net.biases[0][:] = np.log([1, 2, 3])
    close(net.forward([[0.0]])[0], [1 / 6, 2 / 6, 3 / 6], 4)
    net.biases[0][:] += 64
    close(net.forward([[0.0]])[0], [1 / 6, 2 / 6, 3 / 6], 100)


@pytest.mark.parametrize("task", ["binary", "multiclass"])
def test_a_broken_network_looks_broken(task):
    net = one_unit(1, np.float64, task, 1 if task == "binary" else 3)
    net.weights[0][0, 0] = NAN
    assert np.isnan(net.forward([[1.0]])).any()
    assert np.isnan(net.loss([[1.0]], [0]))
    assert np.isnan(net.gradient([[1.0]], [0])).any()


# --- schedules --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "name", "options"), [
    ("constant", "constant", {}),
    ("constant:warmup=7", "constant", {"warmup": 7}),
    ("warmup:warmup=12", "constant", {"warmup": 12}),
    ("warmup", "constant", {"warmup": 100}),
    ("step:period=10,factor=0.3", "step", {"period": 10, "factor": 0.3}),
    ("exponential:period=9,factor=0.4", "exponential", {"period": 9, "factor": 0.4}),
    ("inverse-time:period=5,factor=2", "inverse_time", {"period": 5, "factor": 2.0}),
    ("inverse_time:period=5,factor=2,warmup=4", "inverse_time", {"period": 5, "factor": 2.0, "warmup": 4}),
    ("cosine", "cosine", {"period": 120, "factor": 0.0}),
    ("cosine:period=40,floor=0.2", "cosine", {"period": 40, "factor": 0.2}),
    ("warm_restarts:period=8", "warm_restarts", {"period": 8, "factor": 0.0, "multiply": 2}),
    ("warm_restarts:period=8,floor=0.1,multiply=1", "warm_restarts", {"period": 8, "factor": 0.1, "multiply": 1}),
    ("warm_restarts:period=7,multiply=1.5", "warm_restarts", {"period": 7, "factor": 0.0, "multiply": 1.5}),
])  # fmt: skip
def test_schedule_of_a_text_is_the_oracles(text, name, options):
    expected = [ref.factor(name, k, **options) for k in range(120)]
    np.testing.assert_allclose(parse_schedule(text).factors(120), expected, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("updates", [120, 2500])  # the longer run is more than two of all default periods
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_schedule_is_the_oracles(schedule, updates):
    expected = [*map(oracle_factor(schedule, updates), range(updates))]
    np.testing.assert_allclose(schedule.factors(updates), expected, rtol=1e-13, atol=1e-15)


def test_every_schedule_is_named_and_starts_at_the_full_rate():
    assert set(numnet.SCHEDULES) == set(ref.SCHEDULES)
    for name, kind in numnet.SCHEDULES.items():
        assert kind().name == name and kind().factors(5)[0] == (0.01 if name == "warmup" else 1)
        assert parse_schedule(str(kind())) == kind()
        assert np.isfinite(kind().factors(1)).all() and len(kind().factors(0)) == 0


@pytest.mark.parametrize(("text", "message"), [
    ("cosin", "cosine"), ("step:perod=3", r"period=\.\.\."), ("step:period", r"period=\.\.\."),
    ("step:period=x", "period"), ("step:period=2.5", "period"),
    ("step:period=-1", "period must be an integer >= 0, got -1"),
    ("step:factor=0", "factor must be .*> 0, got 0"), ("cosine:floor=1", "floor must be .*>= 0 and < 1, got 1"),
    ("warm_restarts:multiply=0.5", "multiply must be .*>= 1, got 0.5"), ("warmup:warmup=-2", "warmup"),
    ("exponential:factor=nan", "factor"), ("inverse_time:factor=inf", "factor"),
])  # fmt: skip
def test_bad_schedules(text, message):
    with pytest.raises(ValueError, match=message):
        parse_schedule(text)
