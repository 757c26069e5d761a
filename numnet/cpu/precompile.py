"""Compile half of the loops in a second process, while the first one compiles the rest.

The first run on a machine compiles for some seconds, on one core.  This module, run as a program, compiles the loops of
back-propagation and update into the cache that both processes share; whoever needs one first and does not find it
compiles it, so nothing waits for anything, and nothing depends on the second process at all.

    python -m numnet.cpu.precompile float32
"""

import subprocess
import sys
from contextlib import contextmanager, suppress

import numba

from numnet.cpu import layers, training, updates
from numnet.network import Network
from numnet.training import Training


def loops(dtype):
    """[(kernel, its signature)] of half the kernels of a run, leaves first."""
    real, i8, f8 = getattr(numba, dtype), numba.int64, numba.float64
    vector, matrix = real[::1], real[:, ::1]
    example = Training(Network([2, 2, 2], dtype=dtype), [[0.0, 0.0], [1.0, 1.0]], [0, 1])
    layout, run, work = (numba.typeof(bundle) for bundle in (example.network.layout, example.run, example.work))
    return [
        (updates.apply_rule, (i8, *[vector] * 6)),
        (training.begin_update, (i8[::1], f8[::1], run, work)),
        (layers.backward_delta, (matrix, matrix, matrix, matrix, vector)),
        (layers.backward_layer, (matrix, matrix, matrix, vector, numba.boolean, vector)),
        (layers.output_delta, (i8, i8, matrix, matrix, i8, matrix)),
        (layers.backward, (layout, vector, matrix, matrix, i8, vector, vector, numba.boolean)),
        (updates.reduce_gradient, (vector, i8, i8, i8, i8)),
        (training.gather, (matrix, i8[::1], i8, matrix)),
        (training.begin_epoch, (i8[::1], run, work)),
        (training.record, (i8[::1], run, f8[::1], i8)),
    ]


@contextmanager
def second_process(dtype):
    """Run this module for ``dtype`` beside the body, and wait for its end; a process that fails is nobody's loss."""
    process = None
    with suppress(OSError):
        process = subprocess.Popen(
            [sys.executable, "-m", "numnet.cpu.precompile", dtype], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
    try:
        yield
    finally:
        if process is not None:
            process.wait()


def main(dtype):
    """Compile the loops, then the forward pass that predictions need."""
    for kernel, signature in loops(dtype):
        kernel.compile(signature)
    Network([2, 2, 2], dtype=dtype).forward([[0.0, 0.0]])


if __name__ == "__main__":
    main(sys.argv[1])
