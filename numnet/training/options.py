"""The arguments of a training, checked and put into the two vectors that the kernels read."""

import math

import numpy as np

from numnet.cpu.workspace import shard_rows
from numnet.kernels.codes import Hyper, Option
from numnet.kernels.rules import OF_CODE
from numnet.kernels.schedules import NAME_OF_CODE
from numnet.model.tasks import TASKS
from numnet.utils.arguments import integer, number

# What a vector's place is called by those who train; places without a name follow from others.
OPTION_NAMES = {Option.RULE: "optimizer", Option.SCHEDULE: "schedule", Option.SEED: "seed", Option.SHUFFLE: "shuffle",
                Option.BATCH_SIZE: "batch_size", Option.EVALUATE_EVERY: "evaluate_every",
                Option.PATIENCE: "patience"}  # fmt: skip
HYPER_NAMES = {Hyper.ETA: "learning_rate", Hyper.MU: "momentum", Hyper.BETA1: "beta1", Hyper.BETA2: "beta2",
               Hyper.RHO: "rho", Hyper.EPS: "eps", Hyper.WEIGHT_DECAY: "weight_decay", Hyper.CLIP_NORM: "clip_norm",
               Hyper.L1: "l1", Hyper.L2: "l2", Hyper.DROPOUT: "dropout", Hyper.WARMUP: "the schedule's warmup",
               Hyper.PERIOD: "the schedule's period", Hyper.FACTOR: "the schedule's factor or floor",
               Hyper.MULTIPLY: "the schedule's multiply"}  # fmt: skip


def option_vector(network, optimizer, schedule, batch_size, epochs, seed, shuffle, evaluate_every, patience):
    """(Option.SIZE,) int64.  Raises ValueError or TypeError naming the argument."""
    if not isinstance(shuffle, (bool, np.bool_)):
        raise TypeError(f"shuffle must be True or False, got {shuffle!r}")
    patience = 0 if patience is None else integer("patience", patience, at_least=1)
    option = np.zeros(Option.SIZE, np.int64)
    for place, value in (
        (Option.RULE, optimizer.code),
        (Option.SCHEDULE, schedule.code),
        (Option.SEED, integer("seed", seed, at_least=0)),
        (Option.SHUFFLE, bool(shuffle)),
        (Option.EPOCHS, integer("epochs", epochs, at_least=0)),
        (Option.BATCH_SIZE, batch_size),
        (Option.SHARD_ROWS, shard_rows(network.parameters.size, batch_size)),
        (Option.EVALUATE_EVERY, integer("evaluate_every", evaluate_every, at_least=0)),
        (Option.PATIENCE, patience),
        (Option.METRIC, TASKS[network.task].metric_code),
    ):
        option[place] = value
    if patience and evaluate_every == 0:
        raise ValueError("patience needs evaluate_every >= 1: without evaluation there is nothing to wait for")
    return option


def hyper_vector(network, optimizer, schedule, updates, l1, l2, dropout, clip_norm):
    """(Hyper.SIZE,) float64, for a run of so many updates.  Raises ValueError or TypeError naming the argument."""
    hyper = np.zeros(Hyper.SIZE)
    for place, value in optimizer.hyper().items():
        hyper[place] = value
    if hasattr(optimizer, "eps") and network.dtype.type(optimizer.eps) == 0:
        raise ValueError(f"eps must not round to 0 in {network.dtype}, got {optimizer.eps:g}")
    hyper[Hyper.L1], hyper[Hyper.L2] = number("l1", l1, at_least=0), number("l2", l2, at_least=0)
    hyper[Hyper.DROPOUT] = number("dropout", dropout, at_least=0, below=1)
    hyper[Hyper.CLIP_NORM] = math.inf if clip_norm is None else number("clip_norm", clip_norm, above=0)
    hyper[[Hyper.PERIOD, Hyper.FACTOR, Hyper.MULTIPLY, Hyper.WARMUP]] = schedule.parameters(updates)
    return hyper


def check_batch_size(batch_size, n):
    """Samples an update, of n in all."""
    if batch_size is None or (isinstance(batch_size, str) and batch_size != "full"):
        raise ValueError(f"batch_size must be an integer >= 1 or 'full', got {batch_size!r}")
    return n if isinstance(batch_size, str) else min(n, integer("batch_size", batch_size, at_least=1))


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
