"""What a user asks for with ``-o``: a file, a pipe, a device, or ``-``, standard output."""

import errno
import os
import stat
import sys
from contextlib import contextmanager, redirect_stdout

from numnet.files.atomic import write_whole

STREAMS = ("/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/self/fd/")
_standard = []  # standard output, while sys.stdout is something else


def is_stdout(path):
    """Whether a path stands for standard output."""
    return path is not None and os.fspath(path) == "-"


@contextmanager
def talk_aside(path):
    """Where the result goes to standard output, as ``path`` says, all else that is printed goes to standard error."""
    if not is_stdout(path):
        yield
        return
    _standard.append(sys.stdout)
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        _standard.pop()


def write_output(path, data, to_read=False):
    """Write ``data`` (bytes or str) to what a user named, as other programs do.  Raises OSError.

    A file is written whole or not at all, also where a link leads to it, which stays; pipes and devices get the bytes.
    Text is UTF-8 everywhere; with ``to_read``, which is for people, standard output has it in its own encoding.
    """
    try:
        if is_stdout(path):
            _to_stdout(data, to_read)
            return
        data = data.encode() if isinstance(data, str) else data
        if os.path.abspath(path).startswith(STREAMS) or _is_stream(path):
            with open(path, "wb") as file:
                file.write(data)
        else:
            write_whole(os.path.realpath(path), data)
    except BrokenPipeError:  # whoever read it has enough
        raise
    except OSError as error:
        where = "standard output" if is_stdout(path) else os.fspath(path)
        raise OSError(error.errno, error.strerror, where) from None


def _is_stream(path):
    """Whether there is something that is neither a file nor a folder."""
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _to_stdout(data, to_read):
    """Standard output gets text or bytes as they are; a terminal or a notebook text alone, control characters shown."""
    stdout = _standard[-1] if _standard else sys.stdout
    if stdout is None or sys.__stdout__ is None:
        raise OSError(errno.EBADF, "it is closed")
    if to_read or stdout.isatty() or not hasattr(stdout, "buffer"):  # a notebook's takes text alone
        if isinstance(data, bytes):
            raise ValueError("these are bytes, and a terminal shows text; nothing was written; name a file, or > FILE")
        stdout.write(data)  # the command line shows control characters there
    else:
        stdout.flush()
        stdout.buffer.write(data.encode() if isinstance(data, str) else data)
    stdout.flush()
