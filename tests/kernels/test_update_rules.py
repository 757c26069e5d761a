"""Update rules: single steps from a memory that is not empty, limits, arguments."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

import numnet
from numnet.kernels.codes import Accumulator, Counter
from tests.support import oracle as ref
from tests.support.rules import RULES, TUNED, T, X, close, gradient, network, optimizer, oracle_path, own_path

ADAMS = [name for name in RULES if "bias_correction" in numnet.OPTIMIZERS[name].rule.defaults]

# --- one step from a memory that is not empty -------------------------------------------------------------------------


def all_options(rule):
    """The rule's hyper-parameters as the oracle's steps read them."""
    return SimpleNamespace(**{key: getattr(rule, key) for key in rule.__dataclass_fields__})


@pytest.mark.parametrize("t", [1, 2, 6, 10, 1000])
@pytest.mark.parametrize("options", [{}, TUNED], ids=["defaults", "tuned"])
@pytest.mark.parametrize("name", RULES)
def test_one_step_from_a_memory_that_is_not_empty(name, options, t):
    rule, net = optimizer(name, options, weight_decay=0.2), network()
    oracle = ref.RULES[name]
    step, slots = oracle.step, oracle.slots
    assert rule.slots == len(slots)
    rng = np.random.default_rng(7)
    memory = {slot: rng.uniform(0.01, 0.2, net.parameters.size) for slot in slots}
    for slot, signed in slots.items():
        if signed:
            memory[slot] *= rng.choice([-1, 1], net.parameters.size)
    product = math.prod(TUNED["beta1"] * (1 - 0.5 * 0.96 ** (0.004 * k)) for k in range(1, t))

    training = numnet.Training(net, X, T, rule, batch_size="full", epochs=2 * t, evaluate_every=0)
    training.run.state[:] = np.concatenate([memory[slot] for slot in slots]) if slots else []
    training.run.counter[[Counter.UPDATE, Counter.EPOCH]] = t - 1
    training.run.total[Accumulator.MU_PRODUCT] = product

    before = net.parameters.copy()
    at = before + getattr(rule, "momentum", 0.0) * memory["v"] if oracle.look_ahead else before
    change = step(gradient(at), rule.learning_rate, t, memory | {"product": product}, all_options(rule))
    training.advance(t)
    assert training.updates == t
    expected = (1 - 0.2 * rule.learning_rate) * before + change
    np.testing.assert_allclose(net.parameters, expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("name", RULES)
def test_the_memory_afterwards_is_the_oracles(name):
    """Each slot after 10 steps, at its place: slot after slot, each in the order of the parameters."""
    rule, net = optimizer(name, TUNED), network()
    oracle = ref.RULES[name]
    step, slots = oracle.step, oracle.slots
    training = numnet.Training(net, X, T, rule, batch_size="full", epochs=10, evaluate_every=0)
    while training.advance():
        pass
    w, memory = network().parameters, dict.fromkeys(slots, np.zeros(26))
    for t in range(1, 11):
        look = rule.momentum * memory["v"] if oracle.look_ahead else 0
        change = step(gradient(w + look), rule.learning_rate, t, memory, all_options(rule))
        w = (1 - rule.learning_rate * rule.weight_decay) * w + change
    np.testing.assert_allclose(net.parameters, w, rtol=0, atol=1e-10)
    expected = np.concatenate([memory[slot] for slot in slots]) if slots else np.zeros(0)
    np.testing.assert_allclose(training.run.state, expected, rtol=1e-7, atol=1e-10)


@pytest.mark.parametrize("options", [{}, TUNED], ids=["defaults", "tuned"])
@pytest.mark.parametrize("name", ADAMS)
def test_without_bias_correction_the_path_is_the_oracles(name, options):
    rule = optimizer(name, options, bias_correction=False)
    path = own_path(network(), rule)
    close(path, oracle_path(rule))
    assert abs(path - own_path(network(), optimizer(name, options))).max() > 1e-3


def test_adam_without_bias_correction_is_the_papers_without_two_lines():
    """Algorithm 1 of Kingma and Ba, 2015, without its lines for m̂ and v̂; the first step is 0.1 / √0.001 as long."""
    path = own_path(network(), numnet.Adam(0.002, bias_correction=False))
    w = path[0]
    m = v = np.zeros_like(w)
    for after in path[1:]:
        g = gradient(w)
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        w = w - 0.002 * m / (np.sqrt(v) + 1e-8)
        np.testing.assert_allclose(after, w, rtol=1e-9, atol=1e-12)
    first = path[1] - path[0], own_path(network(), numnet.Adam(0.002), 1)[1] - path[0]
    np.testing.assert_allclose(first[0] / first[1], 0.1 / math.sqrt(0.001), rtol=1e-3)


def test_with_bias_correction_no_bit_differs_from_the_default():
    for name in ADAMS:
        default, said = optimizer(name), optimizer(name, bias_correction=True)
        assert np.array_equal(own_path(network("float32"), default), own_path(network("float32"), said))


# --- limits -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["momentum", "nag"])
def test_without_momentum_it_is_sgd(name):
    close(
        own_path(network(), optimizer(name, learning_rate=0.1, momentum=0)), own_path(network(), numnet.SGD(0.1)), 1e-14
    )


def test_adamw_without_decay_is_adam_and_adam_with_decay_is_adamw():
    np.testing.assert_array_equal(own_path(network(), numnet.AdamW(weight_decay=0)), own_path(network(), numnet.Adam()))
    np.testing.assert_array_equal(
        own_path(network(), numnet.Adam(weight_decay=0.01)), own_path(network(), numnet.AdamW())
    )


@pytest.mark.parametrize("name", ["adam", "amsgrad", "adamax"])
def test_the_first_step_has_the_length_of_the_rate(name):
    """The bias corrections divide: m̂ = g and √v̂ = |g| at t = 1, so that every weight moves by η."""
    w = own_path(network(), optimizer(name, learning_rate=0.01), 1)
    np.testing.assert_allclose(np.abs(w[1] - w[0]), 0.01, rtol=1e-4)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", RULES)
def test_a_gradient_of_zero_leaves_the_weights(name, dtype):
    net = numnet.Network([3, 4, 2], "tanh", "regression", dtype=dtype, seed=1)
    before = net.parameters.copy()
    history = numnet.train(net, np.zeros((5, 3)), np.zeros((5, 2)), optimizer(name, weight_decay=0), epochs=12)
    assert history.status == "finished" and (history.gradient_norm[1:] == 0).all()
    np.testing.assert_array_equal(net.parameters, before)


@pytest.mark.parametrize(("dtype", "scale"), [
    ("float32", 1e-30), ("float32", 1e-20), ("float32", 1e15),
    ("float64", 1e-300), ("float64", 1e-140), ("float64", 1e120),
])  # fmt: skip
@pytest.mark.parametrize("name", RULES)
def test_gradients_of_any_size_never_make_nan(name, dtype, scale):
    """One linear unit, y = b, far from its target (or hardly): the gradient is about ``scale``."""
    net = numnet.Network([1, 1], task="regression", dtype=dtype)
    for targets in ([scale, 2 * scale], [0.0, -scale]):
        numnet.train(net, [[0.0], [0.0]], targets, optimizer(name), batch_size="full", epochs=10)
        assert np.isfinite(net.parameters).all()


@pytest.mark.parametrize("name", RULES)
def test_every_rule_goes_downhill_with_its_defaults(name):
    net = network()
    history = numnet.train(net, X, T, optimizer(name), batch_size=4, epochs=60)
    assert history.train_loss[-1] < 0.7 * history.train_loss[0]


@pytest.mark.parametrize("name", RULES)
def test_the_number_of_weights_is_no_matter(name):
    """More weights than one block of the update loop: a linear layer of 4200 inputs learns like its columns alone."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((4, 3))
    wide = np.tile(x, (1, 1400))
    net = numnet.Network([4200, 1], task="regression", init="zeros", dtype="float64")
    numnet.train(
        net,
        wide,
        x[:, 0] - x[:, 1],
        optimizer(name, learning_rate=1e-4, eps=1e-3),
        batch_size="full",
        epochs=5,
        clip_norm=1e6,
        l2=0.1,
    )
    columns = net.weights[0].reshape(1400, 3)
    np.testing.assert_allclose(columns, np.tile(columns[0], (1400, 1)), rtol=1e-9, atol=0)
    assert (columns[0] != 0).all()


# --- arguments --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", RULES)
def test_optimizer_arguments(name):
    kind = numnet.OPTIMIZERS[name]
    assert kind().name == name and kind(0.5).learning_rate == 0.5 and kind(np.float32(0.5)).learning_rate == 0.5
    for option in set(kind.__dataclass_fields__) - {"bias_correction"}:
        for bad in (
            -0.1,
            math.nan,
            math.inf,
            0 if option in ("learning_rate", "eps") else -1,
            1 if option in ("momentum", "beta1", "beta2", "rho") else -1,
        ):
            with pytest.raises(ValueError, match=f"{option} must be .*got {bad:g}"):
                kind(**{option: bad})
        for bad in ("0.1", None, True, [0.1]):
            with pytest.raises(TypeError, match=f"{option} must be a number"):
                kind(**{option: bad})
    with pytest.raises(TypeError):
        kind(rate=0.1)


@pytest.mark.parametrize("name", ADAMS)
def test_bias_correction_is_true_or_false(name):
    kind = numnet.OPTIMIZERS[name]
    assert kind().bias_correction is True and kind(bias_correction=np.False_).bias_correction is False
    assert numnet.descend("beale", f"{name}:bias_correction=false", steps=3).shape == (4, 2)
    for bad in (0, 1.0, "no", None):
        with pytest.raises(TypeError, match="bias_correction must be True or False"):
            kind(bias_correction=bad)
    with pytest.raises(ValueError, match="bias_correction must be true or false, got 'maybe'"):
        numnet.descend("beale", f"{name}:bias_correction=maybe")
    with pytest.raises(TypeError, match="bias_correction=false"):
        numnet.train(network(), X, T, bias_correction=False)
