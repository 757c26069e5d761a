"""Recovery from divergence: stop, start again, or go back with half the learning rate.

Where it goes back to depends on epochs alone, never on a clock, so that the same command ends in the same bits.
"""

from numnet.kernels.codes import Column, Counter, Hyper, Status
from numnet.training.checkpoint import Checkpoint

MAX_RETRIES = {"stop": 0, "restart": 3, "halve-rate": 10}  # times it tries again


class Recovery:
    """Advances a `SnapshotRecorder`, and tries again where the training diverges.

    ``policy``: stop, restart or halve-rate.  restart draws the initial weights with the next seed; shuffles and dropout
    keep theirs.  halve-rate goes back to its anchor: the whole state, memory of the rule included, at epoch 0, 1, 2, …,
    8, 10, 12, …, 16, 20, … (`anchor_epoch`), the last of these at which the loss was not above that before training.

    ``events``: a sentence for each time, as far as they are known of an earlier part of the training; ``anchor``: the
    `Checkpoint` to go back to.
    """

    def __init__(self, recorder, policy, events=(), anchor=None):
        self.recorder, self.training, self.policy = recorder, recorder.training, policy
        self.events, self.anchor = list(events), anchor
        if policy == "restart":
            self._seed = self.training.network.seed
            self.training.network.seed += len(self.events)

    def advance(self):
        """Train for about 50 ms; returns whether the training goes on."""
        training = self.training
        if self.policy == "halve-rate":
            self._keep()
            running = self.recorder.advance(anchor_epoch(training.epochs_done + 1))
        else:
            running = self.recorder.advance()
        hope = self.policy == "restart" or self.anchor is not None  # not where the first evaluation overflowed
        if training.status == Status.DIVERGED and hope and len(self.events) < MAX_RETRIES[self.policy]:
            self._again()
            return True
        return running

    def _keep(self):
        """Make the present state the anchor, if this is the end of one of its epochs, and the loss is sound."""
        training, epoch = self.training, self.training.epochs_done
        between = training.run.counter[Counter.START] or not training.run.counter[Counter.ROW]
        if between or anchor_epoch(epoch) != epoch or training.status != Status.RUNNING:
            return
        losses = training.run.history[: training.run.counter[Counter.ROW], Column.TRAIN_LOSS]
        if (self.anchor is None or epoch > self.anchor.epochs) and losses[-1] <= losses[0]:
            self.anchor = Checkpoint.of(training)

    def _again(self):
        training, diagnosis = self.training, self.training.diagnosis.partition(";")[0]
        if self.policy == "halve-rate":
            training.rewind(self.anchor)
            training.halvings = len(self.events) + 1
            training.hyper[Hyper.ETA] = training.options.optimizer.learning_rate * 0.5**training.halvings
            how = f"back to epoch {self.anchor.epochs}, learning rate {training.hyper[Hyper.ETA]:g}"
        else:
            training.network.seed = self._seed + len(self.events) + 1
            training.start_again()
            how = f"started again, from the weights of seed {training.network.seed}"
        self.recorder.rewind()
        self.events.append(f"{diagnosis}: {how}")


def anchor_epoch(epoch):
    """The first of 0, 1, 2, …, 8, 10, 12, 14, 16, 20, … that is not below ``epoch``: four from each power of two on.

    >>> [anchor_epoch(epoch) for epoch in (0, 3, 8, 9, 15, 17, 1000)]
    [0, 3, 8, 10, 16, 20, 1024]
    """
    step = 1 << max(0, epoch.bit_length() - 3)
    return -(-epoch // step) * step
