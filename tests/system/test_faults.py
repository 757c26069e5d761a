"""What happens to runs in the real world: disks fill, folders vanish."""

import contextlib
import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import numnet
from numnet.files import atomic as files
from tests.support.cli import apart, call
from tests.support.faults import FILES, ROOT, WORDS, error_of, pauses, without_times

pytestmark = [pytest.mark.filterwarnings("error"), pytest.mark.skipif(sys.platform == "win32", reason="faults of Unix")]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


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
