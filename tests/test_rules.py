"""Update rules: whole paths against the oracle and torch, single steps from a memory that is not empty, and limits."""

import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import reference as ref

import numnet
from numnet.kernels.codes import Counter, Status, Total
from numnet.optim.schedules import parse_schedule

RULES = list(numnet.OPTIMIZERS)
TORCH_RULES = [name for name in RULES if name not in ("nag", "lion")]
TUNED = {"momentum": 0.6, "beta1": 0.8, "beta2": 0.95, "rho": 0.8, "eps": 0.03}
X = np.random.default_rng(3).standard_normal((12, 3))
T = np.stack([np.sin(X[:, 0]), X[:, 1] * X[:, 2]], axis=1)
STEPS = 30


def optimizer(name, options=None, **more):
    """The rule with those of the options that it has."""
    known = {**(options or {}), **more}
    kind = numnet.OPTIMIZERS[name]
    return kind(**{key: value for key, value in known.items() if key in kind.__dataclass_fields__})


def network(dtype="float64"):
    """A small regression network; its biases are not 0."""
    net = numnet.Network([3, 4, 2], "tanh", "regression", dtype=dtype, seed=4)
    net.parameters[:] = np.random.default_rng(5).uniform(-0.8, 0.8, net.parameters.size)
    return net


def own_path(net, rule, steps=STEPS, **options):
    """Parameters before the first and after each of so many full-batch updates, (steps + 1, P)."""
    training = numnet.Training(net, X, T, rule, batch_size="full", epochs=steps, evaluate_every=0, **options)
    points = [net.parameters.copy()]
    for step in range(1, steps + 1):
        while training.updates < step:
            training.advance(step)
        points.append(net.parameters.copy())
    assert training.status == Status.FINISHED
    return np.array(points)


def gradient(theta):
    """∂E/∂parameters of :func:`network` at theta, by the oracle."""
    weights, biases = ref.unflatten(theta, [3, 4, 2])
    return ref.flatten(*ref.gradients(weights, biases, ["tanh"], "identity", "mse", X, T))


def oracle_path(rule, gradient=gradient, schedule=None):
    """The same path by the oracle."""
    options = {key: getattr(rule, key) for key in rule.__dataclass_fields__}
    start = network().parameters
    return ref.RULES[rule.name](start, gradient, STEPS, schedule=schedule, **options)


def torch_path(torch, rule, schedule=None):
    """The same path by torch; weight decay by hand between the gradient and the step, so that every rule has it."""
    p = torch.tensor(network().parameters, requires_grad=True)
    o, lr = rule, rule.learning_rate
    betas = {"betas": (o.beta1, o.beta2), "eps": o.eps} if hasattr(o, "beta1") else {}
    theirs = {
        "sgd": lambda: torch.optim.SGD([p], lr),
        "momentum": lambda: torch.optim.SGD([p], lr, momentum=o.momentum),
        "nag": lambda: torch.optim.SGD([p], lr, momentum=o.momentum, nesterov=True),
        "adagrad": lambda: torch.optim.Adagrad([p], lr, eps=o.eps),
        "adadelta": lambda: torch.optim.Adadelta([p], lr, rho=o.rho, eps=o.eps),
        "rmsprop": lambda: torch.optim.RMSprop([p], lr, alpha=o.rho, eps=o.eps),
        "adam": lambda: torch.optim.Adam([p], lr, **betas),
        "adamw": lambda: torch.optim.AdamW([p], lr, weight_decay=0.0, **betas),
        "amsgrad": lambda: torch.optim.Adam([p], lr, amsgrad=True, **betas),
        "nadam": lambda: torch.optim.NAdam([p], lr, **betas),
        "adamax": lambda: torch.optim.Adamax([p], lr, **betas),
        "radam": lambda: torch.optim.RAdam([p], lr, **betas),
    }[rule.name]()
    points = [p.detach().numpy().copy()]
    for k in range(STEPS):
        rate = lr * (schedule(k) if schedule else 1.0)
        theirs.param_groups[0]["lr"] = rate
        p.grad = torch.from_numpy(gradient(p.detach().numpy()))
        p.data.mul_(1 - rate * rule.weight_decay)
        theirs.step()
        points.append(p.detach().numpy().copy())
    return np.array(points)


def close(path, expected, tolerance=1e-9):
    """Equal at every step, within a tolerance taken of the largest parameter."""
    assert path.shape == expected.shape and np.ptp(expected, axis=0).min() > 0
    np.testing.assert_allclose(path, expected, rtol=0, atol=tolerance * np.abs(expected).max())


# --- paths ------------------------------------------------------------------------------------------------------------


def test_the_oracle_knows_every_rule_and_no_more():
    assert set(RULES) == set(ref.RULES)


@pytest.mark.parametrize("options", [{}, TUNED], ids=["defaults", "tuned"])
@pytest.mark.parametrize("name", RULES)
def test_path_is_the_oracles(name, options):
    rule = optimizer(name, options)
    close(own_path(network(), rule), oracle_path(rule))


@pytest.mark.parametrize("options", [{}, TUNED], ids=["defaults", "tuned"])
@pytest.mark.parametrize("name", TORCH_RULES)
def test_path_is_torchs(torch_double, name, options):
    rule = optimizer(name, options)
    rule = replace(rule, weight_decay=0.0)
    close(own_path(network(), rule), torch_path(torch_double, rule))


@pytest.mark.parametrize("mu", [0.9, 0.5])
def test_nag_seen_from_the_look_ahead_is_torchs_nesterov(torch_double, mu):
    rule = numnet.NAG(0.05, mu)
    w = own_path(network(), rule)
    v = np.diff(w, axis=0, prepend=w[:1])
    close(w + mu * v, torch_path(torch_double, rule))


@pytest.mark.parametrize("name", TORCH_RULES)
def test_weight_decay_is_torchs(torch_double, name):
    rule = optimizer(name, weight_decay=0.3)
    close(own_path(network(), rule), torch_path(torch_double, rule))


def test_adamw_is_torchs_own(torch_double):
    """torch's AdamW does the decay itself, with the same default of 0.01."""
    p = torch_double.tensor(network().parameters, requires_grad=True)
    theirs = torch_double.optim.AdamW([p], 0.01)
    for _ in range(STEPS):
        p.grad = torch_double.from_numpy(gradient(p.detach().numpy()))
        theirs.step()
    np.testing.assert_allclose(own_path(network(), numnet.AdamW(0.01))[-1], p.detach().numpy(), rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", RULES)
def test_weight_decay_and_schedule_are_the_oracles(name):
    rule = optimizer(name, weight_decay=0.3)
    close(
        own_path(network(), rule, schedule="inverse_time:period=4,factor=2,warmup=5"),
        oracle_path(rule, schedule=lambda k: ref.factor("inverse_time", k, period=4, factor=2.0, warmup=5)),
    )


@pytest.mark.parametrize("name", ["sgd", "adam", "radam", "rmsprop", "nadam"])
def test_schedule_is_torchs(torch_double, name):
    rule = replace(optimizer(name), weight_decay=0.0)
    close(
        own_path(network(), rule, schedule="exponential:period=10,factor=0.5"),
        torch_path(torch_double, rule, schedule=lambda k: 0.5 ** (k / 10)),
    )


@pytest.mark.parametrize(("text", "name", "options"), [
    ("constant", "constant", {}),
    ("warmup:warmup=6", "constant", {"warmup": 6}),
    ("step:period=7,factor=0.3", "step", {"period": 7, "factor": 0.3}),
    ("exponential:period=9,factor=0.4", "exponential", {"period": 9, "factor": 0.4}),
    ("inverse_time:period=3", "inverse_time", {"period": 3, "factor": 1.0}),
    ("cosine", "cosine", {"period": STEPS, "factor": 0.0}),
    ("cosine:period=11,floor=0.1", "cosine", {"period": 11, "factor": 0.1}),
    ("warm_restarts:period=4", "warm_restarts", {"period": 4, "factor": 0.0, "multiply": 2}),
])  # fmt: skip
@pytest.mark.parametrize("rule", [numnet.Momentum(), numnet.Nadam()], ids=["momentum", "nadam"])
def test_every_schedule_on_the_way(rule, text, name, options):
    expected = oracle_path(rule, schedule=lambda k: ref.factor(name, k, **options))
    close(own_path(network(), rule, schedule=text), expected)
    np.testing.assert_array_equal(
        own_path(network(), rule, schedule=parse_schedule(text)), own_path(network(), rule, schedule=text)
    )


@pytest.mark.parametrize("name", RULES)
def test_float32_path_is_the_oracles_up_to_rounding(name):
    rule = optimizer(name, TUNED)
    tolerance = 1e-2 if name == "lion" else 2e-5  # a sign may flip where the average is nearly 0
    close(own_path(network("float32"), rule), oracle_path(rule), tolerance)


# --- what is done to the gradient -------------------------------------------------------------------------------------

IS_WEIGHT = np.concatenate([np.ones(12), np.zeros(4), np.ones(8), np.zeros(2)])


def penalised(l1, l2):
    """The gradient of E + l1 Σ|W| + ½ l2 ΣW², where biases are free."""
    return lambda w: gradient(w) + IS_WEIGHT * (l1 * np.sign(w) + l2 * w)


def clipped(gradient, limit):
    """The gradient, its 2-norm at most ``limit``."""
    return lambda w: gradient(w) * min(1.0, limit / np.linalg.norm(gradient(w)))


@pytest.mark.parametrize(("l1", "l2"), [(0.02, 0.0), (0.0, 0.3), (0.02, 0.3)])
@pytest.mark.parametrize("name", ["sgd", "nag", "adam"])
def test_penalties_pull_on_weights_and_not_on_biases(name, l1, l2):
    rule = optimizer(name, learning_rate=0.01)
    close(own_path(network(), rule, l1=l1, l2=l2), oracle_path(rule, penalised(l1, l2)))


def test_penalties_stay_out_of_the_reported_loss_and_gradient():
    net, plain = network(), network()
    history = numnet.train(net, X, T, epochs=3, l1=0.1, l2=0.1)
    assert history.train_loss[0] == pytest.approx(plain.loss(X, T), rel=1e-14)
    assert history.train_loss[-1] == pytest.approx(net.loss(X, T), rel=1e-14)


@pytest.mark.parametrize("limit", [0.05, 0.6])
@pytest.mark.parametrize("name", ["sgd", "momentum", "adagrad"])
def test_clipping_bounds_the_norm_and_keeps_the_direction(name, limit):
    rule = optimizer(name)
    close(own_path(network(), rule, clip_norm=limit), oracle_path(rule, clipped(gradient, limit)))
    w = own_path(network(), numnet.SGD(1.0), 1, clip_norm=limit)
    assert np.linalg.norm(w[1] - w[0]) == pytest.approx(min(limit, np.linalg.norm(gradient(w[0]))), rel=1e-12)


def test_clipping_comes_after_the_penalties_and_a_wide_limit_changes_nothing():
    rule = numnet.SGD(0.1)
    close(own_path(network(), rule, clip_norm=0.3, l2=0.5), oracle_path(rule, clipped(penalised(0, 0.5), 0.3)))
    np.testing.assert_array_equal(own_path(network(), rule, clip_norm=1e9), own_path(network(), rule))


# --- one step from a memory that is not empty -------------------------------------------------------------------------

STEP = {  # the oracle's step, and what the rule's slots are called there
    "sgd": (ref._sgd, ()), "momentum": (ref._momentum, ("v",)), "nag": (ref._momentum, ("v",)),
    "adagrad": (ref._adagrad, ("G",)), "adadelta": (ref._adadelta, ("g2", "x2")), "rmsprop": (ref._rmsprop, ("s",)),
    "adam": (ref._adam, ("m", "v")), "adamw": (ref._adam, ("m", "v")), "amsgrad": (ref._amsgrad, ("m", "v", "max")),
    "nadam": (ref._nadam, ("m", "v")), "adamax": (ref._adamax, ("m", "u")), "radam": (ref._radam, ("m", "v")),
    "lion": (ref._lion, ("m",)),
}  # fmt: skip
SIGNED = ("m", "v of momentum", "v of nag")


def all_options(rule):
    """The rule's hyper-parameters as the oracle's steps read them."""
    return SimpleNamespace(**{key: getattr(rule, key) for key in rule.__dataclass_fields__})


@pytest.mark.parametrize("t", [1, 2, 6, 10, 1000])
@pytest.mark.parametrize("options", [{}, TUNED], ids=["defaults", "tuned"])
@pytest.mark.parametrize("name", RULES)
def test_one_step_from_a_memory_that_is_not_empty(name, options, t):
    rule, net = optimizer(name, options, weight_decay=0.2), network()
    step, slots = STEP[name]
    assert rule.slots == len(slots)
    rng = np.random.default_rng(7)
    memory = {slot: rng.uniform(0.01, 0.2, net.parameters.size) for slot in slots}
    for slot in slots:
        if slot in SIGNED or f"{slot} of {name}" in SIGNED:
            memory[slot] *= rng.choice([-1, 1], net.parameters.size)
    product = math.prod(TUNED["beta1"] * (1 - 0.5 * 0.96 ** (0.004 * k)) for k in range(1, t))

    training = numnet.Training(net, X, T, rule, batch_size="full", epochs=2 * t, evaluate_every=0)
    training.run.state[:] = np.concatenate([memory[slot] for slot in slots]) if slots else []
    training.run.counter[[Counter.UPDATE, Counter.EPOCH]] = t - 1
    training.run.total[Total.MU_PRODUCT] = product

    before = net.parameters.copy()
    at = before + getattr(rule, "momentum", 0.0) * memory["v"] if name == "nag" else before
    change = step(gradient(at), rule.learning_rate, t, memory | {"product": product}, all_options(rule))
    training.advance(t)
    assert training.updates == t
    expected = (1 - 0.2 * rule.learning_rate) * before + change
    np.testing.assert_allclose(net.parameters, expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("name", RULES)
def test_the_memory_afterwards_is_the_oracles(name):
    """Each slot after 10 steps, at its place: slot after slot, each in the order of the parameters."""
    rule, net = optimizer(name, TUNED), network()
    step, slots = STEP[name]
    training = numnet.Training(net, X, T, rule, batch_size="full", epochs=10, evaluate_every=0)
    while training.advance():
        pass
    w, memory = network().parameters, dict.fromkeys(slots, np.zeros(26))
    for t in range(1, 11):
        look = rule.momentum * memory["v"] if name == "nag" else 0
        change = step(gradient(w + look), rule.learning_rate, t, memory, all_options(rule))
        w = (1 - rule.learning_rate * rule.weight_decay) * w + change
    np.testing.assert_allclose(net.parameters, w, rtol=0, atol=1e-10)
    expected = np.concatenate([memory[slot] for slot in slots]) if slots else np.zeros(0)
    np.testing.assert_allclose(training.run.state, expected, rtol=1e-7, atol=1e-10)


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
    for T in ([scale, 2 * scale], [0.0, -scale]):
        numnet.train(net, [[0.0], [0.0]], T, optimizer(name), batch_size="full", epochs=10)
        assert np.isfinite(net.parameters).all()


@pytest.mark.parametrize("name", RULES)
def test_every_rule_goes_downhill_with_its_defaults(name):
    net = network()
    history = numnet.train(net, X, T, optimizer(name), batch_size=4, epochs=60)
    assert history.train_loss[-1] < 0.7 * history.train_loss[0]


@pytest.mark.parametrize("name", RULES)
def test_the_number_of_weights_is_no_matter(name):
    """More weights than one stretch of the update loop: a linear layer of 4200 inputs learns like its columns alone."""
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
    for option in kind.__dataclass_fields__:
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
