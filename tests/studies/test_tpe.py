"""Search by TPE: it finds what chance does not, the same whoever trains, and goes on where it was."""

import json
import math
from pathlib import Path

import pytest

import numnet
from numnet.studies.search_space import draw, parse_range
from numnet.studies.tpe import Parzen, batch_size
from tests.support.cli import call, interrupted_at
from tests.support.sweeps import untimed

pytestmark = pytest.mark.filterwarnings("error")
pytest.importorskip("optuna")

WORDS = ["sweep", "moons:n=90", "--search", "tpe", "--trials", 21, "--seed", 3, "--learning-rate", "1e-3:30:log",
         "--optimizer", "sgd", "--hidden", 3, "--hidden", "8:16:lin", "--activation", "relu", "--batch-size",
         "8:64:log", "--epochs", 4, "--seeds", 2]  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def bowl(own):
    """Lowest, 0, at a rate of 0.01, 32 samples and adam."""
    rate, batch = float(own["learning_rate"]), int(own["batch_size"])
    return (math.log10(rate) + 2) ** 2 + (math.log2(batch) - 5) ** 2 / 4 + (own["optimizer"] != "adam")


AXES = {"learning_rate": [parse_range("1e-5:10:log")], "batch_size": [parse_range("4:512:log", whole=True)],
        "optimizer": ["sgd", "adam", "nag"]}  # fmt: skip


def best_of_tpe(seed, trials=48, worst=math.inf):
    """The lowest cost that so many trials find; from ``worst`` on they diverge."""
    parzen, found = Parzen(AXES, seed), []
    for _ in range(trials // 8):
        costs = [bowl(own) for own in parzen.ask(8)]
        found += costs
        parzen.tell([value if value < worst else math.inf for value in costs])
    return min(found)


def test_it_finds_better_values_than_as_many_random_draws():
    seeds = range(7)
    chance = [min(map(bowl, draw(AXES, 48, seed))) for seed in seeds]
    for worst in (math.inf, 5):
        found = [best_of_tpe(seed, worst=worst) for seed in seeds]
        assert sum(a < b for a, b in zip(found, chance)) >= 5
        assert sorted(found)[3] < sorted(chance)[3] / 2


def test_values_come_from_their_ranges_as_they_are_typed():
    configurations = Parzen({"hidden": ["3", parse_range("8:16:lin", whole=True)],
                             "dropout": [parse_range("0.1:0.5:lin")]}, seed=0).ask(60)  # fmt: skip
    hidden = {own["hidden"] for own in configurations}
    assert "3" in hidden and hidden <= {"3", *map(str, range(8, 17))} and len(hidden) > 5
    assert all(0.1 <= float(own["dropout"]) <= 0.5 and len(own["dropout"]) <= 8 for own in configurations)
    assert [batch_size(trials) for trials in (1, 80, 500)] == [8, 8, 50]


def test_results_depend_on_no_thread_and_an_interrupted_search_ends_the_same(monkeypatch):
    call(*WORDS, "--quiet", "--threads", 2, "--out", "whole")
    whole, config = untimed("whole"), numnet.load_sweep("whole").config
    assert config["batch"] == 8 and len(whole) == 2 * len(config["configurations"])
    for at in (3, 17, 40):  # in the first batch, at the beginning of the second, in the last
        with interrupted_at(at, monkeypatch):
            call(*WORDS, "--quiet", "--threads", 1, "--out", f"part{at}", code=130)
        assert untimed(f"part{at}") != whole
        result = json.loads(call("sweep", "--resume", f"part{at}", "--json").stdout)
        assert untimed(f"part{at}") == whole and result["search"] == "tpe"
        again = numnet.load_sweep(f"part{at}").config
        assert {**again, "command": None} == {**config, "command": None}


@pytest.mark.parametrize("method", ["tpe", "halving"])
def test_a_plan_is_trained_as_a_whole_and_not_in_parts(method):
    words = ["sweep", "xor", "--search", method, "--trials", 10, "--learning-rate", "0.01:1:log", "--seeds", 1,
             "--epochs", 9, "--quiet"]  # fmt: skip
    call(*words, "--out", "whole")
    call(*words, "--plan", "--out", "plan")
    assert not untimed("plan")
    refused = call("sweep", "--resume", "plan", "--part", "1/2", code=2).stderr
    assert f"a search by {method} has no parts" in refused
    call("sweep", "--resume", "plan", "--quiet")
    assert untimed("plan") == untimed("whole")


def test_what_comes_again_is_told_and_not_trained_again():
    study = numnet.sweep("xor", {"learning_rate": [0.01, 0.1, 1], "hidden": [(2,), (3,)]}, search="tpe", trials=30,
                         seeds=1, epochs=2)  # fmt: skip
    assert 1 < len(study.rows) == len(study.configurations) <= 6
    assert len({tuple(own.values()) for own in study.configurations}) == len(study.configurations)


def test_where_losses_are_tried_the_metric_counts_from_the_first_batch_on(monkeypatch):
    words = ["sweep", "moons:n=60", "--search", "tpe", "--trials", 17, "--loss", "mse", "--loss", "cross_entropy",
             "--learning-rate", "1e-3:1:log", "--epochs", 4, "--seeds", 1, "--quiet"]  # fmt: skip
    call(*words, "--out", "whole")
    with interrupted_at(12, monkeypatch):
        call(*words, "--out", "part", code=130)
    assert json.loads(call("sweep", "--resume", "part", "--json").stdout)["measure"] == "validation_accuracy"
    assert untimed("part") == untimed("whole")


def test_another_optuna_that_draws_others_is_told():
    call(*WORDS, "--quiet", "--out", "found")
    path = Path("found/config.json")
    config = json.loads(path.read_text())
    config["random"]["seed"], config["optuna"] = 4, "3.0"
    path.write_text(json.dumps(config))
    error = call("sweep", "--resume", "found", code=2).stderr
    assert "found was begun with Optuna 3.0, this one" in error and "draws other configurations" in error
    del config["batch"]
    path.write_text(json.dumps(config))
    assert "config.json is damaged: batch is missing" in call("sweep", "--resume", "found", code=2).stderr
