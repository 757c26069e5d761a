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


def loops(real):
    """[(kernel, its signature)] for the dtype ``real``, a Numba type; the slowest to compile first."""
    i8, u8, vector, matrix = numba.int64, numba.uint64, real[::1], real[:, ::1]
    return [
        (updates.apply_rule, (i8, *[vector] * 6)),
        (layers.backward_delta, (matrix,) * 4),
        (layers.backward_layer, (matrix, matrix, matrix, vector)),
        (layers.output_delta, (i8, i8, matrix, matrix, i8, matrix)),
        (layers.drop, (numba.float64, u8, i8, matrix, matrix)),
        (training.gather, (matrix, i8[::1], i8, matrix)),
        (updates.reduce_gradient, (vector, i8, i8, i8, i8)),
        (updates.look_ahead, (vector, vector, real, vector)),
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
    for kernel, signature in loops(getattr(numba, dtype)):
        kernel.compile(signature)
    from numnet.network import Network

    Network([2, 2, 2], dtype=dtype).forward([[0.0, 0.0]])


if __name__ == "__main__":
    main(sys.argv[1])
