"""Paths of the update rules on a small network, by numnet and by the oracle.  For the tests."""

import numpy as np

import numnet
from numnet.kernels.codes import Status
from tests.support import oracle as ref

RULES = list(numnet.OPTIMIZERS)
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


def close(path, expected, tolerance=1e-9):
    """Equal at every step, within a tolerance taken of the largest parameter."""
    assert path.shape == expected.shape and np.ptp(expected, axis=0).min() > 0
    np.testing.assert_allclose(path, expected, rtol=0, atol=tolerance * np.abs(expected).max())
