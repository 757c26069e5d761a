"""The weights of a run at some of its epochs: what landscapes and animations are drawn from."""

from collections import deque
from typing import NamedTuple

import numpy as np

from numnet.files.tensor_files import read_tensors, write_tensors
from numnet.kernels.codes import Counter, Status

SNAPSHOTS_FORMAT = "numnet-snapshots-1"
MAX_SNAPSHOTS_BYTES = 16 * 2**20  # of a file
HEAD_BYTES = 4096  # more than the names and shapes in it take


class Snapshots(NamedTuple):
    """Weights at the ends of epochs; the first are those before training."""

    epochs: np.ndarray  # (k,) int64, rising
    parameters: np.ndarray  # (k, P), in the dtype of the network

    def save(self, path):
        """Write a safetensors file, whole or not at all."""
        write_tensors(path, {"epochs": self.epochs, "parameters": self.parameters}, {"format": SNAPSHOTS_FORMAT})


def load_snapshots(path, network):
    """The `Snapshots` of a file, for this network.  Raises FileNotFoundError, ValueError for any other file."""
    _, tensors = read_tensors(path, "snapshots", SNAPSHOTS_FORMAT, lambda about: 4 * MAX_SNAPSHOTS_BYTES)
    epochs, parameters = tensors.get("epochs"), tensors.get("parameters")
    if epochs is None or parameters is None:
        raise ValueError(f"{path} is damaged: it lacks epochs or parameters")
    fits = parameters.dtype == network.dtype and parameters.shape == (len(epochs), network.parameters.size)
    if epochs.ndim != 1 or len(epochs) == 0 or not fits:
        raise ValueError(f"{path} is damaged: its weights, {parameters.dtype} {parameters.shape}, are not the model's")
    if epochs.dtype != np.int64 or epochs[0] < 0 or (np.diff(epochs) <= 0).any():
        raise ValueError(f"{path} is damaged: its epochs do not rise")
    if not np.isfinite(parameters).all():
        raise ValueError(f"{path} is damaged: some of its weights are not finite")
    return Snapshots(epochs, parameters)


class SnapshotRecorder:
    """Advances a `Training`, and keeps its weights at up to ``most`` epochs.

    The epochs are evenly spaced on a logarithmic axis, since most happens early; the first and the last are among
    them, also where patience ends the run before its time: with patience twice as many are held until the end is
    known.  As many are kept as fit into `MAX_SNAPSHOTS_BYTES`; where that is not even two, none.  Training ends in the
    same bits without.  ``earlier``: the `Snapshots` of a training that is resumed.
    """

    def __init__(self, training, most, earlier=None):
        theta = training.network.parameters
        most = min(most, training.epochs + 1, (MAX_SNAPSHOTS_BYTES - HEAD_BYTES) // (theta.nbytes + 8))
        self.training, self.most = training, most
        self._held = dict(zip(earlier.epochs.tolist(), earlier.parameters)) if earlier else {}
        self.rewind()

    def rewind(self):
        """Forget the weights of epochs that are still to come: the training stands where it stood earlier."""
        done, patience = self.training.epochs_done, self.training.patience
        self._held = {epoch: theta for epoch, theta in self._held.items() if epoch <= done}
        goals = spaced(self.training.epochs, 2 * self.most if patience else self.most) if self.most >= 2 else []
        self._wanted = deque(epoch for epoch in goals if epoch >= done and epoch not in self._held)
        self._hold()

    def advance(self, epochs=None):
        """Train for about 50 ms, to ``epochs`` or to the next epoch wanted; returns whether the training goes on."""
        ends = [epoch for epoch in (epochs, *list(self._wanted)[:1]) if epoch is not None]
        running = self.training.advance(min(ends, default=None))
        self._hold()
        return running

    def snapshots(self, final=True):
        """The `Snapshots` so far; all that are held where the training is to go on.  None where none are kept."""
        if not self._held:
            return None
        epochs = np.array(list(self._held), np.int64)
        if final and len(epochs) > self.most:
            goals = np.log1p(spaced(int(epochs[-1]), self.most))
            epochs = np.unique(epochs[np.abs(np.log1p(epochs)[:, None] - goals).argmin(axis=0)])
        return Snapshots(epochs, np.array([self._held[epoch] for epoch in epochs.tolist()]))

    def _hold(self):
        """Hold the weights now if this is the end of an epoch that is wanted, or of the run."""
        run, epoch = self.training.run, self.training.epochs_done
        wanted = bool(self._wanted) and epoch >= self._wanted[0]
        ended = bool(self._held) and self.training.status in (Status.FINISHED, Status.STOPPED)
        between = run.counter[Counter.START] != 0 or self.training.status == Status.DIVERGED
        if (wanted or ended) and not between and np.isfinite(run.theta).all():
            self._held[epoch] = run.theta.copy()
        while self._wanted and self._wanted[0] <= epoch:
            self._wanted.popleft()


def spaced(last, count):
    """At most ``count`` whole numbers from 0 to ``last``, both included; their ratios are even as far as they can be.

    >>> spaced(100, 12)
    [0, 1, 2, 3, 5, 8, 12, 19, 29, 44, 66, 100]
    >>> spaced(3, 12)
    [0, 1, 2, 3]
    """
    numbers, count = [0], min(count, last + 1)
    for left in range(count - 1, 0, -1):
        above = numbers[-1] + 1
        numbers.append(max(above, round(above * ((last + 1) / above) ** (1 / left)) - 1))
    return numbers
