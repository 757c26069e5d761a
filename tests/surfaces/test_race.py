"""Races: standings, outcomes, the verdict."""

import numpy as np
import pytest

import numnet
from numnet import figures
from numnet.surfaces.outcome import outcome
from numnet.surfaces.race import Race
from tests.support.displays import checked, rows, title
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
    assert race.outcomes is race.outcomes and race.order is race.order and race.window is race.window
    drawn, same = figures.race(race), figures.race(d)
    assert [text.get_text() for text in drawn[-1].texts] == [text.get_text() for text in same[-1].texts]


def test_columns_are_the_standings():
    race = Race(walks("beale", ["sgd", "momentum", "adam"]))
    found = race.columns()
    assert list(found) == ["rule", "rate", "outcome", "arrived_at", "final_loss"]
    assert found["rule"].tolist() == [race.descents.optimizers[r].name for r in race.order]
    assert found["rate"].tolist() == [race.descents.optimizers[r].learning_rate for r in race.order]
    arrived = race.descents.converged_at[race.order]
    assert np.array_equal(found["arrived_at"], np.where(arrived >= 0, arrived, np.nan), equal_nan=True)
    assert found["outcome"].tolist() == ["arrived", "arrived", "short"]
    assert found["final_loss"].tolist() == race.descents.end_value[race.order].tolist()


def test_a_saddle_counts_escapes_and_who_left_has_not_arrived():
    saddle = Race(walks("saddle", ["sgd", "adam"], start=[(1.0, 0.001), (1.0, 0.0)])).columns()
    assert saddle["outcome"].tolist() == ["escaped", "stuck"] and saddle["arrived_at"][0] == 53
    away = Race(runaway()).columns()
    assert away["outcome"][-1] == "left" and np.isnan(away["arrived_at"][-1])


def test_a_race_in_a_line_and_in_a_notebook():
    race = Race(walks("saddle", ["sgd", "adam"], start=[(1.0, 0.001), (1.0, 0.0)]))
    assert repr(race) == f"<Race on saddle: {race.verdict}>"
    tree = checked(race)
    assert title(tree) == f"Race on saddle: who escapes first? {race.verdict}"
    assert rows(tree)[1][0::2] == ["sgd", "escaped after 53 steps"] and len(rows(tree)) == 3
    hostile = Race(walks("x**2 + " * 20 + "y**2", ["sgd"], start=(1.0, 1.0), steps=3))
    assert len(repr(hostile)) < 200 and checked(hostile) is not None


def test_plot_is_the_figure_of_the_race(monkeypatch):
    race, asked = Race(walks(rules=["sgd"])), []
    monkeypatch.setattr(numnet.figures, "race", lambda *given, **options: asked.append((given, options)))
    race.plot(view="3d")
    assert asked == [((race,), {"view": "3d"})]


def test_a_frame_of_a_race():
    pytest.importorskip("pandas")
    assert Race(walks("beale", ["sgd", "adam"])).frame().set_index("rule").loc["adam", "outcome"] == "arrived"
