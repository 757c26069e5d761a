"""Regression on the class numbers 1, 2, 3, … beside one-hot targets and softmax."""

import itertools
from dataclasses import dataclass

import numpy as np

from numnet.data import Scaler, load_dataset
from numnet.data.splitting import split
from numnet.experiments.tracking import train_all
from numnet.model.network import Network
from numnet.optim.optimizers import Adam
from numnet.training.training import Training
from numnet.utils.arguments import integer
from numnet.utils.language import gettext, message

ENCODINGS = (message("class numbers"), message("one-hot"))
SETS = ("blobs", "digits", "wine", "iris")  # the first one is drawn
VALIDATION, BATCH_SIZE, RATE, L2 = 0.2, 32, 0.01, 1e-4  # as `numnet train` has them


@dataclass(frozen=True)
class Fitted:
    """One network, and how its data were scaled."""

    encoding: str
    network: Network
    scaler: Scaler
    classes: int

    def outputs(self, X):
        """Outputs for rows X (n, d): numbers (n,) near the class numbers, or probabilities (n, K)."""
        Y = self.network.forward(self.scaler.transform(X))
        return Y if self.encoding == "one-hot" else self.scaler.inverse_targets(Y)[:, 0]

    def decide(self, X):
        """The class (n,) int, 0 to K − 1, of rows X (n, d): the nearest class number, or the likeliest class."""
        Y = self.outputs(X)
        return Y.argmax(axis=1) if Y.ndim == 2 else np.clip(np.rint(Y).astype(int) - 1, 0, self.classes - 1)


@dataclass(frozen=True)
class Encoding:
    """Both encodings on the same data, with the same networks, from the same seeds."""

    sets: tuple  # names of the data sets
    networks: tuple  # hidden layers of each network, tuples of widths
    seeds: int
    epochs: int
    accuracy: dict  # {(set, hidden, encoding): (S,)}: on the validation sets
    drawn: dict  # {encoding: `Fitted`}: the smallest network on the first set, seed 0
    data: object  # `Dataset` of the first set


def encoding(sets=SETS, hidden=(16, 16), seeds=10, epochs=200, progress=None):
    """Trains on class numbers and on one-hot targets, without hidden layer and with ``hidden`` ones: `Encoding`.

    Everything else is the same: rows, parts, scaling, seeds, Adam at rate 0.01. An output of the regression counts
    as the class whose number is nearest.  ``progress(done, count)`` is called as trainings end.  Raises ValueError or
    TypeError naming the argument.

    >>> found = encoding(("iris",), (4,), seeds=2, epochs=1)
    >>> found.accuracy["iris", (), "one-hot"].shape
    (2,)
    """
    seeds, epochs = integer("seeds", seeds, at_least=1), integer("epochs", epochs, at_least=1)
    data = {name: load_dataset(name) for name in sets}
    for name, one in data.items():
        if one.task != "multiclass":
            raise ValueError(f"sets: {name} is for task {one.task}; encodings are compared on sets of several classes")
    networks = tuple(dict.fromkeys(((), tuple(hidden))))
    keys = list(itertools.product(sets, networks, ENCODINGS, range(seeds)))
    ends = train_all(keys, lambda key: _Trial(data[key[0]], *key[1:], epochs), lambda trial: trial.end(), progress)
    accuracy = {
        key: np.array([ends[(*key, seed)][0] for seed in range(seeds)])
        for key in itertools.product(sets, networks, ENCODINGS)
    }
    drawn = {name: ends[sets[0], networks[0], name, 0][1] for name in ENCODINGS}
    return Encoding(tuple(sets), networks, seeds, epochs, accuracy, drawn, data[sets[0]])


class _Trial:
    """One training, with the rows that validate it."""

    def __init__(self, data, hidden, encoding, seed, epochs):
        rows, self.held = split(len(data.X), VALIDATION, seed)
        self.data, self.encoding, numbers = data, encoding, encoding == "class numbers"
        X, T = data.X[rows], data.T[rows] + 1 if numbers else data.T[rows]
        self.classes = len(data.target_names)
        self.scaler = Scaler.fit(X, T) if numbers else Scaler.fit(X)
        sizes = [X.shape[1], *hidden, 1 if numbers else self.classes]
        network = Network(sizes, "tanh", "regression" if numbers else "multiclass", seed=seed)
        T = self.scaler.transform_targets(T) if numbers else T
        self.training = Training(network, self.scaler.transform(X), T, Adam(RATE), batch_size=BATCH_SIZE, epochs=epochs,
                                 l2=L2, seed=seed, threads=1)  # fmt: skip

    def advance(self):
        """Train on; whether there is more to do."""
        return self.training.advance()

    def end(self):
        """(accuracy on the held rows, `Fitted`)."""
        fitted = Fitted(self.encoding, self.training.network, self.scaler, self.classes)
        return float(np.mean(fitted.decide(self.data.X[self.held]) == self.data.T[self.held])), fitted


def encoding_rows(found):
    """The accuracies of an `Encoding` as a table of texts: a header, and a row for each set and network."""
    rows = [("data", "network", *ENCODINGS)]
    for name, hidden in itertools.product(found.sets, found.networks):
        cells = [found.accuracy[name, hidden, which] for which in ENCODINGS]
        rows.append((name, hidden_words(hidden), *(_cell(accuracy) for accuracy in cells)))
    return rows


def hidden_words(hidden):
    """The hidden layers of a network, in words.

    >>> hidden_words(()), hidden_words((16, 16))
    ('no hidden layer', 'hidden 16,16')
    """
    if not hidden:
        return gettext("no hidden layer")
    return gettext("hidden {sizes}").format(sizes=",".join(map(str, hidden)))


def _cell(accuracy):
    low, middle, high = 100 * np.array([accuracy.min(), accuracy.mean(), accuracy.max()])
    return f"{middle:.1f} % ({low:.1f} to {high:.1f})"
