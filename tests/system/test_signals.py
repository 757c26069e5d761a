"""Signals, clocks and processes as they come: Ctrl-C twice, a pause, a clock set back, worker processes."""

import multiprocessing
import signal
import sys
import time
from itertools import count
from pathlib import Path

import numpy as np
import pytest

import numnet
from numnet.utils.threads import cores
from tests.support.cli import call, comes, running
from tests.support.faults import FILES, WORDS, without_times

pytestmark = [pytest.mark.filterwarnings("error"), pytest.mark.skipif(sys.platform == "win32", reason="Unix alone")]

LONG = "--epochs", "3000000", "--evaluate-every", "1000", "--out", "run"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("between", [0, pytest.param(0.001, marks=pytest.mark.slow),
                                     pytest.param(0.02, marks=pytest.mark.slow)])  # fmt: skip
def test_ctrl_c_twice_during_a_training(between):
    with running("train", "spiral", *LONG) as process:
        comes(process, "epoch ")
        process.send_signal(signal.SIGINT)
        time.sleep(between)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
    assert process.returncode in (130, -signal.SIGINT)  # the second one may come when Python is gone
    assert "Traceback" not in errors and "nothing was written" not in errors
    assert {path.name for path in Path("run").iterdir()} == FILES
    assert numnet.load_run("run").history.status in ("interrupted", "running")
    assert "interrupted after" in output or "continue with: numnet train --resume run" in errors


@pytest.mark.slow
def test_ctrl_c_twice_during_a_sweep():
    words = "sweep", "moons", "--learning-rate", "0.001:1:log:500", "--epochs", "200", "--out", "run"
    with running(*words) as process:
        comes(process, "training")
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode in (130, -signal.SIGINT) and "Traceback" not in errors
    with running("sweep", "--resume", "run") as process:
        comes(process, "training")


@pytest.mark.slow
@pytest.mark.parametrize("threads", [1, 2])
def test_a_pause_changes_nothing(threads):
    words = "train", "digits", "--batch-size", "500", "--hidden", "64,64", "--epochs", "800"
    with running(*words, "--threads", min(threads, cores()), "--out", "run") as process:
        comes(process, "data ")
        for _ in range(3):
            time.sleep(0.15)
            process.send_signal(signal.SIGSTOP)
            time.sleep(0.1)
            process.send_signal(signal.SIGCONT)
        _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    call(*words, "--out", "whole", "--quiet")
    assert without_times("run") == without_times("whole")


def test_a_clock_that_runs_backwards(monkeypatch):
    ticks = count(2e9, -3600)
    monkeypatch.setattr(time, "time", lambda: next(ticks))
    monkeypatch.setattr(time, "time_ns", lambda: int(next(ticks) * 1e9))
    for n in (1, 2):
        call("train", *WORDS, "--quiet")
        seconds = numnet.load_run(f"runs/moons-{n}").history.seconds
        assert 0 < seconds[-1] < 60 and (np.diff(seconds) >= 0).all()
    assert "moons-2" in call("runs", "list").stdout


def work(seed):
    """The weights after a short training, whose batches threads may share."""
    X = np.random.default_rng(0).normal(size=(2000, 20))
    network = numnet.Network([20, 64, 1], task="binary", seed=seed)
    numnet.train(network, X, (X[:, 0] > 0).astype(int), epochs=5, batch_size=500)
    return network.parameters.tobytes()


@pytest.mark.parametrize("method", ["spawn", "fork"])
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_worker_processes_train_as_their_parent_does(method, monkeypatch):
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} here")
    monkeypatch.chdir(Path(__file__).parents[2])  # where a spawned process finds this module
    expected = [work(0), work(1)]
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map_async(work, [0, 1]).get(timeout=120) == expected
