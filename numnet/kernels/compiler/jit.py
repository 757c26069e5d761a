"""The one decorator, and its flavours; whatever they compile may call ``numnet/kernels/elementary.py``."""

import numnet.kernels.compiler.elementary  # noqa: F401  tells Numba what exp, expm1, tanh and cast_like are
from numnet.kernels.compiler.dispatcher import jit

__all__ = ["jit", "jit_inline", "jit_loop"]

# A loop over arrays that only kernels call: compiled on its own, without an entry from Python.
jit_loop = jit(no_cpython_wrapper=True)
# An equation, or the glue between loops: folded into its caller before that is compiled.  LLVM would inline it
# anyway; doing so first spares compiling it alone, and everything it calls once more (see docs/kernels.md).
jit_inline = jit(inline="always")
