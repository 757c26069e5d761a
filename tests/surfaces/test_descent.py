"""Walks on surfaces: whole paths against the oracle, noise, many at once, arguments."""

import math
import warnings
from dataclasses import replace

import numpy as np
import pytest

import numnet
from tests.support import oracle as ref
from tests.support.walks import RULES, STEPS, SURFACES, close, oracle_path, rule_with

TUNED = {"momentum": 0.6, "beta1": 0.8, "beta2": 0.95, "rho": 0.8, "eps": 0.03}


# --- paths ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("name", RULES)
def test_every_path_on_every_surface_is_the_oracles(name, surface):
    own, start = numnet.SURFACES[surface].optimizer(name), numnet.SURFACES[surface].start
    rule = replace(own, learning_rate=own.learning_rate / 10)  # small steps: a long one makes much of a rounding error
    path = numnet.descend_many(surface, rule, steps=STEPS).path[0]
    assert path.shape == (STEPS + 1, 2) and path.dtype == np.float64 and np.ptp(path, axis=0).min() > 0
    close(path, oracle_path(surface, rule, start))
    by_name, by_rule = (numnet.descend_many(surface, asked, steps=STEPS).path for asked in (name, own))
    np.testing.assert_array_equal(by_name, by_rule)


@pytest.mark.parametrize("name", RULES)
def test_hyper_parameters_decay_and_schedule_are_the_oracles(name):
    rule = rule_with(name, learning_rate=0.01, weight_decay=0.5, **TUNED)
    path = numnet.descend("booth", rule, (-1.0, 2.0), STEPS, schedule="inverse_time:period=4,factor=2,warmup=5")
    schedule = lambda k: ref.factor("inverse_time", k, period=4, factor=2.0, warmup=5)  # noqa: E731
    close(path, oracle_path("booth", rule, (-1.0, 2.0), schedule=schedule))


@pytest.mark.parametrize("name", RULES)
def test_an_expression_is_walked_like_the_surface_it_describes(name):
    text = "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2"
    rule = replace(own := numnet.SURFACES["beale"].optimizer(name), learning_rate=own.learning_rate / 4)
    close(numnet.descend(text, rule, (1.0, 1.5), STEPS), numnet.descend("beale", rule, (1.0, 1.5), STEPS))


def test_the_rules_are_those_that_train_networks():
    """One linear unit without inputs: its bias b and the error ½ (b − t)² are the ravine of condition 1."""
    net = numnet.Network([1, 2], task="regression", dtype="float64", init="zeros")
    net.parameters[-2:] = 3.0, -2.0
    for name in RULES:
        copy = net.copy()
        rule = rule_with(name, learning_rate=0.05)
        numnet.train(copy, [[0.0]], [[0.0, 0.0]], rule, batch_size="full", epochs=STEPS)
        path = numnet.descend("ravine:condition=1", rule, (3.0, -2.0), STEPS)
        np.testing.assert_allclose(copy.parameters[-2:], path[-1], rtol=1e-13, atol=1e-15)


# --- noise ------------------------------------------------------------------------------------------------------------


def test_noise_is_normal_independent_and_of_the_seed():
    walks = numnet.descend_many("ravine", ["sgd"], (0.0, 0.0), 50_000, noise=2.0, record="anatomy")
    noise = walks.anatomy(0)["gradient"] - ref_gradient(walks.path[0, :-1])
    z = noise / 2.0
    assert np.abs(z.mean(axis=0)).max() < 0.02 and np.abs(z.std(axis=0) - 1).max() < 0.015
    assert abs(np.mean(z[:, 0] * z[:, 1])) < 0.02 and np.abs(np.mean(z[1:] * z[:-1], axis=0)).max() < 0.02
    for bound, share in ((1, 0.6827), (2, 0.9545), (3, 0.9973)):
        np.testing.assert_allclose(np.mean(np.abs(z) < bound), share, atol=0.006)
    assert np.abs(np.mean(z**4) - 3) < 0.1


def ref_gradient(points):
    return np.array([ref.complex_step(ref.SURFACES["ravine"], w) for w in points])


@pytest.mark.parametrize("name", ["sgd", "nag", "adam"])
def test_noise_is_added_to_the_gradient_that_the_rule_gets(name):
    walks = numnet.descend_many("himmelblau", [name], steps=STEPS, noise=0.3, seed=5, record="anatomy")
    parts = walks.anatomy(0)
    at = parts.get("look_ahead", walks.path[0, :-1])
    noise = parts["gradient"] - np.array([ref.complex_step(ref.SURFACES["himmelblau"], w) for w in at])
    assert 0.2 < noise.std() < 0.4
    close(walks.path[0], oracle_path("himmelblau", walks.optimizers[0], walks.surface.start, noise=noise))


def test_same_seed_same_bits_and_another_seed_another_walk():
    walk = lambda **options: numnet.descend("booth", "adam", noise=5.0, steps=50, **options)  # noqa: E731
    np.testing.assert_array_equal(walk(seed=3), walk(seed=3))
    np.testing.assert_array_equal(walk(), walk(seed=0))
    assert (walk(seed=3)[1:] != walk(seed=4)[1:]).all()


# --- many at once -----------------------------------------------------------------------------------------------------


def random_walks(R=40):
    """Everything different from walk to walk."""
    rng = np.random.default_rng(0)
    names = [RULES[r % len(RULES)] for r in range(R)]
    return {
        "optimizer": [rule_with(name, learning_rate=rate) for name, rate in zip(names, 10 ** rng.uniform(-4, 0, R))],
        "start": rng.uniform(-2, 2, (R, 2)),
        "schedule": [["constant", "cosine", "step:period=20"][r % 3] for r in range(R)],
        "noise": [0.0 if r % 2 else 0.1 * r for r in range(R)],
        "seed": list(range(R)),
    }


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("surface", ["beale", "x**4 - 3*x*y + sin(5*y) + y**2"])
def test_each_of_many_walks_has_the_bits_it_has_alone(surface, threads):
    arguments, steps = random_walks(), 1500
    together = numnet.descend_many(surface, steps=steps, threads=threads, **arguments)
    assert len(together) == 40 and together.path.shape == (40, steps + 1, 2)
    for r in range(40):
        own = {name: value[r] for name, value in arguments.items()}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", numnet.DivergenceWarning)
            np.testing.assert_array_equal(together.path[r], numnet.descend(surface, steps=steps, **own))


def test_what_is_recorded_does_not_change_the_walk():
    arguments = random_walks()
    end, path, inside = (
        numnet.descend_many("beale", steps=300, record=record, **arguments) for record in ("end", "path", "anatomy")
    )
    assert end.path is None and end.value is None
    np.testing.assert_array_equal(path.path, inside.path)
    np.testing.assert_array_equal(path.value, inside.value)
    for name in ("end", "end_value", "longest_step", "diverged_at", "converged_at", "left_at", "stuck"):
        np.testing.assert_array_equal(getattr(end, name), getattr(path, name))
        np.testing.assert_array_equal(getattr(end, name), getattr(inside, name))
    np.testing.assert_array_equal(end.end, path.path[:, -1])
    np.testing.assert_array_equal(end.end_value, path.value[:, -1])


def test_values_belong_to_the_path():
    race = numnet.descend_many("himmelblau")
    assert [rule.name for rule in race.optimizers] == RULES
    np.testing.assert_allclose(race.value, ref.SURFACES["himmelblau"](*race.path.transpose(2, 0, 1)), atol=1e-10)
    steps = np.hypot(*np.diff(race.path, axis=1).transpose(2, 0, 1))
    np.testing.assert_allclose(race.longest_step, steps.max(axis=1), rtol=1e-14)


def test_no_steps_is_the_start_alone():
    race = numnet.descend_many("beale", ["sgd", "adam"], start=[(1, 1), (3, 0.5)], steps=0, record="anatomy")
    np.testing.assert_array_equal(race.path, [[[1, 1]], [[3, 0.5]]])
    assert race.converged_at.tolist() == [-1, 0] and not race.stuck.any()
    assert race.anatomy(1)["rate"].shape == (0, 2)


# --- arguments --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("options", "error", "message"), [
    ({"surface": "bele"}, ValueError, "surface must be one of .*did you mean beale"),
    ({"optimizer": ["adm"]}, ValueError, "optimizer must be one of .*did you mean adam"),
    ({"optimizer": [3]}, TypeError, "optimizer must be one of numnet.OPTIMIZERS.* got 3"),
    ({"optimizer": []}, ValueError, "one entry for each walk; optimizer has 0"),
    ({"start": (1.0, math.nan)}, ValueError, "start must be two finite numbers"),
    ({"start": 3}, ValueError, "start must be two finite numbers"),
    ({"start": "here"}, ValueError, "start must be two finite numbers"),
    ({"start": [(1, 2, 3)]}, ValueError, "start must be two finite numbers"),
    ({"start": [(1, 2)] * 3}, ValueError, "one entry for each walk; optimizer has 2, start has 3"),
    ({"seed": [1, 2, 3]}, ValueError, "optimizer has 2, seed has 3"),
    ({"steps": -1}, ValueError, "steps must be an integer >= 0"),
    ({"steps": 1.5}, TypeError, "steps must be an integer"),
    ({"schedule": "cosin"}, ValueError, "schedule must be one of"),
    ({"schedule": 3}, TypeError, "schedule must be one of"),
    ({"noise": -1.0}, ValueError, "noise must be >= 0"),
    ({"seed": -1}, ValueError, "seed must be an integer >= 0"),
    ({"record": "all"}, ValueError, "record must be one of end, path, anatomy, got 'all'"),
    ({"tolerance": 0}, ValueError, "tolerance must be > 0"),
    ({"threads": 0}, ValueError, "threads must be an integer >= 1"),
    ({"surface": "log(x)", "start": (-1, 0)}, ValueError, "where the surface is finite, got .-1, 0. on log"),
])  # fmt: skip
def test_bad_arguments_name_themselves(options, error, message):
    with pytest.raises(error, match=message) as caught:
        numnet.descend_many(**{"surface": "beale", "optimizer": ["sgd", "adam"], **options})
    assert "\n" not in str(caught.value)


def test_too_many_steps_do_not_fit():
    with pytest.raises(MemoryError, match="1 walks of 1000000000000000 steps do not fit; use fewer, or record='end'"):
        numnet.descend("beale", "sgd", steps=10**15)
    with pytest.raises(ValueError, match="rates must name at least one rate"):
        numnet.tune("beale", "sgd", rates=())
