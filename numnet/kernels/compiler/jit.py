"""The one decorator, and its flavours; whatever they compile may call ``numnet/kernels/elementary.py``."""

import numnet.kernels.compiler.elementary  # noqa: F401  tells Numba what exp, log, sin and the others are
from numnet.kernels.compiler.dispatcher import jit, jit_inline, jit_loop

__all__ = ["jit", "jit_inline", "jit_loop"]
