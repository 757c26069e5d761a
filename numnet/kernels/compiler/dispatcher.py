"""How every kernel is compiled: its options, and its place in the cache."""

import functools

import numba
from numba.extending import typeof_impl

from numnet.kernels.compiler.cache import KernelCache
from numnet.kernels.compiler.library import KernelCompiler
from numnet.kernels.records import DescentBuffers, Layout, Run, Samples, SurfaceData, Workspace

# Contractions (fused multiply-add) and reordered sums make the loops vectorise.  NaN and Inf keep their
# meaning ("nnan" and "ninf" are left out), because divergence is found by looking for them.
FAST = {"contract", "reassoc", "nsz", "arcp"}
# Where the order of operations is the algorithm (range reduction, compensated sums).
EXACT_ORDER = {"contract"}
# What a named tuple is to Numba, said outright: to find out takes a search through all abstract classes, 0.03 s.
for record in (Layout, Run, Samples, Workspace, SurfaceData, DescentBuffers):
    typeof_impl.register(record)(typeof_impl.dispatch(tuple))


def jit(function=None, *, fastmath=FAST, **options):
    """Compile a kernel that Python calls: IEEE division, cached on disk, without the lock of Python."""
    if function is None:
        return functools.partial(jit, fastmath=fastmath, **options)
    options = {
        "error_model": "numpy",
        "fastmath": fastmath,
        "nogil": True,
        "no_cfunc_wrapper": True,
        "pipeline_class": KernelCompiler,
        "_nrt": False,
        **options,
    }
    kernel = numba.njit(**options)(function)
    kernel._cache = KernelCache(function, options)
    return kernel
