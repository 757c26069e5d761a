"""What the compiler made of the hot loops: vector instructions, and no float64 where the network is float32."""

import platform
import re

import numba
import pytest

from numnet.cpu import layers, training, updates
from numnet.kernels.compiler.jit import jit_loop

pytestmark = pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="reads x86-64 instructions")

i8, f4, vector, matrix = numba.int64, numba.float32, numba.float32[::1], numba.float32[:, ::1]
flag = numba.boolean
ARITHMETIC = "add|sub|mul|div|sqrt|min|max|fn?m(?:add|sub)(?:132|213|231)"
HOT = [
    (layers.forward_layer, (matrix, matrix, vector, matrix, vector)),
    (layers.activate, (i8, vector, vector)),
    (layers.output, (i8, matrix, matrix)),
    (layers.output_delta, (i8, i8, matrix, matrix, i8, matrix)),
    (layers.backward_layer, (matrix, matrix, matrix, vector, flag, vector)),
    (layers.backward_delta, (matrix, matrix, matrix, matrix, vector)),
    (updates.apply_rule, (i8, *[vector] * 6)),
    (updates.reduce_gradient, (vector, i8, i8, i8, i8)),
    (updates.look_ahead, (vector, vector, f4, vector)),
    (updates.decay, (vector, f4)),
    (updates.scale_gradient, (vector, f4)),
    (training.gather, (matrix, i8[::1], i8, matrix)),
]


def instructions(kernel, signature):
    """The assembly of a kernel compiled afresh: what comes from the cache has no text."""
    options = {name: value for name, value in kernel.targetoptions.items() if name != "nopython"}
    fresh = numba.njit(**options)(kernel.py_func)
    fresh.compile(signature)
    return "\n".join(fresh.inspect_asm().values())


def doubles(text):
    """Its instructions that compute with float64, or convert from or to it."""
    return re.findall(rf"^\s+(v?(?:{ARITHMETIC})[ps]d|v?cvt\w*2[ps]d|v?cvtt?[ps]d2\w+)\b", text, re.MULTILINE)


@pytest.mark.parametrize("kernel, signature", HOT, ids=[kernel.__name__ for kernel, _ in HOT])
def test_float32_loops_hold_no_float64_and_use_vectors(kernel, signature):
    text = instructions(kernel, signature)
    assert doubles(text) == []
    if kernel is not training.gather:  # which moves numbers, and computes nothing
        assert re.search(rf"^\s+v?(?:{ARITHMETIC})ps\b", text, re.MULTILINE)


def test_a_bare_literal_is_found():
    """That the search sees what it looks for."""

    def tenth(w):
        for i in range(w.size):
            w[i] = 0.1 * w[i]

    assert doubles(instructions(jit_loop(tenth), (vector,)))
