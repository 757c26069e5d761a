"""What travels into the kernels, in named bundles of arrays; no Numba here.

Shapes: L layers, P parameters, n samples, S shards; ``real`` is the dtype of the network, float32 or float64.
"""

from typing import NamedTuple

import numpy as np

LANES = 16  # neighbouring numbers that a matrix product takes at a time (cpu/products.py)
MOST_ROWS = 256  # samples that pass through the layers at a time, at most
STRETCH = 4096  # weights that one core updates at a time


class Layout(NamedTuple):
    """A network's architecture.  Layer l leads from sizes[l - 1] to sizes[l] units."""

    sizes: np.ndarray  # (L + 1,) int64: inputs, hidden layers, outputs
    activations: np.ndarray  # (L,) int64: codes; the last is the output activation
    weights_at: np.ndarray  # (L,) int64: where layer l's W begins in the parameters ([l - 1])
    biases_at: np.ndarray  # (L,) int64
    units_at: np.ndarray  # (L + 3,) int64: where layer l's values begin in one sample's ([l - 1]), two deltas', the end
    room: int  # numbers that a matrix product wants for itself, before the values of the units
    loss: int


class Samples(NamedTuple):
    """Inputs and targets as the kernels want them."""

    X: np.ndarray  # (n, inputs) real, C-contiguous
    T: np.ndarray  # (n, outputs) real: values, 0/1, or one-hot rows
    held_X: np.ndarray  # (m, inputs): the validation part, m may be 0
    held_T: np.ndarray  # (m, outputs)
    precision: np.ndarray  # (2, outputs) float64: 1 / Σₙ (t − mean t)² of either part, for R²


class Run(NamedTuple):
    """Everything a run changes; what a checkpoint must hold."""

    theta: np.ndarray  # (P,) real: the parameters
    state: np.ndarray  # (slots · P,) real: what the update rule remembers, one slot after the other
    best: np.ndarray  # (P,) real: parameters of the lowest validation loss, at first those of the start
    counter: np.ndarray  # (Counter.SIZE,) int64
    total: np.ndarray  # (Total.SIZE,) float64
    history: np.ndarray  # (rows, Column.SIZE) float64


class Workspace(NamedTuple):
    """Room for intermediate values; nothing is allocated while training.  Flat: one shard after the other."""

    order: np.ndarray  # (n,) int64: this epoch's order of the samples
    batch: np.ndarray  # (S · tile · inputs,) real: the gathered inputs of a tile of samples
    target: np.ndarray  # (S · tile · outputs,) real
    units: np.ndarray  # (S · units of a tile,) real: net, h and delta of a tile (see cpu/layers.py)
    gradient: np.ndarray  # (S · P,) real: one gradient a shard
    point: np.ndarray  # (P,) real: NAG's look-ahead; (0,) for the other rules
    step: np.ndarray  # (Step.SIZE,) real
    partial: np.ndarray  # (stretches or S, 2) float64: sums that wait to be added in fixed order
    shards: int
    tile: int  # samples that pass through the layers at a time
