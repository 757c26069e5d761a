"""A run folder has one writer at a time."""

import errno
import os
import platform
import signal
import sys
from pathlib import Path

import pytest

import numnet
from numnet.files.lock import Lock, Locked
from tests.support.cli import call, comes, finish, running, start

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_run_has_one_writer_and_a_killed_one_none():
    words = "train", "spiral", "--epochs", "3000000", "--evaluate-every", "1000", "--out", "run"
    with running(*words) as process:
        comes(process, "epoch ")
        message = refused_while("train", "--resume", "run")
        assert f"is being written by process {process.pid} on {platform.node()} since 20" in message
        assert ": numnet train spiral --epochs 3000000 --evaluate-every 1000 --out run; wait" in message
        assert numnet.load_run("run").history.status == "running"
    assert Path("run/lock").is_file()
    with running("train", "--resume", "run") as process:
        comes(process, "epoch ")
        assert Path("run/lock").read_text().strip().startswith(f"process {process.pid} ")
        process.send_signal(signal.SIGTERM)
        finish(process, code=143)
    assert not Path("run/lock").exists()


def refused_while(*words):
    """The line of a call that is refused while the folder is at work."""
    return call(*words, code=2).stderr.splitlines()[-1]


def test_where_there_are_no_locks_the_number_of_the_process_counts(tmp_path, monkeypatch):
    import fcntl

    def nothing(*arguments):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", nothing)
    lock = Lock(tmp_path)
    with pytest.raises(Locked, match="being written by process"):
        Lock(tmp_path)
    lock.release()
    gone = start("-c", "")
    finish(gone)
    (tmp_path / "lock").write_text(f"process {gone.pid} on {platform.node()}\n")
    Lock(tmp_path).release()


def test_a_lock_of_this_host_holds_while_its_owner_lives(tmp_path):
    lock = Lock(tmp_path)
    assert (tmp_path / "lock").read_text().startswith(f"\nprocess {os.getpid()} on {platform.node()} since 20")
    assert lock.held
    with pytest.raises(Locked, match=f"being written by process {os.getpid()} on"):
        Lock(tmp_path)
    lock.release()
    lock.release()
    assert not list(tmp_path.iterdir())
    vanished = Lock(tmp_path)
    (tmp_path / "lock").unlink()
    assert not vanished.held
    vanished.release()
    (tmp_path / "lock").write_text(f"process 1 on {platform.node()}\n")  # left by a killed owner
    Lock(tmp_path).release()
    (tmp_path / "lock").write_text("process 1")  # cut short
    Lock(tmp_path).release()
    (tmp_path / "lock").write_text("process 12 on elsewhere\n")
    with pytest.raises(Locked, match=r"locked by process 12 on elsewhere; if that one is gone, delete .*lock"):
        Lock(tmp_path)
    assert (tmp_path / "lock").read_text() == "process 12 on elsewhere\n"


@pytest.mark.parametrize("kind", ["a link", "a hard link", "a dangling link", "a pipe", "a folder", "a file of others"])
def test_what_only_has_the_name_of_a_lock_stays_as_it_is(tmp_path, kind):
    home, mine = tmp_path / "run", tmp_path / "mine.txt"
    home.mkdir()
    if kind != "a dangling link":
        mine.write_text("mine")
    lock = home / "lock"
    make = {"a link": lambda: lock.symlink_to(mine), "a dangling link": lambda: lock.symlink_to(mine),
            "a hard link": lambda: lock.hardlink_to(mine), "a pipe": lambda: os.mkfifo(lock), "a folder": lock.mkdir,
            "a file of others": lambda: lock.write_text("mine")}  # fmt: skip
    make[kind]()
    with pytest.raises(ValueError, match=r"lock is no lock of numnet: .*; move it away"):
        Lock(home)
    assert os.path.lexists(lock) and (not mine.exists() if kind == "a dangling link" else mine.read_text() == "mine")
