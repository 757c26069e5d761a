"""The loops of ``numnet/cpu`` once more, for the threads of a GPU.  Light to import: nothing here touches CUDA.

``numnet/cuda/device.py`` alone imports numba.cuda, and only what trains with device="cuda" imports that.
"""

import importlib.util
import os

INSTALL = "pip install 'numnet[cuda12]' or 'numnet[cuda13]', whichever CUDA version `nvidia-smi` shows"


class DeviceError(RuntimeError):
    """The GPU can't do what was asked: there is none, its driver or a package is missing, or it is too small."""


class OutOfMemory(DeviceError):
    """What was asked for takes more memory than is free on the GPU."""


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
        from numnet.cuda.device import check_driver
    except ImportError as error:  # of a package that numba-cuda needs
        raise DeviceError(f"device cuda can't be used: {error}; {INSTALL}") from None
    check_driver()


def describe_device():
    """One line for ``numnet info``: the device, or why there is none."""
    try:
        check_device()
    except DeviceError as error:
        return f"none ({error})"
    from numnet.cuda.device import describe

    return describe()


def in_simulator():
    """Whether Numba's simulator stands in for the device (NUMBA_ENABLE_CUDASIM=1)."""
    return os.environ.get("NUMBA_ENABLE_CUDASIM", "0") not in ("", "0")
