"""Successive halving: who goes on, what a survivor is, what it costs, and how it goes on after an interruption."""

from concurrent.futures import ThreadPoolExecutor

import pytest

import numnet
from numnet.runs.trial import Trial
from numnet.studies.halving import ETA, Halving, rungs
from tests.support.cli import call, interrupted_at
from tests.support.sweeps import TIMED, untimed

pytestmark = pytest.mark.filterwarnings("error")

WORDS = ["sweep", "moons:n=90", "--search", "halving", "--trials", 13, "--seed", 3, "--learning-rate", "1e-3:30:log",
         "--optimizer", "sgd", "--hidden", 3, "--hidden", 4, "--activation", "relu", "--schedule", "cosine",
         "--epochs", 20, "--seeds", 2]  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def spent(monkeypatch):
    """A list of the epochs of each training that is made, from where it begins to where it ends."""
    spent = []

    def counted(trial, status=None):
        begun = trial.training.resumed.epochs if trial.training.resumed is not None else 0
        spent.append(trial.training.epochs_done - begun)
        keep(trial, status)

    keep = Trial.keep
    monkeypatch.setattr(Trial, "keep", counted)
    return spent


@pytest.mark.parametrize(("count", "epochs", "every", "expected"), [
    (27, 27, 1, [1, 3, 9, 27]), (26, 100, 1, [11, 33, 100]), (1000, 10, 1, [1, 3, 10]), (9, 100, 10, [10, 30, 100]),
    (81, 200, 1, [2, 7, 22, 66, 200]), (5, 7, 2, [2, 7]),
])  # fmt: skip
def test_rungs_are_thirds_of_the_epochs_where_losses_are_known(count, epochs, every, expected):
    found = rungs(count, epochs, every)
    assert found == expected and sorted(set(found)) == found
    assert all(rung % every == 0 for rung in found[:-1]) and count // ETA ** (len(found) - 1) >= 1


def test_survivors_equal_trainings_in_one_go_and_the_best_third_goes_on():
    call(*WORDS, "--quiet", "--out", "half")
    call("sweep", "moons:n=90", "--random", 13, *WORDS[6:], "--quiet", "--out", "full")
    half, full = numnet.load_sweep("half"), untimed("full")
    assert half.rungs == [2, 6, 20] and half.configurations == numnet.load_sweep("full").configurations
    ended = {c: int(row["rung"]) for (c, _), row in untimed("half").items()}
    assert sorted(ended.values()) == [1] * 9 + [2] * 3 + [3]
    for key, row in untimed("half").items():
        if row.pop("rung") == "3":
            assert row == full[key]
    for rung, epochs in enumerate(half.rungs[:-1], 1):  # what all that reached it had there, trained anew
        medians = {c: sum(loss_after(half, c, seed, epochs) for seed in range(2)) / 2
                   for c in ended if ended[c] >= rung}  # fmt: skip
        going = sorted(medians, key=medians.get)[: 13 // ETA**rung]
        assert sorted(going) == sorted(c for c in ended if ended[c] > rung)


def loss_after(study, c, seed, epochs):
    """The lowest validation loss of so many of the 20 epochs of a configuration."""
    own = study.configurations[c]
    steps = -(-72 // 32)
    run = numnet.fit("moons:n=90", optimizer="sgd", activation="relu", hidden=(int(own["hidden"]),), epochs=epochs,
                     learning_rate=float(own["learning_rate"]), schedule=f"cosine:period={20 * steps}",
                     seed=seed)  # fmt: skip
    return float("inf") if run.history.status == "diverged" else run.history.validation_loss.min()


def test_no_epoch_is_trained_twice(spent):
    call(*WORDS, "--quiet", "--out", "half")
    half = untimed("half")
    assert not any(row["diverged"] == "1" for row in half.values())
    assert sum(spent) == 2 * (13 * 2 + 4 * (6 - 2) + 1 * (20 - 6))
    assert sum(spent) == sum(int(row["updates"]) // 3 for row in half.values())


def test_an_interrupted_search_goes_on_to_the_same_rows(monkeypatch):
    call(*WORDS, "--quiet", "--out", "whole")
    for at in (2, 29, 33, 35):  # in each rung, and at its ends
        with interrupted_at(at, monkeypatch, "halving"):
            done = call(*WORDS, "--threads", 2, "--out", f"part{at}", code=130)
        assert "interrupted; kept are" in done.stderr and f"numnet sweep --resume part{at}" in done.stderr
        assert untimed(f"part{at}") != untimed("whole")
        call("sweep", "--resume", f"part{at}", "--quiet", "--threads", 1)
        assert untimed(f"part{at}") == untimed("whole")


def test_workers_of_an_executor_get_the_states_to_go_on_from(spent):
    values = {"learning_rate": "1e-3:1:log", "hidden": [(3,), (2, 2)]}
    how = {"search": "halving", "trials": 9, "epochs": 9, "seeds": 2}
    here = numnet.sweep("moons:n=90", values, **how)
    assert sum(spent) == 2 * (9 * 1 + 3 * (3 - 1) + 1 * (9 - 3))
    with ThreadPoolExecutor(2) as executor:
        there = numnet.sweep("moons:n=90", values, **how, executor=executor)
    assert sum(spent) == 2 * 2 * (9 * 1 + 3 * (3 - 1) + 1 * (9 - 3))
    assert {**here.rows} != {} and all(results(here, key) == results(there, key) for key in here.rows)


def results(study, key):
    """A row without what depends on machine and clock."""
    return {name: text for name, text in study.rows[key].items() if name not in TIMED}


def test_what_has_ended_early_or_diverged_takes_no_more_part(spent):
    study = numnet.sweep("moons:n=90", {"learning_rate": [0.01, 0.1, 1e30, 1e30 + 1e25]}, search="halving", patience=2,
                         optimizer="sgd", activation="relu", epochs=30, seeds=1)  # fmt: skip
    rows = [study.rows[c, 0] for c in range(4)]
    assert [row["diverged"] for row in rows] == ["0", "0", "1", "1"] and sorted(r["rung"] for r in rows) == [*"1112"]
    assert sum(spent) == sum(int(row["updates"]) // 3 for row in rows[:2])
    best = study.frame().sort_values("rung").iloc[-1]
    run = numnet.fit("moons:n=90", learning_rate=float(best["learning_rate"]), patience=2, optimizer="sgd",
                     activation="relu", epochs=30)  # fmt: skip
    assert run.metrics["validation"]["loss"] == best["validation_loss"]


def test_only_states_of_those_that_may_go_on_are_kept(monkeypatch):
    most, keep = [], Halving._forget

    def counted(halving, *arguments):
        keep(halving, *arguments)
        most.append(sum(checkpoint is not None for checkpoint in halving._checkpoints.values()))

    monkeypatch.setattr(Halving, "_forget", counted)
    numnet.sweep("xor", {"learning_rate": "1e-3:1:log"}, search="halving", trials=30, epochs=30, seeds=2, threads=1)
    assert max(most) <= (30 // ETA + 1) * 2


def test_the_report_tells_how_far_each_was_trained_and_those_that_went_on_lead():
    done = call(*WORDS, "--out", "half")
    assert "13 to epoch 2, 4 to epoch 6, 1 to epoch 20; × 2 seeds = 36 trainings" in done.stderr
    assert "training 36/36" in done.stderr and "those that were trained longer come first" in done.stdout
    shown = [line.split() for line in done.stdout.splitlines()[1:7]]
    column = [*" ".join(shown[0]).replace("learning rate", "rate").replace("to epoch", "epoch").split()].index("epoch")
    assert [line[column + 1] for line in shown[1:]] == ["20", "6", "6", "6", "2"]


@pytest.mark.parametrize(("words", "message"), [
    (["--epochs", 3, "--epochs", 9], "compares after the same epochs; give one --epochs"),
    (["--epochs", 2], "needs at least 3 configurations and --epochs 3"),
    (["--evaluate-every", 100], "needs at least 3 configurations and --epochs 300"),
])  # fmt: skip
def test_mistakes_end_in_one_line(words, message):
    done = call("sweep", "xor", "--search", "halving", "--learning-rate", "0.1:1:lin:9", *words, code=2)
    assert message in done.stderr
