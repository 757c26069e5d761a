"""Decorators that compile for the device, and the cache of what they compile; this folder alone imports numba.cuda.

With NUMBA_ENABLE_CUDASIM=1 Numba's simulator takes the device's place: each thread of a block is a thread of Python.
It knows neither device functions of its own nor Numba's extensions, so those become plain Python here.
"""

import functools
import hashlib
import sys
import threading
from pathlib import Path

import numpy as np
from numba import cuda

from numnet.cuda.errors import DeviceError, in_simulator
from numnet.cuda.launch_plan import REGISTERS, STATIC
from numnet.kernels.compiler.cache import cache_folder, tell_compiled, tell_missing

SIMULATED = in_simulator()
FLOOR = 48 * 1024  # bytes of shared memory that every device grants a block without being asked
SIMULATED_BYTES = 256 * 1024  # what the simulator is to grant
SMALLER = "use fewer samples, a smaller network, or device cpu"  # where one network does not fit
if SIMULATED:
    from numba.cuda.simulator import kernelapi

    from numnet.cuda.device.simulator import constants, four_at, matrix, plain, vector

    class _SharedMemory(kernelapi.FakeCUDAShared):
        """Shared arrays of a block, one a line of code; the simulator's own now and then gives two threads two."""

        _lock = threading.Lock()

        def array(self, shape, dtype, alignment=None):
            """The array of the line that calls this; of shape 0, the dynamic shared memory."""
            if shape == 0:
                return super().array(shape, dtype)  # it knows no alignment
            frame = sys._getframe(1)
            with self._lock:
                return self._allocations.setdefault((frame.f_code, frame.f_lineno), np.zeros(shape, dtype))

    WARP = 1  # threads that can exchange numbers without a barrier: the simulator knows of none

    def warp_total(x):
        """Σ x over the threads of a warp."""
        return x

    kernelapi.FakeCUDAShared = _SharedMemory
    cuda.local = kernelapi.FakeCUDALocal()  # device functions outside the kernel's own module look for it here
else:
    from numba.cuda.core.caching import _CacheLocator
    from numba.cuda.dispatcher import CUDACache, CUDACacheImpl

    from numnet.cpu.intrinsics.views import matrix, vector
    from numnet.cuda.device.extensions import constants, four_at

    cuda.config.CUDA_LOW_OCCUPANCY_WARNINGS = 0  # one network is one block, and it is meant so
    WARP = 32  # threads that can exchange numbers without a barrier

    @cuda.jit(device=True)
    def warp_total(x):
        """Σ x over the threads of a warp: each adds its partner's, at half the distance each time."""
        for distance in (16, 8, 4, 2, 1):
            x += cuda.shfl_xor_sync(0xFFFFFFFF, x, distance)
        return x
__all__ = [
    "SIMULATED", "WARP", "constants", "cuda", "device", "device_inline", "equations", "four_at", "kernel", "matrix",
    "vector", "warp_total",
]  # fmt: skip


def equations(module):
    """A module of numnet/kernels as device code calls it: itself, or, for the simulator, the same as plain Python."""
    return plain(module) if SIMULATED else module


def device(function):
    """A function that kernels call; compiled for the types it is called with."""
    return function if SIMULATED else cuda.jit(device=True)(function)


def device_inline(function):
    """Glue that returns views: folded into its caller, since a compiled function can't return arrays it made."""
    return function if SIMULATED else cuda.jit(device=True, inline="always")(function)


def kernel(function, bounds=None):
    """A kernel that Python launches, ``kernel[blocks, threads, 0, shared_bytes](...)``; cached on disk.

    ``bounds``: (threads of a block, blocks of a multiprocessor) for which the compiler is to leave registers.
    """
    # Of the kernel, so to say of what it calls: float32's divisions and roots are right to two units in the last place,
    # and its denormal numbers are 0.  Nothing is reordered, and NaN and infinity are what they are.
    launcher = cuda.jit(function, fastmath=True, **{} if SIMULATED else {"launch_bounds": bounds})
    if not SIMULATED:
        launcher._cache = _Cache(function)
    return launcher


@functools.cache
def _stamp():
    """A hash of all sources that device code comes from: Numba's cache sees the kernel's own file alone."""
    digest, package = hashlib.sha256(), Path(__file__).parents[2]
    for source in sorted([*package.glob("kernels/**/*.py"), *package.glob("cuda/**/*.py")]):
        digest.update(source.name.encode() + source.read_bytes())
    return digest.hexdigest()


if not SIMULATED:

    class _Locator(_CacheLocator):
        """Keeps compiled kernels in numnet's own cache folder."""

        def __init__(self, function, path):
            self._function = function

        def get_cache_path(self):
            """The folder."""
            return str(cache_folder())

        def get_source_stamp(self):
            """What must be the same for a kept kernel to be used."""
            return _stamp()

        def get_disambiguator(self):
            """What tells apart functions of one name: nothing, there are none."""
            return "cuda"

        @classmethod
        def from_function(cls, function, path):
            """The locator of a kernel."""
            return cls(function, path)

    class _CacheImpl(CUDACacheImpl):
        _locator_classes = (_Locator,)

    class _Cache(CUDACache):
        """Numba's cache of one kernel, which tells `watching` what must be compiled."""

        _impl_class = _CacheImpl

        def load_overload(self, signature, context):
            """The compiled kernel, or None."""
            found = super().load_overload(signature, context)
            if found is None:
                tell_missing(self._name)
            return found

        def save_overload(self, signature, compiled):
            """Keep it."""
            super().save_overload(signature, compiled)
            tell_compiled(self._name)


def prepare(launcher, arguments, threads, shared):
    """Compile a kernel for these arguments; returns how many threads its registers leave to a block, of ``threads``.

    Above FLOOR a kernel must ask for its shared memory, for which numba-cuda (0.30) has no call.  Raises DeviceError.
    """
    if SIMULATED:
        return threads
    compiled = launcher.compile(tuple(launcher.typeof_pyval(argument) for argument in arguments))
    while threads > 32 and threads * compiled.regs_per_thread > REGISTERS:
        threads //= 2
    if shared + STATIC > FLOOR:
        from cuda.bindings import driver

        attribute = driver.CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES
        handle = compiled._codelibrary.get_cufunc().handle
        (status,) = driver.cuKernelSetAttribute(attribute, shared, handle, cuda.get_current_device().id)
        if status != driver.CUresult.CUDA_SUCCESS:
            raise DeviceError(f"this GPU grants no {shared} bytes of shared memory to a block ({status.name})")
    return threads
