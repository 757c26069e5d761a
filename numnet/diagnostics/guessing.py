"""What guessing costs: the lowest loss that one answer for all rows can have."""

import numpy as np

from numnet.model.losses import LOSSES

OF_CONSTANT = {"mse": "½ of the targets' variance", "mae": "their mean distance from the median"}


def chance_loss(network, T, weights=None):
    """The lowest loss of a constant answer, T (n, outputs): entropy of the class shares; the spread of the targets.

    weights (n,): how much each row counts.

    >>> import math, numnet
    >>> net = numnet.Network([1, 3])
    >>> round(chance_loss(net, np.eye(3)), 6) == round(math.log(3), 6)
    True
    """
    return guess_on(network, (T, weights), (T, weights))


def guess_on(network, known, asked):
    """What the best constant answer for targets ``known`` costs on those ``asked``; each (T (n, outputs), weights)."""
    loss, (T, weights) = LOSSES[network.loss_name], known
    T, asked_T = T.astype(np.float64), asked[0].astype(np.float64)
    if not loss.of_net:
        E = loss.values(best_constant(loss, T, weights), asked_T)
    else:
        p = np.clip(np.average(T, axis=0, weights=weights), 1e-12, 1 - 1e-12)
        E = -asked_T * np.log(p) - (0 if network.task == "multiclass" else (1 - asked_T) * np.log(1 - p))
    return float(np.average(E.sum(axis=1), weights=asked[1]))


def best_constant(loss, T, weights=None):
    """The outputs (outputs,) that answer all of T (n, outputs) at the lowest loss: of mse the mean, of mae the median.

    By bisection, between the least and the largest target, for the place where Σ ∂E/∂y turns from minus to plus.
    """
    low, high = T.min(axis=0), T.max(axis=0)
    for _ in range(np.finfo(np.float64).nmant):
        middle = (low + high) / 2
        rising = np.average(loss.gradients(middle, T), axis=0, weights=weights) >= 0
        low, high = np.where(rising, low, middle), np.where(rising, middle, high)
    return high


def guess_loss(network, chance):
    """(loss, " = ln 2") of a guess: equal probabilities; where the loss is an error y − t, the best constant."""
    loss, outputs = LOSSES[network.loss_name], network.sizes[-1]
    if loss.guess is None:
        words = OF_CONSTANT.get(loss.name, "")
        return chance, f" = {words}" if words else ""
    K, times = (outputs, 1) if network.task == "multiclass" else (2, outputs)
    formula = loss.guess_formula.format(K=K)
    return times * loss.guess(K), f" = {formula}" if times == 1 else f" = {times} {formula}"


def cost_of_size_one(network):
    """What outputs of size 1 cost where the targets are 0: a network that has learned nothing gives such ones."""
    loss = LOSSES[network.loss_name]
    return 0.0 if loss.of_net else network.sizes[-1] * float(loss.values(np.ones(1), np.zeros(1))[0])
