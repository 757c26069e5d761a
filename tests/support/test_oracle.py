"""The oracle against torch, against central differences, and against examples worked by hand."""

from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from tests.support import oracle as ref
from tests.support.torch_losses import TORCH_LOSSES, torch_loss
from tests.support.torch_rules import TORCH, nesterov

PAIRS = [(name, head) for name in ref.ERRORS if name in TORCH_LOSSES for head in ref.HEADS]
PAIRS += [("cross_entropy", "sigmoid"), ("cross_entropy", "softmax")]
HIDDEN = {"none": [], "one": ["tanh"], "three": ["gelu", "sigmoid", "silu"]}
HIDDEN |= {name: [name, name] for name in ref.ACTIVATIONS}


@pytest.fixture(scope="module")
def torch():
    """torch, the second opinion; without it these tests skip and the others still run.

    Its NAdam keeps the product of the momenta in the default type, which has to be float64 for these comparisons.
    """
    module = pytest.importorskip("torch")
    before = module.get_default_dtype()
    module.set_default_dtype(module.float64)
    yield module
    module.set_default_dtype(before)


def close(actual, desired, tolerance=1e-12):
    """Equal within a relative tolerance, taken of the largest entry."""
    actual, desired = np.asarray(actual), np.asarray(desired)
    assert actual.shape == desired.shape
    scale = np.abs(desired).max()
    assert np.isfinite(scale)
    np.testing.assert_allclose(actual, desired, rtol=0, atol=tolerance * max(scale, 1e-300))


# --- activations and losses -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ref.ACTIVATIONS)
def test_activation_and_derivative_are_torchs(torch, name):
    F = torch.nn.functional
    names = {"identity": lambda x: x * 1.0, "sigmoid": torch.sigmoid, "tanh": torch.tanh}
    x = np.array([-30.0, -3.0, -1.2, -0.3, -1e-9, 0.0, 1e-9, 0.4, 1.0, 2.7, 19.0])
    tensor = torch.tensor(x, requires_grad=True)
    y = (names.get(name) or getattr(F, name))(tensor)
    y.sum().backward()
    f, df = ref.ACTIVATIONS[name][:2]
    np.testing.assert_allclose(f(x), y.detach().numpy(), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(df(x), tensor.grad.numpy(), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", ref.ACTIVATIONS)
def test_activations_stay_finite_far_out(name):
    x = np.array([-1e4, -800.0, 800.0, 1e4])
    assert all(np.isfinite(part(x)).all() for part in ref.ACTIVATIONS[name][:2])


def test_softmax_rows_sum_to_one_and_do_not_overflow():
    y = ref.softmax(np.array([[1000.0, 1000.0], [0.0, np.log(3.0)]]))
    np.testing.assert_allclose(y, [[0.5, 0.5], [0.25, 0.75]], rtol=1e-15)


def targets(rng, head, n, k):
    """Targets that suit the head: values, 0/1 labels, one-hot rows."""
    if head == "identity":
        return 2 * rng.standard_normal((n, k))
    return rng.integers(0, 2, (n, k)).astype(float) if head == "sigmoid" else np.eye(k)[rng.integers(0, k, n)]


@pytest.mark.parametrize(("name", "head"), PAIRS)
def test_loss_and_its_delta_are_torchs(torch, name, head):
    rng = np.random.default_rng(1)
    net, T = 2 * rng.standard_normal((7, 4)), targets(rng, head, 7, 4)
    tensor = torch.tensor(net, requires_grad=True)
    value = torch_loss(torch, name, head, tensor, torch.tensor(T))
    value.backward()
    close(ref.loss(name, head, net, T), value.item())
    close(ref.output_delta(name, head, net, T), tensor.grad.numpy())


def test_losses_by_hand():
    net, T = np.array([[3.0, 0.5], [0.0, 0.0]]), np.array([[1.0, 0.0], [0.0, 0.0]])
    assert ref.loss("mse", "identity", net, T) == 0.5 * (4 + 0.25) / 2
    assert ref.loss("mae", "identity", net, T) == 2.5 / 2
    assert ref.loss("huber", "identity", net, T) == (1.5 + 0.125) / 2
    zero, one_hot = np.zeros((2, 4)), np.eye(4)[[1, 3]]
    assert ref.loss("cross_entropy", "softmax", zero, one_hot) == pytest.approx(np.log(4), rel=1e-15)
    assert ref.loss("cross_entropy", "sigmoid", zero, one_hot) == pytest.approx(4 * np.log(2), rel=1e-15)
    assert ref.loss("cross_entropy", "sigmoid", np.array([[-1000.0]]), np.array([[1.0]])) == 1000.0


def test_cross_entropy_refuses_an_identity_head():
    with pytest.raises(ValueError, match="identity"):
        ref.loss("cross_entropy", "identity", np.zeros((1, 1)), np.zeros((1, 1)))


# --- networks ---------------------------------------------------------------------------------------------------------


def problem(activations, head, seed):
    """A small random network with its data: sizes, flat parameters, X, T."""
    rng = np.random.default_rng(seed)
    sizes = [3, *(4 + layer for layer in range(len(activations))), 2 if head != "softmax" else 3]
    theta = rng.standard_normal(sum((a + 1) * b for a, b in pairwise(sizes)))
    return sizes, theta, rng.standard_normal((5, 3)), targets(rng, head, 5, sizes[-1])


def kink_distance(activations, name, head, sizes, theta, X, T):
    """How far the nearest unit is from a point where its activation or the loss has a kink."""
    nets, _ = ref.forward(*ref.unflatten(theta, sizes), activations, X)
    gaps = [np.abs(net).min() for net, f in zip(nets, activations, strict=False) if ref.ACTIVATIONS[f].kinked]
    return min([*gaps, ref.distance_from_kinks(name, ref.output(head, nets[-1]) - T)])


def smooth_problem(activations, name, head):
    """The first of the random problems with no kink nearby."""
    for seed in range(200):
        case = problem(activations, head, seed)
        if kink_distance(activations, name, head, *case) > 5e-4:
            return case
    raise AssertionError("no problem away from kinks")


@pytest.mark.parametrize(("name", "head"), PAIRS)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_gradients_against_central_differences(hidden, name, head):
    activations = HIDDEN[hidden]
    sizes, theta, X, T = smooth_problem(activations, name, head)

    def f(flat):
        return ref.loss(name, head, ref.forward(*ref.unflatten(flat, sizes), activations, X)[0][-1], T)

    g = ref.flatten(*ref.gradients(*ref.unflatten(theta, sizes), activations, head, name, X, T))
    numeric = ref.central_difference(f, theta, 1e-5)
    assert np.linalg.norm(g - numeric) < 1e-8 * np.linalg.norm(numeric)


@pytest.mark.parametrize(("name", "head"), PAIRS)
def test_gradients_against_autograd(torch, name, head):
    activations = ["tanh", "sigmoid"]
    sizes, theta, X, T = smooth_problem(activations, name, head)
    weights, biases = ref.unflatten(theta, sizes)
    Ws, bs = ([torch.tensor(a, requires_grad=True) for a in arrays] for arrays in (weights, biases))
    h = torch.sigmoid(torch.tanh(torch.tensor(X) @ Ws[0] + bs[0]) @ Ws[1] + bs[1])
    torch_loss(torch, name, head, h @ Ws[2] + bs[2], torch.tensor(T)).backward()
    dWs, dbs = ref.gradients(weights, biases, activations, head, name, X, T)
    for mine, theirs in zip([*dWs, *dbs], [*Ws, *bs], strict=True):
        close(mine, theirs.grad.numpy())


def test_back_propagation_by_hand():
    """One sigmoid hidden unit at net = 0, one sigmoid output at net = 0: every number can be done in the head."""
    weights, biases = [np.array([[1.0], [-1.0]]), np.array([[2.0]])], [np.array([0.0]), np.array([-1.0])]
    X, T = np.array([[3.0, 3.0]]), np.array([[1.0]])
    nets, hs = ref.forward(weights, biases, ["sigmoid"], X)
    assert [net.item() for net in nets] == [0.0, 0.0]
    assert len(hs) == 2 and hs[1].item() == 0.5
    dWs, dbs = ref.gradients(weights, biases, ["sigmoid"], "sigmoid", "mse", X, T)
    assert dbs[1].item() == -0.5 * 0.25
    assert dWs[1].item() == -0.125 * 0.5
    assert dbs[0].item() == 0.25 * 2 * -0.125
    assert dWs[0].tolist() == [[3 * -0.0625], [3 * -0.0625]]


def test_flatten_and_unflatten_are_inverse():
    theta = np.arange(3 * 2 + 2 + 2 * 1 + 1.0)
    weights, biases = ref.unflatten(theta, [3, 2, 1])
    assert weights[0].tolist() == [[0, 1], [2, 3], [4, 5]]
    assert [b.tolist() for b in biases] == [[6, 7], [10]]
    assert ref.flatten(weights, biases).tolist() == theta.tolist()


# --- optimizers -------------------------------------------------------------------------------------------------------

START = np.array([1.5, -2.0, 0.7, 0.1, -0.4])
CURVATURE = np.diag([3.0, 1.0, 0.5, 0.1, 2.0]) + 0.2
SHIFT = np.array([1.0, -0.5, 0.3, 2.0, 0.0])
RATES = {"sgd": 0.05, "momentum": 0.02, "nag": 0.02, "adagrad": 0.3, "adadelta": 1.0, "lion": 0.02}
TUNED = {"momentum": 0.7, "beta1": 0.8, "beta2": 0.95, "rho": 0.8, "eps": 0.03}


def energy(w):
    """A quadratic plus a quartic: ½ w·Aw − b·w + ¼ Σ w⁴."""
    return 0.5 * w @ CURVATURE @ w - SHIFT @ w + 0.25 * (w**4).sum()


def slope(w):
    """The gradient of ``energy``."""
    return CURVATURE @ w - SHIFT + w**3


def torch_optimizer(torch, name, p, options):
    """The optimizer of torch that a rule has to equal, without weight decay."""
    eps = {"adagrad": 1e-10, "adadelta": 1e-6}.get(name, 1e-8)
    o = SimpleNamespace(**{"momentum": 0.9, "beta1": 0.9, "beta2": 0.999, "rho": 0.9, "eps": eps} | options)
    return (nesterov if name == "nag" else TORCH[name])(torch.optim, [p], RATES.get(name, 0.05), o)


def torch_path(torch, name, options, steps=30, decay=0.0, schedule=None):
    """The same path by torch; the decay is done by hand between the gradient and the step, so every rule has it."""
    p = torch.tensor(START, requires_grad=True)
    optimizer = torch_optimizer(torch, name, p, options)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, schedule or (lambda k: 1.0))
    points = [START]
    for _ in range(steps):
        p.grad = torch.from_numpy(slope(p.detach().numpy()))
        p.data.mul_(1 - scheduler.get_last_lr()[0] * decay)
        optimizer.step()
        scheduler.step()
        points.append(p.detach().numpy().copy())
    return np.array(points)


def own_path(name, steps=30, **options):
    """The path by the oracle."""
    return ref.RULES[name](START, slope, steps, learning_rate=RATES.get(name, 0.05), **options)


def test_slope_is_the_gradient_of_energy():
    close(slope(START), ref.central_difference(energy, START), 1e-8)


@pytest.mark.parametrize("options", [{}, TUNED], ids=["defaults", "tuned"])
@pytest.mark.parametrize("name", list(TORCH))
def test_rule_is_torchs(torch, name, options):
    close(own_path(name, **options), torch_path(torch, name, options))


@pytest.mark.parametrize("name", list(TORCH))
def test_decoupled_decay_is_torchs(torch, name):
    close(own_path(name, weight_decay=0.3), torch_path(torch, name, {}, decay=0.3))


@pytest.mark.parametrize("name", [name for name in TORCH if name != "momentum"])
def test_schedule_and_decay_are_torchs(torch, name):
    def schedule(k):
        return 1 / (1 + 0.1 * k)

    mine = own_path(name, weight_decay=0.3, schedule=schedule)
    close(mine, torch_path(torch, name, {}, decay=0.3, schedule=schedule))


@pytest.mark.parametrize(("name", "cls"), [("adamw", "AdamW"), ("nadam", "NAdam"), ("radam", "RAdam")])
def test_decay_is_that_of_torchs_own_decoupled_rules(torch, name, cls):
    p = torch.tensor(START, requires_grad=True)
    more = {} if name == "adamw" else {"decoupled_weight_decay": True}
    optimizer = getattr(torch.optim, cls)([p], 0.05, weight_decay=0.3, **more)
    for _ in range(30):
        p.grad = torch.from_numpy(slope(p.detach().numpy()))
        optimizer.step()
    close(own_path(name, weight_decay=0.3)[-1], p.detach().numpy())


@pytest.mark.parametrize("mu", [0.9, 0.5])
def test_nag_seen_from_the_look_ahead_point_is_torchs_nesterov(torch, mu):
    w = own_path("nag", momentum=mu)
    v = np.diff(w, axis=0, prepend=w[:1])
    close(w + mu * v, torch_path(torch, "nag", {"momentum": mu}))


@pytest.mark.parametrize(("name", "options", "expected"), [
    ("momentum", {"schedule": lambda k: 0.5**k}, [1.0, 0.9, 0.805]),
    ("nag", {"schedule": lambda k: 0.5**k}, [1.0, 0.9, 0.8075]),
    ("momentum", {"weight_decay": 0.2}, [1.0, 0.88, 0.7244]),
    ("nag", {"weight_decay": 0.2}, [1.0, 0.88, 0.7294]),
])  # fmt: skip
def test_velocity_by_hand(name, options, expected):
    """On E = w²/2 with rate 0.1 and momentum 0.5, where the rate or the decay enters the velocity form."""
    path = ref.RULES[name]([1.0], lambda w: w, 2, learning_rate=0.1, momentum=0.5, **options)
    close(path[:, 0], expected, 1e-15)


def test_nag_asks_for_the_gradient_at_the_look_ahead_point():
    asked = []
    ref.RULES["nag"]([1.0], lambda w: asked.append(w.item()) or w, 2, learning_rate=0.1, momentum=0.5)
    close(asked, [1.0, 0.85], 1e-15)


def test_lion_by_hand():
    """Columns: old average wins; new gradient wins; never a gradient; the slow average has moved on by update 3.

    After update 1, m = 0.01 g. Update 2: 0.009 - 0.005 > 0; 0.009 - 0.01 < 0; 0; 0.009 - 0.005 > 0, m = 0.0094.
    Update 3: 0.00846 + 0; 0.9 * 0.0089 > 0; 0; 0.00846 - 0.0088 < 0.
    """
    gradients = iter(np.array([[1, 1, 0, 1], [-0.05, -0.1, 0, -0.05], [0, 0, 0, -0.088]]))
    path = ref.RULES["lion"](np.ones(4), lambda w: next(gradients), 3, learning_rate=0.1)
    close(path[1:], [[0.9, 0.9, 1, 0.9], [0.8, 1.0, 1, 0.8], [0.7, 0.9, 1, 0.9]], 1e-15)
    path = ref.RULES["lion"]([1.0], lambda w: w, 1, learning_rate=0.1, weight_decay=0.5)
    close(path[1], [0.95 - 0.1], 1e-15)


def test_limits():
    for name in ("momentum", "nag"):
        still = ref.RULES[name](START, slope, 30, learning_rate=0.05, momentum=0.0)
        close(still, own_path("sgd"), 1e-15)
    for name, rule in ref.RULES.items():
        path = rule(START, np.zeros_like, 12, learning_rate=0.1)
        assert path.shape == (13, 5) and (path == START).all(), name


@pytest.mark.parametrize("name", ref.RULES)
def test_every_rule_goes_downhill(name):
    path = own_path(name)
    assert energy(path[-1]) < energy(path[0])


# --- schedules --------------------------------------------------------------------------------------------------------


def torch_factors(torch, make, steps):
    """The rates of one of torch's schedulers, from a rate of 1."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    scheduler, rates = make(optimizer, torch.optim.lr_scheduler), []
    for _ in range(steps):
        rates.append(scheduler.get_last_lr()[0])
        optimizer.step()
        scheduler.step()
    return rates


@pytest.mark.parametrize(("name", "options", "steps", "make"), [
    ("constant", {}, 9, lambda o, s: s.LambdaLR(o, lambda k: 1.0)),
    ("step", {"period": 4, "factor": 0.3}, 17, lambda o, s: s.StepLR(o, 4, 0.3)),
    ("exponential", {"period": 1, "factor": 0.9}, 20, lambda o, s: s.ExponentialLR(o, 0.9)),
    ("exponential", {"period": 10, "factor": 0.5}, 25, lambda o, s: s.ExponentialLR(o, 0.5**0.1)),
    ("cosine", {"period": 12, "factor": 0.0}, 13, lambda o, s: s.CosineAnnealingLR(o, 12)),
    ("cosine", {"period": 12, "factor": 0.1}, 13, lambda o, s: s.CosineAnnealingLR(o, 12, 0.1)),
    ("warm_restarts", {"period": 5, "factor": 0.1}, 21, lambda o, s: s.CosineAnnealingWarmRestarts(o, 5, 1, 0.1)),
    ("warm_restarts", {"period": 3, "factor": 0.0, "multiply": 2}, 50,
     lambda o, s: s.CosineAnnealingWarmRestarts(o, 3, 2)),
    ("constant", {"warmup": 5}, 9, lambda o, s: s.LinearLR(o, 1 / 5, 1.0, 4)),
])  # fmt: skip
def test_schedule_is_torchs(torch, name, options, steps, make):
    close([ref.factor(name, k, **options) for k in range(steps)], torch_factors(torch, make, steps))


BY_HAND = [
    ("constant", {}, {0: 1, 1000: 1}),
    ("step", {"period": 10, "factor": 0.5}, {0: 1, 9: 1, 10: 0.5, 19: 0.5, 20: 0.25}),
    ("exponential", {"period": 10, "factor": 0.25}, {0: 1, 5: 0.5, 10: 0.25, 20: 0.0625}),
    ("inverse_time", {"period": 10, "factor": 1.0}, {0: 1, 10: 1 / 2, 15: 0.4, 30: 1 / 4}),
    ("inverse_time", {"period": 10, "factor": 3.0}, {0: 1, 10: 1 / 4}),
    ("cosine", {"period": 10, "factor": 0.2}, {0: 1, 5: 0.6, 10: 0.2, 11: 0.2, 999: 0.2}),
    ("warm_restarts", {"period": 4, "factor": 0.2, "multiply": 2}, {0: 1, 2: 0.6, 4: 1, 8: 0.6, 12: 1, 20: 0.6, 28: 1}),
    ("inverse_time", {"period": 4, "factor": 1.0, "warmup": 4}, {0: 0.25, 1: 0.5 * 0.8, 3: 4 / 7, 4: 0.5, 12: 0.25}),
    ("constant", {"warmup": 1}, {0: 1, 1: 1}),
    ("warmup", {"warmup": 4}, {0: 0.25, 1: 0.5, 3: 1, 4: 1, 1000: 1}),
]  # fmt: skip


def test_every_schedule_is_worked_by_hand():
    assert {name for name, _, _ in BY_HAND} == set(ref.SCHEDULES)


@pytest.mark.parametrize(("name", "options", "expected"), BY_HAND)
def test_schedule_by_hand(name, options, expected):
    close([ref.factor(name, k, **options) for k in expected], list(expected.values()), 1e-15)
