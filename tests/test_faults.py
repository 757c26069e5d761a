"""What happens to runs in the real world: disks fill, folders vanish, numbers overflow, memory is short.

Real faults where the test may make them (limits of the process, file systems mounted for it), else in their place what
the operating system would raise.
"""

import contextlib
import errno
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from program import REPOSITORY, apart, call, python

import numnet
from numnet.files import atomic as files
from numnet.training.training import Training
from numnet.utils import free_memory

pytestmark = [pytest.mark.filterwarnings("error"), pytest.mark.skipif(sys.platform == "win32", reason="faults of Unix")]

FILES = {"config.json", "metrics.csv", "model.safetensors", "snapshots.safetensors", "checkpoint.safetensors"}
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def error_of(done):
    """Its one line of error."""
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    return line


@contextlib.contextmanager
def mounted(path, *options):
    """A file system of memory at ``path``, if this test may."""
    path.mkdir(exist_ok=True)
    if not ROOT or subprocess.run(["mount", "-t", "tmpfs", *options, "tmpfs", path], capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield path
    finally:
        subprocess.run(["umount", "-l", path], check=True)


def pauses(monkeypatch, updates, happens):
    """Training pauses after so many updates; before each goes on, ``happens(number of the pause)``."""
    advance, count = Training.advance, [0]

    def paused(self, epochs=None, more=None):
        happens(count[0])
        count[0] += 1
        return advance(self, epochs, self.updates + updates)

    monkeypatch.setattr(Training, "advance", paused)


def without_times(path):
    """(rows of metrics.csv, bytes of the weights and the checkpoint) of a run."""
    rows = [line.split(",") for line in Path(path, "metrics.csv").read_text().splitlines()]
    names = ("model.safetensors", "checkpoint.safetensors", "snapshots.safetensors")
    return [row[:2] + row[3:] for row in rows], [Path(path, name).read_bytes() for name in names]


WORDS = "moons:n=150", "--epochs", "60", "--checkpoint-every", "0"


# --- disks and folders ------------------------------------------------------------------------------------------------


def test_a_disk_that_fills_costs_checkpoints_but_no_training(monkeypatch):
    call("train", *WORDS, "--out", "whole", "--quiet")
    replace, full = os.replace, [False]

    def writing(*arguments):
        if full[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        replace(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(files.os, "replace", writing)
        pauses(patch, 40, lambda number: full.__setitem__(0, 1 <= number <= 3))
        done = call("train", *WORDS, "--out", "once")
    assert "no checkpoint written, next try in 0 s: once/" in done.stderr and "No space left on device" in done.stderr
    assert without_times("once") == without_times("whole")
    with monkeypatch.context() as patch:
        patch.setattr(files.os, "replace", writing)
        pauses(patch, 40, lambda number: full.__setitem__(0, number >= 2))
        line = error_of(call("train", *WORDS, "--out", "run", code=2))
    assert "No space left on device" in line and "numnet train --resume run" in line
    assert {path.name for path in Path("run").iterdir()} == FILES
    run = numnet.load_run("run")
    assert run.history.status == "running" and 0 < run.history.updates < 60 * 4
    call("train", "--resume", "run", "--quiet")
    assert without_times("run") == without_times("whole")


def test_a_disk_that_is_really_full():
    with mounted(Path("small"), "-o", "size=40k"):
        line = error_of(apart("train", "digits", "--epochs", "3", "--out", "small/run", code=2))
        assert "No space left on device" in line and not list(Path("small").iterdir())
    with mounted(Path("small"), "-o", "size=200k"):
        done = apart("train", "moons:n=50", "--hidden", "3", "--epochs", "3000", "--checkpoint-every", "0", "--out",
                       "small/run", code=2)  # fmt: skip
        assert "no checkpoint written" in done.stderr and "No space left on device" in error_of(done)
        assert numnet.load_run("small/run").history.status == "running"
        shutil.copytree("small/run", "run")
    apart("train", "--resume", "run", "--quiet")
    assert numnet.load_run("run").history.epochs == 3000


def test_a_limit_on_the_size_of_files_is_a_full_disk():
    import resource

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    words = "train", "moons:n=50", "--hidden", "3", "--epochs", "2000", "--checkpoint-every", "0"
    line = error_of(apart(*words, "--out", "run", code=2, limit=limit))
    assert "run/metrics.csv: File too large" in line and "--resume run" in line
    assert numnet.load_run("run").history.status == "running"
    apart("train", "--resume", "run", "--quiet")
    apart(*words, "--out", "whole", "--quiet")
    assert without_times("run") == without_times("whole")


def test_a_read_only_folder_is_named_before_anything_is_trained():
    with mounted(Path("locked")):
        call("train", "xor", "--epochs", "2", "--out", "locked/run", "--quiet")
        subprocess.run(["mount", "-o", "remount,ro", "locked"], check=True)
        assert "locked: Read-only file system" in error_of(call("train", "xor", "--out", "locked/other", code=2))
        call("train", "--resume", "locked/run")
        line = error_of(call("train", "--resume", "locked/run", "--epochs", "4", code=2))
        assert "can't be written (Read-only file system); copy it" in line
        call("evaluate", "locked/run")
        shutil.copytree("locked/run", "copy")
    call("train", "--resume", "copy", "--epochs", "4", "--quiet")


@pytest.mark.skipif(ROOT, reason="nothing is forbidden to root")
def test_a_folder_without_permission_is_named():
    call("train", "xor", "--epochs", "2", "--out", "run", "--quiet")
    Path("run").chmod(0o500)
    assert "can't be written (Permission denied)" in error_of(call("train", "--resume", "run", "--epochs", "4", code=2))


def test_a_folder_that_vanishes_comes_back(monkeypatch):
    call("train", *WORDS, "--out", "whole", "--quiet")
    for words in (WORDS, WORDS[:-2]):  # between checkpoints, and just before the end
        pause = {True: 3, False: 1}[words is WORDS]
        with monkeypatch.context() as patch:
            pauses(patch, 60, lambda number, at=pause: shutil.rmtree("deep") if number == at else None)
            call("train", *words, "--out", "deep/run")
        assert {path.name for path in Path("deep/run").iterdir()} == FILES
        assert without_times("deep/run") == without_times("whole")
        shutil.rmtree("deep")


def test_another_run_in_its_place_is_never_overwritten(monkeypatch):
    call("train", "xor", "--epochs", "3", "--out", "other", "--quiet")
    before = {path.name: path.read_bytes() for path in Path("other").iterdir()}

    def replaced(number):
        if number == 2:
            shutil.rmtree("run")
            Path("other").rename("run")

    pauses(monkeypatch, 40, replaced)
    done = call("train", *WORDS, "--out", "run", code=2)
    assert "was replaced" in done.stderr
    assert {path.name: path.read_bytes() for path in Path("run").iterdir()} == before


# --- memory -----------------------------------------------------------------------------------------------------------


def test_what_does_not_fit_is_said_before_it_is_taken(monkeypatch):
    monkeypatch.setattr(free_memory, "available", lambda: 300_000_000)
    for words, message in (
        (["--hidden", "9000,9000"], r"sizes \[2, 9000, 9000, 3\]: the weights would take 324 MB of memory, 300 MB are"),
        (["--hidden", "5000,5000", "--batch-size", "full"], r"--batch-size 1200: .* would take \d.* GB .* smaller "),
    ):
        begun = time.monotonic()
        assert re.search(message, error_of(call("train", "spiral", *words, code=2)))
        assert time.monotonic() - begun < 20 and not list(Path().iterdir())


def test_sizes_beyond_all_numbers_are_refused():
    assert "2**63" in error_of(call("train", "xor", "--hidden", "9" * 30, code=2))
    assert "would take" in error_of(call("train", "xor", "--hidden", "9" * 12 + "," + "9" * 12, code=2))


def test_limits_of_the_process_and_the_machine_are_seen():
    import resource

    code = "from numnet.utils import free_memory as f; print(f.available(), f._of_machine(), f._of_limit())"

    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))

    done = python("-c", code, limit=limit)
    free, machine, own = done.stdout.split()
    assert int(free) <= min(int(machine), int(own)) and 3 << 30 < int(own) < 4 << 30


# --- NaN in the middle ------------------------------------------------------------------------------------------------

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


# --- clocks, locales, names, homes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("now", [0.0, -1e9, 4e9])
def test_a_wrong_clock_changes_nothing(now, monkeypatch):
    call("train", *WORDS, "--out", "whole", "--quiet")
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: now)
        call("train", *WORDS[:2], "30", "--out", "run", "--quiet")
        for path in Path("run").iterdir():
            os.utime(path, (max(0, now), max(0, now)))
        call("train", "--resume", "run", "--epochs", "60", "--quiet")
    assert without_times("run")[0] == without_times("whole")[0]


def awkward(name):
    """A folder and a data file whose names, columns and labels are no plain words."""
    where = Path(f"Läufe {name} 실험")
    where.mkdir()
    rows = [f"{i % 5},{(i * 7) % 11},{'참' if i % 5 > 2 else '거짓'}" for i in range(40)]
    (where / "데이터 파일.csv").write_text("\n".join(["길이,Größe in m²,답", *rows]), encoding="utf-8")
    return where


@pytest.mark.parametrize("environment", [
    {"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"LC_ALL": "C.UTF-8"},
    {"LC_ALL": "nosuch"},
], ids=["C", "C without UTF-8 mode", "UTF-8", "unknown"])  # fmt: skip
def test_any_locale_and_any_name(environment):
    where = awkward("x")
    apart("train", f"{where}/데이터 파일.csv", "--epochs", "4", "--out", f"{where}/mein Lauf", **environment)
    assert {path.name for path in (where / "mein Lauf").iterdir()} == FILES
    apart("train", "--resume", f"{where}/mein Lauf", "--epochs", "6", "--quiet", **environment)
    done = apart("predict", f"{where}/mein Lauf", f"{where}/데이터 파일.csv", "-o", f"{where}/답.csv", **environment)
    assert "40 predictions" in done.stderr
    assert (where / "답.csv").read_text(encoding="utf-8").startswith("prediction,p(거짓),p(참)\n")
    apart("plot", "boundary", f"{where}/mein Lauf", **environment)
    assert (where / "mein Lauf/figures/boundary.png").is_file()
    if environment["LC_ALL"] == "C.UTF-8":
        with contextlib.chdir(where):
            command = numnet.load_run("mein Lauf").config["command"]
        assert shlex.split(command)[2] == f"{where}/데이터 파일.csv"


def test_a_name_that_is_no_text_is_kept():
    """Bytes that are not UTF-8, as old archives leave them."""
    os.rename("awkward.csv", b"alt\xff.csv") if Path("awkward.csv").exists() else None
    with open(b"alt\xff.csv", "w") as file:
        file.write("a,b\n" + "".join(f"{i},{i % 2}\n" for i in range(20)))
    apart("train", os.fsdecode(b"alt\xff.csv"), "--epochs", "3", "--out", "run", "--quiet")
    config = json.loads(Path("run/config.json").read_text(encoding="utf-8"))
    assert os.fsencode(config["data"]["source"]) == b"alt\xff.csv"
    apart("train", "--resume", "run", "--epochs", "5", "--quiet")


def test_a_decimal_comma_changes_no_file(tmp_path):
    made = shutil.which("localedef") and subprocess.run(
        ["localedef", "-i", "de_DE", "-f", "UTF-8", tmp_path / "de_DE.UTF-8"], capture_output=True)
    if not made or not (tmp_path / "de_DE.UTF-8").is_dir():
        pytest.skip("no locale with a decimal comma can be made here")
    german = {"LOCPATH": str(tmp_path), "LC_ALL": "de_DE.UTF-8"}
    code = "import locale; locale.setlocale(locale.LC_ALL, ''); print(locale.localeconv()['decimal_point'])"
    spoken = python("-c", code, **german)
    assert spoken.stdout == ",\n"
    apart("train", "iris", "--epochs", "5", "--learning-rate", "0.02", "--out", "here", "--quiet")
    apart("train", "iris", "--epochs", "5", "--learning-rate", "0.02", "--out", "there", "--quiet", **german)
    assert without_times("here") == without_times("there")
    apart("train", "--resume", "there", "--epochs", "7", "--quiet", **german)
    apart("plot", "convergence", "there", **german)


def test_names_of_two_hundred_characters():
    name, column = "n" * 200, "c" * 200
    Path(f"{name}.csv").write_text(f"{column},b\n" + "".join(f"{i},{i % 2}\n" for i in range(20)))
    call("train", f"{name}.csv", "--epochs", "2", "--quiet")
    call("train", f"{name}.csv", "--epochs", "2", "--quiet", "--out", "o" * 200)
    call("train", "--resume", "o" * 200, "--epochs", "3", "--quiet")
    assert numnet.load_run(f"runs/{name}-1").network.feature_names == (column,)
    long = "m" * 251  # with .csv the longest that a file system takes
    shutil.copy(f"{name}.csv", f"{long}.csv")
    call("train", f"{long}.csv", "--epochs", "2", "--quiet")
    assert Path("runs", "m" * 200 + "-1").is_dir()


def test_without_a_home(tmp_path):
    bare = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "USER", "LOGNAME", "MPLCONFIGDIR"))
    words = "train", "xor", "--epochs", "2", "--out", "run", "--quiet"
    apart(*words, **bare)
    apart("plot", "boundary", "run", **{**bare, "HOME": "/nonexistent"})
    assert Path("run/figures/boundary.png").is_file()


def test_nothing_is_written_where_it_is_installed(tmp_path):
    installed = tmp_path / "installed"
    shutil.copytree(REPOSITORY / "numnet", installed / "numnet", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(REPOSITORY / "datasets", installed / "numnet/datasets")
    before = sorted(installed.rglob("*"))
    mount = contextlib.nullcontext()
    if ROOT and not subprocess.run(["mount", "--bind", installed, installed], capture_output=True).returncode:
        subprocess.run(["mount", "-o", "remount,ro,bind", installed], check=True)
        mount = contextlib.ExitStack()
        mount.callback(subprocess.run, ["umount", "-l", installed], check=True)
    with mount:
        for path in before if not ROOT else ():
            path.chmod(0o555 if path.is_dir() else 0o444)
        apart("train", "iris", "--epochs", "2", "--out", "run", "--quiet", PYTHONPATH=installed)
        apart("train", "--resume", "run", "--epochs", "3", "--quiet", PYTHONPATH=installed)
        for path in before if not ROOT else ():
            path.chmod(0o755 if path.is_dir() else 0o644)
    written = {path.relative_to(installed) for path in set(installed.rglob("*")) - set(before)}
    assert all("__pycache__" in path.parts for path in written)


def test_without_asserts():
    """Python −O drops assert statements: no check may rest on them."""
    python("-O", "-m", "numnet", "train", "moons:n=80", "--epochs", "5", "--out", "run", "--quiet")
    apart("train", "moons:n=80", "--epochs", "5", "--out", "plain", "--quiet")
    assert without_times("run") == without_times("plain")
    done = python("-O", "-m", "numnet", "train", "--resume", "run", "--seed", "3", code=2)
    assert "--seed is 3, was 0" in error_of(done)
    sources = list((REPOSITORY / "numnet").rglob("*.py"))
    assert len(sources) > 50
    for path in sources:
        assert not re.search(r"^\s*assert\b", path.read_text(encoding="utf-8"), re.MULTILINE), path
