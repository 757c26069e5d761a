"""The only place that imports numba.cuda: decorators, views, memory, and what the device can do.

With NUMBA_ENABLE_CUDASIM=1 Numba's simulator takes the device's place: each thread of a block is a thread of Python.
It knows neither device functions of its own nor Numba's extensions, so those become plain Python here.
"""

import functools
import hashlib
import sys
import threading
import warnings
from contextlib import contextmanager, nullcontext
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numba import cuda

from numnet.cuda import INSTALL, DeviceError, OutOfMemory, in_simulator
from numnet.cuda.plan import REGISTERS, STATIC
from numnet.kernels.cache import cache_folder, tell_compiled, tell_missing

SIMULATED = in_simulator()
FLOOR = 48 * 1024  # bytes of shared memory that every device grants a block without being asked
SIMULATED_BYTES = 256 * 1024  # what the simulator is to grant
SMALLER = "use fewer samples, a smaller network, or device cpu"  # where one network does not fit

if SIMULATED:
    from numba.cuda.simulator import kernelapi

    from numnet.cuda.simulated import four_at, matrix, plain, vector

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

    from numnet.cpu.views import matrix, vector
    from numnet.cuda.extensions import four_at

    cuda.config.CUDA_LOW_OCCUPANCY_WARNINGS = 0  # one network is one block, and it is meant so
    WARP = 32  # threads that can exchange numbers without a barrier

    @cuda.jit(device=True)
    def warp_total(x):
        """Σ x over the threads of a warp: each adds its partner's, at half the distance each time."""
        for distance in (16, 8, 4, 2, 1):
            x += cuda.shfl_xor_sync(0xFFFFFFFF, x, distance)
        return x

__all__ = [
    "SIMULATED", "WARP", "cuda", "device", "device_inline", "equations", "four_at", "kernel", "matrix", "vector",
    "warp_total",
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
    digest, package = hashlib.sha256(), Path(__file__).parents[1]
    for source in sorted([*package.glob("kernels/*.py"), *package.glob("cuda/*.py")]):
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


def check_driver():
    """DeviceError where there is no driver, no device, no compiler, or where the driver is older than the packages."""
    if SIMULATED:
        return
    from numba.cuda.cudadrv.driver import driver
    from numba.cuda.cudadrv.error import CudaSupportError

    with understandable():
        try:
            found = driver.is_available
        except CudaSupportError:  # the first time; its text is driver.initialization_error
            found = False
        if found:
            check_versions(driver.get_version(), cuda_of_packages())
            if not cuda.is_available():
                raise DeviceError(f"device cuda finds no NVVM, which compiles for GPUs: {INSTALL}")
    if not found:
        reason = _one_line(driver.initialization_error or "no device was found")
        raise DeviceError(
            f"device cuda finds no NVIDIA GPU ({reason}); `nvidia-smi` must show one, with a driver not older than the "
            "CUDA version of the installed packages; or use device cpu"
        )


@functools.cache
def cuda_of_packages():
    """The CUDA version (major, minor) that the installed packages are made for."""
    return tuple(int(part) for part in version("cuda-bindings").split(".")[:2])


def check_versions(driver, packages):
    """DeviceError where the CUDA version of the driver has a smaller major number than that of the packages."""
    if driver[0] < packages[0]:
        raise DeviceError(
            f"the driver knows CUDA {driver[0]}.{driver[1]}, the installed packages want CUDA {packages[0]}; install a "
            f"newer driver, or the packages for this one: pip install 'numnet[cuda{driver[0]}]'"
        )


# What an error has in its class's name or its text: what to say of it.
REMEDIES = {
    ("OUT_OF_RESOURCES", "COOPERATIVE_LAUNCH_TOO_LARGE", "INVALID_CONFIGURATION", "INVALID_VALUE"):
        "a kernel asks for more registers, threads or shared memory than this GPU has; use a smaller batch, a smaller "
        "network, --no-specialize or device cpu",
    ("INSUFFICIENT_DRIVER", "UNSUPPORTED_PTX_VERSION", "DRIVER_MISMATCH", "COMPAT_NOT_SUPPORTED", "INVALID_PTX",
     'Function "'):
        f"the driver is too old for the installed packages; install a newer one, or {INSTALL}",
    ("NO_BINARY_FOR_GPU", "INVALID_IMAGE", "CCSupportError"):
        f"the installed packages make no code for this GPU; {INSTALL}, or use device cpu",
    ("LAUNCH_TIMEOUT",):
        "the GPU also draws the screen, and its driver stopped a kernel that took long; use fewer samples, a GPU "
        "without a screen, or device cpu",
    ("ILLEGAL_ADDRESS", "LAUNCH_FAILED", "MISALIGNED_ADDRESS", "ILLEGAL_INSTRUCTION", "ECC_", "HARDWARE"):
        "a kernel failed, and the GPU takes no more of this process; run it again, or use device cpu",
    ("DEVICE_UNAVAILABLE", "MPS_"):
        "another process has the GPU to itself; wait for it, or use device cpu",
    ("DynamicLibNotFound", "FileNotFound", "FunctionNotFound", "libdevice", "nvvm", "Nvvm", "NVVM", "nvrtc", "Nvrtc",
     "NVRTC", "nvJitLink", "LinkerError"):
        f"what compiles for GPUs is missing or does not fit the driver; {INSTALL}, or use device cpu",
}  # fmt: skip


@contextmanager
def understandable():
    """Errors of the driver, of the compiler and of memory as DeviceError, in one line."""
    try:
        with _quiet_threads() if SIMULATED else nullcontext():
            yield
    except DeviceError:
        raise
    except Exception as error:
        if not from_driver(error):
            raise
        raise explained(error) from error


def from_driver(error):
    """Whether an error is one of the driver or of the compiler: of a class of theirs, or raised in a module of theirs.

    They are numba.cuda.cudadrv and the packages of cuda-python, whose own errors a launch raises.
    """
    homes, at = [type(error).__module__], error.__traceback__
    while at is not None:
        last, at = at, at.tb_next
        if at is None and isinstance(error, (RuntimeError, OSError)):
            homes.append(last.tb_frame.f_globals.get("__name__", ""))
    return any(home.startswith(("numba.cuda.cudadrv", "numba.cuda.simulator.cudadrv", "cuda.")) for home in homes)


def explained(error):
    """The DeviceError, in one line with a remedy, for an error of the driver or the compiler."""
    text = _one_line(error).partition(". ")[0]  # the driver goes on for paragraphs
    if "CUDA_ERROR_OUT_OF_MEMORY" in text:
        return OutOfMemory(f"the GPU has too little free memory; {SMALLER}")
    for words, remedy in REMEDIES.items():
        if any(word in f"{type(error).__name__}: {text}" for word in words):
            return DeviceError(f"{remedy} ({text})")
    return DeviceError(f"the GPU can't go on: {text}; {INSTALL}, as the driver wants it, or use device cpu")


def _one_line(error):
    """Its text, on one line."""
    return " ".join(str(error).split())


@contextmanager
def _quiet_threads():
    """For the simulator: NumPy does not warn of overflow, as no device does; threads take turns quickly."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            yield
    finally:
        sys.setswitchinterval(interval)


def upload(array):
    """A copy of the array on the device, contiguous."""
    return np.array(array, order="C") if SIMULATED else cuda.to_device(np.ascontiguousarray(array))


def room(shape, dtype):
    """Memory on the device, not initialised."""
    return np.zeros(shape, dtype) if SIMULATED else cuda.device_array(shape, dtype)


def download(array, into):
    """Copy from the device into an array of the same shape and dtype; waits for the kernels before."""
    if into.size == 0:
        return
    if SIMULATED:
        into[...] = array
    else:
        array.copy_to_host(into)


def overwrite(array, values):
    """Put values of the same shape and dtype into an array on the device."""
    if SIMULATED:
        array[...] = values
    else:
        array.copy_to_device(values)


class Limits:
    """What a kernel may ask of the device."""

    def __init__(self):
        if SIMULATED:
            self.shared, self.processors, self.memory, self.threads = SIMULATED_BYTES, 1, 2**30, 4
            return
        chip = cuda.get_current_device()
        self.shared = int(getattr(chip, "MAX_SHARED_MEMORY_PER_BLOCK_OPTIN", 0) or FLOOR)
        self.processors = chip.MULTIPROCESSOR_COUNT
        context = cuda.current_context()
        context.memory_manager.deallocations.clear()  # what was freed, and numba-cuda keeps for a while
        self.memory = context.get_memory_info()[0]
        self.threads = 1024


def describe():
    """Name, capability and memory of the device."""
    if SIMULATED:
        return "Numba's simulator (NUMBA_ENABLE_CUDASIM=1): correct, and slow beyond use"
    chip, limits = cuda.get_current_device(), Limits()
    name = chip.name.decode() if isinstance(chip.name, bytes) else chip.name
    major, minor = chip.compute_capability
    total = cuda.current_context().get_memory_info()[1]
    return (
        f"{name}, compute capability {major}.{minor}, {total / 2**30:.0f} GB, {limits.processors} multiprocessors, "
        f"{limits.shared // 1024} KB shared memory a block"
    )


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


def synchronize():
    """Wait for the device."""
    cuda.synchronize()
