"""What Numba compiles where an equation calls a function of ``numnet/kernels/elementary.py``.

A call into the C library costs 4 to 9 ns a number, stops vectorisation, and gives other digits on other systems.  These
are plain arithmetic: the compiler vectorises loops over them, and they give the same bits everywhere.  What is not
worth a version of its own in float32 is worked out in float64 and rounded.
"""

import numpy as np
from numba import types
from numba.extending import overload

from numnet.kernels import elementary
from numnet.kernels.compiler import error_function, exponential, logarithm, trigonometric


def _provide(stub, of_float64, of_float32=None, inlined=False):
    """Let kernels call ``stub`` on either dtype; ``inlined``: LLVM would not fold it into loops, and vectorise none."""

    @overload(stub, jit_options={"error_model": "numpy", "forceinline": inlined})
    def choose(x):
        if x == types.float64:
            return lambda x: of_float64(x)
        if x == types.float32:
            return (lambda x: of_float32(x)) if of_float32 else (lambda x: np.float32(of_float64(np.float64(x))))


@overload(elementary.power, jit_options={"error_model": "numpy"})
def _power(x, y):
    power64 = logarithm.power64
    if x == types.float64:
        return lambda x, y: power64(x, np.float64(y))


@overload(elementary.cast_like)
def _cast_like(x, value):
    if x == types.float32:
        return lambda x, value: np.float32(value)
    if x == types.float64:
        return lambda x, value: np.float64(value)


_provide(elementary.exp, exponential.exp64, exponential.exp32)
_provide(elementary.expm1, exponential.expm1_64, exponential.expm1_32)
_provide(elementary.tanh, exponential.tanh64, exponential.tanh32, inlined=True)
_provide(elementary.log, logarithm.log64, logarithm.log32)
_provide(elementary.log1p, logarithm.log1p_64, logarithm.log1p_32, inlined=True)
_provide(elementary.sin, trigonometric.sin64)
_provide(elementary.cos, trigonometric.cos64)
_provide(elementary.tan, trigonometric.tan64)
_provide(elementary.erfc, error_function.erfc64, error_function.erfc32, inlined=True)
