"""What is flagged of a walk: divergence, being stuck, arrival, leaving the map."""

import math
from dataclasses import replace

import numpy as np
import pytest

import numnet
from tests.support.walks import RULES, close, oracle_path, rule_with


@pytest.mark.parametrize(
    "surface", ["beale", "rosenbrock", "x**4 + exp(x*y)", "exp(exp(x**2 + y**2))", "-log(1.5 - x) - y"]
)
@pytest.mark.parametrize("name", RULES)
def test_a_walk_that_diverges_keeps_its_last_finite_point(name, surface):
    rules = [rule_with(name, learning_rate=rate, weight_decay=decay) for rate in (1.0, 1e3, 1e200) for decay in (0, 5)]
    walks = numnet.descend_many(surface, rules, (1.0, 1.5), 100, record="anatomy")
    for r in range(len(walks)):
        arrays = [walks.path[r], walks.value[r], *walks.anatomy(r).values()]
        assert all(np.isfinite(array).all() for array in arrays)
        at = walks.diverged_at[r]
        if at >= 0:
            assert at >= 1 and (walks.path[r, at - 1 :] == walks.path[r, at - 1]).all() and walks.converged_at[r] == -1
            assert (walks.value[r, at - 1 :] == walks.value[r, at - 1]).all()
    assert np.isfinite(walks.end).all() and np.isfinite(walks.longest_step).all()
    assert (walks.diverged_at[4:] >= 0).all() or name in ("adadelta",)


def test_beale_at_one_common_rate_is_no_fair_race():
    rules = [numnet.Momentum(0.01), numnet.NAG(0.01), numnet.Adam(0.01)]
    race = numnet.descend_many("beale", rules, (1.0, 1.5), 1000)
    oracle = oracle_path("beale", rules[0], (1.0, 1.5), 10)
    assert not (np.abs(oracle) < 1e6).all()
    first = int(np.argmax(~(np.abs(oracle) < 1e6).all(axis=1)))
    assert race.diverged_at[0] == first and 0 < race.diverged_at[1] <= 10 and race.diverged_at[2] == -1
    assert numnet.descend_many("beale", rules[2], (1.0, 1.5), 5000).converged_at[0] > 500
    with pytest.warns(numnet.DivergenceWarning, match=f"Momentum.* diverged on beale at step {first}; the path"):
        path = numnet.descend("beale", rules[0], (1.0, 1.5), 20)
    close(path[:first], oracle[:first])


@pytest.mark.parametrize("name", RULES)
def test_level_along_y_every_rule_is_stuck_on_the_saddle(name):
    rule = replace(numnet.SURFACES["saddle"].optimizer(name), weight_decay=0.0)
    walks = numnet.descend_many("saddle", rule, start=[(1.0, 0.0), (1.0, 0.001), (0.0, 0.0)], steps=80)
    assert walks.stuck.tolist() == [True, False, True]
    assert (walks.path[[0, 2], :, 1] == 0).all() and walks.escaped_at[[0, 2]].tolist() == [-1, -1]
    assert walks.escaped_at[1] > 0
    same = numnet.descend_many("x**2 - y**2", rule, start=(1.0, 0.0), steps=80)
    assert same.stuck[0]


def test_a_walk_along_an_axis_is_not_stuck_where_the_surface_rises_beside_it():
    assert not numnet.descend_many("ravine", start=(-5.0, 0.0), steps=5).stuck.any()
    assert not numnet.descend_many("ravine", start=(0.0, 0.0), steps=5).stuck.any()


def test_noise_frees_a_walk_from_the_saddle():
    walks = numnet.descend_many("saddle", numnet.SGD(0.05), (1.0, 0.0), 300, noise=[0.0, 0.01])
    assert walks.stuck.tolist() == [True, False] and walks.escaped_at[0] == -1 < walks.escaped_at[1]


def test_the_order_of_escape_from_the_saddle():
    """At one rate for all: rules that divide by the gradient's size leave first, plain descent last."""
    names = ["sgd", "momentum", "nag", "rmsprop", "adam"]
    race = numnet.descend_many("saddle", [rule_with(n, learning_rate=0.02) for n in names], (1.0, 0.001), 400)
    at = dict(zip(names, race.escaped_at.tolist()))
    assert 0 < at["rmsprop"] < at["momentum"] < at["sgd"] and at["adam"] < at["momentum"] and at["nag"] < at["sgd"]
    n = at["sgd"]  # by hand: x = 0.96ⁿ, y = 0.001 · 1.04ⁿ, and x² − y² < −1
    energy = lambda n: 0.96 ** (2 * n) - 1e-6 * 1.04 ** (2 * n)  # noqa: E731
    assert energy(n) < -1 <= energy(n - 1)


def test_arrival_means_to_stay():
    """x ← (1 − η) x, so that |x| = 4 · 0.9ᵏ; and momentum, which passes the minimum, and comes back."""
    walks = numnet.descend_many("ravine:condition=1", [numnet.SGD(0.1), numnet.Momentum(0.1)], (4.0, 0.0), 300)
    assert walks.converged_at[0] == math.ceil(math.log(0.05 / 4) / math.log(0.9))
    for r in range(2):
        far = np.flatnonzero(np.hypot(*walks.path[r].T) > 0.05)
        assert walks.converged_at[r] == far[-1] + 1
    passed = np.flatnonzero(np.hypot(*walks.path[1].T) <= 0.05)[0]
    assert passed < walks.converged_at[1]
    wider = numnet.descend_many("ravine:condition=1", numnet.SGD(0.1), (4.0, 0.0), 300, tolerance=0.5)
    assert wider.converged_at[0] == math.ceil(math.log(0.5 / 4) / math.log(0.9))


def test_himmelblau_counts_each_of_its_minima():
    surface = numnet.SURFACES["himmelblau"]
    starts = np.array(surface.minima) + 0.3
    walks = numnet.descend_many(surface, numnet.SGD(0.01), starts, 300)
    assert (walks.converged_at > 0).all()
    np.testing.assert_allclose(walks.end, surface.minima, atol=1e-6)


def test_leaving_the_map_is_noticed():
    walks = numnet.descend_many("saddle", numnet.SGD(0.05), (1.0, 0.001), 100)
    outside = np.abs(walks.path[0]).max(axis=1) > 2
    assert walks.left_at[0] == np.argmax(outside) > 0
    assert numnet.descend_many("beale", numnet.SGD(1e-3), (1.0, 1.5), 5).left_at[0] == -1
    assert numnet.descend_many("beale", numnet.SGD(1e-3), (4.6, 0.0), 5).left_at[0] == 0
