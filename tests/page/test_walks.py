"""Walks down surfaces in the page's module: every bit of their paths, gradients, memories and events."""

import numpy as np
import pytest

import numnet
from numnet.surfaces.descent import descend_many
from tests.support.schedules import SCHEDULES

RULES = list(numnet.OPTIMIZERS)
EXPRESSION = "sin(x) * x**2 - exp(-y**2) / 3 + log(2 + abs(tan(y/9))) + tanh(x) + sqrt(x**2 + y**2) + (1 + y**2)**1.5"


@pytest.mark.parametrize("surface", [*numnet.SURFACES, "ravine:condition=100", EXPRESSION])
def test_every_rule_on_every_surface(beside, surface):
    """Without noise and with it, each rule with the rate that suits the surface."""
    descents = descend_many(surface, RULES * 2, steps=100, noise=[0.0] * len(RULES) + [0.1] * len(RULES),
                            seed=list(range(2 * len(RULES))), record="anatomy", threads=1)  # fmt: skip
    assert np.ptp(descents.path, axis=1).min() > 0 and beside.calls["walk_block"] == 1
    descents.anatomy(0)
    assert beside.calls["constants"] == 1


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_schedules_and_their_step_constants(beside, schedule):
    descents = descend_many("beale", RULES, steps=50, schedule=schedule, record="anatomy", threads=1)
    for r in range(len(RULES)):
        descents.anatomy(r)
    assert beside.calls["constants"] == len(RULES)


def test_events(beside):
    """Walks that diverge, get stuck, leave the map, arrive, and escape from a saddle."""
    fast = descend_many("rosenbrock", ["sgd:learning_rate=1", "sgd:learning_rate=0.0001"], record="anatomy", threads=1)
    assert fast.diverged_at[0] > 0 > fast.diverged_at[1] and fast.left_at[0] > 0
    saddle = descend_many("saddle", ["sgd", "adam"], start=[(1.0, 0.0), (1.0, 0.001)], threads=1)
    assert saddle.stuck[0] and saddle.escaped_at[1] > 0
    bowl = descend_many("booth", ["adam"], threads=1, record="end")
    assert bowl.converged_at[0] > 0


@pytest.mark.parametrize("surface", [*numnet.SURFACES, EXPRESSION])
def test_values_and_gradients(beside, surface):
    """Far out, at infinity, and of NaN, too."""
    x, y = np.meshgrid(np.linspace(-6, 6, 41), np.linspace(-6, 6, 37))
    x[0, :4] = 1e200, -1e200, np.inf, np.nan
    value, gradient = numnet.parse_surface(surface)._evaluate(x, y)
    assert np.isfinite(value).mean() > 0.9 and np.isfinite(gradient).mean() > 0.9
    assert beside.calls["evaluate"] == 1
