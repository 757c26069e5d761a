"""The one decorator, and where compiled code is kept.

Numba's disk cache sees an edit in the file of a kernel, not in a file the kernel calls, and an upgrade of
Numba or of the compiler may change the machine code too.  So everything is cached under a folder named by a
fingerprint of all kernel sources and of the tool chain: another fingerprint, another folder, nothing stale.
"""

import functools
import hashlib
import logging
import os
import platform
import sys
import tempfile
from pathlib import Path

import llvmlite
import llvmlite.binding
import numba

log = logging.getLogger("numnet")

# Contractions (fused multiply-add) and reordered sums make the loops vectorise.  NaN and Inf keep their
# meaning ("nnan" and "ninf" are left out), because divergence is found by looking for them.
FAST = {"contract", "reassoc", "nsz", "arcp"}
# Where the order of operations is the algorithm (range reduction, compensated sums).
EXACT_ORDER = {"contract"}

# OpenMP enters a parallel region in about 2 µs, the fallback "workqueue" in over 100 µs.
if "NUMBA_THREADING_LAYER_PRIORITY" not in os.environ:
    numba.config.THREADING_LAYER_PRIORITY = ["omp", "tbb", "workqueue"]


def fingerprint():
    """Sixteen hex digits that change with any kernel source, Numba, LLVM, Python or the processor."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parents[1]
    for source in sorted([*package.glob("kernels/*.py"), *package.glob("cpu/*.py")]):
        digest.update(source.name.encode() + source.read_bytes())
    tools = (
        numba.__version__,
        llvmlite.__version__,
        sys.version,
        platform.machine(),
        llvmlite.binding.get_host_cpu_name(),
        numba.config.CPU_FEATURES or "",
    )
    digest.update("\n".join(tools).encode())
    return digest.hexdigest()[:16]


def user_cache_folder():
    """The folder for caches: NUMNET_CACHE_DIR, else the operating system's custom."""
    if "NUMNET_CACHE_DIR" in os.environ:
        return Path(os.environ["NUMNET_CACHE_DIR"])
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "numnet"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "numnet"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "numnet"


@functools.cache
def cache_folder():
    """The folder of this fingerprint's compiled kernels; a temporary one where the user's can't be written."""
    try:
        folder = user_cache_folder() / fingerprint()
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except (OSError, RuntimeError) as error:  # RuntimeError: no home folder
        folder = Path(tempfile.mkdtemp(prefix="numnet-"))  # private: nobody else may plant code there
        log.warning(
            "numnet: the cache folder can't be written (%s); compiled kernels last for this process only. "
            "Set NUMNET_CACHE_DIR to a folder of yours.",
            error,
        )
        return folder


def jit(function=None, *, fastmath=FAST, **options):
    """Compile a kernel that Python calls: IEEE division, cached on disk, without the lock of Python."""
    if function is None:
        return functools.partial(jit, fastmath=fastmath, **options)
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(cache_folder())
    try:
        return numba.njit(
            error_model="numpy",
            fastmath=fastmath,
            cache=True,
            nogil=True,
            no_cfunc_wrapper=True,
            **{"_nrt": False, **options},
        )(function)
    finally:
        numba.config.CACHE_DIR = before


# A loop over arrays that only kernels call: compiled on its own, without an entry from Python.
jit_loop = jit(no_cpython_wrapper=True)

# A sum in the order of the samples; not worth the machine code of a vectorised one.
jit_sum = jit(no_cpython_wrapper=True, fastmath=EXACT_ORDER)

# A thin loop over ``prange`` that hands each iteration to a jit_loop; parallel code allocates, so it counts references.
jit_parallel = jit(no_cpython_wrapper=True, parallel=True, _nrt=True)

# An equation, or the glue between loops: folded into its caller before that is compiled.  LLVM would inline it
# anyway; doing so first spares compiling it alone, and everything it calls once more (see CONTRIBUTING.md).
jit_inline = jit(inline="always")


def is_compiled(name):
    """Whether a kernel set of this name was compiled into the cache before (see :func:`mark_compiled`)."""
    return (cache_folder() / f"{name}.compiled").exists()


def mark_compiled(name):
    """Remember that the kernel set of this name is in the cache."""
    (cache_folder() / f"{name}.compiled").touch()
