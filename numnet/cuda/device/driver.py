"""Driver and device: whether they are available, their limits, their errors in one line."""

import functools
import sys
import warnings
from contextlib import contextmanager, nullcontext
from importlib.metadata import version

from numba import cuda

from numnet.cuda.device.compile import FLOOR, SIMULATED, SIMULATED_BYTES, SMALLER
from numnet.cuda.errors import INSTALL, DeviceError, OutOfMemory


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


class Limits:
    """Limits of the device: shared memory, threads, free memory."""

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
