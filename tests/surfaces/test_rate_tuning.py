"""The rates of the registry, and what a walk does at each rate."""

import itertools

import numpy as np
import pytest

import numnet
from numnet.optim.optimizers import OPTIMIZERS
from numnet.surfaces import rate_tuning, tuned_rates
from numnet.surfaces.race import Race
from numnet.surfaces.rate_tuning import RATES, sensitivity
from numnet.surfaces.trials import starts_around
from tests.support.races import walks
from tests.support.walks import SURFACES

QUICK = ("saddle", "ravine")


@pytest.mark.parametrize("surface", [
    pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in SURFACES
])
def test_the_rates_of_the_registry_are_what_tune_finds(surface):
    found, known = numnet.tune(surface), numnet.SURFACES[surface].rates
    assert {name: optimizer.learning_rate for name, optimizer in found.items()} == known
    assert set(numnet.SURFACES[surface].rates.values()) <= set(RATES)


def test_a_pair_that_was_not_tuned_has_the_rules_default(monkeypatch):
    monkeypatch.setattr(tuned_rates, "_table", lambda: {"beale": {"sgd": 0.5}})
    assert numnet.SURFACES["beale"].rates == {"sgd": 0.5}
    assert numnet.SURFACES["beale"].optimizer("sgd") == numnet.SGD(0.5)
    assert numnet.SURFACES["beale"].optimizer("adam") == numnet.Adam()
    assert not numnet.SURFACES["ravine"].rates


def test_rates_are_written_as_they_are_read(monkeypatch, tmp_path):
    monkeypatch.setattr(rate_tuning, "FILE", tmp_path / "rates.csv")
    known = {name: {rule: surface.optimizer(rule) for rule in OPTIMIZERS} for name, surface in numnet.SURFACES.items()}
    monkeypatch.setattr(rate_tuning, "tune", known.get)
    rate_tuning.write_rates()
    assert (tmp_path / "rates.csv").read_text() == tuned_rates.FILE.read_text()


@pytest.mark.parametrize("surface", SURFACES)
def test_with_its_rates_no_rule_leaves_the_map_from_most_starts_and_goes_down(surface):
    surface = numnet.SURFACES[surface]
    around = starts_around(surface, surface.start)
    for rule in OPTIMIZERS:
        race = numnet.descend_many(surface, rule, around, record="end")
        arrived = race.converged_at if surface.escape is None else race.escaped_at
        on = (race.left_at < 0) | ((arrived >= 0) & (arrived < race.left_at))
        assert on.mean() > 0.5 and (race.end_value < surface(*around.T))[on].mean() > 0.9, rule


def test_tune_takes_the_fewest_steps_then_the_lowest_end_then_the_smallest_rate():
    rates = (0.5, 1.0, 1.5)
    walks = numnet.descend_many("ravine", [numnet.SGD(rate) for rate in rates], steps=1000)
    assert walks.converged_at[2] < walks.converged_at[1] < walks.converged_at[0]
    assert numnet.tune("ravine", "sgd", steps=1000, rates=rates) == {"sgd": numnet.SGD(1.5)}
    assert numnet.tune("ravine", ["sgd"], steps=20, rates=rates)["sgd"] == numnet.SGD(1.5)  # nobody arrives
    assert numnet.tune("0*x + 3", "sgd", rates=rates)["sgd"] == numnet.SGD(0.5)  # all stand still
    assert numnet.tune("ravine", "sgd", rates=(0.1, 5.0, 50.0))["sgd"] == numnet.SGD(0.1)  # the others diverge
    kept = numnet.tune("x**2 + y**2", numnet.Momentum(momentum=0.5))["momentum"]
    assert kept.momentum == 0.5 and kept.learning_rate in RATES


def test_of_equals_the_rate_that_arrives_from_most_starts_is_taken():
    found = sensitivity("beale", ["adam", "nag", "sgd"])
    for k in range(3):
        median, share = found.median_arrived_at[k], found.share_arrived[k]
        equal = np.flatnonzero(median == median.min())
        assert found.best[k] == equal[np.argmax(share[equal])]


def test_a_long_step_is_no_fault_and_a_way_off_the_map_is():
    race = Race(walks("long_valley", ["sgd"]))
    assert race.descents.longest_step[0] > 2 and race.trials.share[0] == 1
    high = sensitivity("saddle", ["adam"], rates=(1.0, 100.0))
    assert high.share_arrived.tolist() == [[1.0, 0.0]]  # one leap over the edge is no escape


def test_sensitivity_is_what_each_walk_alone_does():
    found = sensitivity("beale", ["momentum", "adam"], rates=(0.001, 0.01, 0.3), steps=60)
    around = starts_around(found.surface, found.surface.start)
    for k, n in itertools.product(range(2), range(3)):
        alone = walks("beale", [OPTIMIZERS[found.rules[k]](found.rates[n])] * 25, start=around, steps=60)
        lost = (alone.diverged_at >= 0) | (alone.left_at >= 0)
        assert found.end_value[k, n] == np.median(np.where(lost, np.inf, alone.end_value))
        assert found.share_arrived[k, n] == ((alone.converged_at >= 0) & (alone.left_at < 0)).mean()
    assert {k: v.learning_rate for k, v in found.tuned().items()} == {"momentum": 0.001, "adam": 0.3}
