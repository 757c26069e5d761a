"""The options of a training: checked once, and put into the two vectors that the kernels read."""

import math
from dataclasses import dataclass

import numpy as np

from numnet.cuda import check_available
from numnet.kernels.codes import Hyper, Option
from numnet.kernels.hyper_parameters import HYPER_PARAMETERS
from numnet.kernels.rules import OF_CODE
from numnet.kernels.schedules import NAME_OF_CODE
from numnet.model.tasks import TASKS
from numnet.optim.optimizers import Optimizer, check_optimizer
from numnet.optim.schedules import Schedule, check_schedule
from numnet.utils.arguments import flag, integer, number
from numnet.utils.threads import check_threads

# What a vector's place is called by those who train; places without a name follow from others.
OPTION_NAMES = {Option.RULE: "optimizer", Option.SCHEDULE: "schedule", Option.SEED: "seed", Option.SHUFFLE: "shuffle",
                Option.BATCH_SIZE: "batch_size", Option.EVALUATE_EVERY: "evaluate_every",
                Option.PATIENCE: "patience"}  # fmt: skip
HYPER_NAMES = {
    **{each.place: name for name, each in HYPER_PARAMETERS.items()},
    Hyper.CLIP_NORM: "clip_norm",
    Hyper.L1: "l1",
    Hyper.L2: "l2",
    Hyper.DROPOUT: "dropout",
    Hyper.WARMUP: "the schedule's warmup",
    Hyper.PERIOD: "the schedule's period",
    Hyper.FACTOR: "the schedule's factor or floor",
    Hyper.MULTIPLY: "the schedule's multiply",
}


@dataclass(frozen=True)
class TrainOptions:
    """How a network is trained: the arguments of :func:`numnet.train` of the same names, which tells what they mean.

    All that needs neither network nor data is checked when one is made; ``optimizer``, ``schedule`` and, on a CPU,
    ``threads`` are those that are used where None was given.  Raises ValueError or TypeError naming the argument, the
    value and what is allowed, and numnet.DeviceError where the GPU can't be used.

    >>> TrainOptions(epochs=5).optimizer.name
    'adam'
    """

    optimizer: Optimizer | None = None
    batch_size: int | str = 32
    epochs: int = 100
    seed: int = 0
    shuffle: bool = True
    evaluate_every: int = 1
    threads: int | None = None
    device: str = "cpu"
    l1: float = 0.0
    l2: float = 0.0
    dropout: float = 0.0
    clip_norm: float | None = None
    schedule: Schedule | str | None = None
    patience: int | None = None
    specialize: bool | None = None

    def __post_init__(self):
        check_available(self.device)
        if self.specialize not in (None, True, False):
            raise TypeError(f"specialize must be True, False or None, got {self.specialize!r}")
        checked = {
            "optimizer": check_optimizer(self.optimizer),
            "schedule": check_schedule(self.schedule),
            "batch_size": _check_batch_size(self.batch_size),
            "patience": None if self.patience is None else integer("patience", self.patience, at_least=1),
            "seed": integer("seed", self.seed, at_least=0),
            "epochs": integer("epochs", self.epochs, at_least=0),
            "evaluate_every": integer("evaluate_every", self.evaluate_every, at_least=0),
            "shuffle": flag("shuffle", self.shuffle),
            "l1": number("l1", self.l1, at_least=0),
            "l2": number("l2", self.l2, at_least=0),
            "dropout": number("dropout", self.dropout, at_least=0, below=1),
            "clip_norm": None if self.clip_norm is None else number("clip_norm", self.clip_norm, above=0),
            "threads": check_threads(self.threads) if self.device == "cpu" else self.threads,
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)
        if self.patience and self.evaluate_every == 0:
            raise ValueError("patience needs evaluate_every >= 1: without evaluation there is nothing to wait for")


def option_vector(options, network, n):
    """(Option.SIZE,) int64 of `TrainOptions`, for a network and n samples."""
    from numnet.cpu.workspace import shard_rows  # Numba: not for those who only look at a run

    batch_size = n if options.batch_size == "full" else min(n, options.batch_size)
    option = np.zeros(Option.SIZE, np.int64)
    for place, value in (
        (Option.RULE, options.optimizer.code),
        (Option.SCHEDULE, options.schedule.code),
        (Option.SEED, options.seed),
        (Option.SHUFFLE, options.shuffle),
        (Option.EPOCHS, options.epochs),
        (Option.BATCH_SIZE, batch_size),
        (Option.SHARD_ROWS, shard_rows(network.parameters.size, batch_size)),
        (Option.EVALUATE_EVERY, options.evaluate_every),
        (Option.PATIENCE, options.patience or 0),
        (Option.METRIC, TASKS[network.task].metric_code),
    ):
        option[place] = value
    return option


def hyper_vector(options, dtype, updates):
    """(Hyper.SIZE,) float64 of `TrainOptions`, for a network of this dtype and a run of so many updates.

    Raises ValueError for an eps that the dtype rounds to 0.
    """
    optimizer, hyper = options.optimizer, np.zeros(Hyper.SIZE)
    for place, value in optimizer.hyper().items():
        hyper[place] = value
    if hasattr(optimizer, "eps") and dtype.type(optimizer.eps) == 0:
        raise ValueError(f"eps must not round to 0 in {dtype}, got {optimizer.eps:g}")
    hyper[Hyper.L1], hyper[Hyper.L2], hyper[Hyper.DROPOUT] = options.l1, options.l2, options.dropout
    hyper[Hyper.CLIP_NORM] = math.inf if options.clip_norm is None else options.clip_norm
    hyper[[Hyper.PERIOD, Hyper.FACTOR, Hyper.MULTIPLY, Hyper.WARMUP]] = options.schedule.parameters(updates)
    return hyper


def _check_batch_size(batch_size):
    """Samples an update, or "full"."""
    if batch_size is None or (isinstance(batch_size, str) and batch_size != "full"):
        raise ValueError(f"batch_size must be an integer >= 1 or 'full', got {batch_size!r}")
    return batch_size if isinstance(batch_size, str) else integer("batch_size", batch_size, at_least=1)


def differences(then, now):
    """["learning_rate was 0.01, is 0.1"]: how the pair (option, hyper) ``then`` differs from ``now``, in words."""
    named = {Option.RULE: lambda code: OF_CODE[code].name, Option.SCHEDULE: NAME_OF_CODE.get}
    words = []
    for names, before, after in ((OPTION_NAMES, then[0], now[0]), (HYPER_NAMES, then[1], now[1])):
        for place, name in names.items():
            pair = before[place], after[place]
            if pair[0] != pair[1]:
                if place in named and names is OPTION_NAMES:
                    pair = [named[place](value) for value in pair]
                words.append(f"{name} was {pair[0]}, is {pair[1]}")
    return words
