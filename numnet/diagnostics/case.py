"""A network with its data and rule, as checks look at it, and as other options would make it; what a check finds."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import NamedTuple

import numpy as np

from numnet.diagnostics.guessing import chance_loss, guess_on
from numnet.diagnostics.planned_training import PlannedTraining
from numnet.optim.optimizers import OPTIMIZERS, Optimizer
from numnet.training.options import TrainOptions

OK, NOTE, BROKEN = "ok", "note", "broken"
TRAINING_OPTIONS = {field.name for field in fields(TrainOptions)} - {
    "optimizer", "device", "specialize", "evaluate_every", "threads"
}  # fmt: skip


class Finding(NamedTuple):
    """``what`` was looked at, the ``verdict``, what was ``found``, and the ``remedy`` where something is wrong."""

    what: str
    verdict: str
    found: str
    remedy: str = ""


class Part(NamedTuple):
    """Rows as the network sees them: X (n, inputs), T (n, outputs), weights (n,) or None."""

    X: np.ndarray
    T: np.ndarray
    weights: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class DiagnosticCase:
    """A network as it starts, its training data as it sees them, and how it is trained.

    ``options``: those of ``numnet train`` by name, and what they are by default, ``defaults``.  ``validation``: a
    `Part`, or None.  ``rows``: which rows of the data the two parts hold, (n,) int64 each.  ``doubts``: `Doubt` s about
    their columns.  ``build``: options → the case with them, on the same data, or None.  ``findings``: of the checks
    before; ``solved``: {what: the `Remedy` that helped}.
    """

    network: object
    X: np.ndarray
    T: np.ndarray
    optimizer: Optimizer
    options: dict
    trained: object = None
    history: object = None
    weights: np.ndarray | None = None
    validation: Part | None = None
    rows: tuple | None = None
    doubts: tuple = ()
    defaults: dict = field(default_factory=dict)
    build: Callable | None = None
    findings: list = field(default_factory=list)
    solved: dict = field(default_factory=dict)
    variants: dict = field(default_factory=dict)  # {their options, as text: a case}

    @cached_property
    def chance(self):
        """The lowest loss of a constant answer, see `chance_loss`."""
        return chance_loss(self.network, self.T, self.weights)

    @cached_property
    def guess(self):
        """What the same constant answer costs on the validation part."""
        return guess_on(self.network, (self.T, self.weights), self.validation[1:])

    @property
    def training_options(self):
        """{argument of a training: value}, the optimizer left out."""
        options = {"shuffle": not self.options.get("no_shuffle", False), **self.options}
        return {name: value for name, value in options.items() if name in TRAINING_OPTIONS}

    @property
    def root(self):
        """The case that this one is a variant of, or itself."""
        return next(iter(self.variants.values()), self)

    @property
    def epochs(self):
        """Epochs that the training is to have."""
        return TrainOptions(**self.training_options).epochs

    @cached_property
    def planned(self):
        """The `PlannedTraining`."""
        return PlannedTraining(self)

    def changed(self, **options):
        """The case with other options of `train`, made once; itself, where they are as they were, or don't go together.

        Hyper-parameters that another optimizer doesn't have go; activations of layers become one, where layers change.
        """
        merged = {**self.options, **options}
        if options.get("optimizer", self.options.get("optimizer")) != self.options.get("optimizer"):
            has = {each.name for each in fields(OPTIMIZERS[merged["optimizer"]])}
            merged |= {each.name: None for each in fields(self.optimizer) if each.name not in has}
        if "hidden" in options and isinstance(merged["activation"], tuple):
            merged["activation"] = merged["activation"][0]
        self.variants.setdefault(_key(self.options), self)
        key = _key(merged)
        if key not in self.variants:
            self.variants[key] = self.build(merged) or self
            self.variants[key].share(self)
        return self.variants[key]

    def share(self, other):
        """Know the variants, findings and what was solved of another case."""
        for name in ("variants", "findings", "solved"):
            object.__setattr__(self, name, getattr(other, name))

    def sample(self, most):
        """(X, T, weights) of at most so many rows, spread over all that count."""
        return _sample(Part(self.X, self.T, self.weights), most)

    def validated(self, most):
        """The same of the validation part, or None."""
        return None if self.validation is None else _sample(self.validation, most)

    def after(self, updates, rows=None, **changes):
        """A copy of the network after about so many updates, or None: it diverged.

        rows: how many of X and T; changes: of the arguments of a training.
        """
        from numnet.kernels.codes import Status
        from numnet.training.training import Training

        network = self.network.copy()
        X, T, weights = self.sample(len(self.X) if rows is None else rows)
        options = {**self.training_options, "patience": None, **changes, "evaluate_every": 0, "threads": 1}
        training = Training(network, X, T, self.optimizer, sample_weight=weights, **options)
        while training.updates < updates and training.advance(updates=updates):
            pass
        return None if training.status == Status.DIVERGED else network


def _sample(part, most):
    if part.weights is None and most >= len(part.X):
        return tuple(part)
    rows = np.arange(len(part.X)) if part.weights is None else np.flatnonzero(part.weights)
    rows = rows[np.linspace(0, len(rows) - 1, min(most, len(rows))).astype(int)]
    return part.X[rows], part.T[rows], None if part.weights is None else part.weights[rows]


def _key(options):
    return repr(sorted(options.items(), key=lambda pair: pair[0]))
