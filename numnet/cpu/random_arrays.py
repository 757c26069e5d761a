"""Arrays of random numbers that Python asks for: an order of rows, a layer's weights, the rows of a generated set."""

import functools

import numpy as np

from numnet.kernels import generators, random
from numnet.kernels.codes import Stream
from numnet.kernels.compiler.codegen import written
from numnet.kernels.compiler.jit import jit
from numnet.kernels.generators import GENERATORS
from numnet.kernels.initializers import INITIALIZERS, UNIFORM

_NUMBERS = {name: getattr(random, name) for name in ("normal", "shuffle", "stream_key", "uniform")}


@jit
def shuffled(order, seed, stream, number):
    """order (n,) int64 = 0 … n − 1 in random sequence."""
    random.shuffle(order, random.stream_key(seed, stream, number))


def random_order(n, seed, stream, number=0):
    """0 … n − 1 in random sequence, (n,) int64, for one use of a seed: see `Stream`."""
    order = np.empty(n, np.int64)
    shuffled(order, seed, stream, number)
    return order


@functools.cache
def draw_weights(name):
    """The kernel of an initializer: W (fan_in · fan_out,) float64, row by row, of (seed, l, fan_in, fan_out, W).

    One an initializer, as for the generated sets: most runs need one of each, and all take a second to compile.
    """
    entry = INITIALIZERS[name]
    number = "(2.0 * uniform(key, i) - 1.0)" if entry.distribution == UNIFORM else "normal(key, i)"
    lines = [
        f"key = stream_key(seed, {Stream.WEIGHTS:d}, l)",
        "spread = spread_of(fan_in, fan_out)",
        "for i in range(W.size):",
        f"    W[i] = spread * {number}",
    ]
    names = {**_NUMBERS, "spread_of": entry.spread}
    return jit(written(f"draw_{name}", "seed, l, fan_in, fan_out, W", lines, __name__, names))


def initial_weights(name, seed, l, fan_in, fan_out):
    """W (fan_in, fan_out) float64 of layer l = 1, 2, … by the initializer of this name, one that has a spread."""
    W = np.empty(fan_in * fan_out)
    draw_weights(name)(seed, l, fan_in, fan_out, W)
    return W.reshape(fan_in, fan_out)


@functools.cache
def draw_rows(name):
    """The kernel of a generated set: X (n, d), T (n, k) float64 of (seed, noise, count, order, X, T).

    ``count``: of classes; ``order`` (n,) int64 is scratch.
    """
    entry = GENERATORS[name]
    lines = [
        f"key = stream_key(seed, {Stream.DATA:d}, {entry.code})",
        f"jitter = stream_key(seed, {Stream.DATA_NOISE:d}, {entry.code})",
        f"shuffle(order, stream_key(seed, {Stream.DATA_ORDER:d}, {entry.code}))",
        "n = X.shape[0]",
        *generators.row_lines(entry),
    ]
    names = {**_NUMBERS, entry.equation.__name__: entry.equation}
    return jit(written(f"draw_{name}", "seed, noise, count, order, X, T", lines, __name__, names))


def generated_rows(name, n, noise, count, seed):
    """(X (n, d), T (n, k)) float64 of a generated set; ``count``: of classes."""
    entry = GENERATORS[name]
    X, T = np.empty((n, entry.features)), np.empty((n, entry.targets))
    draw_rows(name)(seed, noise, count, np.empty(n, np.int64), X, T)
    return X, T
