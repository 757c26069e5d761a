"""Records of arrays that travel into the kernels, and the symbols of all kernels; no Numba here.

| symbol | meaning |
|---|---|
| ``n``, ``m`` | samples of the training and of the validation part; within a loop, row n; of a layer, m units |
| ``L``, ``l`` | layers; layer l = 1 … L leads from sizes[l − 1] units (``fan_in``) to sizes[l] (``fan_out``) |
| ``P`` | parameters: weights and biases of all layers |
| ``S``, ``s`` | shards, the parts of a mini-batch that leave a gradient each; shard s |
| ``M``, ``me`` | threads that share a run; the number of this one, from 0 |
| ``R``, ``r`` | networks trained, or walks down a surface, at a time; number r |
| ``rows`` | samples that pass through the layers at a time: a tile |
| ``X``, ``T`` | inputs (n, inputs) and targets (n, outputs); ``x``, ``t``: their rows in a tile |
| ``W``, ``b`` | weights (fan_in, fan_out) and biases (fan_out,) of a layer |
| ``net``, ``h``, ``y`` | net = h W + b with h of the layer below; h = f(net); h of the output layer |
| ``slope`` | f′(net) |
| ``E``, ``delta`` | the error; ∂E/∂net |
| ``theta`` | parameters (P,), layer after layer: W row by row, then b |
| ``w``, ``g`` | one parameter or a block of them; ∂E/∂w |
| ``state``, ``s0`` … ``s2`` | the update rule's memory: slots of one value a parameter |
| ``eta``, ``mu``, … | hyper-parameters (`Hyper`); ``c``: constants of one step (`Step`) |
| ``real`` | the network's dtype, float32 or float64 |
"""

from typing import NamedTuple

import numpy as np

LANES = 16  # neighbouring numbers that a matrix product takes at a time (cpu/products.py)
BARRIER_SIZE = 16  # int64 numbers of a barrier's state: no other data shares its cache lines
NAPS = 8  # the place of a second one, on another cache line
MAX_TILE_ROWS = 256  # samples that pass through the layers at a time, at most


class Layout(NamedTuple):
    """A network's architecture.  Layer l leads from sizes[l - 1] to sizes[l] units."""

    sizes: np.ndarray  # (L + 1,) int64: inputs, hidden layers, outputs
    activations: np.ndarray  # (L,) int64: codes; the last is the output activation
    weights_at: np.ndarray  # (L,) int64: where layer l's W begins in the parameters ([l - 1])
    biases_at: np.ndarray  # (L,) int64
    units_at: np.ndarray  # (L + 3,) int64: where layer l's values begin in one sample's ([l - 1]), two deltas', the end
    scratch_size: int  # scratch numbers of a matrix product, before the values of the units
    loss: int


class Samples(NamedTuple):
    """Inputs, targets and weights of the samples."""

    X: np.ndarray  # (n, inputs) real, C-contiguous
    T: np.ndarray  # (n, outputs) real: values, 0/1, or one-hot rows
    validation_X: np.ndarray  # (m, inputs): the validation part, m may be 0
    validation_T: np.ndarray  # (m, outputs)
    weight: np.ndarray  # (n, 1) real: how much each sample counts, 1 in the mean; (0, 1): all alike
    validation_weight: np.ndarray  # (m, 1) or (0, 1)
    precision: np.ndarray  # (2, outputs) float64: 1 / Σₙ (t − mean t)² of either part, for R²


class Run(NamedTuple):
    """State of a run: everything that training changes and a checkpoint must hold."""

    theta: np.ndarray  # (P,) real: the parameters
    state: np.ndarray  # (slots · P,) real: the update rule's memory, one slot after the other
    best: np.ndarray  # (P,) real: parameters of the lowest validation loss, at first those of the start
    counter: np.ndarray  # (Counter.SIZE,) int64
    total: np.ndarray  # (Accumulator.SIZE,) float64
    history: np.ndarray  # (rows, Column.SIZE) float64


class Workspace(NamedTuple):
    """Scratch memory for intermediate values; nothing is allocated while training.

    What each shard or thread has one of lies one after the other, padded so that no two share a cache line.
    """

    order: np.ndarray  # (n,) int64: this epoch's order of the samples
    batch: np.ndarray  # (M · tile · inputs,) real: the gathered inputs of a tile of samples
    target: np.ndarray  # (M · tile · outputs,) real
    units: np.ndarray  # (M · units of a tile,) real: net, h and delta of a tile (see cpu/layers.py)
    gradient: np.ndarray  # (S · P,) real: one gradient a shard
    point: np.ndarray  # (P,) real: NAG's look-ahead; (0,) for the other rules
    step: np.ndarray  # (Step.SIZE,) real
    partial: np.ndarray  # (weight blocks or S, 4) float64: partial sums, added in fixed order
    barrier_state: np.ndarray  # (BARRIER_SIZE,) int64: see cpu/intrinsics/barrier.py
    phase: np.ndarray  # (1,) int64: Phase, as thread 0 has decided
    shards: int
    threads: int  # M, that may work at a time
    tile: int  # samples that pass through the layers at a time
    weight_block: int  # weights that one thread updates at a time


class SurfaceData(NamedTuple):
    """An error surface E(x, y): its equation, its minima, and the limits for events of a walk."""

    code: int
    condition: float  # of the ravine
    program: np.ndarray  # (n, 3) int64: an expression's lines, Op and the two lines it works on; (0, 3) otherwise
    constants: np.ndarray  # (n,) float64
    minima: np.ndarray  # (k, 2) float64: the lowest points; k may be 0
    limits: np.ndarray  # (4,) float64: left, right, bottom, top of the map
    escape: float  # a walk has escaped below this value; NaN: nothing to escape from
    tolerance: float  # a walk has arrived within this distance of a minimum


class DescentBuffers(NamedTuple):
    """Starts and records of R walks on one surface; S is their number of steps here."""

    steps: int
    rule: np.ndarray  # (R,) int64
    schedule: np.ndarray  # (R,) int64
    seed: np.ndarray  # (R,) int64
    hyper: np.ndarray  # (R · Hyper.SIZE,) float64
    noise: np.ndarray  # (R,) float64: standard deviation of what is added to each component of the gradient
    start: np.ndarray  # (R, 2) float64
    path: np.ndarray  # (R, S + 1, 2) float64, or (R, 0, 2) where only the end is wanted
    value: np.ndarray  # (R, S + 1) or (R, 0): E along the path
    gradient: np.ndarray  # (R, S, 2) or (R, 0, 2): as each step had it, noise included
    state: np.ndarray  # (R, S, 3, 2) or (R, 0, 3, 2): the rule's memory after each step
    end: np.ndarray  # (R, 3) float64: x, y, E at the end
    longest: np.ndarray  # (R,) float64: length of the longest step, up to the escape
    event: np.ndarray  # (R, Event.SIZE) int64
