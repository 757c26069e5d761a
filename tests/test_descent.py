"""Walks on surfaces: whole paths against the oracle, what is flagged, many at once, and the rates of the registry."""

import math
import warnings
from dataclasses import replace

import numpy as np
import pytest
import reference as ref

import numnet
from numnet.surfaces.anatomy import MEMORY
from numnet.surfaces.rate_tuning import RATES

RULES, SURFACES = list(numnet.OPTIMIZERS), list(numnet.SURFACES)
TUNED = {"momentum": 0.6, "beta1": 0.8, "beta2": 0.95, "rho": 0.8, "eps": 0.03}
STEPS = 60


def rule_with(name, **options):
    kind = numnet.OPTIMIZERS[name]
    return kind(**{key: value for key, value in options.items() if key in kind.__dataclass_fields__})


def oracle_path(surface, rule, start, steps=STEPS, schedule=None, noise=None):
    """The path by the oracle: rules from the papers, the gradient by complex steps."""
    calls = iter(range(steps))

    def gradient(w):
        g = ref.complex_step(ref.SURFACES[surface], w)
        return g if noise is None else g + noise[next(calls)]

    options = {key: getattr(rule, key) for key in rule.__dataclass_fields__}
    return ref.RULES[rule.name](start, gradient, steps, schedule=schedule, **options)


def close(path, expected, tolerance=1e-9):
    np.testing.assert_allclose(path, expected, rtol=0, atol=tolerance * np.abs(expected).max())


# --- paths ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("name", RULES)
def test_every_path_on_every_surface_is_the_oracles(name, surface):
    rule, start = numnet.SURFACES[surface].optimizer(name), numnet.SURFACES[surface].start
    path = numnet.descend(surface, rule, steps=STEPS)
    assert path.shape == (STEPS + 1, 2) and path.dtype == np.float64 and np.ptp(path, axis=0).min() > 0
    close(path, oracle_path(surface, rule, start))
    np.testing.assert_array_equal(path, numnet.descend(surface, name, steps=STEPS))


@pytest.mark.parametrize("name", RULES)
def test_hyper_parameters_decay_and_schedule_are_the_oracles(name):
    rule = rule_with(name, learning_rate=0.01, weight_decay=0.5, **TUNED)
    path = numnet.descend("booth", rule, (-1.0, 2.0), STEPS, schedule="inverse_time:period=4,factor=2,warmup=5")
    schedule = lambda k: ref.factor("inverse_time", k, period=4, factor=2.0, warmup=5)  # noqa: E731
    close(path, oracle_path("booth", rule, (-1.0, 2.0), schedule=schedule))


@pytest.mark.parametrize("name", RULES)
def test_an_expression_is_walked_like_the_surface_it_describes(name):
    text = "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2"
    rule = numnet.SURFACES["beale"].optimizer(name)
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


# --- the inside of a rule ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", RULES)
def test_the_anatomy_explains_every_step(name):
    """step = −rate × (what the rule multiplies it with), or the velocity."""
    rule = rule_with(name, learning_rate=0.02, weight_decay=0.0)
    walks = numnet.descend_many("booth", [rule], (-1.0, 2.0), STEPS, "cosine", record="anatomy")
    a = walks.anatomy(0)
    assert set(a) >= {"gradient", "step", "learning_rate", "rate", *MEMORY[rule.code]}
    factor = np.array([ref.factor("cosine", k, period=STEPS, factor=0.0) for k in range(STEPS)])
    np.testing.assert_allclose(a["learning_rate"], 0.02 * factor, rtol=1e-12)
    driver = {"momentum": None, "nag": None, "lion": "sign", "nadam": "nesterov"}.get(
        name, "corrected_first_moment" if "corrected_first_moment" in a else "gradient"
    )
    if driver is None:
        np.testing.assert_allclose(a["step"], a["velocity"], rtol=0, atol=1e-13)
        before = np.concatenate([[[0, 0]], a["velocity"][:-1]])
        np.testing.assert_allclose(a["velocity"], 0.9 * before - a["rate"] * a["gradient"], rtol=0, atol=1e-13)
    elif driver == "sign":
        before = np.concatenate([[[0, 0]], a["first_moment"][:-1]])
        np.testing.assert_allclose(a["step"], -a["rate"] * np.sign(0.9 * before + 0.1 * a["gradient"]), atol=1e-13)
    elif driver == "nesterov":
        mu = 0.9 * (1 - 0.5 * 0.96 ** (0.004 * np.arange(1, STEPS + 2)))
        product = np.cumprod(mu)
        share_m, share_g = mu[1:] / (1 - product[1:]), (1 - mu[:-1]) / (1 - product[:-1])
        drive = share_m[:, None] * a["first_moment"] + share_g[:, None] * a["gradient"]
        np.testing.assert_allclose(a["step"], -a["rate"] * drive, rtol=1e-10, atol=1e-14)
    else:
        np.testing.assert_allclose(a["step"], -a["rate"] * a[driver], rtol=1e-10, atol=1e-13)


def test_nag_looks_ahead_and_adam_corrects():
    walks = numnet.descend_many("beale", ["nag", "adam"], steps=STEPS, record="anatomy")
    nag, adam = walks.anatomy(0), walks.anatomy(1)
    looked = [ref.complex_step(ref.SURFACES["beale"], w) for w in nag["look_ahead"]]
    np.testing.assert_allclose(nag["gradient"], looked, rtol=1e-10, atol=1e-12)
    np.testing.assert_array_equal(nag["look_ahead"][0], walks.path[0, 0])
    t = np.arange(1, STEPS + 1)[:, None]
    np.testing.assert_allclose(adam["corrected_first_moment"], adam["first_moment"] / (1 - 0.9**t), rtol=1e-12)
    np.testing.assert_allclose(adam["corrected_second_moment"], adam["second_moment"] / (1 - 0.999**t), rtol=1e-10)
    np.testing.assert_allclose(adam["corrected_first_moment"][0], adam["gradient"][0], rtol=1e-12)
    assert "look_ahead" not in adam and "velocity" not in adam
    with pytest.raises(ValueError, match='made with record="anatomy"'):
        numnet.descend_many("beale", ["adam"]).anatomy(0)


# --- what is flagged --------------------------------------------------------------------------------------------------


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


# --- rates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("surface", SURFACES)
def test_the_rates_of_the_registry_are_what_tune_finds(surface):
    """Another processor rounds differently, and where two rates are nearly equal the choice of one rule may tip."""
    found, known = numnet.tune(surface), numnet.SURFACES[surface].rates
    assert list(found) == list(known)
    assert sum(found[name].learning_rate != known[name] for name in known) <= 1
    assert set(numnet.SURFACES[surface].rates.values()) <= set(RATES)


@pytest.mark.parametrize("surface", SURFACES)
def test_with_its_rates_every_rule_goes_down_and_stays_on_the_map(surface):
    race = numnet.descend_many(surface)
    assert (race.value[:, -1] < race.value[:, 0]).all() and (race.longest_step <= race.surface.stride).all()
    if race.surface.escape is None:
        assert (race.diverged_at == -1).all() and (race.left_at == -1).all()
    else:
        assert (race.escaped_at > 0).all()


def test_tune_takes_the_fewest_steps_then_the_lowest_end_then_the_smallest_rate():
    rates = (0.5, 1.0, 1.5)
    walks = numnet.descend_many("ravine", [numnet.SGD(rate) for rate in rates], steps=1000)
    assert walks.converged_at[2] < walks.converged_at[1] < walks.converged_at[0]
    assert numnet.tune("ravine", "sgd", steps=1000, rates=rates) == {"sgd": numnet.SGD(1.5)}
    assert numnet.tune("ravine", ["sgd"], steps=20, rates=rates)["sgd"] == numnet.SGD(1.5)  # nobody arrives
    assert numnet.tune("ravine", "sgd", (0.0, 0.0), rates=rates)["sgd"] == numnet.SGD(0.5)  # all stand still
    assert numnet.tune("ravine", "sgd", rates=(0.1, 5.0, 50.0))["sgd"] == numnet.SGD(0.1)  # the others diverge
    kept = numnet.tune("x**2 + y**2", numnet.Momentum(momentum=0.5))["momentum"]
    assert kept.momentum == 0.5 and kept.learning_rate in RATES


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
