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
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask
