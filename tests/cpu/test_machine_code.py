"""What the compiler made of the kernels: exact arithmetic; vectors in the hot loops, and no float64 for float32."""

import functools
import math
import platform
import re

import numba
import pytest

import numnet
from numnet.cpu import (
    column_moments,
    descent,
    entry_points,
    evaluation,
    input_terms,
    layers,
    random_arrays,
    training,
    updates,
)
from numnet.kernels.compiler.jit import jit_loop

x86 = pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="reads x86-64 instructions")
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


f8, indices, totals, wide = numba.float64, numba.int64[::1], numba.float64[::1], numba.float64[:, ::1]
surface = numba.typeof(numnet.SURFACES["ackley"].data())
OTHERS = [
    (training.begin_update, (indices, totals, i8, totals, vector)),
    (training.begin_epoch, (indices, vector, indices, totals, indices)),
    (layers.drop, (f8, numba.uint64, i8, matrix, matrix)),
    (layers.output_loss, (i8, i8, matrix, matrix, matrix)),
    (evaluation.add_metric, (i8, matrix, matrix, totals)),
    (descent.slope, (surface, totals, f8, f8)),
    (descent.expression, (surface, totals, f8, f8)),
    (entry_points._schedule_factors, (i8, f8, f8, f8, f8, totals)),
    *((random_arrays.draw_rows(name), (i8, f8, i8, indices, wide, wide)) for name in ("spiral", "sine", "discs")),
    *((random_arrays.draw_weights(name), (i8, i8, i8, i8, totals)) for name in ("glorot", "he")),
    (column_moments.moments, (wide, totals, totals)),
    (input_terms.input_terms, (wide, i8[:, ::1], wide)),
]
FLAGS = r"= f\w+ (?:fast|nnan|ninf|nsz|arcp|contract|afn|reassoc)\b"
# Not the C library's functions but for roots, which IEEE 754 rounds, nor LLVM's that become such.
OURS = r"sqrtf?$|llvm\.(?!pow|exp|log|sin|cos|tan|fma|fmuladd)|Py|_Py|NRT_|numba_"


@functools.cache
def compiled(kernel, signature):
    """A kernel compiled afresh: what comes from the cache has no text."""
    options = {name: value for name, value in kernel.targetoptions.items() if name != "nopython"}
    fresh = numba.njit(**options)(kernel.py_func)
    fresh.compile(signature)
    return fresh


def instructions(kernel, signature):
    """The assembly of a kernel."""
    return "\n".join(compiled(kernel, signature).inspect_asm().values())


def liberties(text):
    """Operations of LLVM that may be reordered, contracted or approximated; functions that are not numnet's."""
    called = re.findall(r'^declare .*?@"?([^"(]+)', text, re.MULTILINE)
    return re.findall(FLAGS, text), [name for name in called if not re.match(OURS, name)]


def doubles(text):
    """Its instructions that compute with float64, or convert from or to it."""
    return re.findall(rf"^\s+(v?(?:{ARITHMETIC})[ps]d|v?cvt\w*2[ps]d|v?cvtt?[ps]d2\w+)\b", text, re.MULTILINE)


@pytest.mark.parametrize("kernel, signature", HOT + OTHERS, ids=[kernel.__name__ for kernel, _ in HOT + OTHERS])
def test_arithmetic_is_exact_and_nothing_is_left_to_the_c_library(kernel, signature):
    text = "\n".join(compiled(kernel, signature).inspect_llvm().values())
    assert "define" in text and liberties(text) == ([], [])


def test_liberties_are_found():
    """That the search sees what it looks for."""

    def reordered(w):
        for i in range(w.size):
            w[i] = 2 * w[i] + math.log(w[i])

    kernel = compiled(jit_loop(reordered, fastmath={"contract"}), (vector,))
    flagged, called = liberties("\n".join(kernel.inspect_llvm().values()))
    assert flagged and called


@x86
@pytest.mark.parametrize("kernel, signature", HOT, ids=[kernel.__name__ for kernel, _ in HOT])
def test_float32_loops_hold_no_float64_and_use_vectors(kernel, signature):
    text = instructions(kernel, signature)
    assert doubles(text) == []
    if kernel is not training.gather:  # which moves numbers, and computes nothing
        assert re.search(rf"^\s+v?(?:{ARITHMETIC})ps\b", text, re.MULTILINE)


@x86
def test_a_bare_literal_is_found():
    """That the search sees what it looks for."""

    def tenth(w):
        for i in range(w.size):
            w[i] = 0.1 * w[i]

    assert doubles(instructions(jit_loop(tenth), (vector,)))
