"""Errors of the GPU, and whether the simulator stands in for it; imports nothing."""

import os

INSTALL = "pip install 'numnet[cuda12]' or 'numnet[cuda13]', whichever CUDA version `nvidia-smi` shows"


class DeviceError(RuntimeError):
    """The GPU can't do what was asked: there is none, its driver or a package is missing, or it is too small."""


class OutOfMemory(DeviceError):
    """What was asked for takes more memory than is free on the GPU."""


def in_simulator():
    """Whether Numba's simulator stands in for the device (NUMBA_ENABLE_CUDASIM=1)."""
    return os.environ.get("NUMBA_ENABLE_CUDASIM", "0") not in ("", "0")
