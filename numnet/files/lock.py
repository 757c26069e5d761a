"""A lock on a folder: one process writes it at a time."""

import os
import platform
import re
from contextlib import suppress
from pathlib import Path

LOCK_FILE = "lock"


class Locked(ValueError):
    """The folder is locked by another process."""


class Lock:
    """The right to write a folder, held until `release` or the end of the process.

    A file ``lock`` in the folder names the owner: its process number and its host.  On this host the operating system
    knows whether the owner is still there (flock; the process's number on file systems without locks), so what a
    killed process left is taken over.  Another host can't know it: there the file counts until somebody deletes it.

    Raises `Locked` naming the owner, or OSError where nothing can be written.
    """

    def __init__(self, folder):
        self.path = Path(folder) / LOCK_FILE
        while True:
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                self._take(folder)
                if self.held:  # and not deleted by its last owner between the two calls
                    break
                os.close(self._handle)
            except BaseException:
                os.close(self._handle)
                raise
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, f"process {os.getpid()} on {platform.node()}\n".encode(), 0)

    def _take(self, folder):
        match = re.fullmatch(r"process (\d+) on (.*)", owner := self._owner())
        try:
            import fcntl

            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            alive = False
        except BlockingIOError:
            alive = True
        except (ImportError, OSError):  # no locks here
            alive = match and match[2] == platform.node() and running(int(match[1]))
        if alive:
            raise Locked(f"{folder} is being written by {owner or 'another process'}; wait for its end, or stop it")
        if match and match[2] != platform.node():
            raise Locked(f"{folder} was locked by {owner}; if that one is gone, delete {self.path}")

    def _owner(self):
        return os.pread(self._handle, 1000, 0).decode(errors="replace").strip()

    @property
    def held(self):
        """Whether the lock file is still the one that was taken: it vanishes with the folder."""
        with suppress(FileNotFoundError, NotADirectoryError):
            return os.path.samestat(os.stat(self.path), os.fstat(self._handle))
        return False

    def release(self):
        """Give the lock back; does nothing the second time."""
        if self._handle is not None:
            if self.held:
                self.path.unlink(missing_ok=True)
            os.close(self._handle)
            self._handle = None


def running(process):
    """Whether a process of this number runs on this host."""
    if os.name == "nt":  # to ask would end it
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # it is somebody else's
        pass
    return True
