"""Files written whole or not at all."""

import errno
import os
import platform
import re
import tempfile
from contextlib import suppress
from pathlib import Path

from numnet.files.plain_files import FOLDER, PLAIN, kind
from numnet.utils.system import is_running, patiently, sync, sync_folder, umask


def write_whole(path, data):
    """Write ``data`` (bytes, str, or pieces of text) to path: a temporary file beside it, fsync, rename.

    Raises OSError.

    Whoever looks at path, even after a power cut, sees the old file or the new one, never a part; and of two files
    written one after the other never the second without the first.  Only a plain file is replaced: no link, no device.
    """
    path = Path(path)
    if (there := kind(path)) not in (None, PLAIN):
        raise FileExistsError(errno.EEXIST, f"it is {there}, no plain file, and is not replaced", str(path))
    pieces = [data] if isinstance(data, (bytes, str)) else data
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=temporary_prefix())
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(piece.encode() if isinstance(piece, str) else piece for piece in pieces)
            file.flush()
            sync(file.fileno())
        os.chmod(temporary, 0o666 & ~umask())
        patiently(os.replace, temporary, path)
        sync_folder(path.parent)
    except BaseException as error:
        with suppress(OSError):
            os.unlink(temporary)
        if isinstance(error, OSError):  # name the file that was asked for, not the temporary one
            raise OSError(error.errno, error.strerror or str(error), str(path)) from None
        raise


def as_text(name):
    """A file's name as text: bytes outside the locale are read as UTF-8, and replaced if they are not."""
    return name.encode(errors="surrogateescape").decode(errors="replace")


def temporary_prefix():
    """The beginning of the names of unfinished files and folders: hidden, with host and process."""
    return f".{platform.node()}-{os.getpid()}-"


def clear_leftovers(folder, folders=False):
    """Delete unfinished files, and ``folders`` with nothing but files, that ended processes of this host have left."""
    pattern = re.compile(rf"\.{re.escape(platform.node())}-(\d+)-\w+")
    with suppress(OSError):
        for path in list(Path(folder).iterdir()):
            match = pattern.fullmatch(path.name)
            if match and not is_running(int(match[1])):
                _remove(path, folders)


def _remove(path, folders):
    if kind(path) == PLAIN:
        path.unlink(missing_ok=True)
    elif kind(path) == FOLDER and folders:
        for file in path.iterdir():
            _remove(file, False)
        with suppress(OSError):  # it holds something else
            path.rmdir()
