"""The trainings that are measured: sizes, batch, data and starting weights, the same for numnet and every peer."""

from dataclasses import asdict, dataclass
from functools import cache

from numnet.benchmark.grid_search import GridSearch


@dataclass(frozen=True)
class Workload:
    """One training run: softmax cross-entropy, Adam at 0.001, float32, mini-batches in the order of the data.

    ``updates`` are those of one run, a multiple of the updates per epoch; with ``members`` > 1 so many networks are
    trained at once on the same data, each from weights of its own, and a time is that of one network and update.

    >>> WORKLOADS["spiral"].epochs
    40
    """

    name: str
    sizes: tuple
    batch: int
    samples: int
    updates: int
    activation: str = "relu"
    members: int = 1

    @property
    def per_epoch(self):
        """Updates an epoch."""
        return self.samples // self.batch

    @property
    def epochs(self):
        """Passes over the data in one run."""
        return self.updates // self.per_epoch

    @property
    def steps(self):
        """Updates of one run, over all members: what its time is divided by."""
        return self.updates * self.members

    def describe(self):
        """``2-8-2 · 4``, with ``1024 ×`` before it where there are several: sizes, batch size."""
        text = f"{'-'.join(map(str, self.sizes))} · {self.batch}"
        return text if self.members == 1 else f"{self.members} × {text}"

    @cache  # noqa: B019  workloads are few, and live as long as the program
    def data(self):
        """X (samples, inputs) float32 and class indices t (samples,): noisy, so that no loss reaches 0 soon."""
        import numpy as np

        rng = np.random.default_rng(0)
        X = rng.standard_normal((self.samples, self.sizes[0])).astype(np.float32)
        scores = np.tanh(X @ rng.standard_normal((self.sizes[0], self.sizes[-1])))
        t = (scores + 0.3 * rng.standard_normal(scores.shape)).argmax(axis=1)
        t[: self.sizes[-1]] = np.arange(self.sizes[-1])  # every class occurs
        return X, t

    def weights(self, member=0):
        """[(W, b), …] float32, one pair a layer: He's initialisation, biases 0."""
        import numpy as np

        rng = np.random.default_rng(1 + member)
        return [
            ((rng.standard_normal((i, o)) * np.sqrt(2 / i)).astype(np.float32), np.zeros(o, np.float32))
            for i, o in zip(self.sizes, self.sizes[1:])
        ]


_ALL = (
    Workload("xor", (2, 8, 2), 4, 4, 4000),
    Workload("spiral", (2, 32, 32, 3), 32, 1472, 1840),
    Workload("digits", (64, 64, 32, 10), 64, 1792, 1120),
    Workload("mnist-shape", (784, 256, 128, 10), 128, 6400, 100),
    Workload("chains", (4, 32, 16, 4), 10_000, 10_000, 100, "tanh"),
    Workload("xor-1024", (2, 8, 2), 4, 4, 2000, members=1024),
    Workload("spiral-256", (2, 32, 32, 3), 32, 1472, 460, members=256),
    GridSearch("grid", "digits", 1408, (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02), (16, 32, 64, 128), 3, 64, 20),
)
WORKLOADS = {workload.name: workload for workload in _ALL}
SMALL = ("xor", "spiral", "digits")  # what `numnet benchmark` measures unless told otherwise
FIRST = Workload("first-call", (2, 16, 16, 2), 4, 4, 200, "tanh")  # as much as `numnet train xor` does


def to_record(workload):
    """A workload or grid search as plain values, for JSON."""
    return {"kind": type(workload).__name__, **asdict(workload)}


def from_record(record):
    """The inverse of `to_record`."""
    kind = {"Workload": Workload, "GridSearch": GridSearch}[record["kind"]]
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in record.items()}
    return kind(**{name: value for name, value in values.items() if name != "kind"})
