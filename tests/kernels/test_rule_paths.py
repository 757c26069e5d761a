"""Update rules: whole paths against the oracle and torch."""

from dataclasses import replace

import numpy as np
import pytest

import numnet
from tests.support import oracle as ref
from tests.support.rules import RULES, STEPS, TUNED, close, gradient, network, optimizer, oracle_path, own_path
from tests.support.schedules import SCHEDULES, oracle_factor
from tests.support.torch_rules import TORCH, nesterov


def torch_path(torch, rule, schedule=None):
    """The same path by torch; weight decay by hand between the gradient and the step, so that every rule has it."""
    p = torch.tensor(network().parameters, requires_grad=True)
    lr = rule.learning_rate
    theirs = (nesterov if rule.name == "nag" else TORCH[rule.name])(torch.optim, [p], lr, rule)
    points = [p.detach().numpy().copy()]
    for k in range(STEPS):
        rate = lr * (schedule(k) if schedule else 1.0)
        theirs.param_groups[0]["lr"] = rate
        p.grad = torch.from_numpy(gradient(p.detach().numpy()))
        p.data.mul_(1 - rate * rule.weight_decay)
        theirs.step()
        points.append(p.detach().numpy().copy())
    return np.array(points)


def test_the_oracle_knows_every_rule_and_no_more():
    assert set(RULES) == set(ref.RULES)


@pytest.mark.parametrize("options", [{}, TUNED], ids=["defaults", "tuned"])
@pytest.mark.parametrize("name", RULES)
def test_path_is_the_oracles(name, options):
    rule = optimizer(name, options)
    close(own_path(network(), rule), oracle_path(rule))


@pytest.mark.parametrize("options", [{}, TUNED], ids=["defaults", "tuned"])
@pytest.mark.parametrize("name", list(TORCH))
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


@pytest.mark.parametrize("name", list(TORCH))
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


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("rule", [numnet.Momentum(), numnet.Nadam()], ids=["momentum", "nadam"])
def test_every_schedule_on_the_way(rule, schedule):
    path = own_path(network(), rule, schedule=schedule)
    close(path, oracle_path(rule, schedule=oracle_factor(schedule, STEPS)))
    np.testing.assert_array_equal(own_path(network(), rule, schedule=str(schedule)), path)


@pytest.mark.parametrize("name", RULES)
def test_float32_path_is_the_oracles_up_to_rounding(name):
    rule = optimizer(name, TUNED)
    tolerance = 1e-2 if name == "lion" else 2e-5  # a sign may flip where the average is nearly 0
    close(own_path(network("float32"), rule), oracle_path(rule), tolerance)
