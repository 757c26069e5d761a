"""Random numbers from a counter: (seed, stream, number, index) → bits.

There is no state to carry: any thread, on the CPU, on a GPU or in a browser, computes the number it needs.  So the same
seed gives the same initial weights, data, splits, shuffles and dropout everywhere, on any number of threads.

The mixing function is the finaliser of SplitMix64 (G. Steele, D. Lea and C. Flood, 2014; constants of
D. Stafford's variant 13).  All arithmetic is modulo 2⁶⁴.
"""

import math

import numpy as np

from numnet.kernels.compiler.jit import jit_inline, jit_loop
from numnet.kernels.elementary import cos, log

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # 2⁶⁴ / golden ratio, odd: successive counters land far apart
_MIX1, _MIX2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_30, _27, _31, _32 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(32)
_11 = np.uint64(11)


@jit_inline
def mix(z):
    """A bijection of 64 bits in which every bit of z changes about half of the result's (uint64 → uint64)."""
    z = (z ^ (z >> _30)) * _MIX1
    z = (z ^ (z >> _27)) * _MIX2
    return z ^ (z >> _31)


@jit_inline
def bits(key, index):
    """Number ``index`` (int64 ≥ 0) of the sequence that ``key`` (uint64) names, as uint64."""
    return mix(key + (np.uint64(index) + np.uint64(1)) * _GOLDEN)


@jit_inline
def stream_key(seed, stream, number):
    """The key of one use of a seed: `Stream` says what for, ``number`` which of several (epoch, update, layer, …)."""
    return bits(bits(mix(np.uint64(seed)), np.int64(stream)), number)


@jit_inline
def below(key, index, bound):
    """A uniform integer in 0 … bound − 1, for bound < 2³²: the high half of a 32 × 32-bit product."""
    return np.int64(((bits(key, index) >> _32) * np.uint64(bound)) >> _32)


@jit_loop
def shuffle(order, key):
    """Put 0 … n − 1 into ``order`` (n,) int64 in random sequence.  R. Fisher and F. Yates, 1938."""
    for i in range(order.size):
        order[i] = i
    for i in range(order.size - 1, 0, -1):
        j = below(key, i, i + 1)
        order[i], order[j] = order[j], order[i]


@jit_loop
def uniform(key, index):
    """A number in (0, 1]: the middle of one of 2⁵³ equal parts of the interval, never 0."""
    return (np.float64(np.int64(bits(key, index) >> _11)) + 0.5) * (1.0 / 9007199254740992.0)


@jit_loop
def normal(key, index):
    """A number of a standard normal distribution, of two uniform ones.  G. Box and M. Muller, 1958."""
    radius = math.sqrt(-2.0 * log(uniform(key, 2 * index)))
    return radius * cos(2.0 * math.pi * uniform(key, 2 * index + 1))
