"""Integers that stand for names in the kernels, and places in the vectors that kernels read and write.

Kernels compare integers, people read names.  Every code that travels between Python and a kernel is a
member of one of these enumerations.  Checkpoints name the places of their vectors as the members are called:
a new one is the last before SIZE, and none is renamed.  This module imports nothing heavy: ``numnet --help``
reads it.
"""

from enum import EnumMeta, IntEnum


class Codes(EnumMeta):
    """The class of these enumerations: see ``numnet/kernels/compiler/enumerations.py``."""


class Code(IntEnum, metaclass=Codes):
    """The class of their members: to a kernel the whole number, as if it were typed."""


class TaskCode(Code):
    """Kind of target; it decides the output activation, the loss and the metric."""

    REGRESSION = 0
    BINARY = 1
    MULTICLASS = 2
    MULTILABEL = 3


TASKS = tuple(task.name.lower() for task in TaskCode)


class Stream(Code):
    """What random numbers are for: each use of a seed has numbers of its own."""

    SHUFFLE = 1  # of epoch 0, 1, …
    DROPOUT = 2  # of update 0, 1, …
    NOISE = 3  # on the gradient of step 0, 1, … down a surface
    WEIGHTS = 4  # of layer 1, 2, …
    DATA = 5  # of the generated set of this code
    DATA_NOISE = 6  # the same
    DATA_ORDER = 7  # the same: of the classes
    SPLIT = 8  # 0: of all rows, or of the groups; k: of the rows of class k


class Hyper(Code):
    """Places in the float64 vector of hyper-parameters that one run carries."""

    ETA = 0
    MU = 1
    BETA1 = 2
    BETA2 = 3
    RHO = 4
    EPS = 5
    WEIGHT_DECAY = 6
    CLIP_NORM = 7  # inf: no clipping
    L1 = 8
    L2 = 9
    DROPOUT = 10
    WARMUP = 11  # updates of linear warm-up, on top of any schedule
    PERIOD = 12  # the schedule's length, in updates
    FACTOR = 13  # the schedule's factor (step, exponential: per period; cosine: the floor)
    MULTIPLY = 14  # warm restarts: each period is so many times longer
    BIAS_CORRECTION = 15  # 1: Adam and its kin correct the bias of their moments; 0: they don't
    SIZE = 16


class Option(Code):
    """Places in the int64 vector of choices that one run carries."""

    RULE = 0
    SCHEDULE = 1
    SEED = 2
    SHUFFLE = 3
    EPOCHS = 4
    BATCH_SIZE = 5
    SHARD_ROWS = 6  # samples of a mini-batch that one shard carries
    EVALUATE_EVERY = 7  # epochs between two rows of the history; 0: none
    PATIENCE = 8  # epochs without improvement before stopping; 0: no limit
    METRIC = 9
    SIZE = 10


class Metric(Code):
    """The figure of merit beside the loss, one a task."""

    R2 = 0
    BINARY_ACCURACY = 1
    ACCURACY = 2
    LABEL_ACCURACY = 3


class Counter(Code):
    """Places in the int64 vector of counters: where a run stands, and all that a resumed one needs."""

    UPDATE = 0  # updates done
    EPOCH = 1  # epochs done
    START = 2  # first sample of the next mini-batch in this epoch's order
    ROW = 3  # rows of the history written
    BEST_EPOCH = 4
    STATUS = 5
    SIZE = 6


class Accumulator(Code):
    """Places in the float64 vector of running values that belong to a run, not to a weight."""

    NORM_SUM = 0  # sum of the gradient's norm over the epoch's updates
    NORM_COUNT = 1
    RATE = 2  # learning rate of the last update
    MU_PRODUCT = 3  # Nadam: the product of all momenta so far
    BEST_LOSS = 4
    SIZE = 5


class Step(Code):
    """Places in the vector of step constants: what a rule needs beside w, g and its state.

    Computed once an update, in float64, and rounded once to the dtype of the weights.
    """

    ETA = 0
    MU = 1
    BETA1 = 2
    REST1 = 3  # 1 - beta1
    BETA2 = 4
    REST2 = 5  # 1 - beta2
    RHO = 6
    REST_RHO = 7  # 1 - rho
    EPS = 8
    CORRECTION1 = 9  # 1 - beta1^t, or what the rule puts in its place
    CORRECTION2 = 10
    RECTIFICATION = 11  # RAdam; 0: the variance is not tractable yet
    KEEP = 12  # decoupled weight decay: 1 - eta * weight_decay
    NESTEROV = 13  # Nadam: share of the momentum
    GRADIENT = 14  # Nadam: share of the gradient
    SIZE = 15


class Column(Code):
    """Columns of the history that the kernels write; Python adds the seconds."""

    EPOCH = 0
    STEP = 1
    SECONDS = 2
    LEARNING_RATE = 3
    GRADIENT_NORM = 4
    TRAIN_LOSS = 5
    VALIDATION_LOSS = 6
    TRAIN_METRIC = 7
    VALIDATION_METRIC = 8
    SIZE = 9


class Status(Code):
    """State of a run when a call returns."""

    RUNNING = 0
    FINISHED = 1
    STOPPED = 2  # patience ran out
    DIVERGED = 3


class Size(Code):
    """Places in the int64 vector of the sizes of a run: numbers an array holds, unless something else is said."""

    PARAMETERS = 0
    TILE = 1  # samples that pass through the layers at a time
    SHARDS = 2  # of a whole mini-batch
    THREADS = 3  # that may work at a time
    WEIGHT_BLOCK = 4  # weights that one thread updates at a time
    BATCH = 5
    TARGET = 6
    UNITS = 7
    GRADIENT = 8
    PARTIAL = 9  # rows
    SIZE = 10


class Phase(Code):
    """What the threads of a run do next."""

    RETURN = 0
    EVALUATE = 1
    UPDATE = 2


class InputTerm(Code):
    """What an input of the network is, of the features x_i and x_j of a row."""

    COLUMN = 0  # x_i
    PRODUCT = 1  # x_i x_j; the square where i = j
    SINE = 2  # sin x_i
    COSINE = 3  # cos x_i


class Op(Code):
    """One line of an expression's program."""

    CONSTANT = 0
    X = 1
    Y = 2
    ADD = 3
    SUBTRACT = 4
    MULTIPLY = 5
    DIVIDE = 6
    POWER = 7  # to a constant that is no whole number; whole powers are products
    NEGATE = 8
    SIN = 9
    COS = 10
    TAN = 11
    EXP = 12
    LOG = 13
    SQRT = 14
    TANH = 15
    ABS = 16


class Event(Code):
    """Columns of events of a walk on a surface: the number of the step at which each happened, -1 where it did not."""

    DIVERGED = 0
    CONVERGED = 1
    ESCAPED = 2
    LEFT = 3
    STUCK = 4  # 1: yes
    SIZE = 5
