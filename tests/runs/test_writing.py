"""Run folders are valid at any moment: after a power cut, and after processes that were killed."""

import os
import platform
import shutil
import time
from pathlib import Path

import numpy as np
import pytest

import numnet
from numnet.files import atomic as files
from numnet.files.lock import Lock
from numnet.files.new_folder import NewFolder
from numnet.runs.writing import RunFolder
from numnet.training.training import Training
from tests.support.cli import call, finish, start
from tests.support.interrupted_runs import WORDS, content, in_steps, interrupt

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Cut(BaseException):
    """The power is gone."""


def survives(*words):
    """Whether a call ends before the power is cut."""
    try:
        call(*words)
    except Cut:
        return False
    return True


def cut_power(monkeypatch, after):
    """Files get their names so many times more, then nothing happens any more."""
    replace, count = os.replace, [0]

    def failing(*arguments):
        count[0] += 1
        if count[0] > after:
            raise Cut
        replace(*arguments)

    monkeypatch.setattr(files.os, "replace", failing)
    monkeypatch.setattr(Lock, "release", lambda lock: os.close(lock._handle))  # the process is dead: the file stays
    return count


QUICK, LONG = list(WORDS)[:3], pytest.param("halved rates", marks=pytest.mark.slow)


@pytest.mark.parametrize("name", [*QUICK, LONG])
def test_power_may_fail_between_any_two_files(name, monkeypatch):
    """While the folder is made, at the first checkpoint, at the end, and at a few moments in between."""
    words = [*WORDS[name].split(), "--quiet", "--checkpoint-every", "0"]

    def train(after, out):
        with monkeypatch.context() as patch:
            in_steps(patch, 40)
            count = cut_power(patch, after)
            return survives("train", *words, "--out", out), count[0]

    ended, total = train(10**6, "whole")
    assert ended and total > 12
    expected, moments = content("whole"), {0, 4, *range(5, 10), *range(total - 7, total), *range(10, total, total // 4)}
    for after in sorted(moments):
        shutil.rmtree("run", ignore_errors=True)
        assert not train(after, "run")[0]
        if after < 5:  # checkpoint, snapshots, metrics, model, config
            assert not Path("run").exists(), "the folder is whole or not there"
            continue
        run = numnet.load_run("run")
        assert run.history.epoch[-1] <= run.history.epochs and run.history.best_epoch in run.history.epoch
        assert run.history.status == "running"
        call("train", "--resume", "run", "--quiet")
        assert content("run") == expected, after


def test_no_more_than_the_interval_is_lost(monkeypatch):
    clock, written, checkpoint, advance = [0.0], [0.0], RunFolder.checkpoint, Training.advance

    def later(self, *arguments):
        clock[0] += 7
        return advance(self, self.epochs_done + 1)

    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(RunFolder, "checkpoint", lambda self: written.append(clock[0]) or checkpoint(self))
    monkeypatch.setattr(Training, "advance", later)
    call("train", "moons:n=100", "--epochs", "40", "--quiet")
    gaps = np.diff([0.0, *written[1:]])
    assert len(gaps) == 8 and gaps[:-1].tolist() == [35.0] * 7  # 30 s, and what the last step took


def test_two_runs_of_one_command_leave_the_same_bytes():
    for name in ("one", "two"):
        call("train", "spiral:n=100", "--epochs", "9", "--batch-size", "16", "--out", name, "--quiet")
    assert content("one") == content("two") and not Path("one/lock").exists()


def test_what_killed_processes_left_unfinished_is_cleared(monkeypatch):
    gone = start("-c", "")
    finish(gone)
    mine, other = (f".{platform.node()}-{process}-x7" for process in (os.getpid(), gone.pid))
    for name in (mine, other):
        Path("runs", name).mkdir(parents=True)
    Path("runs/.hidden").mkdir()
    NewFolder(None, "x")
    assert {path.name for path in Path("runs").iterdir()} == {mine, ".hidden"}
    with monkeypatch.context() as patch:
        in_steps(patch, stop=2, happens=interrupt)
        call("train", "moons:n=100", "--epochs", "300", "--out", "run", code=130)
    Path("run", other).write_text("half a file")
    call("train", "--resume", "run", "--quiet")
    assert not [path for path in Path("run").iterdir() if path.name.startswith(".")]
