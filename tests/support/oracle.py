"""The oracle: every formula of the package once more, in plain NumPy and float64.

Written from the papers and the course chapter, whole vectors at a time, and never importing numnet, so that a mistake
has to be made twice, in two different ways, to go unnoticed. ``test_oracle.py`` checks this file in its turn.

Shapes: ``X`` is (n, inputs), ``T`` and ``net`` are (n, outputs), a weight matrix is (fan_in, fan_out).
"""

from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from scipy.special import erf, expit, logsumexp

# --- activations ------------------------------------------------------------------------------------------------------


def _elu(x):
    """Clevert, Unterthiner, Hochreiter 2016, alpha = 1."""
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


def _gelu(x):
    """Hendrycks, Gimpel 2016: x times the normal distribution function, by erf and not by its tanh approximation."""
    return x * 0.5 * (1 + erf(x / np.sqrt(2)))


def _d_gelu(x):
    """Product rule: Phi(x) + x phi(x)."""
    return 0.5 * (1 + erf(x / np.sqrt(2))) + x * np.exp(-0.5 * x**2) / np.sqrt(2 * np.pi)


def _d_silu(x):
    """Ramachandran, Zoph, Le 2017 (swish with beta = 1): derivative of x sigmoid(x)."""
    return expit(x) + x * expit(x) * (1 - expit(x))


class Activation(NamedTuple):
    """An activation, and what the tests must know of it."""

    f: Callable  # of an array
    derivative: Callable  # of net; at a kink the one from the left
    limits: tuple  # f and f' at -inf, f and f' at inf
    at_zero: tuple  # f and f' at 0
    units: int | None = None  # of relative precision that f keeps near 0 and in its left tail; None: tested by tables
    kinked: bool = False
    he: bool = False  # whether weights into it begin as He et al. 2015 have it


ACTIVATIONS = {
    "identity": Activation(lambda x: x, np.ones_like, (-np.inf, 1, np.inf, 1), (0, 1), 0),
    "sigmoid": Activation(expit, lambda x: expit(x) * (1 - expit(x)), (0, 0, 1, 0), (0.5, 0.25), 4),
    "tanh": Activation(np.tanh, lambda x: 1 - np.tanh(x) ** 2, (-1, 0, 1, 0), (0, 1), 4),
    "relu": Activation(
        lambda x: np.where(x > 0, x, 0.0), lambda x: np.where(x > 0, 1.0, 0.0),
        (0, 0, np.inf, 1), (0, 0), 0, kinked=True, he=True,
    ),
    "leaky_relu": Activation(
        lambda x: np.where(x > 0, x, 0.01 * x), lambda x: np.where(x > 0, 1.0, 0.01),
        (-np.inf, 0.01, np.inf, 1), (0, 0.01), 1, kinked=True, he=True,
    ),
    "elu": Activation(
        _elu, lambda x: np.where(x > 0, 1.0, np.exp(np.minimum(x, 0))),
        (-1, 0, np.inf, 1), (0, 1), 4, kinked=True, he=True,
    ),
    "gelu": Activation(_gelu, _d_gelu, (0, 0, np.inf, 1), (0, 0.5), he=True),
    "silu": Activation(lambda x: x * expit(x), _d_silu, (0, 0, np.inf, 1), (0, 0.5), 8, he=True),
    "softplus": Activation(lambda x: np.logaddexp(0, x), expit, (0, 0, np.inf, 1), (np.log(2), 0.5), 4),
}  # fmt: skip


def softmax(net):
    """Softmax of each row; the row's maximum is taken off first, which changes nothing but the overflow."""
    e = np.exp(net - net.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


# --- heads and losses -------------------------------------------------------------------------------------------------

HEADS = ("identity", "sigmoid", "softmax")


def output(head, net):
    """What the network answers: y = head(net)."""
    return {"identity": lambda x: x, "sigmoid": expit, "softmax": softmax}[head](net)


def _cross_entropy(head, net, T):
    """Negative log-likelihood of each sample, from net: -ln sigmoid(net) = softplus(net) - net."""
    if head == "sigmoid":
        return (np.logaddexp(0, net) - T * net).sum(axis=1)
    if head == "softmax":
        return logsumexp(net, axis=1) - (T * net).sum(axis=1)
    raise ValueError(f"cross_entropy needs a sigmoid or softmax head, not {head!r}")


def _huber(e):
    """Huber 1964, delta = 1: a parabola up to 1, straight lines of slope 1 beyond."""
    return np.where(np.abs(e) <= 1, 0.5 * e**2, np.abs(e) - 0.5)


class Error(NamedTuple):
    """A loss of one output, a function of the error e = y - t."""

    rho: Callable
    derivative: Callable
    kinks: tuple = ()  # |e| where the derivative has a kink or jumps


ERRORS = {
    "mse": Error(lambda e: 0.5 * e**2, lambda e: e),
    "mae": Error(np.abs, np.sign, kinks=(0.0,)),
    "huber": Error(_huber, lambda e: np.clip(e, -1, 1), kinks=(1.0,)),
}


def distance_from_kinks(name, e):
    """How far the nearest error is from where the derivative of this loss has a kink; 1 where it has none."""
    kinks = ERRORS[name].kinks if name in ERRORS else ()
    return min([np.abs(np.abs(e) - kink).min() for kink in kinks], default=1.0)


def loss(name, head, net, T):
    """Sum over the outputs, mean over the samples."""
    if name == "cross_entropy":
        return float(_cross_entropy(head, net, T).mean())
    return float(ERRORS[name].rho(output(head, net) - T).sum(axis=1).mean())


def output_delta(name, head, net, T):
    """delta = dE/dnet of the last layer, E the mean over the samples."""
    y = output(head, net)
    if name == "cross_entropy":
        return (y - T) / len(T)
    dy = ERRORS[name].derivative(y - T) / len(T)
    if head == "softmax":
        jacobian = np.array([np.diag(row) - np.outer(row, row) for row in y])
        return np.einsum("nk,nkj->nj", dy, jacobian)
    return dy * ACTIVATIONS[head].derivative(net)


# --- networks ---------------------------------------------------------------------------------------------------------


def forward(weights, biases, activations, X):
    """Weighted sums ``nets`` of layers 1..L and what enters each of them, ``hs`` = [X, h1, ..., h(L-1)].

    ``activations`` are the names for the hidden layers, one fewer than there are weight matrices.
    """
    nets, hs = [], [X]
    for layer, (W, b) in enumerate(zip(weights, biases, strict=True)):
        nets.append(hs[-1] @ W + b)
        if layer < len(activations):
            hs.append(ACTIVATIONS[activations[layer]].f(nets[-1]))
    return nets, hs


def gradients(weights, biases, activations, head, loss_name, X, T):
    """Back-propagation (Rumelhart, Hinton, Williams 1986): the lists (dE/dW, dE/db), first layer first.

    delta(l) = f'(net(l)) * (delta(l+1) W(l+1)^T);  dE/dW(l) = h(l-1)^T delta(l);  dE/db(l) = sum of delta(l).
    """
    nets, hs = forward(weights, biases, activations, X)
    deltas = [output_delta(loss_name, head, nets[-1], T)]
    for layer in reversed(range(len(activations))):
        derivative = ACTIVATIONS[activations[layer]].derivative(nets[layer])
        deltas.insert(0, derivative * (deltas[0] @ weights[layer + 1].T))
    return [h.T @ delta for h, delta in zip(hs, deltas, strict=True)], [delta.sum(axis=0) for delta in deltas]


def flatten(weights, biases):
    """One vector: W of layer 1 row by row, its b, W of layer 2, ..."""
    return np.concatenate([part.ravel() for pair in zip(weights, biases, strict=True) for part in pair])


def unflatten(theta, sizes):
    """The inverse of ``flatten`` for layers of these sizes: (weights, biases)."""
    weights, biases, start = [], [], 0
    for fan_in, fan_out in pairwise(sizes):
        end = start + fan_in * fan_out
        weights.append(theta[start:end].reshape(fan_in, fan_out))
        biases.append(theta[end : end + fan_out])
        start = end + fan_out
    return weights, biases


def central_difference(f, theta, h=1e-5):
    """(f(theta + h e) - f(theta - h e)) / 2h for each unit vector e; the error is of order h**2."""
    return np.array([(f(theta + h * e) - f(theta - h * e)) / (2 * h) for e in np.eye(len(theta))])


# --- optimizers -------------------------------------------------------------------------------------------------------
# A rule is step(g, eta, t, s, o): gradient, rate, number of the update from 1, state (everything starts at 0), options.
# It returns what is added to w.


def _sgd(g, eta, t, s, o):
    """Robbins, Monro 1951."""
    return -eta * g


def _momentum(g, eta, t, s, o):
    """Polyak 1964; also Nesterov 1983 where g comes from the look-ahead point w + mu v."""
    s["v"] = o.momentum * s["v"] - eta * g
    return s["v"]


def _adagrad(g, eta, t, s, o):
    """Duchi, Hazan, Singer 2011."""
    s["G"] = s["G"] + g**2
    return -eta * g / (np.sqrt(s["G"]) + o.eps)


def _adadelta(g, eta, t, s, o):
    """Zeiler 2012, algorithm 1, times the rate; eps inside both roots."""
    s["g2"] = o.rho * s["g2"] + (1 - o.rho) * g**2
    delta = -np.sqrt(s["x2"] + o.eps) / np.sqrt(s["g2"] + o.eps) * g
    s["x2"] = o.rho * s["x2"] + (1 - o.rho) * delta**2
    return eta * delta


def _rmsprop(g, eta, t, s, o):
    """Tieleman, Hinton 2012 (lecture 6.5)."""
    s["s"] = o.rho * s["s"] + (1 - o.rho) * g**2
    return -eta * g / (np.sqrt(s["s"]) + o.eps)


def _averages(g, s, o):
    """The two decaying averages that the Adam family shares: of g and of g**2."""
    s["m"] = o.beta1 * s["m"] + (1 - o.beta1) * g
    s["v"] = o.beta2 * s["v"] + (1 - o.beta2) * g**2
    return s["m"], s["v"]


def _pull(beta, t, o):
    """What an average that began at 0 lacks, 1 - beta**t; 1 where the bias is not corrected."""
    return 1 - beta**t if o.bias_correction else 1


def _adam(g, eta, t, s, o):
    """Kingma, Ba 2015, algorithm 1; with decoupled weight decay Loshchilov, Hutter 2019 (AdamW)."""
    m, v = _averages(g, s, o)
    m_hat, v_hat = m / _pull(o.beta1, t, o), v / _pull(o.beta2, t, o)
    return -eta * m_hat / (np.sqrt(v_hat) + o.eps)


def _amsgrad(g, eta, t, s, o):
    """Reddi, Kale, Kumar 2018, with Adam's bias corrections; the maximum is over v before its correction."""
    m, v = _averages(g, s, o)
    s["max"] = np.maximum(s["max"], v)
    return -eta * m / _pull(o.beta1, t, o) / (np.sqrt(s["max"] / _pull(o.beta2, t, o)) + o.eps)


def _nadam(g, eta, t, s, o):
    """Dozat 2016, with his warming momentum mu_t = beta1 (1 - 0.96**(0.004 t) / 2)."""
    m, v = _averages(g, s, o)
    mu, mu_next = (o.beta1 * (1 - 0.5 * 0.96 ** (0.004 * u)) for u in (t, t + 1))
    s["product"] = s.get("product", 1.0) * mu
    before, after = (1 - s["product"], 1 - s["product"] * mu_next) if o.bias_correction else (1, 1)
    m_hat = mu_next * m / after + (1 - mu) * g / before
    return -eta * m_hat / (np.sqrt(v / _pull(o.beta2, t, o)) + o.eps)


def _adamax(g, eta, t, s, o):
    """Kingma, Ba 2015, algorithm 2; eps is added to abs(g) within the maximum."""
    s["m"] = o.beta1 * s["m"] + (1 - o.beta1) * g
    s["u"] = np.maximum(o.beta2 * s["u"], np.abs(g) + o.eps)
    return -eta * s["m"] / _pull(o.beta1, t, o) / s["u"]


def _radam(g, eta, t, s, o):
    """Liu et al. 2020, algorithm 2, rectified from rho_t > 5 on; eps beside the root of v before its correction."""
    m, v = _averages(g, s, o)
    m_hat = m / _pull(o.beta1, t, o)
    rho_inf = 2 / (1 - o.beta2) - 1
    rho_t = rho_inf - 2 * t * o.beta2**t / (1 - o.beta2**t)
    if rho_t <= 5:
        return -eta * m_hat
    r = np.sqrt((rho_t - 4) * (rho_t - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho_t))
    return -eta * r * m_hat * np.sqrt(_pull(o.beta2, t, o)) / (np.sqrt(v) + o.eps)


def _lion(g, eta, t, s, o):
    """Chen et al. 2023, algorithm 2: the sign of one average moves w, a slower average is remembered."""
    u = np.sign(o.beta1 * s["m"] + (1 - o.beta1) * g)
    s["m"] = o.beta2 * s["m"] + (1 - o.beta2) * g
    return -eta * u


def _rule(step, slots="", default_eps=1e-8, default_beta2=0.999, look_ahead=False):
    """Make the function that follows one rule; every rule takes every option and uses those that it knows.

    ``slots``: what it remembers, in the order of the kernels; "±m" may be negative.  The function has ``step``,
    ``look_ahead`` and ``slots``, {name: whether it may be negative}.
    """

    def path(w0, gradient, steps, *, learning_rate, momentum=0.9, beta1=0.9, beta2=default_beta2, rho=0.9,
             eps=default_eps, weight_decay=0.0, bias_correction=True, schedule=None):  # fmt: skip
        """The parameters before the first and after each update, (steps + 1, n).

        The gradient belongs to w before its decay: w <- (1 - eta lambda) w + step(gradient(w)), as in torch's AdamW.
        """
        o = SimpleNamespace(momentum=momentum, beta1=beta1, beta2=beta2, rho=rho, eps=eps,
                            bias_correction=bias_correction)  # fmt: skip
        s, w = defaultdict(float), np.array(w0, dtype=np.float64)
        points = [w]
        for k in range(steps):
            eta = learning_rate * (1.0 if schedule is None else schedule(k))
            g = gradient(w + momentum * s["v"] if look_ahead else w)
            w = (1 - eta * weight_decay) * w + step(g, eta, k + 1, s, o)
            points.append(w)
        return np.array(points)

    path.step, path.look_ahead = step, look_ahead
    path.slots = {slot.strip("±"): slot.startswith("±") for slot in slots.split()}
    return path


RULES = {
    "sgd": _rule(_sgd),
    "momentum": _rule(_momentum, "±v"),
    "nag": _rule(_momentum, "±v", look_ahead=True),
    "adagrad": _rule(_adagrad, "G", default_eps=1e-10),
    "adadelta": _rule(_adadelta, "g2 x2", default_eps=1e-6),
    "rmsprop": _rule(_rmsprop, "s"),
    "adam": _rule(_adam, "±m v"),
    "adamw": _rule(_adam, "±m v"),
    "amsgrad": _rule(_amsgrad, "±m v max"),
    "nadam": _rule(_nadam, "±m v"),
    "adamax": _rule(_adamax, "±m u"),
    "radam": _rule(_radam, "±m v"),
    "lion": _rule(_lion, "±m", default_beta2=0.99),
}


# --- schedules --------------------------------------------------------------------------------------------------------


def _cosine(k, period, floor):
    """Half a cosine from 1 down to the floor, which is kept afterwards."""
    return floor + (1 - floor) * 0.5 * (1 + np.cos(np.pi * min(k, period) / period))


def _warm_restarts(k, period, floor, multiply):
    """SGDR (Loshchilov, Hutter 2017): the cosine again and again, each cycle ``multiply`` times as long."""
    while k >= period:
        k, period = k - period, period * multiply
    return _cosine(k, period, floor)


SCHEDULES = {  # of k, the period, the factor (of a cosine its floor), and what multiplies the period
    "constant": lambda k, period, factor, multiply: 1.0,
    "warmup": lambda k, period, factor, multiply: 1.0,
    "step": lambda k, period, factor, multiply: factor ** (k // period),
    "exponential": lambda k, period, factor, multiply: factor ** (k / period),
    "inverse_time": lambda k, period, factor, multiply: 1 / (1 + factor * k / period),
    "cosine": lambda k, period, factor, multiply: _cosine(k, period, factor),
    "warm_restarts": _warm_restarts,
}


def factor(name, k, period=100, factor=0.1, multiply=1, warmup=0):
    """What multiplies the learning rate after k updates; ``warmup`` > 0 raises it linearly over so many updates."""
    value = SCHEDULES[name](k, period, factor, multiply)
    return float(value * (min(1.0, (k + 1) / warmup) if warmup else 1.0))


# --- error surfaces ---------------------------------------------------------------------------------------------------

SURFACES = {  # as in Jamil, Yang 2013, and Surjanovic, Bingham's library of test functions; the valley is numnet's own
    "long_valley": lambda x, y: 0.2 * np.sqrt(1 + x**2) - 0.2 + 3 * (y - 0.06 * x**2) ** 2,
    "beale": lambda x, y: (1.5 - x * (1 - y)) ** 2 + (2.25 - x * (1 - y**2)) ** 2 + (2.625 - x * (1 - y**3)) ** 2,
    "saddle": lambda x, y: x**2 - y**2,
    "rosenbrock": lambda x, y: 100 * (x**2 - y) ** 2 + (x - 1) ** 2,
    "himmelblau": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "booth": lambda x, y: (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2,
    "ackley": lambda x, y: (
        -20 * np.exp(-0.2 * np.sqrt((x**2 + y**2) / 2))
        - np.exp((np.cos(2 * np.pi * x) + np.cos(2 * np.pi * y)) / 2)
        + 20
        + np.e
    ),
    "rastrigin": lambda x, y: sum(z**2 - 10 * np.cos(2 * np.pi * z) + 10 for z in (x, y)),
    "styblinski_tang": lambda x, y: sum(z**4 - 16 * z**2 + 5 * z for z in (x, y)) / 2,
    "ravine": lambda x, y, condition=50: (x**2 / condition + y**2) / 2,
}


def complex_step(f, w, h=1e-30):
    """Gradient of f(x, y) at w, exact to rounding: Im f(x + ih) / h has no difference in it (Squire, Trapp 1998)."""
    x, y = w
    return np.array([np.imag(f(x + 1j * h, y)) / h, np.imag(f(x, y + 1j * h)) / h])
