"""The rates of the registry, and what a walk does at each rate."""

import itertools

import pytest

import numnet
from numnet.optim.optimizers import OPTIMIZERS
from numnet.surfaces import rate_tuning, tuned_rates
from numnet.surfaces.outcome import outcome
from numnet.surfaces.rate_tuning import RATES, sensitivity
from tests.support.races import walks
from tests.support.walks import SURFACES


@pytest.mark.parametrize("surface", SURFACES)
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


def test_sensitivity_is_what_each_walk_alone_does():
    found = sensitivity("beale", ["momentum", "adam"], rates=(0.001, 0.01, 0.3), steps=60)
    for k, n in itertools.product(range(2), range(3)):
        alone = walks("beale", [OPTIMIZERS[found.rules[k]](found.rates[n])], steps=60)
        assert found.end_value[k, n] == alone.end_value[0]
        assert found.lost[k, n] == outcome(alone, 0).lost
    assert {k: v.learning_rate for k, v in found.tuned().items()} == {"momentum": 0.001, "adam": 0.3}
