"""NaN in the middle of a training: what is kept, named, and tried again."""

import json
import re
import sys
from pathlib import Path

import numpy as np
import pytest

import numnet
from tests.support.cli import call
from tests.support.faults import FILES, error_of, pauses, without_times

pytestmark = [pytest.mark.filterwarnings("error"), pytest.mark.skipif(sys.platform == "win32", reason="faults of Unix")]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


GROWING = ("bumps:n=100", "--epochs", "300", "--batch-size", "full", "--activation", "relu", "--optimizer", "momentum",
           "--schedule", "exponential:factor=50,period=100")  # fmt: skip


def test_divergence_in_the_middle_keeps_finite_weights_and_names_epoch_layer_and_cause():
    done = call("train", *GROWING, "--out", "run", "--quiet", code=3)
    line = error_of(done)
    assert re.search(r"diverged in epoch (?!1,)\d+, update \d+: .*layer \d of 3.*; likely cause: the schedule has "
                     r"raised the learning rate from 0\.05 to .*; try a smaller learning rate", line)  # fmt: skip
    run = numnet.load_run("run")
    assert run.history.status == "diverged" and run.history.diagnosis in line
    assert np.isfinite(run.network.parameters).all() and run.history.best_epoch > 5
    assert run.evaluate(run.data().X, run.data().T)["r2"] > 0.3
    assert {path.name for path in Path("run").iterdir()} == FILES
    again = call("train", "--resume", "run", "--quiet", code=3)
    assert error_of(again) == line and again.stdout == done.stdout


@pytest.mark.parametrize(("words", "cause"), [
    (["diabetes", "--no-scale", "--optimizer", "sgd", "--loss", "mse", "--learning-rate", "10"], "the learning rate"),
    (["big.csv", "--no-scale", "--optimizer", "sgd", "--hidden", "none"], r"the inputs are not scaled, .* 1e\+06"),
    (["line", "--optimizer", "sgd", "--learning-rate", "1.9", "--batch-size", "full", "--hidden", "30,30",
      "--activation", "relu"], "the learning rate (is|1.9 is) too large"),
])  # fmt: skip
def test_the_likely_cause_is_named(words, cause):
    rows = [f"{1e6 - i},{i % 7},{i * 0.37}" for i in range(40)]
    Path("big.csv").write_text("\n".join(["a,b,t", *rows]))
    line = error_of(call("train", *words, "--epochs", "500", "--quiet", code=3))
    assert re.search(f"likely cause: {cause}", line), line


def test_halving_the_rate_goes_on_from_finite_weights(monkeypatch):
    done = call("train", *GROWING, "--on-divergence", "halve-rate", "--out", "run")
    notices = [line for line in done.stderr.splitlines() if line.startswith("training diverged in epoch ")]
    result = json.loads(Path("run/config.json").read_text())["result"]
    assert result["status"] == "finished" and result["epochs"] == 300 and result["recovery"] == notices
    assert 1 <= len(notices) <= 10 and re.search(r": back to epoch \d+, learning rate 0\.025$", notices[0])
    history = numnet.load_run("run").history
    assert history.epoch.tolist() == list(range(301)) and np.isfinite(history.train_loss).all()
    growth = history.learning_rate[1:] / (0.05 * 50 ** (np.arange(300) / 100))
    np.testing.assert_allclose(growth, 0.5 ** np.round(-np.log2(growth)), rtol=1e-9)
    assert (np.diff(growth) <= 1e-9).all() and growth[0] == pytest.approx(1)
    assert growth[-1] == pytest.approx(0.5 ** len(notices))
    pauses(monkeypatch, 7, lambda number: None)
    call("train", *GROWING, "--on-divergence", "halve-rate", "--out", "slow", "--quiet")
    assert without_times("slow") == without_times("run")


@pytest.mark.parametrize("policy", ["stop", "restart", "halve-rate"])
def test_data_beyond_all_rates_end_as_they_are(policy):
    Path("huge.csv").write_text("a,b,t\n" + "".join(f"{i}e36,{i % 7}e36,{i}.5e37\n" for i in range(1, 20)))
    how = "--no-scale", "--columns", "*", "--task", "regression", "--on-divergence", policy
    words = "huge.csv", *how, "--epochs", "9", "--out", "run"
    line = error_of(call("train", *words, code=3))
    assert "update 1:" in line and "likely cause: the inputs are not scaled, they reach 1.9e+37" in line
    result = json.loads(Path("run/config.json").read_text())["result"]
    assert len(result["recovery"]) == (3 if policy == "restart" else 0) and result["train_loss"] is None


def test_a_restart_draws_other_weights():
    words = "bumps:n=100", "--optimizer", "sgd", "--learning-rate", "1e30", "--epochs", "5", "--seed", "4"
    done = call("train", *words, "--on-divergence", "restart", "--out", "run", code=3)
    seeds = re.findall(r"started again, from the weights of seed (\d+)", done.stderr)
    assert seeds == ["5", "6", "7"] and np.isfinite(numnet.load_run("run").network.parameters).all()
    assert numnet.load_run("run").network.seed == 7


def test_a_restart_that_helps():
    """Of 40 seeds some diverge at this rate and others don't; the first to diverge whose successor does not."""
    words = ["bumps:n=60", "--optimizer", "sgd", "--activation", "relu", "--batch-size", "full", "--epochs", "60",
             "--learning-rate", "0.9", "--quiet"]  # fmt: skip
    for seed in range(40):
        out, own = f"run{seed}", ["--seed", str(seed), "--on-divergence", "restart"]
        done = call("train", *words, *own, "--out", out, code=None)
        events = json.loads(Path(out, "config.json").read_text())["result"]["recovery"]
        if done.exit_code == 0 and events:
            break
    else:
        pytest.fail("no seed diverged and came back")
    run = numnet.load_run(out)
    assert run.history.status == "finished" and run.history.epoch.tolist() == list(range(61))
    assert run.network.seed == seed + len(events) and (np.diff(run.history.seconds) >= 0).all()
    assert run.snapshots.epochs[-1] == 60
