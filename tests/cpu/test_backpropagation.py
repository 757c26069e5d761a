"""Back-propagation against central differences, the oracle, automatic differentiation, and a pass worked by hand."""

from functools import cache
from itertools import cycle, islice

import numpy as np
import pytest

import numnet
from numnet.model.losses import REGRESSION_LOSSES
from tests.support import oracle as ref
from tests.support.torch_losses import TORCH_LOSSES, torch_loss

HEADS = {"regression": "identity", "binary": "sigmoid", "multiclass": "softmax", "multilabel": "sigmoid"}
PAIRS = [(task, loss) for task in HEADS for loss in (REGRESSION_LOSSES if task == "regression" else numnet.LOSSES)]
DEPTHS = range(1, 6)


def targets(rng, task, n, k):
    """Targets (n, k) that suit the task: values, 0/1, one-hot rows."""
    if task == "regression":
        return 2 * rng.standard_normal((n, k))
    return np.eye(k)[rng.integers(0, k, n)] if task == "multiclass" else rng.integers(0, 2, (n, k)).astype(float)


def problem(activations, task, loss, seed, rows=4, width=3, inputs=2):
    """A float64 network with random weights and biases, and its data: (network, X, T)."""
    rng = np.random.default_rng(seed)
    outputs = {"binary": 1, "multiclass": 3}.get(task, 2)
    hidden = [width + layer % 2 for layer in range(len(activations))]
    net = numnet.Network([inputs, *hidden, outputs], activations, task, loss, dtype="float64")
    net.parameters[:] = 0.7 * rng.standard_normal(net.parameters.size)
    return net, rng.standard_normal((rows, inputs)), targets(rng, task, rows, outputs)


def kink_distance(net, X, T):
    """How far the nearest unit is from a point where its activation or the loss has a kink."""
    nets, _ = ref.forward(net.weights, net.biases, net.activation, X)
    error = ref.output(HEADS[net.task], nets[-1]) - T
    gaps = [np.abs(a).min() for a, name in zip(nets, net.activation, strict=False) if ref.ACTIVATIONS[name].kinked]
    return min([*gaps, ref.distance_from_kinks(net.loss_name, error)])


def oracle_gradient(net, X, T):
    """∂E/∂parameters by the oracle, in the order of ``parameters``."""
    return ref.flatten(*ref.gradients(net.weights, net.biases, net.activation, HEADS[net.task], net.loss_name, X, T))


def oracle_loss(net, X, T):
    """E by the oracle."""
    nets, _ = ref.forward(net.weights, net.biases, net.activation, X)
    return ref.loss(net.loss_name, HEADS[net.task], nets[-1], T)


@cache
def smooth_problem(activation, depth, task, loss, **sizes):
    """The first of the random problems that has no kink nearby and a gradient that is not about 0."""
    for seed in range(300):
        case = problem([activation] * depth, task, loss, seed, **sizes)
        if kink_distance(*case) > 3e-4 and np.linalg.norm(oracle_gradient(*case)) > 0.02:
            return case
    raise AssertionError("no problem away from kinks")


def off(got, expected):
    """‖got − expected‖ / ‖expected‖."""
    return np.linalg.norm(got - expected) / np.linalg.norm(expected)


@pytest.mark.parametrize("depth", [1, 2, *(pytest.param(depth, marks=pytest.mark.slow) for depth in (3, 4, 5))])
@pytest.mark.parametrize(("task", "loss"), PAIRS)
@pytest.mark.parametrize("activation", numnet.ACTIVATIONS)
def test_gradient_is_that_of_central_differences(activation, task, loss, depth):
    net, X, T = smooth_problem(activation, depth, task, loss)
    before = net.parameters.copy()
    assert numnet.gradient_check(net, X, T) < 1e-7
    assert (net.parameters == before).all()


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize(("task", "loss"), PAIRS)
@pytest.mark.parametrize("activation", numnet.ACTIVATIONS)
def test_gradient_is_the_oracles(activation, task, loss, depth):
    net, X, T = smooth_problem(activation, depth, task, loss)
    assert off(net.gradient(X, T), oracle_gradient(net, X, T)) < 1e-12
    assert net.loss(X, T) == pytest.approx(oracle_loss(net, X, T), rel=1e-12)


MIXED = list(islice(cycle(["tanh", "relu", "gelu", "sigmoid", "softplus"]), 5))


@pytest.mark.parametrize("activations", [[], ["silu", "elu"], MIXED], ids=["none", "two", "five"])
@pytest.mark.parametrize(("task", "loss"), PAIRS)
@pytest.mark.parametrize(("rows", "width", "inputs"), [(1, 1, 1), (7, 9, 13), (300, 9, 6), (530, 3, 2)])
def test_gradient_at_other_sizes(task, loss, activations, rows, width, inputs):
    """No hidden layer, a layer of one unit, a function a layer; with BLAS and without, in one tile and in several."""
    net, X, T = problem(activations, task, loss, 1, rows, width, inputs)
    assert off(net.gradient(X, T), oracle_gradient(net, X, T)) < 1e-12
    assert net.loss(X, T) == pytest.approx(oracle_loss(net, X, T), rel=1e-12)
    nets, _ = ref.forward(net.weights, net.biases, net.activation, X)
    np.testing.assert_allclose(net.forward(X), ref.output(HEADS[task], nets[-1]), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(("task", "loss"), PAIRS)
@pytest.mark.parametrize("activation", numnet.ACTIVATIONS)
def test_float32_is_float64_up_to_rounding(activation, task, loss):
    net, X, T = smooth_problem(activation, 2, task, loss, rows=15, width=8)
    single = net.copy("float32")
    assert single.gradient(X, T).dtype == single.forward(X).dtype == np.float32
    assert off(single.gradient(X, T), oracle_gradient(net, X, T)) < 2e-5
    assert single.loss(X, T) == pytest.approx(oracle_loss(net, X, T), rel=2e-5)


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize(("task", "loss"), [(task, loss) for task, loss in PAIRS if loss in TORCH_LOSSES])
@pytest.mark.parametrize("activation", numnet.ACTIVATIONS)
def test_gradient_is_that_of_automatic_differentiation(torch_double, activation, task, loss, depth):
    torch = torch_double
    net, X, T = smooth_problem(activation, depth, task, loss)
    f = {"identity": lambda a: a, "sigmoid": torch.sigmoid, "tanh": torch.tanh}.get(activation)
    f = f or getattr(torch.nn.functional, activation)
    leaves = [
        (torch.tensor(W, requires_grad=True), torch.tensor(b, requires_grad=True))
        for W, b in zip(net.weights, net.biases, strict=True)
    ]
    h, x = torch.tensor(X), None
    for layer, (W, b) in enumerate(leaves):
        x = h @ W + b
        h = f(x) if layer < depth else None
    value = torch_loss(torch, loss, HEADS[task], x, torch.tensor(T))
    value.backward()
    expected = np.concatenate([leaf.grad.numpy().ravel() for pair in leaves for leaf in pair])
    assert off(net.gradient(X, T), expected) < 1e-10
    assert net.loss(X, T) == pytest.approx(value.item(), rel=1e-12)


# --- by hand ----------------------------------------------------------------------------------------------------------


def test_two_two_one_by_hand():
    """One pass of a 2-2-1 sigmoid network, half a squared error: every number as a learner would write it down.

    x = (1, 2), t = 1.  Forward:

        net₁ = 1 · 0.5 + 2 · (−0.25) + 0 = 0                  h₁ = σ(0) = 0.5
        net₂ = 1 · 1 + 2 · 0.5 − 1 = 1                        h₂ = σ(1) = 0.7310585786
        net  = 0.5 · 2 + 0.7310585786 · (−1) = 0.2689414214   y = σ(0.2689414214) = 0.5668330070
        E    = ½ (0.5668330070 − 1)² = ½ · 0.4331669930² = 0.0938168219

    Backward:

        δ  = (y − t) y (1 − y) = −0.4331669930 · 0.5668330070 · 0.4331669930 = −0.1063569425
        δ₁ = h₁ (1 − h₁) · 2 · δ = 0.25 · 2 · (−0.1063569425) = −0.0531784713
        δ₂ = h₂ (1 − h₂) · (−1) · δ = 0.1966119332 · 0.1063569425 = 0.0209110441
        ∂E/∂w = δ · input: 1 · δ₁, 1 · δ₂, 2 · δ₁, 2 · δ₂; 0.5 · δ = −0.0531784713, 0.7310585786 · δ = −0.0777531552
    """
    net = numnet.Network([2, 2, 1], "sigmoid", "binary", "mse", dtype="float64")
    net.weights[0][:] = [[0.5, 1.0], [-0.25, 0.5]]
    net.biases[0][:] = [0.0, -1.0]
    net.weights[1][:] = [[2.0], [-1.0]]
    net.biases[1][:] = 0.0
    X, T = [[1.0, 2.0]], [1]

    assert net.forward(X)[0, 0] == pytest.approx(0.5668330070, abs=1e-10)
    assert net.loss(X, T) == pytest.approx(0.0938168219, abs=1e-10)
    assert net.gradient(X, T) == pytest.approx([
        -0.0531784713, 0.0209110441, -0.1063569425, 0.0418220882, -0.0531784713, 0.0209110441,
        -0.0531784713, -0.0777531552, -0.1063569425], abs=2e-10)  # fmt: skip


def test_the_factor_that_cross_entropy_cancels():
    """A unit that is wrong and sure: mse's δ carries y (1 − y) and dies, cross-entropy's is y − t and lives."""
    x, t = [[10.0]], [0]
    deltas = {}
    for loss in ("mse", "cross_entropy"):
        net = numnet.Network([1, 1], task="binary", loss=loss, dtype="float64")
        net.weights[0][:] = 1.0
        deltas[loss] = net.gradient(x, t)[1]
    y = 0.9999546021312976
    assert deltas["cross_entropy"] == pytest.approx(y, rel=1e-14)
    assert deltas["mse"] == pytest.approx(y * 4.5395807735951673e-05, rel=1e-10)


def test_the_loss_is_a_sum_over_outputs_and_a_mean_over_samples():
    net = numnet.Network([1, 2], task="regression", dtype="float64")
    net.parameters[:] = [1.0, -1.0, 0.0, 3.0]
    assert net.forward([[2.0], [1.0]]).tolist() == [[2, 1], [1, 2]]
    assert net.loss([[2.0], [1.0]], [[0, 0], [1, 0]]) == 0.5 * (4 + 1 + 0 + 4) / 2
    assert net.gradient([[2.0], [1.0]], [[0, 0], [1, 0]]).tolist() == [2, 2, 1, 1.5]


def test_derivative_at_a_kink_is_the_one_from_the_left():
    """A unit at net = 0 exactly: relu lets nothing back, leaky_relu a hundredth."""
    for name, slope in (("relu", 0), ("leaky_relu", 0.01)):
        net = numnet.Network([1, 1, 1], name, "regression", dtype="float64")
        net.parameters[:] = [0.0, 0.0, 2.0, 1.0]
        assert net.gradient([[3.0]], [0.0]).tolist() == [3 * 2 * slope, 2 * slope, 0, 1]


# --- gradient_check ---------------------------------------------------------------------------------------------------


def test_gradient_check_works_in_float64_for_a_float32_network():
    net = numnet.Network([3, 5, 2], "gelu", "multiclass", dtype="float32")
    X, T = np.random.default_rng(0).standard_normal((6, 3)), [0, 1, 1, 0, 1, 0]
    assert numnet.gradient_check(net, X, T) < 1e-8
    assert net.dtype == np.float32


@pytest.mark.parametrize("share", [1e-3, 1e-6])
def test_gradient_check_sees_a_wrong_gradient(monkeypatch, share):
    net, X, T = problem(["tanh"], "regression", "mse", 0)
    right = numnet.Network.gradient

    def wrong(*arguments):
        g = right(*arguments)
        g[3] += share * np.linalg.norm(g)
        return g

    monkeypatch.setattr(numnet.Network, "gradient", wrong)
    assert numnet.gradient_check(net, X, T) == pytest.approx(share, rel=0.05)


def test_gradient_check_where_the_gradient_is_zero():
    net = numnet.Network([2, 2, 1], "tanh", "regression", init="zeros", dtype="float64")
    assert numnet.gradient_check(net, np.zeros((3, 2)), np.zeros(3)) == 0
