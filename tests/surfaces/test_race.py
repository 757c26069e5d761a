"""Races: standings, outcomes, the verdict."""

import numnet
from numnet import figures
from numnet.surfaces.race import Race, outcome
from tests.support.races import SADDLE, runaway, walks


def test_the_standings_are_by_step_then_by_loss_and_runaways_are_last():
    d = walks("beale", ["sgd", numnet.Momentum(0.01), "adam", "nag", "adagrad"])
    order = Race(d).order
    assert [d.optimizers[r].name for r in order[:2]] == ["nag", "adam"]
    rest = [d.end_value[r] for r in order[2:] if not outcome(d, r).lost]
    assert rest == sorted(rest)
    lost = [outcome(d, r).lost for r in order]
    assert lost == sorted(lost)


def test_outcomes_name_what_happened_and_when():
    d = runaway()
    own = outcome(d, 0)
    assert own.kind == "left" and own.step == d.left_at[0] > 0
    assert own.words == f"left the map at step {d.left_at[0]}, diverged at step {d.diverged_at[0]}"
    assert outcome(walks(), 2).words == "arrived after 84 steps"
    assert outcome(walks("rastrigin", ["sgd"]), 0).kind == "caught"
    assert outcome(walks("x**2 + y**2", ["sgd"]), 0).kind == "walked"


def test_the_verdict_is_who_arrived_first():
    assert Race(walks()).verdict == "nag arrives first, after 84 steps; sgd and adagrad do not"
    assert Race(walks("saddle", SADDLE, start=(1.0, 0.0))).verdict.startswith(
        "every rule is stuck: no slope along y"
    )
    assert "gets lowest" in Race(walks("x**2 + y**2", ["sgd", "adam"])).verdict


def test_a_race_is_judged_once_and_all_read_the_same():
    d = runaway()
    race = Race(d)
    assert race.outcomes == [outcome(d, r) for r in range(len(d))]
    assert race.outcomes is race.outcomes and race.order is race.order and race.frame is race.frame
    drawn, same = figures.race(race), figures.race(d)
    assert [text.get_text() for text in drawn[-1].texts] == [text.get_text() for text in same[-1].texts]
