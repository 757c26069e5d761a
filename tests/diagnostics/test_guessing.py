"""What guessing costs: by formulas worked by hand, by trying constants, and by what the network itself says."""

import math

import numpy as np
import pytest

import numnet
from numnet.diagnostics.guessing import chance_loss, cost_of_size_one, guess_loss, guess_on
from numnet.model.losses import REGRESSION_LOSSES
from tests.support.diagnoses import check
from tests.support.oracle import ERRORS


@pytest.mark.parametrize(("task", "loss", "T", "expected"), [
    ("multiclass", "auto", np.repeat([0, 1, 2], [5, 3, 2]), -sum(p * math.log(p) for p in (0.5, 0.3, 0.2))),
    ("binary", "auto", np.repeat([0, 1], [5, 5]), math.log(2)),
    ("multilabel", "auto", np.tile([[0, 1, 0], [1, 0, 1]], (5, 1)), 3 * math.log(2)),
    ("regression", "mse", np.tile([[-1.0, 0, 2], [1.0, 0, 2]], (5, 1)), 0.5),
    ("regression", "mae", np.tile([[-1.0, 0, 2], [1.0, 0, 2], [1.0, 0, 2]], (3, 1)), 2 / 3),
    ("regression", "huber", np.tile([[-3.0, 0, 2], [3.0, 0, 2]], (5, 1)), 2.5),
])  # fmt: skip
def test_the_chance_loss_is_that_of_the_best_constant(task, loss, T, expected):
    net = numnet.Network([2, 1 if task == "binary" else 3], task=task, loss=loss)
    assert chance_loss(net, net.targets(T, len(T))) == pytest.approx(expected)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("loss", REGRESSION_LOSSES)
def test_no_constant_answer_has_a_lower_loss_than_chance(loss, weighted):
    """By trying constants: the oracle's error of the skewed targets is never lower, and once hardly higher."""
    rng = np.random.default_rng(2)
    T, weights = rng.exponential(2.0, (41, 1)), rng.integers(1, 5, 41) if weighted else None
    tried = [np.average(ERRORS[loss].rho(c - T[:, 0]), weights=weights) for c in np.linspace(T.min(), T.max(), 20001)]
    chance = chance_loss(numnet.Network([2, 1], task="regression", loss=loss), T, weights)
    assert chance <= min(tried) * (1 + 1e-12) and chance == pytest.approx(min(tried), rel=1e-3)


@pytest.mark.parametrize("T", [[[0.7], [0.7], [0.7]], [[-2.5]]])
@pytest.mark.parametrize("loss", REGRESSION_LOSSES)
def test_targets_that_are_all_alike_are_guessed(loss, T):
    assert chance_loss(numnet.Network([2, 1], task="regression", loss=loss), np.array(T)) == 0


@pytest.mark.parametrize("weighted", [False, True])
def test_mse_guesses_the_mean_and_mae_the_median(weighted):
    rng = np.random.default_rng(3)
    T, weights = rng.exponential(2.0, (40, 3)), rng.random(40) if weighted else None
    mean = np.average(T, axis=0, weights=weights)
    median = np.quantile(T, 0.5, axis=0, weights=weights, method="inverted_cdf")
    for loss, E in (("mse", 0.5 * (T - mean) ** 2), ("mae", np.abs(T - median))):
        chance = chance_loss(numnet.Network([2, 3], task="regression", loss=loss), T, weights)
        assert chance == pytest.approx(np.average(E.sum(axis=1), weights=weights), rel=1e-14)


@pytest.mark.parametrize(("loss", "T", "by_hand"), [
    ("mse", [1.0, 2, 3, 6], 0.5 * (4 + 1 + 0 + 9) / 4),  # ½ of the variance about the mean, 3
    ("mse", [0.0, 10], 0.5 * 25),
    ("mae", [1.0, 2, 3, 6, 100], (2 + 1 + 0 + 3 + 97) / 5),  # about the median, 3
    ("huber", [-0.5, 0.0, 0.5], (0.125 + 0 + 0.125) / 3),  # all within 1 of 0: ½ e²
    ("huber", [-4.0, 0.0, 4.0], (3.5 + 0 + 3.5) / 3),  # |e| − ½
    ("huber", [0.0, 0.0, 0.0, 8.0], (3 * (1 / 3) ** 2 / 2 + (8 - 1 / 3 - 0.5)) / 4),  # Σ = 0 at y = 1/3: 3 y = 1
])  # fmt: skip
def test_the_cost_of_guessing_is_that_worked_by_hand(loss, T, by_hand):
    T = np.array(T)[:, None]
    network = numnet.Network([1, 1], task="regression", loss=loss, dtype="float64")
    cost, words = guess_loss(network, chance_loss(network, T))
    assert cost == pytest.approx(by_hand, rel=1e-14)
    told = {"mse": " = ½ of the targets' variance", "mae": " = their mean distance from the median"}
    assert words == told.get(loss, "")


@pytest.mark.parametrize(("task", "outputs", "formula"), [
    ("binary", 1, " = ln 2"), ("multiclass", 4, " = ln 4"), ("multilabel", 3, " = 3 ln 2"),
])  # fmt: skip
def test_guessing_classes_costs_what_equal_probabilities_cost(task, outputs, formula):
    """All parameters 0: every class is as likely as the others."""
    network = numnet.Network([2, outputs], task=task, dtype="float64")
    network.parameters[:] = 0
    cost, words = guess_loss(network, chance=0.1)
    assert cost == pytest.approx(network.loss(np.zeros((1, 2)), [[1, 0, 1]] if task == "multilabel" else [1]))
    assert words == formula


@pytest.mark.parametrize(("loss", "cost"), [("mse", 1.5), ("mae", 3.0), ("huber", 1.5)])
def test_what_outputs_of_size_one_cost(loss, cost):
    network = numnet.Network([2, 3], task="regression", loss=loss, dtype="float64")
    network.parameters[:] = 0
    assert cost_of_size_one(network) == pytest.approx(cost) == network.loss(np.zeros((1, 2)), np.ones((1, 3)))
    assert cost_of_size_one(numnet.Network([2, 1], task="binary")) == 0


@pytest.mark.parametrize(("loss", "share"), [("mse", lambda t: 0.5 * t.var()), ("mae", lambda t: np.abs(t).mean())])
def test_check_says_what_guessing_the_sine_costs(loss, share):
    """Of the training part, whose mean and median are near 0."""
    found = check("sine", "--loss", loss)[1]["loss before training"]["found"]
    said = float(found.partition("the loss of guessing is ")[2].split()[0])
    assert said == pytest.approx(share(numnet.load_dataset("sine").T), rel=0.05) and said < 0.7


@pytest.mark.parametrize(("task", "loss", "T", "asked", "by_hand"), [
    ("regression", "mse", [0.0, 2], [5.0, 1], 0.5 * (16 + 0) / 2),  # 1 is guessed
    ("binary", "auto", [0, 0, 0, 1], [1, 1], -math.log(0.25)),
    ("multiclass", "auto", [0, 1, 1, 2], [0, 1], -(math.log(0.25) + math.log(0.5)) / 2),
])  # fmt: skip
def test_what_is_guessed_of_one_part_costs_more_on_another(task, loss, T, asked, by_hand):
    network = numnet.Network([1, 3 if task == "multiclass" else 1], task=task, loss=loss, dtype="float64")
    known, other = (network.targets(np.array(part), len(part)) for part in (T, asked))
    assert guess_on(network, (known, None), (other, None)) == pytest.approx(by_hand)
    assert guess_on(network, (known, None), (known, None)) == chance_loss(network, known)
