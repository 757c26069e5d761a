"""As far as it can be made up here: numnet where what Windows lacks is missing, and what it forbids is forbidden.

See ``tests/support/other_system.py``.
"""

import json
import os
import signal
import sys
from pathlib import Path

import pytest

import numnet
from numnet.files import atomic
from numnet.utils import system
from tests.support.cli import call, comes, finish, python, start
from tests.support.faults import FILES, WORDS, error_of, without_times

pytestmark = [pytest.mark.filterwarnings("error"),
              pytest.mark.skipif(sys.platform != "linux", reason="made up on Linux")]  # fmt: skip

TRAIN = "train", "xor", "--epochs", "40", "--out", "run"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def other(*words, **how):
    """numnet on the other system, to its end."""
    return python("-m", "tests.support.other_system", *words, **how)


def test_a_run_is_written_resumed_read_and_deleted():
    done = other(*TRAIN)
    assert "numnet plot boundary run\n" in done.stdout and "\r" not in done.stdout + done.stderr
    call(*TRAIN[:-1], "here", "--quiet")
    assert {path.name for path in Path("run").iterdir()} == FILES and without_times("run") == without_times("here")
    other("train", "--resume", "run", "--epochs", "60", "--quiet")
    assert numnet.load_run("run").history.epochs == 60
    other("plot", "boundary", "run")
    other("predict", "run", "xor", "-o", "y.csv")
    assert other("predict", "run", "xor").stdout.encode() == Path("y.csv").read_bytes()
    assert b"\r" not in Path("y.csv").read_bytes()
    assert json.loads(other("runs", "show", "run", "--json").stdout)["files"]["figures/boundary.png"] > 0
    other("runs", "prune", "run", "--keep", "0", "--yes")
    assert not Path("run").exists()


def test_a_sweep_is_written():
    words = "--learning-rate", "0.1:0.5:log:2", "--epochs", "3", "--seeds", "2", "--threads", "2"
    done = other("sweep", "xor", *words, "--out", "my sweep")
    assert "best       numnet train xor " in done.stdout and Path("my sweep", "results.csv").is_file()


def test_letters_that_the_code_page_lacks_come_through_a_pipe():
    """cp1252 has ² but neither ₁ nor ∂; what the user asks for is kept."""
    shown = other("trace", "xor").stdout
    assert "w²₁₁" in shown and "∂" in shown and "\r" not in shown
    assert shown == call("trace", "xor").stdout
    asked = start("-m", "numnet", "trace", "xor", PYTHONIOENCODING="cp1252").communicate()[0]  # read as UTF-8
    assert "w\ufffd?? = 0.2\n" in asked
    bare = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": None, "PYTHONIOENCODING": None}
    assert python("-X", "utf8=0", "-m", "numnet", "trace", "xor", **bare).stdout == shown


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGUSR2], ids=["SIGTERM", "SIGBREAK"])
def test_a_signal_ends_a_training_in_good_order(number):
    words = "train", "spiral", "--epochs", "3000000", "--evaluate-every", "1000", "--out", "my run"
    process = start("-m", "tests.support.other_system", *words)
    comes(process, "epoch ")
    process.send_signal(number)
    done = finish(process, code=128 + number)
    assert 'next       numnet train --resume "my run"\n' in done.stdout
    assert numnet.load_run("my run").history.status == "interrupted" and not Path("my run", "lock").exists()


def test_a_file_that_another_program_holds_costs_checkpoints_but_no_training(monkeypatch):
    """As a spreadsheet holds metrics.csv."""
    replace, closed = os.replace, []

    def refusing(source, target):
        if Path(target).name == "metrics.csv" and target.parent.name == "run" and not closed:
            raise PermissionError(13, "Access is denied", str(source))
        replace(source, target)

    call("train", *WORDS, "--out", "whole", "--quiet")
    monkeypatch.setattr(system, "WINDOWS", True)
    monkeypatch.setattr(system, "WAITS", (0,) * 3)
    monkeypatch.setattr(atomic.os, "replace", refusing)
    line = error_of(call("train", *WORDS, "--out", "run", code=2))
    metrics = Path("run/metrics.csv")
    assert f"{metrics}: Access is denied; another program may have it open, close it there" in line
    assert "continue with: numnet train --resume run" in line
    closed.append(True)
    call("train", "--resume", "run", "--quiet")
    assert without_times("run") == without_times("whole")
