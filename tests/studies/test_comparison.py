"""Comparisons: shared starts, bits of `train`, quartiles, divergence, targets, tuning."""

import csv
import json
import math
import shlex
from pathlib import Path

import numpy as np
import pytest

import numnet
from numnet.studies.comparison import CURVE_COLUMNS, load_comparison
from numnet.studies.trials import Trials
from tests.support.cli import call
from tests.support.comparisons import SMALL, broken, competing, made, plain

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- shared starts, and the bits of train -----------------------------------------------------------------------------


def test_competitors_share_start_split_and_order(monkeypatch):
    """The first weights and the order of samples in every epoch, of every competitor, taken where they are used."""
    seen = {}
    make = Trials.make

    def watched(self, optimizer, options):
        trial = make(self, optimizer, options)
        own = seen.setdefault(options["seed"], {})[optimizer.name] = [trial.network.parameters.copy(), trial.parts.X]
        advance = trial.training.advance

        def step(until):
            running = advance(trial.training.epochs_done + 1)
            own.append(trial.training.work.order.copy())
            return running

        trial.training.advance = step
        return trial

    monkeypatch.setattr(Trials, "make", watched)
    result = competing(*SMALL, "--optimizer", "sgd,nag,adam", "--threads", 1)
    assert result["same_weights"] is True and sorted(seen) == [0, 1, 2]
    for seed in seen:
        sgd, nag, adam = (seen[seed][name] for name in ("sgd", "nag", "adam"))
        assert len(sgd) == len(nag) == len(adam) >= 7
        for one, other in [(sgd, nag), (sgd, adam)]:
            for a, b in zip(one, other):
                np.testing.assert_array_equal(a, b)
        assert not np.array_equal(sgd[2], sgd[3])  # another order in the next epoch
    assert not np.array_equal(seen[0]["sgd"][0], seen[1]["sgd"][0])


def test_other_shapes_cannot_share_weights_and_it_is_said():
    done = call("compare", *SMALL, "--hidden", 3, "--hidden", "4,4")
    assert "same split and order of samples; initial weights differ" in done.stdout
    assert "split, order of samples and initial weights" in call("compare", *SMALL, "--batch-size", "8,full").stdout


@pytest.mark.parametrize("words", [
    ["moons:n=100", "--optimizer", "sgd,adam", "--batch-size", "8,full", "--l1", "0.001"],
    ["diabetes", "--activation", "relu", "--activation", "tanh", "--dropout", "0,0.2", "--evaluate-every", "2"],
    ["xor", "--momentum", "0.5,0.9", "--optimizer", "sgd,momentum", "--schedule", "cosine"],
    ["discs:n=80", "--tune", "--learning-rate", "0.001:1:log:4", "--optimizer", "lion,adagrad", "--part", "validation"],
], ids=["classes", "regression", "truth table", "labels, tuned"])  # fmt: skip
def test_every_curve_is_that_of_train_bit_for_bit(words):
    result = competing(*words, "--epochs", 5, "--seeds", 2)
    found = load_comparison(result["comparison"])
    for own in result["competitors"]:
        (c,) = [c for c, one in enumerate(found.competitors) if one["name"] == own["name"]]
        for seed in range(2):
            command = own["command"].replace("--seed 0", f"--seed {seed}")
            trained = json.loads(call(*shlex.split(command)[1:], "--json").stdout)
            history, row = numnet.load_run(trained["run"]).history, found.results[c, seed]
            for k, name in enumerate(CURVE_COLUMNS):
                if name != "seconds":
                    np.testing.assert_array_equal(found.curves[c, seed][:, k], getattr(history, name), name)
            assert float(row["train_loss"]) == trained["train_loss"]
            assert int(row["updates"]) == trained["updates"] and row["diverged"] == "0"


def test_results_do_not_depend_on_the_threads_and_nothing_is_overwritten():
    words = "compare", *SMALL, "--optimizer", "sgd,adam", "--quiet", "--threads"
    call(*words, 1)
    call(*words, 3)
    config = json.loads(Path("comparisons/moons-1/config.json").read_text())
    call(*shlex.split(config["command"])[1:])
    one, two, three = (load_comparison(f"comparisons/moons-{n}") for n in (1, 2, 3))
    for key, curve in one.curves.items():
        for other in (two, three):
            np.testing.assert_array_equal(np.delete(curve, 2, 1), np.delete(other.curves[key], 2, 1))
    assert config["data"]["fingerprint"] and config["versions"]["numba"]
    assert "exists" in call(*words, 1, "--out", "comparisons/moons-1", code=2).stderr


# --- figures of the comparison, against NumPy -------------------------------------------------------------------------


def test_quartiles_are_those_of_numpy():
    found = made(plain, seeds=7)
    for c in range(2):
        values = np.array([[plain(c, seed, epoch) for epoch in range(7)] for seed in range(7)])
        expected = np.quantile(values, [0.5, 0.25, 0.75], axis=0)
        np.testing.assert_allclose(found.quartiles(c, "train_loss"), expected, rtol=1e-14)
    best, other = found.standings()
    assert (best.competitor, other.competitor) == (0, 1) and best.diverged == 0
    np.testing.assert_allclose(other.loss, expected[:, -1])
    np.testing.assert_allclose(other.metric, np.quantile(1 - values[:, -1] / 8, [0.5, 0.25, 0.75]))


def test_what_diverged_counts_as_the_worst():
    found = made(broken)
    sgd, adam = (found.quartiles(c, "train_loss") for c in (0, 1))
    assert np.isfinite(sgd[0][:3]).all() and np.isinf(sgd[0][3:]).all() and np.isfinite(sgd[1]).all()
    assert np.isfinite(adam[0]).all() and np.isfinite(adam[2][:5]).all()
    ordered = np.sort([broken(1, seed, 6) for seed in range(4)])
    assert adam[0][6] == pytest.approx(ordered[1:3].mean())
    best, worst = found.standings()
    assert (best.competitor, best.diverged) == (1, 1) and (worst.competitor, worst.diverged) == (0, 2)
    assert worst.loss[0] == math.inf and worst.metric[0] == -math.inf and worst.updates is None
    assert found.along(0, "step")[3] == 30 and found.along(0, "seconds")[5] == pytest.approx(2.55)


def test_the_target_is_what_every_median_reaches_unless_it_is_given():
    found = made(plain)
    medians = [found.quartiles(c, "train_loss")[0] for c in (0, 1)]
    assert found.target() == max(median.min() for median in medians)
    fast, slow = found.standings()
    assert slow.updates == 60 and slow.seconds == pytest.approx(np.median([3.0, 3.1, 3.2, 3.3]))
    first = next(k for k, value in enumerate(medians[0]) if value <= found.target())
    assert fast.updates == 10 * first < 60
    assert made(broken).target() == made(broken).quartiles(1, "train_loss")[0].min()  # sgd does not count
    climbing = made(lambda c, seed, epoch: 1.0 + epoch if c else plain(c, seed, epoch))
    assert climbing.target() == climbing.quartiles(0, "train_loss")[0].min()  # adam only climbs, and does not count
    given = made(plain, target=1e-9)
    assert given.target() == 1e-9 and [own.updates for own in given.standings()] == [None, None]
    assert made(lambda *_: math.inf if _[2] else 1.0).target() is None


def test_rates_are_tuned_on_other_seeds_and_the_lowest_median_wins():
    result = competing(
        "moons:n=80",
        "--epochs",
        4,
        "--seeds",
        2,
        "--optimizer",
        "sgd,adam",
        "--tune",
        "--learning-rate",
        "0.001:1000:log:4",
    )
    assert result["tuning"]["seeds"] == [2, 3, 4] and result["tuning"]["rates"] == ["0.001", "0.1", "10", "1000"]
    with open(Path(result["comparison"]) / "tuning.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2 * 4 * 3
    for own in result["competitors"]:
        medians = {}
        for row in rows:
            if row["competitor"] == own["name"]:
                medians.setdefault(row["learning_rate"], []).append(float(row["loss"]))
        best = min(medians, key=lambda rate: np.median(medians[rate]))
        assert own["options"]["learning_rate"] == best and own["learning_rate"] == float(best)
    words = shlex.split(f"train moons:n=80 --epochs 4 --optimizer sgd --learning-rate {rows[0]['learning_rate']}")
    run = json.loads(call(*words, "--seed", 2, "--json").stdout)["run"]
    assert (rows[0]["competitor"], rows[0]["seed"]) == ("sgd", "2")
    assert numnet.load_run(run).history.train_loss[-1] == float(rows[0]["loss"])


def test_divergence_is_counted_printed_and_drawn():
    words = "sine", "--activation", "relu", "--epochs", 4, "--seeds", 2, "--optimizer", "sgd"
    done = call("compare", *words, "--learning-rate", "0.1,1e30", "--out", "some")
    assert "2/2" in done.stdout and "never" in done.stdout and "nan" not in done.stdout
    done = call("compare", *words, "--learning-rate", "1e30,1e29", "--out", "all", "--json", code=3)
    result = json.loads(done.stdout)
    assert [own["diverged"] for own in result["competitors"]] == [2, 2] and result["target_loss"] is None
    assert result["competitors"][0]["loss"]["median"] is None and "every training diverged" in done.stderr
    for name in ("some", "all"):
        for x in ("epochs", "updates", "seconds"):
            call("plot", "compare", name, "--x", x, "--part", "validation")
