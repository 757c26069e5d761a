"""A lock on a folder: one process writes it at a time."""

import os
import platform
import re
import sys
import time
from contextlib import suppress
from pathlib import Path

from numnet.files.plain_files import plain_handle, reason
from numnet.utils.system import WINDOWS, is_running, typed

LOCK_FILE = "lock"
OWNER = re.compile(r"process (\d+) on (.*?)( since .*)?")
MOST_BYTES = 1000  # of a lock file


class Locked(ValueError):
    """The folder is locked by another process."""


class Lock:
    """The right to write a folder, held until `release`, the end of the block or the end of the process.

    A file ``lock`` in the folder says who has it: process, host, since when, command.  On this host the operating
    system knows whether the owner is still there (the package filelock; the process's number on file systems without
    locks), so what a killed process left is taken over.  Another host can't know it: there the file counts until
    somebody deletes it.

    ``name``: of the file; ``by_hosts``: where two writers would do each other no harm, the lock of another host, which
    may be gone, is taken over unless the file system knows it.

    Raises `Locked` naming the owner; OSError where nothing can be written; ValueError where something else than a
    lock bears its name.
    """

    def __init__(self, folder, name=LOCK_FILE, by_hosts=False):
        self.path, self._by_hosts = Path(folder) / name, by_hosts
        while True:
            self._handle = self._open()
            try:
                self._take(folder)
                if self.held:  # and not deleted by its last owner between the two calls
                    break
                os.close(self._handle)
            except BaseException:
                os.close(self._handle)
                raise
        os.ftruncate(self._handle, 0)
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, f"\n{_this_process()}\n".encode(errors="replace")[:MOST_BYTES])

    def _open(self):
        while True:
            try:
                return plain_handle(self.path, os.O_RDWR | os.O_CREAT)
            except FileExistsError:  # made by another process just now
                continue
            except ValueError as error:
                raise ValueError(f"{self.path} is no lock of numnet: {reason(error)}; move it away") from None

    def _take(self, folder):
        owner = self._owner()
        match = OWNER.fullmatch(owner)
        if os.fstat(self._handle).st_nlink > 1 or (owner and not owner.startswith("process ")):
            raise ValueError(f"{self.path} is no lock of numnet: it has other content or names; move it away")
        if not self._free(match):
            raise Locked(f"{folder} is being written by {owner or 'another process'}; wait for its end, or stop it")
        if match and match[2] != platform.node() and not self._by_hosts:
            raise Locked(f"{folder} was locked by {owner}; if that one is gone, delete {self.path}")

    def _free(self, match):
        """Whether no living process has the lock; after that nobody else gets it, where the file system has locks."""
        from filelock import lock_descriptor

        try:
            return lock_descriptor(self._handle, blocking=False)
        except OSError:  # no locks here
            return not (match and match[2] == platform.node() and is_running(int(match[1])))

    def _owner(self):
        for start in (0, 1):
            with suppress(PermissionError):  # Windows locks the first byte, an empty line, for readers too
                os.lseek(self._handle, start, os.SEEK_SET)
                return os.read(self._handle, MOST_BYTES).decode(errors="replace").strip()
        return ""

    @property
    def held(self):
        """Whether the lock file is still the one that was taken: it vanishes with the folder."""
        with suppress(FileNotFoundError, NotADirectoryError):
            return os.path.samestat(os.lstat(self.path), os.fstat(self._handle))
        return False

    def release(self):
        """Give the lock back; does nothing the second time."""
        if self._handle is None:
            return
        handle, held, self._handle = self._handle, self.held, None
        if held and not WINDOWS:
            self.path.unlink(missing_ok=True)
        os.close(handle)
        if held and WINDOWS:  # which deletes no open file
            with suppress(OSError):
                self.path.unlink(missing_ok=True)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.release()


def _this_process():
    """``process 12 on host since 2026-01-31 12:00:00: numnet train spiral``."""
    name = os.path.basename(sys.argv[0]) or "python"
    command = typed(["numnet" if name == "__main__.py" else name, *sys.argv[1:]])
    text = f"process {os.getpid()} on {platform.node()} since {time.strftime('%Y-%m-%d %H:%M:%S')}: {command}"
    return " ".join(text.split())
