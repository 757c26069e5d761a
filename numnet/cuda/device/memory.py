"""Arrays in the memory of the device: upload, download, allocate, wait."""

import numpy as np
from numba import cuda

from numnet.cuda.device.compile import SIMULATED


def upload(array):
    """A copy of the array on the device, contiguous."""
    return np.array(array, order="C") if SIMULATED else cuda.to_device(np.ascontiguousarray(array))


def allocate(shape, dtype):
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


def synchronize():
    """Wait for the device."""
    cuda.synchronize()
