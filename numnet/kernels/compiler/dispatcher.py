"""How every kernel is compiled: its options, and its place in the cache."""

import functools

import numba
from numba.extending import typeof_impl

import numnet.kernels.compiler.enumerations  # noqa: F401  tells Numba what codes are
from numnet.kernels.compiler.cache import KernelCache
from numnet.kernels.records import DescentBuffers, Layout, Run, Samples, SurfaceData, Workspace

# What a named tuple is to Numba, said outright: to find out takes a search through all abstract classes, 0.03 s.
for record in (Layout, Run, Samples, Workspace, SurfaceData, DescentBuffers):
    typeof_impl.register(record)(typeof_impl.dispatch(tuple))


def jit(function=None, **options):
    """Compile a kernel that Python calls: exact arithmetic, cached on disk, without the lock of Python.

    Exact: every operation rounds as IEEE 754 says, in the order that is written; `fastmath` stays off.  So a kernel
    gives the same bits on every processor, however wide its vectors, and in every kernel that it is compiled into.
    """
    if function is None:
        return functools.partial(jit, **options)
    options = {"error_model": "numpy", "nogil": True, "no_cfunc_wrapper": True, "_nrt": False, **options}
    kernel = numba.njit(**options)(function)
    kernel._cache = KernelCache(function, options)
    return kernel


# A loop over arrays that only kernels call: compiled on its own, without an entry from Python.
jit_loop = jit(no_cpython_wrapper=True)
# An equation, or the glue between loops: folded into its caller before that is compiled.  LLVM would inline it
# anyway; doing so first spares compiling it alone, and everything it calls once more (see docs/kernels.md).
jit_inline = jit(inline="always")
