"""The training as planned, or as much of it as a check may take: what becomes of a network with these options."""

import math
from functools import cached_property

import numpy as np

MAX_WORK = 4_000_000_000  # multiplications and additions of one training, at most: half a second on a slow core
MIN_EPOCHS = 4  # of a training that is too long; where they are too many for MAX_WORK, of fewer rows
MIN_UPDATES = 30


class PlannedTraining:
    """What a case's training comes to: ``history``, the ``network`` with its last weights, and the ``best`` of them.

    The losses are the data's, without penalties.  ``validated``: whether there is a validation part; ``of_all``:
    whether all rows are trained on.
    """

    def __init__(self, case):
        from numnet.training.training import Training

        self.network, self.chance = case.network.copy(), case.chance
        self.guess = case.chance if case.validation is None else case.guess
        epochs, rows = plan(case)
        X, T, weights = case.sample(rows)
        options = {**case.training_options, "epochs": epochs, "threads": 1}
        training = Training(
            self.network, X, T, case.optimizer, validation=case.validated(rows), sample_weight=weights, **options
        )
        self.validated, self.of_all = training.has_validation, rows == len(case.X)
        while training.advance():
            pass
        self.history, self.best = training.history, self.network.copy()
        self.best.parameters[:] = training.best

    @property
    def diverged(self):
        """Whether it diverged."""
        return self.history.status == "diverged"

    @cached_property
    def late(self):
        """The mean training loss of the last quarter, since at too large a rate it jumps; infinite if it diverged."""
        late = self.history.train_loss[1:]
        late = late[-max(1, len(late) // 4) :]
        return math.inf if self.diverged or not len(late) else float(np.mean(late))

    @cached_property
    def kept(self):
        """The loss that a run would be judged by: the lowest of the validation part, else the last of the training."""
        history = self.history
        if self.diverged:
            return math.inf
        return float(np.nanmin(history.validation_loss) if self.validated else history.train_loss[-1])

    @property
    def error(self):
        """``kept`` as a share of what guessing costs, on the same rows."""
        return self.kept / max(self.guess, 1e-12)

    @property
    def learned(self):
        """The lowest training loss, as a share of what guessing costs; infinite if it diverged."""
        return math.inf if self.diverged else float(self.history.train_loss.min()) / max(self.chance, 1e-12)


def plan(case):
    """(epochs, rows) of the training of a case: as planned where that is affordable, else less.

    Where the case that it is a variant of can't be trained as planned, it has no more than that: losses are compared.
    """
    own, first = affordable(case), affordable(case.root)
    return own if first == (case.root.epochs, len(case.root.X)) else tuple(map(min, own, first))


def affordable(case):
    """(epochs, rows) of a training within `MAX_WORK`: as planned, with fewer epochs, or of fewer rows too."""
    n, work = len(case.X), 6 * case.network.parameters.size
    epochs = min(case.epochs, max(1, MAX_WORK // (work * n)))
    if epochs >= min(case.epochs, MIN_EPOCHS):
        return epochs, n
    epochs = min(case.epochs, MIN_EPOCHS)
    batch = case.training_options.get("batch_size", 32)
    least = n if batch == "full" else -(-MIN_UPDATES // epochs) * batch
    return epochs, min(n, max(MAX_WORK // (work * epochs), least))
