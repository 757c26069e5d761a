"""What differs by operating system: each as the others have it."""

import errno
import os
import shlex
import subprocess
import sys
import types
from contextlib import suppress

import psutil
import pytest

from numnet.files import atomic
from numnet.files.atomic import write_whole
from numnet.utils import system
from numnet.utils.system import family_of, is_broken_pipe, is_running, kill_family, patiently, retyped, sync, typed
from tests.support.cli import finish, start

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture
def windows(monkeypatch):
    """A made-up Windows that waits for no long time; the waits are in the list."""
    waits = []
    monkeypatch.setattr(system, "WINDOWS", True)
    monkeypatch.setattr(system.time, "sleep", waits.append)
    return waits


def refusing(times, action):
    """The action, refused so many times at first."""
    left = [times]

    def tried(*arguments):
        if left[0]:
            left[0] -= 1
            raise PermissionError(errno.EACCES, "Access is denied", str(arguments[0]))
        return action(*arguments)

    return tried


@pytest.mark.parametrize("times", [0, 1, 2, 5])
def test_what_is_held_for_a_moment_is_replaced(tmp_path, monkeypatch, windows, times):
    (tmp_path / "file").write_text("old")
    monkeypatch.setattr(atomic.os, "replace", refusing(times, os.replace))
    write_whole(tmp_path / "file", "new")
    assert (tmp_path / "file").read_text() == "new" and len(list(tmp_path.iterdir())) == 1
    assert windows == list(system.WAITS[:times]) and sum(system.WAITS) < 2


def test_what_is_held_for_good_is_named_with_the_remedy(tmp_path, monkeypatch, windows):
    (tmp_path / "file").write_text("old")
    monkeypatch.setattr(atomic.os, "replace", refusing(99, os.replace))
    with pytest.raises(PermissionError) as caught:
        write_whole(tmp_path / "file", "new")
    assert caught.value.strerror == "Access is denied; another program may have it open, close it there"
    assert caught.value.filename == str(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "old" and len(list(tmp_path.iterdir())) == 1
    assert len(windows) == len(system.WAITS)


def test_elsewhere_nothing_is_tried_twice(monkeypatch):
    monkeypatch.setattr(system, "WINDOWS", False)
    with pytest.raises(PermissionError, match="Access is denied: 'a'"):
        patiently(refusing(1, os.replace), "a", "b")


def test_other_errors_are_not_waited_for(windows):
    with pytest.raises(FileNotFoundError):
        patiently(os.replace, "no such file", "b")
    assert windows == []


def test_macos_lets_the_drive_write_too(tmp_path, monkeypatch):
    asked, synced = [], []
    monkeypatch.setattr(system.os, "fsync", synced.append)
    monkeypatch.setitem(sys.modules, "fcntl", types.SimpleNamespace(
        F_FULLFSYNC=51, fcntl=lambda handle, what: asked.append((handle, what))))  # fmt: skip
    sync(7)
    assert (asked, synced) == ([(7, 51)], [])

    def unable(handle, what):
        raise OSError(errno.ENOTTY, "Inappropriate ioctl for device")  # a network drive

    for other in (types.SimpleNamespace(F_FULLFSYNC=51, fcntl=unable), types.SimpleNamespace(), None):
        monkeypatch.setitem(sys.modules, "fcntl", other)
        sync(7)
    assert (asked, synced) == ([(7, 51)], [7, 7, 7])


def test_processes_that_run_and_that_do_not():
    gone = start("-c", "")
    finish(gone)
    assert is_running(os.getpid()) and not is_running(gone.pid) and not is_running(10**30)


def test_a_process_is_killed_with_those_that_it_started():
    sleep = "import subprocess, sys, time; {}print('begun', flush=True); time.sleep(600)"
    child = "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); "
    with start("-c", sleep.format(child)) as process:
        assert process.stdout.readline() == "begun\n"
        (started,) = family_of(process.pid)
        assert started.status() != psutil.STATUS_ZOMBIE
        kill_family(process.pid)
        assert process.wait(60) != 0
    with suppress(psutil.Error):  # its system may keep the place of an ended process
        psutil.wait_procs([started], 1)
        assert started.status() == psutil.STATUS_ZOMBIE
    assert family_of(process.pid) == []
    kill_family(process.pid)  # nobody is there any more


def test_a_pipe_that_nobody_reads(monkeypatch):
    assert is_broken_pipe(BrokenPipeError(errno.EPIPE, "Broken pipe"))
    invalid = OSError(errno.EINVAL, "Invalid argument")
    monkeypatch.setattr(system, "WINDOWS", False)
    assert not is_broken_pipe(invalid)
    monkeypatch.setattr(system, "WINDOWS", True)
    assert is_broken_pipe(invalid) and not is_broken_pipe(OSError(errno.ENOSPC, "No space left on device"))


WORDS = [["numnet", "train", r"runs\my run"], ["a", "", "it's", 'say "hi"', "ends in \\", r"c:\x\"y", "16,16", "x1^2"]]


@pytest.mark.parametrize("words", WORDS)
def test_commands_are_quoted_as_the_shell_wants_it(monkeypatch, words):
    monkeypatch.setattr(system, "WINDOWS", False)
    assert shlex.split(typed(words)) == words and retyped(shlex.join(words)) == typed(words)
    monkeypatch.setattr(system, "WINDOWS", True)
    assert split_by_windows(typed(words)) == words and "'" not in typed(words).replace("it's", "")
    assert retyped(shlex.join(words)) == typed(words)
    assert retyped("numnet 'no end") == "numnet 'no end"


def split_by_windows(command):
    """The words of a command line by the rules of the C runtime of Windows."""
    words, word, quoted, slashes = [], None, False, 0
    for letter in command + " ":
        if letter == "\\":
            slashes, word = slashes + 1, word or ""
            continue
        if letter == '"':
            word = (word or "") + "\\" * (slashes // 2)
            if slashes % 2:
                word += '"'
            else:
                quoted = not quoted
        else:
            word = "\\" * slashes if slashes and not word else (word + "\\" * slashes if slashes else word)
            if letter == " " and not quoted:
                words += [] if word is None else [word]
                word = None
            else:
                word = (word or "") + letter
        slashes = 0
    return words


def test_the_quotes_of_windows_are_those_of_subprocess():
    for word in (word for words in WORDS for word in words):
        quoted = subprocess.list2cmdline([word])
        assert split_by_windows(quoted) == [word]
        if quoted.startswith('"'):
            assert system._in_double_quotes(word) == quoted
