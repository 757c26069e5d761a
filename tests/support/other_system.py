"""numnet where what Windows lacks is missing: ``python -m tests.support.other_system train xor``.  For the tests.

Packages that numnet needs are imported first, for they know what system this is; then the names that Unix alone has go.
Files and folders that are open can be neither replaced nor deleted nor renamed, whatever is replaced is held by a virus
scanner for a moment, and pipes are cp1252 with CRLF.
"""

import errno
import io
import os
import signal
import sys
import tempfile

import click.testing  # noqa: F401
import filelock  # noqa: F401
import numba
import psutil
import rich.progress  # noqa: F401
import safetensors.numpy  # noqa: F401

from numnet.utils import system

MISSING = {
    os: ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_DIRECTORY", "fchmod", "pread", "pwrite", "mkfifo",
         "getuid", "geteuid", "getgid", "sched_getaffinity", "sysconf", "fork", "getloadavg", "uname", "chown"),
    signal: ("SIGPIPE", "SIGHUP", "SIGALRM", "SIGUSR1"),
}  # fmt: skip
MODULES = "fcntl", "resource", "pwd", "grp", "termios", "tty", "pty"
held = set()  # files that a virus scanner has seen


def denied(path):
    """What Windows says of a file that is open."""
    return PermissionError(errno.EACCES, "Permission denied", str(path))


def is_open(path):
    """Whether this process has the file, or a file of the folder, open."""
    path = os.path.realpath(path)
    for number in os.listdir("/proc/self/fd"):
        try:
            there = os.readlink(f"/proc/self/fd/{number}")
        except OSError:
            continue
        if there == path or there.startswith(path + os.sep):
            return True
    return False


def closed_alone(action):
    """The function of os that refuses what is open."""

    def refusing(path, *others, **more):
        if any(is_open(one) for one in (path, *others)):
            raise denied(path)
        return action(path, *others, **more)

    return refusing


def scanned(action):
    """The function of os that is refused twice for each file."""

    def refusing(source, target):
        tries = sum(one[0] == os.fspath(source) for one in held)
        if tries < 2:
            held.add((os.fspath(source), tries))
            raise denied(target)
        return action(source, target)

    return refusing


def no_folders(action):
    """`os.open`, which opens no folder."""

    def opening(path, flags, mode=0o777, **more):
        if os.path.isdir(path):
            raise denied(path)
        return action(path, flags, mode, **more)

    return opening


def no_memory():
    """As where nobody tells how much there is."""
    raise OSError(errno.ENOENT, "No such file or directory", "/proc/meminfo")


def become_another():
    """Take away what the other system lacks."""
    numba.njit(lambda: 0)()  # whatever it looks for on this system
    import numnet.cpu.intrinsics.barrier  # noqa: F401  its machine code is shared with the tests of this system

    system.WINDOWS = True
    system.STOP_SIGNALS.append(signal.SIGUSR2)  # in the place of SIGBREAK
    for module, names in MISSING.items():
        for name in names:
            if hasattr(module, name):
                delattr(module, name)
    sys.modules |= dict.fromkeys(MODULES)
    tempfile.TemporaryFile = tempfile.NamedTemporaryFile
    psutil.virtual_memory = no_memory
    for name in ("unlink", "remove", "rmdir", "rename", "replace"):
        setattr(os, name, closed_alone(getattr(os, name)))
    os.replace, os.rename, os.open = scanned(os.replace), scanned(os.rename), no_folders(os.open)
    for number, name in ((1, "stdout"), (2, "stderr")):
        raw = io.BufferedWriter(io.FileIO(number, "w", closefd=False))
        stream = io.TextIOWrapper(raw, "cp1252", newline="\r\n", line_buffering=number == 2)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


if __name__ == "__main__":
    import matplotlib.pyplot  # noqa: F401  # here: in the tests' own process figures are made without it

    become_another()
    from numnet.commands import main

    main(sys.argv[1:], prog_name="numnet")
