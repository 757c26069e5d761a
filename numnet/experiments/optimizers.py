"""Update rules on inputs some of which are nearly always 0."""

from dataclasses import dataclass

import numpy as np

from numnet.experiments.tracking import GRID, best_rate, checkpoints, final_loss, losses_of
from numnet.model.network import Network
from numnet.optim.optimizers import OPTIMIZERS
from numnet.surfaces.anatomy import memory, rates
from numnet.training.training import Training
from numnet.utils.arguments import integer, number


@dataclass(frozen=True)
class OptimizerRun:
    """One rule on data with rare features."""

    optimizer: object  # with the rate of GRID that leaves the least loss
    rate: np.ndarray  # (U, d): factor on the gradient of each weight; NaN before its first gradient
    loss: np.ndarray  # (K,) at ``update``
    missing: np.ndarray  # (K, 2): mean |w − truth| of the frequent weights, of the rare ones


@dataclass(frozen=True)
class Optimizers:
    """Rules on a linear unit, some inputs of which are nearly always 0."""

    share: float  # of the samples in which a rare feature is not 0
    rare: np.ndarray  # (d,) bool
    update: np.ndarray  # (K,)
    updates_per_epoch: int
    noise_loss: float  # what no weights can avoid
    runs: dict  # {rule: OptimizerRun}


def rare_data(n=2000, frequent=4, rare=4, share=0.01, noise=0.5, seed=0):
    """X (n, d), T (n,), the true weights (d,): normal inputs, the last ``rare`` of them 0 but in a share of rows."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, frequent + rare))
    for column in range(frequent, frequent + rare):
        kept = rng.choice(n, max(1, round(share * n)), replace=False)
        X[np.setdiff1d(np.arange(n), kept), column] = 0
    truth = np.where(np.arange(frequent + rare) % 2, -1.0, 1.0) * np.where(np.arange(frequent + rare) < frequent, 1, 3)
    return X, X @ truth + rng.normal(0, noise, n), truth


def optimizers(
    rules=("sgd", "adagrad", "rmsprop", "adam"), n=2000, share=0.01, batch_size=20, epochs=20, seed=0, progress=None
):
    """Each rule trains the same linear unit on the same samples in the same order: :class:`Optimizers`.

    >>> found = optimizers(rules=("adagrad",), n=200, epochs=2)
    >>> found.runs["adagrad"].rate.shape
    (20, 8)
    """
    share = number("share", share, above=0, below=1)
    n, epochs = integer("n", n, at_least=10), integer("epochs", epochs, at_least=1)
    X, T, truth = rare_data(n, share=share, seed=seed)
    rare = np.arange(len(truth)) >= len(truth) // 2
    network = Network([len(truth), 1], task="regression", dtype="float64", init="zeros")

    def training(optimizer, evaluate_every=0):
        return Training(network.copy(), X, T, optimizer, batch_size=batch_size, epochs=epochs, seed=seed,
                           evaluate_every=evaluate_every, threads=1)  # fmt: skip

    runs, total = {}, epochs * -(-n // min(batch_size, n))
    looks = checkpoints(total, dense=100, most=400)
    for done, rule in enumerate(rules, 1):
        best = _tuned(training, OPTIMIZERS[rule])
        theta, factors = _watched(training(best), total)
        loss = losses_of(network, theta[looks], X, T)
        error = abs(theta[looks, :-1] - truth)
        missing = np.stack([error[:, ~rare].mean(axis=1), error[:, rare].mean(axis=1)], axis=1)
        runs[rule] = OptimizerRun(best, factors[:, :-1], loss, missing)
        if progress:
            progress(done, len(rules))
    floor = losses_of(network, [[*truth, 0.0]], X, T)[0]
    return Optimizers(share, rare, looks, -(-n // batch_size), float(floor), runs)


def _tuned(training, kind):
    """The rule with the rate of GRID whose mean loss over the last quarter of the epochs is least."""
    losses = []
    for rate in GRID:
        run = training(kind(rate), 1)
        while run.advance():
            pass
        losses.append(final_loss(run))
    return kind(best_rate(GRID, losses))


def _watched(training, total):
    """The parameters (total + 1, P) and the factors on their gradients (total, P), update by update."""
    rule, P = training.options.optimizer.rule, training.network.parameters.size
    theta, states, constants = [training.network.parameters.copy()], [], []
    for count in range(1, total + 1):
        while training.updates < count and training.advance(updates=count):
            pass
        theta.append(training.network.parameters.copy())
        states.append(training.run.state.reshape(-1, P).copy())
        constants.append(training.work.step.copy())
    states, constants = np.array(states), np.array(constants)
    parts = memory(rule, states, constants)
    factors = np.broadcast_to(rates(rule, states, constants), (total, P)).copy()
    squares = parts.get("squares", parts.get("second_moment"))
    if squares is not None:
        factors[squares == 0] = np.nan  # no gradient yet: η / ε says nothing
    return np.array(theta), factors
