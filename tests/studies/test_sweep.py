"""Sweeps: rows that `train` reproduces, divergence, interruption, resuming."""

import csv
import json
import math
import platform
import shlex
import signal
import time
from pathlib import Path

import numpy as np
import pytest

import numnet
import numnet.figures.drawing.style
from numnet.commands.output.sweep_report import train_command
from numnet.files.lock import Lock
from numnet.studies.results import result_columns
from numnet.studies.sweep import load_sweep
from tests.support.cli import call, comes, finish, interrupted_at, running, start

pytestmark = pytest.mark.filterwarnings("error")

LOG = "--learning-rate", "0.01:1:log:3"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(path="sweeps/moons-1"):
    """The rows of results.csv, without what differs from time to time and from machine to machine."""
    with open(f"{path}/results.csv", newline="") as file:
        every = csv.DictReader(file)
        return [{name: text for name, text in row.items() if name not in ("seconds", "machine")} for row in every]


# --- training ---------------------------------------------------------------------------------------------------------

CASES = {
    "classes": ["moons:n=120", "--hidden", "4", "--hidden", "5,3", *LOG, "--optimizer", "sgd"],
    "regression": ["diabetes", "--dropout", "0", "--dropout", "0.2", "--batch-size", "full", "--validation", "0.3"],
    "labels": ["discs:n=90", "--activation", "relu", "--activation", "tanh", "--schedule", "cosine", "--no-shuffle"],
    "truth table": ["xor", "--dtype", "float32", "--dtype", "float64", "--hidden", "none", "--hidden", "3"],
    "early": ["iris", "--patience", "2", "--evaluate-every", "3", "--clip-norm", "0.1", "--loss", "mse", "--no-scale"],
}


@pytest.mark.parametrize("words", CASES.values(), ids=CASES)
def test_train_reproduces_every_row_bit_for_bit(words):
    call("sweep", *words, "--epochs", 7, "--seeds", 2, "--quiet", "--out", "found")
    found = load_sweep("found")
    assert len(rows("found")) == 2 * len(found.configurations)
    for row in rows("found"):
        command = train_command(found, int(row["configuration"]), int(row["seed"]))
        result = json.loads(call(*shlex.split(command)[1:], "--json").stdout)
        history = numnet.load_run(result["run"]).history
        expected = {**result, **result["metrics"], "final_train_loss": history.train_loss[-1],
                    "final_validation_loss": history.validation_loss[-1], "diverged": 0}
        for name in set(result_columns(found.metric)) - {"seconds", "machine"}:
            value = expected.get(name)
            if value is None or math.isnan(value):
                assert row[name] == "", name
            else:
                assert float(row[name]) == value, name


def test_the_best_is_the_lowest_median_and_its_command_gives_its_value():
    result = json.loads(call("sweep", "moons:n=150", *LOG, "--hidden", 3, "--hidden", 9, "--epochs", 9, "--seeds", 4,
                             "--json").stdout)
    values = {}
    for row in rows():
        values.setdefault((row["hidden"], row["learning_rate"]), []).append(float(row["validation_loss"]))
    assert len(values) == result["configurations"] == 6 and result["trainings"] == 24
    best = min(values, key=lambda key: np.median(values[key]))
    own = result["best"]
    assert (own["options"]["hidden"], own["options"]["learning_rate"]) == best
    assert result["measure"] == "validation_loss"
    np.testing.assert_allclose([own["median"], *own["quartiles"]], np.quantile(values[best], [0.5, 0.25, 0.75]))
    assert own["value"] == sorted(values[best])[1]
    again = json.loads(call(*shlex.split(own["command"])[1:], "--json").stdout)
    assert again["validation_loss"] == own["value"] and f"--seed {own['seed']}" in own["command"]


def test_rows_do_not_depend_on_the_threads_and_nothing_is_overwritten():
    words = "sweep", "moons:n=80", *LOG, "--epochs", 3, "--quiet", "--threads"
    call(*words, 1)
    call(*words, 3)
    assert rows("sweeps/moons-1") == rows("sweeps/moons-2")
    config = json.loads(Path("sweeps/moons-1/config.json").read_text())
    call(*shlex.split(config["command"])[1:])
    assert rows("sweeps/moons-3") == rows("sweeps/moons-1")
    assert config["data"]["fingerprint"] and config["versions"]["numba"]
    assert "exists" in call(*words, 1, "--out", "sweeps/moons-1", code=2).stderr


def test_random_search_draws_what_it_says():
    words = ["sweep", "moons:n=80", "--random", 5, "--learning-rate", "1e-3:1:log", "--batch-size", "4:64:log",
             "--hidden", "4", "--epochs", 2, "--seeds", 2, "--quiet"]
    call(*words, "--seed", 4)
    call(*words, "--seed", 4)
    call(*words, "--seed", 5)
    assert rows("sweeps/moons-1") == rows("sweeps/moons-2") != rows("sweeps/moons-3")
    assert len(rows()) == 10 and all(4 <= int(row["batch_size"]) <= 64 for row in rows())


# --- divergence, interruption, resuming -------------------------------------------------------------------------------

WILD = ["moons:n=80", "--optimizer", "sgd", "--activation", "relu", "--epochs", "4"]


def test_what_diverges_is_kept_and_ranked_last():
    done = call("sweep", *WILD, "--learning-rate", "0.1", "--learning-rate", "1e30", "--seeds", 2)
    assert [row["diverged"] for row in rows()] == ["0", "0", "1", "1"]
    table = done.stdout.splitlines()
    assert table[2].startswith("1.") and table[3].startswith("2.") and "diverged" in table[3] and "2/2" in table[3]
    assert "diverged   2 of 4 trainings" in done.stdout


def test_an_interrupted_sweep_resumes_to_the_same_rows(monkeypatch):
    words = "sweep", "moons:n=80", *LOG, "--hidden", 3, "--hidden", 4, "--epochs", 3, "--threads", 1
    call(*words, "--quiet", "--out", "whole")
    with interrupted_at(8, monkeypatch):
        done = call(*words, "--out", "part", code=130)
    kept, whole = rows("part"), rows("whole")
    assert "numnet sweep --resume part" in done.stderr and f"{len(kept)} of 18 trainings" in done.stderr
    in_turn = sorted(whole, key=lambda row: (row["seed"], int(row["configuration"])))  # every one with seed 0 first
    assert all(row in kept for row in in_turn[:7]) and in_turn[7] not in kept  # the eighth is the interrupted one
    assert all(row in in_turn[:9] for row in kept)  # the ninth waited behind it, and may have ended before the stop
    before = Path("part/results.csv").read_text().splitlines()
    result = json.loads(call("sweep", "--resume", "part", "--json").stdout)
    assert rows("part") == whole and result["trainings"] == 18
    after = Path("part/results.csv").read_text().splitlines()
    assert set(before) <= set(after), "finished trainings were done again"
    assert json.loads(call("sweep", "--resume", "part", "--json").stdout) == result
    assert Path("part/results.csv").read_text().splitlines() == after


def test_a_sweep_has_one_writer_and_what_a_killed_one_left_is_cleared(monkeypatch):
    words = "sweep", "xor", "--hidden", 2, "--hidden", 3, "--seeds", 2, "--epochs", 2, "--quiet", "--out", "part"
    with interrupted_at(2, monkeypatch):
        call(*words, code=130)
    before = Path("part/results.csv").read_text()
    with Lock(Path("part")):
        assert "part is being written by process" in call("sweep", "--resume", "part", code=2).stderr
    assert Path("part/results.csv").read_text() == before and not Path("part/lock").exists()
    gone = start("-c", "")
    finish(gone)
    left = Path(f"part/.{platform.node()}-{gone.pid}-a1")
    left.write_text("half of a file")
    Path("part/lock").write_text(f"process {gone.pid} on {platform.node()}\n")
    call("sweep", "--resume", "part", "--quiet")
    assert len(rows("part")) == 4 and not left.exists() and not Path("part/lock").exists()


def test_a_folder_from_before_the_machines_is_read_and_completed():
    call("sweep", "xor", "--hidden", 2, "--hidden", 3, "--seeds", 2, "--epochs", 2, "--quiet", "--out", "old")
    found, results = load_sweep("old"), Path("old/results.csv")
    machines = found.columns()["machine"]
    assert len(machines) == 4 and all(one.startswith(f"{platform.node()}/") for one in machines)
    lines = [line.rpartition(",")[0] for line in results.read_text().splitlines()]
    results.write_text("\n".join(lines[:3]) + "\n")
    assert list(load_sweep("old").columns()["machine"]) == ["", ""]
    call("sweep", "--resume", "old", "--quiet")
    assert list(load_sweep("old").columns()["machine"]) == ["", "", *machines[2:]]
    assert [row["train_loss"] for row in rows("old")] == [row["train_loss"] for row in found.rows.values()]


def test_a_real_interrupt_keeps_what_is_finished(folder):
    words = ["sweep", "spiral", "--epochs", "1", "--epochs", "100000000", "--evaluate-every", "100000", "--seeds", "2",
             "--threads", "2"]  # fmt: skip
    with running(*words) as process:
        comes(process, "sweep")  # one short training, then the long ones
        limit = time.monotonic() + 300  # it may have to compile first
        while time.monotonic() < limit and process.poll() is None and not rows("sweeps/spiral-1"):
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert "--resume sweeps/spiral-1" in finish(process, code=130).stderr
    assert {row["epochs"] for row in rows("sweeps/spiral-1")} == {"1"}


def test_changed_data_and_damaged_folders_are_refused(folder):
    text = numnet.load_dataset("iris")
    table = "\n".join(["a,b,kind", *(f"{a},{b},{'uvw'[t]}" for (a, b, *_), t in zip(text.X.tolist(), text.T))])
    (folder / "flowers.csv").write_text(table + "\n")
    call("sweep", "flowers.csv", "--l2", 0, "--l2", 1, "--epochs", 2, "--seeds", 2, "--quiet", "--out", "found")
    results = (folder / "found/results.csv").read_text()
    for old, new in (("validation_loss", "loss"), ("\n0,", "\n7,"), ("\n0,", "\n1,2\n0,"), ("\n0,2,0,", "\n0,2,5,")):
        damaged = results.replace(old, new, 1)
        assert damaged != results
        (folder / "found/results.csv").write_text(damaged)
        assert "results.csv is damaged" in call("sweep", "--resume", "found", code=2).stderr
    (folder / "found/results.csv").write_text(results)
    (folder / "flowers.csv").write_text(table.replace(",u", ",w", 1) + "\n")
    assert "flowers.csv has changed since" in call("sweep", "--resume", "found", code=2).stderr
    config = json.loads((folder / "found/config.json").read_text())
    del config["seeds"]
    (folder / "found/config.json").write_text(json.dumps(config))
    assert "seeds is missing" in call("sweep", "--resume", "found", code=2).stderr
