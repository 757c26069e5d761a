"""Races: standings, outcomes, the verdict."""

from dataclasses import replace

import numpy as np
import pytest

import numnet
from numnet import figures
from numnet.surfaces.outcome import outcome
from numnet.surfaces.race import Race
from numnet.surfaces.trials import starts_around
from tests.support.displays import checked, rows, title
from tests.support.races import SADDLE, runaway, texts, walks


def test_the_standings_are_by_median_then_by_loss_and_runaways_are_last():
    d = walks("beale", ["sgd", numnet.Momentum(0.01), "adam", "nag", numnet.Adagrad(0.01), numnet.Adagrad(0.02)])
    race = Race(d)
    assert [d.optimizers[r].name for r in race.order] == ["nag", "adam", "sgd", "adagrad", "adagrad", "momentum"]
    median, end = race.trials.median[race.order], race.trials.end[race.order]
    assert median[0] < median[1] < median[2] < np.inf == median[3] == median[5]
    assert end[3] < end[4] < np.inf == end[5]


def test_the_trials_are_of_the_walks_own_rules_rates_starts_and_conditions():
    race = Race(walks("beale", ["adam", "nag"], start=[(1.0, 1.5), (0.5, 1.0)], schedule=["cosine", None], steps=300))
    for r, schedule in enumerate(("cosine", None)):
        own = race.descents.optimizers[r]
        around = starts_around(race.surface, race.descents.walks.start[r])
        alone = [numnet.descend_many("beale", own, point, 300, schedule, record="end") for point in around]
        steps = [one.converged_at[0] if one.left_at[0] < 0 <= one.converged_at[0] else np.inf for one in alone]
        assert race.trials.arrived[r].tolist() == steps
        assert race.trials.median[r] == np.median(steps) and race.trials.share[r] == np.isfinite(steps).mean()


def test_outcomes_name_what_happened_and_when():
    d = runaway()
    own = outcome(d, 0)
    assert own.kind == "left" and own.step == d.left_at[0] > 0
    assert own.words == f"left the map at step {d.left_at[0]}, diverged at step {d.diverged_at[0]}"
    assert outcome(walks(), 2).words == "arrived after 62 steps" and not outcome(walks(), 2).returned
    assert outcome(walks("rastrigin", ["sgd"]), 0).kind == "caught"
    assert outcome(walks("x**2 + y**2", ["sgd"]), 0).kind == "walked"


def test_who_leaves_the_map_and_returns_is_marked():
    beale = numnet.SURFACES["beale"]
    small = replace(beale, limits=((0.8, 4.5), (0.0, 4.5)))
    d = walks(small, ["nag", "adam"])
    own = outcome(d, 0)
    assert own.kind == "arrived" and own.returned and not own.lost
    assert own.words == f"arrived after {d.converged_at[0]} steps, left the map at step {d.left_at[0]} and came back"
    short = outcome(walks(small, ["nag"], steps=int(d.converged_at[0]) - 1), 0)
    assert short.kind == "short" and short.words.endswith("and came back")
    race = Race(d)
    assert not race.trials.share.any()  # nobody may arrive that way
    table = texts(figures.race(race)[-1])
    assert f"arrived after {d.converged_at[0]} steps ↩" in table
    assert any("↩ left the map and came back" in words for words in table)


def test_the_verdict_is_who_arrives_first_in_the_median():
    assert Race(walks()).verdict == "nag arrives first, after 63 steps in the median of 25 starts"
    assert Race(walks("beale")).verdict.startswith("nag and momentum tie: they arrive after 74 to 91 steps in the")
    seldom = Race(walks("rosenbrock"))
    assert seldom.verdict.endswith("; adagrad, sgd and rmsprop arrive from fewer than half of them")
    assert Race(walks("saddle", SADDLE, start=(1.0, 0.0))).verdict.startswith(
        "every rule is stuck: no slope along y"
    )
    assert "gets lowest, E = " in Race(walks("x**2 + y**2", ["sgd", "adam"])).verdict
    lucky = Race(walks("rastrigin")).verdict
    assert lucky.startswith("no rule arrives from half of the starts in 300 steps; ") and " lowest, E = " in lucky
    assert Race(walks("beale", [numnet.SGD(0.9)])).verdict == "sgd runs away"


def test_with_noise_the_verdict_is_over_many_seeds_not_over_the_last_wobble():
    d = walks("long_valley", ["nag", "sgd"], noise=0.5, seed=4)
    race = Race(d)
    assert (d.converged_at < 0).all() and [one.kind for one in race.outcomes] == ["arrived"] * 2
    first = [np.flatnonzero(np.hypot(*path.T) <= 0.05)[0] for path in d.path]
    assert [one.step for one in race.outcomes] == first and "first there after" in race.outcomes[0].words
    tie = "nag and sgd tie: they arrive after 73 to 145 steps in the median of 25 starts"
    assert race.verdict == f"{tie}; then sgd stays closest, 0.39 away"
    around = starts_around(d.surface, d.surface.start)
    for r in range(2):
        for k in (0, 7):
            alone = numnet.descend_many("long_valley", [d.optimizers[r]], around[k], noise=0.5, seed=4 + k)
            path, left = alone.path[0], int(alone.left_at[0])
            entered = np.flatnonzero(np.hypot(*path.T) <= 0.05)[0]
            if 0 <= left < entered:
                assert np.isinf(race.trials.arrived[r, k]) and np.isnan(race.trials.distance[r, k])
                continue
            assert race.trials.arrived[r, k] == entered
            assert race.trials.distance[r, k] == pytest.approx(np.hypot(*path[entered:].T).mean())


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
    assert list(found) == [
        "rule", "rate", "outcome", "arrived_at", "median_arrived_at", "share_arrived", "final_loss",
    ]  # fmt: skip
    assert found["rule"].tolist() == [race.descents.optimizers[r].name for r in race.order]
    assert found["rate"].tolist() == [race.descents.optimizers[r].learning_rate for r in race.order]
    arrived = race.descents.converged_at[race.order]
    assert np.array_equal(found["arrived_at"], np.where(arrived >= 0, arrived, np.nan), equal_nan=True)
    assert found["outcome"].tolist() == ["arrived", "arrived", "left"]  # sgd, from here; from most starts it arrives
    assert found["median_arrived_at"].tolist() == race.trials.median[race.order].tolist()
    assert found["share_arrived"].tolist() == [1.0, 1.0, 0.6]
    assert found["final_loss"].tolist() == race.descents.end_value[race.order].tolist()


def test_a_saddle_counts_escapes_and_who_left_has_not_arrived():
    saddle = Race(walks("saddle", ["sgd", "adam"], start=[(1.0, 0.001), (1.0, 0.0)])).columns()
    assert saddle["outcome"].tolist() == ["stuck", "escaped"] and saddle["arrived_at"][1] == 9
    away = Race(runaway()).columns()
    assert away["outcome"][-1] == "left" and np.isnan(away["arrived_at"][-1])


def test_a_race_in_a_line_and_in_a_notebook():
    race = Race(walks("saddle", ["sgd", "adam"], start=[(1.0, 0.001), (1.0, 0.0)]))
    assert repr(race) == f"<Race on saddle: {race.verdict}>"
    tree = checked(race)
    assert title(tree) == f"Race on saddle: who escapes first? {race.verdict}"
    assert rows(tree)[2][:1] + rows(tree)[2][2:5] == ["sgd", "4", "22/25", "escaped after 9 steps"]
    assert len(rows(tree)) == 3
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
