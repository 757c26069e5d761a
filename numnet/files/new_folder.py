"""New folders: filled under a temporary name, then renamed; an existing one is never overwritten."""

import errno
import os
import re
import shutil
import tempfile
from itertools import count
from pathlib import Path

from numnet.files.atomic import clear_leftovers, temporary_prefix
from numnet.utils.system import patiently, umask

MAX_NAME_BYTES = 200  # bytes of the data's name in that of a folder; file systems take 255 in all


class NewFolder:
    """A folder that is to be made: ``out``, or <home>/<name>-<n> with the first free n; never one that exists.

    Raises OSError now, before hours of training, if nothing can be written there.
    """

    def __init__(self, out, name, home="runs"):
        self.out, self.name = out, portable(name.encode(errors="surrogateescape")[:MAX_NAME_BYTES])
        if out is not None and os.path.lexists(out):
            raise FileExistsError(f"{out} exists; name another folder, nothing is ever overwritten")
        parent = Path(out).parent if out is not None else Path(home)
        if parent.exists() and not parent.is_dir():
            raise NotADirectoryError(f"{parent} is a file; a folder is needed there, name another")
        parent.mkdir(parents=True, exist_ok=True)
        try:
            with tempfile.TemporaryFile(dir=parent):
                self.parent = parent
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(parent)) from None
        clear_leftovers(parent, folders=True)

    def fill(self, write):
        """Call ``write(folder)`` on a temporary folder, then rename it: it is whole or not there.  Returns its path."""
        self.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=temporary_prefix(), dir=self.parent))
        try:
            write(temporary)
            temporary.chmod(0o777 & ~umask())
            return self._rename(temporary)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise

    def _rename(self, temporary):
        """Rename the filled folder in one step, never over something else."""
        if self.out is not None:
            return patiently(temporary.rename, self.out)
        for n in count(1):
            folder = self.parent / f"{self.name}-{n}"
            if not os.path.lexists(folder):
                try:
                    return patiently(temporary.rename, folder)
                except OSError as error:
                    if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):  # somebody was faster
                        raise


def portable(name):
    """The beginning of a folder's name that every system takes, from bytes: what Windows forbids becomes ``_``.

    >>> portable(b"a:b")
    'a_b'
    """
    return re.sub(r'[<>:"/\\|?*\0-\x1f]', "_", name.decode(errors="ignore"))
