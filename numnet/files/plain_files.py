"""Files of folders that anybody may have made: plain ones alone, opened in one way.

No link is followed, no pipe or device is waited for, and nothing is read that is larger than such a file can be.
"""

import os
import stat

from numnet.utils.system import patiently

PLAIN, FOLDER = "a plain file", "a folder"
NAME_SURROGATE = 0x20000000  # of Windows: links and mount points have it in their tag
SAFE = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"))


def kind(path):
    """`PLAIN`, `FOLDER`, "a link", "a pipe", "a socket" or "a device"; None where nothing is.  Raises OSError."""
    try:
        return _kind(os.lstat(path))
    except FileNotFoundError:
        return None


def _kind(info):
    mode = info.st_mode
    if stat.S_ISLNK(mode) or getattr(info, "st_reparse_tag", 0) & NAME_SURROGATE:
        return "a link"
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return PLAIN if stat.S_ISREG(mode) else FOLDER
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
        return "a device"
    return "a pipe" if stat.S_ISFIFO(mode) else "a socket"


def open_plain(path, most):
    """A plain file of at most so many bytes, opened to be read as bytes.

    Raises OSError, such as FileNotFoundError; ValueError, with what is there, for anything but such a file.
    """
    handle = plain_handle(path, os.O_RDONLY)
    size = os.fstat(handle).st_size
    if size > most:
        os.close(handle)
        raise ValueError(f"it has {size} bytes, more than the {most} that such a file may have")
    return os.fdopen(handle, "rb")


def read_plain(path, most):
    """The bytes of a plain file; see `open_plain`."""
    with open_plain(path, most) as file:
        return file.read(os.fstat(file.fileno()).st_size)


def plain_handle(path, flags):
    """A plain file as the operating system opens it; with ``os.O_CREAT`` a new one where there is none.

    Raises OSError; ValueError, with what is there, for what is no plain file.
    """
    there = kind(path)
    if there not in (None, PLAIN):
        raise ValueError(f"it is {there}, no plain file")
    before = os.lstat(path) if there else None
    flags |= SAFE | (os.O_EXCL if flags & os.O_CREAT and not there else 0)
    handle = patiently(lambda path: os.open(path, flags, 0o666), path)
    now = os.fstat(handle)  # something else may stand there by now, where links can't be told when a file is opened
    if _kind(now) != PLAIN or (before and not os.path.samestat(before, now)):
        os.close(handle)
        raise ValueError("it was replaced while it was opened")
    return handle


def own_path(folder, *names):
    """The path of a file to be written in a folder that anybody may have made; folders in between are made.

    Raises FileExistsError where a link, or anything else that is not numnet's, is in the way.
    """
    path = os.fspath(folder)
    for name in names[:-1]:
        path = os.path.join(path, name)
        if kind(path) is None:
            os.mkdir(path)
        if kind(path) != FOLDER:
            raise FileExistsError(f"{path} is {kind(path)}, no folder; nothing is written there, move it away")
    path = os.path.join(path, names[-1])
    if kind(path) not in (None, PLAIN):
        raise FileExistsError(f"{path} is {kind(path)}, no plain file; nothing is written there, move it away")
    return path


def reason(error):
    """What an error of reading says, without number and path."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
