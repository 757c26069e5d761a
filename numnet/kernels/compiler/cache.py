"""Where compiled kernels are kept: one file a kernel and signature, in a folder of this version's own.

Numba has a disk cache, which is not used, for three reasons.  It sees an edit in the file of a kernel, not in a file
the kernel calls; two processes that compile two signatures of a kernel at once may leave one's machine code under the
other's name; a file cut short by a full disk ends every later run.  Here the folder is named by a fingerprint of all
kernel sources and of the tool chain, a file by everything its machine code depends on, and its first bytes are a
checksum of the rest.  Whatever is missing or damaged is compiled, and what can't be kept lasts for this process.

Nothing here imports Numba before a kernel is asked for.
"""

import atexit
import functools
import hashlib
import logging
import os
import pickle
import re
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from numnet.kernels.compiler import bitcode
from numnet.kernels.compiler.fingerprint import fingerprint
from numnet.utils.system import patiently

log = logging.getLogger("numnet")
DAYS_UNUSED = 30  # after so many days the folder of another version is deleted
_watchers = []  # see watching()


def user_cache_folder():
    """The folder for caches: NUMNET_CACHE_DIR, else the operating system's custom.  RuntimeError: no home folder."""
    if "NUMNET_CACHE_DIR" in os.environ:
        return Path(os.environ["NUMNET_CACHE_DIR"])
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "numnet"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "numnet"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "numnet"


@functools.cache
def cache_folder():
    """The folder of this fingerprint's kernels; a temporary one where the user's can neither be written nor read."""
    name = fingerprint()
    try:
        folder = user_cache_folder() / name
        if not folder.is_dir():
            folder.mkdir(parents=True)
            _delete_unused(folder.parent)
        if os.access(folder, os.W_OK):
            os.utime(folder)  # used today
        elif not any(folder.iterdir()):
            raise PermissionError(f"{folder} is read-only")
        return folder
    except (OSError, RuntimeError) as error:
        parent = tempfile.mkdtemp(prefix="numnet-")  # private: nobody else may plant code there
        atexit.register(shutil.rmtree, parent, ignore_errors=True)
        _cannot_keep(str(error))
        folder = Path(parent) / name
        folder.mkdir()
        return folder


@functools.cache  # once is enough
def _cannot_keep(reason):
    """Say that what is compiled now is compiled for this process only."""
    log.warning(
        "numnet: the cache folder can't be written (%s); compiled kernels last for this process only. "
        "Set NUMNET_CACHE_DIR to a folder of yours.",
        reason,
    )


def _delete_unused(parent):
    """Delete the folders of other fingerprints that no run has used for a month; whatever else is there stays."""
    with suppress(OSError):
        for folder in parent.iterdir():
            old = time.time() - folder.stat().st_mtime > DAYS_UNUSED * 24 * 3600
            if old and re.fullmatch("[0-9a-f]{16}", folder.name) and not folder.is_symlink():
                shutil.rmtree(folder, ignore_errors=True)


def kept():
    """(kernels, bytes) in this fingerprint's folder, those for GPUs (.nbc) included."""
    sizes = [path.stat().st_size for path in cache_folder().iterdir() if path.suffix in (".kernel", ".nbc")]
    return len(sizes), sum(sizes)


@contextmanager
def watching(missing, compiled):
    """While the body runs: ``missing(name)`` when a kernel must be compiled, ``compiled(name)`` when it is.

    A kernel that calls others is missing before them and compiled after them.  The innermost of nested ones is told.
    """
    _watchers.append((missing, compiled))
    try:
        yield
    finally:
        _watchers.remove((missing, compiled))


def tell_missing(name):
    """Say that a kernel must be compiled."""
    if _watchers:
        _watchers[-1][0](name)


def tell_compiled(name):
    """Say that it is."""
    if _watchers:
        _watchers[-1][1](name)


def read_checked(path):
    """The bytes that :func:`write_checked` wrote; None where there are none, or not exactly those."""
    try:
        data = Path(path).read_bytes()
    except OSError:
        return None
    digest, data = data[:32], data[32:]
    return data if hashlib.sha256(data).digest() == digest else None


def write_checked(path, data):
    """Write bytes and their checksum; all at once, so that other processes see no part.  Raises OSError."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(data).digest() + data)
        patiently(os.replace, temporary, path)
    except BaseException as error:
        with suppress(OSError):
            os.unlink(temporary)
        if not isinstance(error, PermissionError) or read_checked(path) != data:  # on Windows, who reads it holds it
            raise


@functools.cache
def _source(path):
    """The bytes of a source file: kernels outside the package, which the fingerprint leaves out, may change too."""
    with suppress(OSError):
        return Path(path).read_bytes()
    return b""


class KernelCache:
    """The cache of one kernel, as Numba's dispatcher wants it.

    function: the Python function; options: the compiler's flags (a function may be compiled with several sets).
    """

    def __init__(self, function, options):
        self.function, self.options = function, options
        self.name = f"{function.__module__.rpartition('.')[2]}.{function.__qualname__}"

    @property
    def cache_path(self):
        """The folder, for Numba's statistics."""
        return str(cache_folder())

    def identity(self, signature):
        """Of this kernel for argument types: a string that is the same in every process, and on every machine."""
        from numba.core.sigutils import normalize_signature

        flags = sorted((name, sorted(v) if isinstance(v, set) else v) for name, v in self.options.items())
        function, arguments = self.function, normalize_signature(signature)[0]
        return repr((function.__module__, function.__qualname__, function.__code__.co_firstlineno, arguments, flags))

    def path(self, signature, codegen):
        """The file of this kernel's machine code for argument types and processor."""
        code = self.function.__code__
        parts = (self.identity(signature), codegen.magic_tuple(), code.co_code)
        digest = hashlib.sha256(repr(parts).encode() + _source(code.co_filename)).hexdigest()[:24]
        return cache_folder() / f"{self.name}-{digest}.kernel"

    def load_overload(self, signature, target_context):
        """The compiled kernel, or None: then Numba compiles it.

        Numba's own cache prepares the whole compiler first (`target_context.refresh()`), which takes longer than
        everything else here.  Machine code needs the runtime, if that; whoever compiles prepares the rest.
        """
        from numba.core.compiler import CompileResult
        from numba.core.runtime import rtsys

        codegen = target_context.codegen()
        path = self.path(signature, codegen)
        data = read_checked(path)
        if data is None:
            tell_missing(self.name)
            parts = bitcode.rebuildable(self.identity(signature), codegen)
            if parts is None:
                return None
            data = self._keep(path, parts)
            tell_compiled(self.name)
        if b"NRT_" in data:  # the names of the runtime's functions
            rtsys.initialize(target_context)
        return CompileResult._rebuild(target_context, *pickle.loads(data))

    def save_overload(self, signature, result):
        """Keep a compiled kernel; where that fails, say so once and go on."""
        if not result.library.has_dynamic_globals:  # addresses of this process
            self._keep(self.path(signature, result.codegen), rebuildable(result))
        tell_compiled(self.name)

    def _keep(self, path, parts):
        """Write what `CompileResult._rebuild` takes into a file; returns its bytes."""
        from numba.core.serialize import dumps

        data = dumps(parts)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_checked(path, data)
        except OSError as error:
            _cannot_keep(f"{path.parent}: {error.strerror}")
        return data


def rebuildable(result):
    """What `CompileResult._rebuild` makes a kernel of: its machine code, and the rest.

    Environments hold the Python objects of one function each that was folded in, and load that function's module: half
    of Numba.  Kernels have none, for they neither raise nor print.  The types of all variables, as text, are left out.
    """
    *parts, _, initialisers, environments = result._reduce()
    return *parts, "", initialisers, tuple(environment for environment in environments if environment.consts)
