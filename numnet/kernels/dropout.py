"""Dropout: which units are kept, and the factor on those that are.  N. Srivastava et al., 2014.

The loops over the units of a layer are ``drop`` in ``numnet/cpu/layers.py`` and the epilogue of a product in
``numnet/cuda/epilogue.py``; the random bits come from ``numnet/kernels/random.py``.
"""

import numpy as np

from numnet.kernels.compiler.equation import equation
from numnet.kernels.compiler.jit import jit_inline
from numnet.kernels.random import bits

DRAWS = 2.0**24  # 24 random bits a unit
_40 = np.uint64(40)  # bits of 64 that are not used


@equation
def dropout_threshold(rate):
    """rate · 2²⁴: a unit is dropped whose random number is below it, see :func:`keeps`."""
    return int(rate * DRAWS)


@equation
def dropout_scale(one, rate):
    """1 / (1 − rate), the factor on units that are kept, in the dtype of both."""
    return one / (one - rate)


@jit_inline
def keeps(key, index, threshold):
    """Whether unit ``index`` survives dropout: 24 random bits against threshold = rate · 2²⁴."""
    return np.int64(bits(key, index) >> _40) >= threshold
