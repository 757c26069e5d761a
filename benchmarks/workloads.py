"""The networks that are measured: sizes, batch, data and starting weights, the same for numnet and every peer."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Workload:
    """One training run: softmax cross-entropy, Adam at 0.001, float32, mini-batches in the order of the data."""

    name: str
    sizes: tuple
    batch: int
    samples: int
    updates: int  # of one timed run; a multiple of the updates an epoch
    activation: str = "relu"

    @property
    def epochs(self):
        """Passes over the data in one timed run."""
        return self.updates // (self.samples // self.batch)

    def data(self):
        """X (samples, inputs) and class indices t (samples,): noisy, so that no loss reaches 0."""
        rng = np.random.default_rng(0)
        X = rng.standard_normal((self.samples, self.sizes[0])).astype(np.float32)
        scores = np.tanh(X @ rng.standard_normal((self.sizes[0], self.sizes[-1])))
        t = (scores + 0.3 * rng.standard_normal(scores.shape)).argmax(axis=1)
        t[: self.sizes[-1]] = np.arange(self.sizes[-1])  # every class occurs
        return X, t

    def weights(self):
        """[(W, b), …] float32, one pair a layer: He's initialisation, biases 0."""
        rng = np.random.default_rng(1)
        pairs = zip(self.sizes, self.sizes[1:])
        return [
            ((rng.standard_normal((i, o)) * np.sqrt(2 / i)).astype(np.float32), np.zeros(o, np.float32))
            for i, o in pairs
        ]


WORKLOADS = (
    Workload("xor", (2, 8, 2), 4, 4, 4000),
    Workload("spiral", (2, 32, 32, 3), 32, 1472, 1840),
    Workload("digits", (64, 64, 32, 10), 64, 1792, 1120),
    Workload("mnist shape", (784, 256, 128, 10), 128, 6400, 100),
    Workload("chains", (4, 32, 16, 4), 10_000, 10_000, 100, "tanh"),
)
