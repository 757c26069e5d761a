"""Training on a GPU: the loops of ``numnet/cpu`` for its threads.  Light to import: nothing here touches CUDA.

``numnet/cuda/device/compile.py`` alone imports numba.cuda, and only what trains with device="cuda" imports that.
"""

import importlib.util

from numnet.cuda.errors import INSTALL, DeviceError, OutOfMemory, in_simulator

__all__ = [
    "INSTALL",
    "DeviceError",
    "OutOfMemory",
    "check_available",
    "check_device",
    "check_installed",
    "describe_device",
    "in_simulator",
]


def check_installed():
    """DeviceError where the package that compiles for GPUs is missing."""
    if importlib.util.find_spec("numba_cuda") is None:
        raise DeviceError(f"device cuda needs the package numba-cuda: {INSTALL}; or use device cpu")


def check_available(device):
    """ValueError for a device that is neither "cpu" nor "cuda"; for "cuda" DeviceError where it can't be used."""
    if device not in ("cpu", "cuda"):
        raise ValueError(f"device must be 'cpu' or 'cuda', got {device!r}")
    if device == "cuda":
        check_device()


def check_device():
    """DeviceError where no network can be trained on a GPU: package, driver or device is missing."""
    check_installed()
    try:
        from numnet.cuda.device.driver import check_driver
    except ImportError as error:  # of a package that numba-cuda needs
        raise DeviceError(f"device cuda can't be used: {error}; {INSTALL}") from None
    check_driver()


def describe_device():
    """One line for ``numnet info``: the device, or why there is none."""
    try:
        check_device()
    except DeviceError as error:
        return f"none ({error})"
    from numnet.cuda.device.driver import describe

    return describe()
