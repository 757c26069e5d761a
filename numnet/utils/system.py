"""What differs by operating system: files that others hold open, the disk, processes, pipes, signals, shells."""

import errno
import os
import re
import shlex
import signal
import time
from contextlib import suppress

WINDOWS = os.name == "nt"
WAITS = 0.01, 0.04, 0.1, 0.3, 0.6  # seconds between tries
STOP_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]


def patiently(action, *paths):
    """``action(*paths)``, such as `os.replace`; on Windows tried for a second where another program holds a file.

    There nobody may replace, rename or delete what is open, and whatever is new is opened at once by virus scanners.
    Raises OSError; PermissionError with a remedy if the last path is still held.
    """
    for wait in WAITS if WINDOWS else ():
        try:
            return action(*paths)
        except PermissionError:
            time.sleep(wait)
    try:
        return action(*paths)
    except PermissionError as error:
        if not WINDOWS:
            raise
        remedy = f"{error.strerror}; another program may have it open, close it there"
        raise PermissionError(error.errno, remedy, os.fspath(paths[-1])) from None


def sync(handle):
    """Wait until what was written is on the disk.  Raises OSError."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(handle, fcntl.F_FULLFSYNC)  # macOS, whose fsync leaves it in the memory of the drive
        return
    os.fsync(handle)


def sync_folder(folder):
    """Wait until a rename in the folder is on the disk, where folders can be opened; not on Windows."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            sync(handle)
        finally:
            os.close(handle)


def umask():
    """The process's file mode mask."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def is_running(process):
    """Whether a process of this number runs on this host."""
    import psutil

    with suppress(OverflowError):
        return psutil.pid_exists(process)
    return False


def family_of(process):
    """The processes, of psutil, that the process of this number has started, and theirs; none if it has ended."""
    import psutil

    with suppress(psutil.Error):
        return psutil.Process(process).children(recursive=True)
    return []


def kill_family(process):
    """Kill the process of this number, and those that it has started."""
    import psutil

    with suppress(psutil.Error):
        for one in [psutil.Process(process), *family_of(process)]:
            with suppress(psutil.Error):
                one.kill()


def in_own_group():
    """Arguments of `subprocess.Popen` for a process that Ctrl-C does not reach."""
    return {"creationflags": 0x200} if WINDOWS else {"start_new_session": True}  # CREATE_NEW_PROCESS_GROUP


def is_broken_pipe(error):
    """Whether an OSError says that nobody reads what is written; Windows may call that an invalid argument."""
    return isinstance(error, BrokenPipeError) or (WINDOWS and error.errno == errno.EINVAL)


def typed(words):
    """A command line of these words, as one types it in a shell of this system.

    Single quotes are letters to the shell of Windows; double ones are quotes to both of its shells.

    >>> typed(["numnet", "train", "my data.csv"])
    "numnet train 'my data.csv'"
    """
    return " ".join(map(_in_double_quotes, words)) if WINDOWS else shlex.join(words)


def retyped(command):
    """A command line as files have it, with the quotes of Unix, as one types it here; what is none stays."""
    with suppress(ValueError):
        return typed(shlex.split(command))
    return command


def _in_double_quotes(word):
    if re.fullmatch(r"[\w=+:./\\-]+", word):
        return word
    word = re.sub(r'(\\*)"', r'\1\1\\"', word)  # backslashes count double before a quote, and at the end
    return '"' + re.sub(r"(\\+)$", r"\1\1", word) + '"'
