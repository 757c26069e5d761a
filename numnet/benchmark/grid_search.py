"""The grid search that is measured: which trainings, on which rows, from which weights, the same for every library."""

from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from statistics import fmean


@dataclass(frozen=True)
class GridSearch:
    """Every learning rate with every width and every seed: networks with one hidden layer on a bundled data set.

    ReLU, softmax cross-entropy, Adam, float32, mini-batches in the order of the rows, no early end.  A training is
    judged by its loss on the validation rows at its end, a configuration by the mean over its seeds.

    ``rows`` of the data set, whole mini-batches, are trained on, all others validate.  ``file``: where `write` has put
    the arrays that every library begins with; the processes of a library's pool read them there, too.

    >>> search = GridSearch("small", "iris", 120, (0.01, 0.1), (4, 8), seeds=3, batch=40, epochs=5)
    >>> search.describe(), search.steps
    ('12 × iris, 4 to 8 units · 40', 180)
    """

    name: str
    dataset: str
    rows: int
    rates: tuple
    widths: tuple
    seeds: int
    batch: int
    epochs: int
    file: str = ""

    @property
    def configurations(self):
        """[(learning rate, width), …]."""
        return list(product(self.rates, self.widths))

    @property
    def trainings(self):
        """[(learning rate, width, seed), …]: the order of all results."""
        return [(*one, seed) for one in self.configurations for seed in range(self.seeds)]

    @property
    def updates(self):
        """Updates of one training."""
        return self.epochs * (self.rows // self.batch)

    @property
    def steps(self):
        """Updates of the search, over all trainings: what its time is divided by."""
        return self.updates * len(self.trainings)

    def describe(self):
        """``72 × digits, 16 to 128 units · 64``: trainings, data set, hidden units, batch size."""
        units = f"{min(self.widths)} to {max(self.widths)} units"
        return f"{len(self.trainings)} × {self.dataset}, {units} · {self.batch}"

    def write(self, folder):
        """Write rows and initial weights into a file of the folder; returns the search with this file."""
        import numpy as np

        import numnet

        data = numnet.load_dataset(self.dataset)
        order = np.random.default_rng(0).permutation(len(data.X))
        X, t = data.X[order], np.asarray(data.T, np.int64)[order]
        mean, deviation = X[: self.rows].mean(axis=0), X[: self.rows].std(axis=0)
        X = ((X - mean) / np.where(deviation == 0, 1, deviation)).astype(np.float32)
        arrays = {"X": X, "t": t}
        for width, seed in product(self.widths, range(self.seeds)):
            net = numnet.Network((X.shape[1], width, t.max() + 1), "relu", "multiclass", seed=seed)
            arrays |= {f"W{l} {width} {seed}": W for l, W in enumerate(net.weights)}
        file = f"{folder}/{self.name}.npz"
        np.savez(file, **arrays)
        return replace(self, file=file)

    @cache  # noqa: B019  searches are few, and live as long as the program
    def arrays(self):
        """{name: array} of the file."""
        import numpy as np

        with np.load(self.file, allow_pickle=False) as arrays:
            return dict(arrays)

    def data(self):
        """((X, t), (X, t)): training and validation rows, X (n, inputs) float32 standardised, t (n,) class indices."""
        X, t = self.arrays()["X"], self.arrays()["t"]
        return (X[: self.rows], t[: self.rows]), (X[self.rows :], t[self.rows :])

    def weights(self, width, seed):
        """[(W, b), (W, b)] float32 at the start, copies: those of `numnet.Network` with this seed, biases 0."""
        import numpy as np

        weights = [self.arrays()[f"W{l} {width} {seed}"] for l in range(2)]
        return [(W.copy(), np.zeros(W.shape[1], np.float32)) for W in weights]

    def best(self, losses):
        """The configuration with the lowest mean loss, from the losses (trainings,) in the order of ``trainings``."""
        means = [fmean(losses[at : at + self.seeds]) for at in range(0, len(losses), self.seeds)]
        return self.configurations[means.index(min(means))]
