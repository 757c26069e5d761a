"""The state of a training, enough to go on bit for bit; in memory, or as checkpoint.safetensors.

A file names the places of its vectors: it may have fewer than `numnet.kernels.codes`, or in another order.
"""

from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from numnet.files.csv_files import MAX_ROWS
from numnet.files.schema import TEXT, check, one_of, whole
from numnet.files.tensor_files import read_tensors, write_tensors
from numnet.kernels.codes import Accumulator, Column, Counter, Hyper, Option, Status
from numnet.kernels.rules import OF_CODE
from numnet.kernels.schedules import CONSTANT
from numnet.model.activations import ACTIVATIONS
from numnet.model.losses import LOSSES
from numnet.model.model_file import check_sizes
from numnet.model.tasks import TASKS
from numnet.optim.optimizers import OPTIMIZERS
from numnet.training.options import TrainOptions, differences, hyper_vector

CHECKPOINT_FORMAT = "numnet-checkpoint-1"
CHECKPOINT_SHAPE = {"shape": {"sizes": [whole(1)], "activation": [one_of(ACTIVATIONS)], "task": one_of(TASKS),
                   "loss_name": one_of(LOSSES), "dtype": one_of(("float32", "float64"))},
         "samples": whole(1), "held": whole(), "halvings": whole()}  # fmt: skip
VECTORS = {"counter": Counter, "total": Accumulator, "history": Column, "option": Option, "hyper": Hyper}
PLACES = {name: [place.name.lower() for place in places if place.name != "SIZE"] for name, places in VECTORS.items()}


class Checkpoint(NamedTuple):
    """The `Run` of a training, its options, and the shapes of its network and data.

    An evaluation that there was only because the run ended (``epochs`` no multiple of ``evaluate_every``) is left out:
    a longer run doesn't have it, and whoever goes on with the same ``epochs`` makes it again.
    """

    parameters: np.ndarray  # (P,) the last weights
    state: np.ndarray  # (slots · P,) what the update rule remembers
    best: np.ndarray  # (P,) the weights of the lowest validation loss
    counter: np.ndarray  # (Counter.SIZE,) int64
    total: np.ndarray  # (Accumulator.SIZE,) float64
    history: np.ndarray  # (rows, Column.SIZE) float64; a file has no seconds
    option: np.ndarray  # (Option.SIZE,) int64
    hyper: np.ndarray  # (Hyper.SIZE,) float64; the learning rate as it is now
    about: dict  # shape: of the network; samples, held: rows of data; halvings: of the learning rate

    @classmethod
    def of(cls, training, copy=True):
        """The checkpoint of a `Training`, independent of what it does next; without ``copy`` only until then."""
        run, halvings = training.scheduled_evaluation.resumable(), training.halvings
        about = {"shape": shape_of(training.network), "samples": len(training.samples.X),
                 "held": len(training.samples.validation_X), "halvings": halvings}  # fmt: skip
        history = run.history[: run.counter[Counter.ROW]]
        arrays = (run.theta, run.state, run.best, run.counter, run.total, history, training.option, training.hyper)
        return cls(*(array.copy() if copy else array for array in arrays), about)

    @property
    def epochs(self):
        """Epochs done."""
        return int(self.counter[Counter.EPOCH])

    @property
    def status(self):
        """The `Status`."""
        return Status(self.counter[Counter.STATUS])

    @property
    def out_of_patience(self):
        """Whether early stopping has ended the training for good."""
        patience, waited = self.option[Option.PATIENCE], self.epochs - self.counter[Counter.BEST_EPOCH]
        return bool(self.status == Status.STOPPED and patience and waited >= patience)

    @property
    def kept(self):
        """The weights (P,) that the run keeps: of the lowest validation loss; the last where none was measured."""
        return self.best if self.about["held"] and len(self.history) else self.parameters

    def table(self, seconds):
        """The history with the column ``seconds``, as far as that is known: a file has none, metrics.csv has it.

        That may be of a moment when the training had gone back after divergence; seconds never fall.
        """
        table, known = self.history.copy(), min(len(self.history), len(seconds))
        table[:known, Column.SECONDS] = seconds[:known]
        table[:, Column.SECONDS] = np.maximum.accumulate(table[:, Column.SECONDS])
        return table

    def check(self, training):
        """ValueError, naming the difference, if ``training`` can't go on from here."""
        if self.status == Status.DIVERGED:
            raise ValueError(f"resume: the earlier training diverged in epoch {self.epochs + 1}; begin a new one")
        now = {"shape": shape_of(training.network), "samples": len(training.samples.X),
               "held": len(training.samples.validation_X)}  # fmt: skip
        words = [f"{what} of the network was {self.about['shape'][what]}, is {now['shape'][what]}"
                 for what in now["shape"] if self.about["shape"][what] != now["shape"][what]]  # fmt: skip
        for key, what in (("samples", "rows"), ("held", "validation rows")):
            if self.about[key] != now[key]:
                words.append(f"{what} of the data were {self.about[key]}, are {now[key]}")
        hyper = training.hyper.copy()
        hyper[Hyper.ETA] *= 0.5 ** self.about["halvings"]
        if training.options.schedule.period == 0:  # the whole run, whatever its length
            hyper[Hyper.PERIOD] = self.hyper[Hyper.PERIOD]
        words += differences((self.option, self.hyper), (training.option, hyper))
        if words:
            raise ValueError(f"resume: not as the earlier training was: {'; '.join(words)}")
        if training.epochs < self.epochs:
            raise ValueError(f"epochs must be at least the {self.epochs} that are done, got {training.epochs}")

    def restore(self, training):
        """Put ``training`` into this state; it must be of the same data, network and options."""
        run, rows = training.run, len(self.history)
        for name, array in (("theta", self.parameters), ("state", self.state), ("best", self.best),
                            ("counter", self.counter), ("total", self.total)):  # fmt: skip
            getattr(run, name)[:] = array
        run.history[:rows] = self.history
        training.hyper[Hyper.ETA] = self.hyper[Hyper.ETA]
        if training.options.schedule.code != CONSTANT.code:
            training.hyper[Hyper.PERIOD] = self.hyper[Hyper.PERIOD]
        training.halvings, training.diagnosis = self.about["halvings"], None
        training.seconds = float(self.history[-1, Column.SECONDS]) if rows else 0.0
        if not self.out_of_patience and (self.epochs < training.epochs or run.counter[Counter.START]):
            run.counter[Counter.STATUS] = Status.RUNNING

    def tensors(self, prefix=""):
        """{name: array} for a file: no times, so that two runs of the same command leave the same bytes."""
        arrays = {prefix + name: array for name, array in self._asdict().items() if name != "about"}
        arrays[prefix + "history"] = self.history.copy()
        arrays[prefix + "history"][:, Column.SECONDS] = 0
        return arrays


def shape_of(network):
    """{name: value} of the network's `Architecture`, as JSON has it."""
    plain = network.architecture._asdict()
    return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}


def save_checkpoint(path, checkpoint, anchor=None, recovery=()):
    """Write checkpoint.safetensors, whole or not at all; with what `Recovery` needs: its anchor, if any, its events."""
    tensors = checkpoint.tensors() | (anchor.tensors("anchor.") if anchor else {})
    abouts = {"places": PLACES, "anchor": anchor and anchor.about, "recovery": list(recovery)}
    write_tensors(path, tensors, {"format": CHECKPOINT_FORMAT, **checkpoint.about, **abouts})


def load_checkpoint(path):
    """(`Checkpoint`, its anchor or None, about) of a file.  Raises FileNotFoundError, or ValueError in one line."""
    about, tensors = read_tensors(path, "checkpoint", CHECKPOINT_FORMAT, _most_bytes)
    try:
        places = about.get("places", PLACES)  # files before there were names have the order of today
        check(places, {name: [TEXT] for name in PLACES}, "places")
        anchor = about["anchor"] and _from_tensors(about["anchor"], tensors, places, "anchor.")
        checkpoint, events = _from_tensors(about, tensors, places), about["recovery"]
        if anchor and anchor.about["shape"] != checkpoint.about["shape"]:
            raise ValueError("its anchor is of another network")
        if not isinstance(events, list) or not all(isinstance(event, str) for event in events):
            raise ValueError("recovery must be a list of sentences")
        return checkpoint, anchor, about
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
        what = f"it lacks {error}" if isinstance(error, LookupError) else error
        raise ValueError(f"{Path(path)} is damaged: {what}") from None


def _most_bytes(about):
    """Of a checkpoint and its anchor: parameters, best ones, the rule's memory; a history; and what is short."""
    slots = max(len(rule.memory) for rule in OF_CODE.values())
    return 2 * 8 * (check_sizes(about["shape"]["sizes"]) * (2 + slots) + MAX_ROWS * Column.SIZE + 1000)


def _from_tensors(about, tensors, places, prefix=""):
    check(about, CHECKPOINT_SHAPE)
    arrays = {name: tensors[prefix + name] for name in Checkpoint._fields[:-1]}
    for name in ("counter", "total", "history", "option"):
        arrays[name] = _in_place(name, arrays[name], places[name])
    defaults = partial(_default_hyper, arrays["option"], about["shape"]["dtype"])
    arrays["hyper"] = _in_place("hyper", arrays["hyper"], places["hyper"], defaults)
    checkpoint = Checkpoint(**arrays, about={name: about[name] for name in CHECKPOINT_SHAPE})
    _check_form(checkpoint)
    return checkpoint


def _in_place(vector, array, names, defaults=None):
    """The array (…, places) in the order of PLACES; where its ``names`` lack one what ``defaults()`` (places,) has.

    Raises ValueError for a name that is not known, or that is missing and has no default.
    """
    known = PLACES[vector]
    if names == known:
        return array
    if array.ndim == 0 or array.shape[-1] != len(names) or len(set(names)) < len(names):
        raise ValueError(f"{vector} is {array.shape}, which does not fit the names of its places")
    for name in names:
        if name not in known:
            raise ValueError(f"{vector} has {name!r}, which this numnet does not know; use the numnet that wrote it")
    if defaults is None and len(names) < len(known):
        raise ValueError(f"{vector} lacks {next(name for name in known if name not in names)!r}")
    placed = np.empty((*array.shape[:-1], len(known)), array.dtype)
    placed[...] = 0 if defaults is None else defaults()
    placed[..., [known.index(name) for name in names]] = array
    return placed


def _default_hyper(option, dtype):
    """(Hyper.SIZE,) float64 of a training by the rule of ``option`` of which nothing else was asked."""
    rule = OF_CODE.get(int(option[Option.RULE]))
    if rule is None:
        raise ValueError(f"option has no known rule, {option[Option.RULE]}")
    return hyper_vector(TrainOptions(OPTIMIZERS[rule.name]()), np.dtype(dtype), updates=1)


def _check_form(checkpoint):
    """Raises ValueError for arrays that no training could have left."""
    shape = checkpoint.about["shape"]
    sizes = [int(size) for size in shape["sizes"]]
    P = sum((a + 1) * b for a, b in pairwise(sizes))
    dtype = np.dtype(shape["dtype"])
    expected = {"parameters": (dtype, (P,)), "best": (dtype, (P,)), "counter": (np.int64, (Counter.SIZE,)),
                "total": (np.float64, (Accumulator.SIZE,)), "option": (np.int64, (Option.SIZE,)),
                "hyper": (np.float64, (Hyper.SIZE,)),
                "history": (np.float64, (len(checkpoint.history), Column.SIZE))}  # fmt: skip
    for name, (kind, size) in expected.items():
        array = getattr(checkpoint, name)
        if array.dtype != kind or array.shape != size:
            raise ValueError(f"{name} is {array.dtype} {array.shape}, not {np.dtype(kind)} {size}")
    state = checkpoint.state
    if state.dtype != dtype or state.ndim != 1 or state.size not in (0, P, 2 * P, 3 * P):
        raise ValueError(f"state is {state.dtype} {state.shape}, which fits no update rule")
    if not (np.isfinite(checkpoint.parameters).all() and np.isfinite(checkpoint.best).all()):
        raise ValueError("some of its weights are not finite")
    n, batch = int(checkpoint.about["samples"]), int(checkpoint.option[Option.BATCH_SIZE])
    update, epoch, start, row, best, _ = (int(value) for value in checkpoint.counter)
    rows, counted = len(checkpoint.history), checkpoint.counter[Counter.STATUS] in set(Status)
    sound = 0 < batch <= n and 0 <= start < n and start % batch == 0 and 0 <= best <= epoch and row == rows
    if not (counted and sound and update == epoch * -(-n // batch) + start // batch):
        raise ValueError("its counters contradict each other")
    if row and not (np.diff(checkpoint.history[:, Column.EPOCH]) > 0).all():
        raise ValueError("the epochs of its history do not rise")
