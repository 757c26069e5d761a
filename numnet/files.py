"""Files written whole or not at all."""

import os
import tempfile
from pathlib import Path


def write_whole(path, data):
    """Write ``data`` (bytes or str) to path: a temporary file beside it, fsync, rename.  Raises OSError.

    Whoever looks at path, even after a power cut, sees the old file or the new one, never a part.
    """
    path = Path(path)
    data = data.encode() if isinstance(data, str) else data
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~umask())
        os.replace(temporary, path)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):  # name the file that was asked for, not the temporary one
            raise OSError(error.errno, error.strerror or str(error), str(path)) from None
        raise


def umask():
    """The process's file mode mask."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
