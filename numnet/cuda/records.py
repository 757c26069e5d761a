"""Records that travel into device code beside those of ``numnet/kernels/records.py``; neither Numba nor CUDA here.

Symbols are explained there, but S is the number of slots of a rule's memory here.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

SMALL = 512  # numbers that a network of the thread engine may have: weights, memory, values of units, a mini-batch


class Place(IntEnum):
    """Columns of Fleet.place: where what belongs to one network begins, in samples or rows."""

    TRAIN = 0  # first sample of the training part
    SAMPLES = 1  # n
    VALIDATION = 2  # first sample of the validation part
    VALIDATION_SAMPLES = 3
    PRECISION = 4  # row of precision, of the training part; the next is the validation part's
    HISTORY = 5  # first row
    ROWS = 6  # rows of the history
    ORDER = 7  # first number of order
    EPOCH = 8  # epoch of the first of the orders
    SIZE = 9


class Group(NamedTuple):
    """The threads that train one network, as one of them sees it."""

    first: int  # the thread's own number
    step: int  # how many there are
    barrier: object  # waits for all of them; what one wrote before, all see after
    total: object  # total(x, group) = Σ x over the threads, the same bits for each; a barrier before the next is due
    product: object  # does a Product, see numnet/cuda/products.py
    forward: object  # of numnet/cuda/layers.py, or the same for one shape alone
    forward_and_backward: object
    thread: int  # number in the block
    warps: int  # of the block
    words: bool  # the arena begins where four numbers are a word that can be read at once
    block: int
    blocks: int
    block_barrier: object  # waits for the threads of the block
    partial: np.ndarray  # (warps,) float64: partial sums of the warps, in shared memory
    sums: np.ndarray  # (blocks,) float64: partial sums of the blocks of a grid
    pad: np.ndarray  # (SCRATCH_SIZE,) real: parts of the operands of a product of the grid, in shared memory


class Tile(NamedTuple):
    """Samples that pass through the layers together: rows of a mini-batch, or of a part that is evaluated."""

    rows: int
    x: np.ndarray  # (rows · inputs,) real
    t: np.ndarray  # (rows · outputs,) real
    weight: np.ndarray  # (rows,) real: how much each sample counts
    theta: np.ndarray  # (P,) real
    units: np.ndarray  # real: net and h of every layer, see layers.py
    gradient: np.ndarray  # (P,) real
    samples: int  # of the mini-batch: the loss is a mean over so many
    first_row: int  # place in the mini-batch; where it is not 0, the gradient of the rows before is there already
    dropout: float  # rate
    key: int  # of this update's dropout
    l1: float
    l2: float
    words: bool  # theta and units begin where four numbers are a word that can be read at once
    x_words: bool  # so does x


class Product(NamedTuple):
    """C (rows, columns) from A (rows, depth) times B (depth, columns), all flat, and what goes with it.

    A[n, k] is A[n · A_down + k · A_right], the same with B and C.
    """

    kind: int  # FORWARD, DELTA or GRADIENT, see epilogue.py
    rows: int
    columns: int
    depth: int
    A: np.ndarray
    A_down: int
    A_right: int
    A_words: bool  # A begins where four numbers are a word that can be read at once
    B: np.ndarray
    B_down: int
    B_right: int
    B_words: bool
    C: np.ndarray  # FORWARD: net, then f′; DELTA: f′, then delta; GRADIENT: dW
    C_down: int
    C_right: int
    h: np.ndarray  # FORWARD
    b: np.ndarray  # FORWARD: the biases; GRADIENT: db
    W: np.ndarray  # GRADIENT: the weights
    activation: int  # FORWARD
    hidden: bool  # FORWARD: there is an activation, and f′ takes net's place
    key: int  # FORWARD: of this layer's dropout


class Settings(NamedTuple):
    """Choices and hyper-parameters that each update needs: read once, and then in registers."""

    rule: int
    seed: int
    shuffle: int
    epochs: int
    batch_size: int
    evaluate_every: int
    weight_decay: float
    clip_norm: float
    l1: float
    l2: float
    dropout: float


class Workspace(NamedTuple):
    """Scratch memory for intermediate values of one network."""

    order: np.ndarray  # (epochs, n) int64: the order of the samples in some epochs, one after the other
    first_epoch: int  # the first of these
    batch: np.ndarray  # (tile · inputs,) real: the gathered inputs of a tile of samples
    target: np.ndarray  # (tile · outputs,) real
    weight: np.ndarray  # (tile,) real
    units: np.ndarray  # (units of a tile,) real: net, h and delta (see layers.py)
    gradient: np.ndarray  # (P,) real
    arena: np.ndarray  # real: all there is for this network; its weights come first
    point_at: int  # where the weights begin at which NAG takes its gradient
    step: np.ndarray  # (window · Step.SIZE,) real: the constants of coming updates
    tile: int  # samples that pass through the layers at a time


class Share(NamedTuple):
    """What all networks of a fleet have in common: sizes of their share of the arena (launch_plan.py), and the rule."""

    parameters: int  # P
    slots: int  # S
    points: int  # P where a rule looks ahead, else 0
    tile: int  # samples that pass through the layers at a time
    window: int  # updates whose step constants are computed at a time
    rule: int  # of all networks; -1: each has its own


class Fleet(NamedTuple):
    """R networks of one shape, and their samples; all arrays are on the device."""

    option: np.ndarray  # (R · Option.SIZE,) int64
    hyper: np.ndarray  # (R · Hyper.SIZE,) float64
    theta: np.ndarray  # (R · P,) real
    state: np.ndarray  # (R · S · P,) real
    best: np.ndarray  # (R · P,) real
    counter: np.ndarray  # (R · Counter.SIZE,) int64
    total: np.ndarray  # (R · Accumulator.SIZE,) float64
    history: np.ndarray  # (rows of all, one network's after the other's, · Column.SIZE,) float64
    X: np.ndarray  # inputs of all parts of all data sets, one after the other, real
    T: np.ndarray  # their targets
    weight: np.ndarray  # (samples,) real: how much each counts, 1 in the mean
    precision: np.ndarray  # (parts · outputs,) float64, see Samples
    order: np.ndarray  # (R · epochs · n,) int64: orders of samples that were made ahead
    place: np.ndarray  # (R · Place.SIZE,) int64: where a network's own share begins
    arena: np.ndarray  # real: memory of all networks, where it is not in shared or local memory
    sums: np.ndarray  # (blocks,) float64, see Group
    share: Share  # of each network
    networks: int  # R
    epochs: int  # whose orders are there
    limit: int  # samples to pass in this call
