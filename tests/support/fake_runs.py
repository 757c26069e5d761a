"""Runs made by hand for the figures: fakes with a known answer.  For the tests."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np


def sigmoid(net):
    return 1 / (1 + np.exp(-net))


def history(n=31, metric="accuracy", validation=True, end=0.01):
    epoch = np.arange(n)
    loss = np.geomspace(1.0, end, n)
    held = loss * 1.2 if validation else np.full(n, np.nan)
    metric_values = 1 - 0.5 * loss
    return SimpleNamespace(epoch=epoch, train_loss=loss, validation_loss=held, train_metric=metric_values,
                           validation_metric=metric_values - 0.02 if validation else np.full(n, np.nan),
                           metric_name=metric, best_epoch=n - 1 if validation else 0, status="finished")


@dataclass
class FakeRun:
    """What figures use of a run; `answer` maps X (n, d), in original units, to outputs (n, k)."""

    task: str
    X: np.ndarray
    T: np.ndarray
    answer: object
    target_names: tuple
    held: int = 0
    name: str = "toy-1"
    scaler: object = None
    history: object = None
    optimizer: str = "adam"
    options: dict = field(default_factory=dict)

    def __post_init__(self):
        metric = {"regression": "r2", "multilabel": "label_accuracy"}.get(self.task, "accuracy")
        self.history = self.history or history(metric=metric, validation=self.held > 0)
        loss = "mse" if self.task == "regression" else "cross_entropy"
        outputs = 1 if self.task == "binary" else len(self.target_names)
        self.network = SimpleNamespace(sizes=(self.X.shape[1], 4, outputs), activation=("tanh",), loss_name=loss,
                                       terms=None)  # fmt: skip
        self.config = {"data": {"name": "toy"}, "options": self.options,
                       "optimizer": {"name": self.optimizer, "learning_rate": 0.01}}

    def data(self):
        m = len(self.X) - self.held
        names = tuple(f"x{i + 1}" for i in range(self.X.shape[1]))
        return SimpleNamespace(name="toy", task=self.task, X=self.X[:m], T=self.T[:m], X_validation=self.X[m:],
                               T_validation=self.T[m:], feature_names=names, target_names=self.target_names)

    def forward(self, X):
        return self.answer(np.asarray(X))


def rows(d, n=40):
    return np.random.default_rng(d).uniform(-2, 2, (n, d))


def binary(d=2, held=10, **options):
    X = rows(d)
    T = (X[:, 0] > 0).astype(int)
    return FakeRun("binary", X, T, lambda X: sigmoid(4 * X[:, :1]), ("no", "yes"), held, **options)


def multiclass(d=2, held=10, **options):
    X = rows(d)

    def softmax(X):
        e = np.exp(3 * np.column_stack([-X[:, 0], np.zeros(len(X)), X[:, 0]]))
        return e / e.sum(axis=1, keepdims=True)

    return FakeRun("multiclass", X, softmax(X).argmax(axis=1), softmax, ("low", "middle", "high"), held, **options)


def multilabel(d=2, held=10, **options):
    X = rows(d)
    answer = lambda X: sigmoid(5 * np.column_stack([X[:, 0], X[:, -1] - 0.5]))  # noqa: E731
    return FakeRun("multilabel", X, (answer(X) > 0.5).astype(int), answer, ("disc A", "disc B"), held, **options)


def many_labels(d=5):
    """Labels with names so long that the legends need several rows, and more combinations than colours."""
    X = rows(d)
    answer = lambda X: sigmoid(5 * X[:, :5])  # noqa: E731
    names = ("is spam", "has a link in its text", "long", "urgent", "a name of a label that nobody would like to read")
    return FakeRun("multilabel", X, (answer(X) > 0.5).astype(int), answer, names, 10)


def regression(d=2, k=1, held=10, **options):
    X = rows(d)
    answer = lambda X: np.column_stack([(j + 1) * X.sum(axis=1) for j in range(k)])  # noqa: E731
    T = answer(X)[:, 0] if k == 1 else answer(X)
    return FakeRun("regression", X, T, answer, tuple("yzw"[:k]), held, **options)


RUNS = {"binary": binary, "multiclass": multiclass, "multilabel": multilabel, "regression": regression}
