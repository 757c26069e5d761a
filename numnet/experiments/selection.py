"""Choosing the best of many networks by their validation accuracy, and what a test set says of the chosen one."""

from dataclasses import dataclass

import numpy as np

from numnet.data import load_dataset
from numnet.model.network import Network
from numnet.optim.optimizers import Adam
from numnet.training.population import train_population
from numnet.utils.arguments import integer

KINDS = ("moons", "coin flips")
WIDTHS = (1, 2, 4, 8, 16, 32)
NOISE = 0.4  # of the moons
TEST = 4000  # samples of the test set: so many that its own chance hardly counts


@dataclass(frozen=True)
class Selection:
    """Accuracies of C networks each on R data sets, {kind of KINDS: (R, C)}."""

    n: int  # samples to train on
    held: int  # samples of the validation set
    epochs: int
    validation: dict
    test: dict

    def best_of(self, kind, k):
        """(validation, test) accuracy of the best of k networks drawn at random, chosen by validation: the mean.

        Exact, by counting: of all sets of k of the C networks, the one that is j-th from below is the best in
        (j − 1 choose k − 1).  Of equal validation accuracies the order is that of the networks, which were shuffled.
        """
        validation, test = self.validation[kind], self.test[kind]
        share = _share_of_best(validation.shape[1], integer("k", k, at_least=1))
        order = np.argsort(validation, axis=1, kind="stable")
        return tuple(float((np.take_along_axis(a, order, axis=1) @ share).mean()) for a in (validation, test))


def _share_of_best(count, k):
    """(count,): of all sets of k of ``count``, the share in which the j-th from below is the largest."""
    if k > count:
        raise ValueError(f"k must be <= {count}, the number of networks; got {k}")
    share = np.zeros(count)
    share[count - 1] = k / count
    for j in range(count - 1, 0, -1):  # (j − 1 choose k − 1) / (j choose k − 1) = (j − k + 1) / j
        share[j - 1] = share[j] * max(j - k + 1, 0) / j
    return share


def selection(networks=60, n=200, held=50, repeats=20, epochs=60, progress=None):
    """Trains networks of several widths and seeds on ``repeats`` data sets of each kind: `Selection`.

    ``networks`` on each: as many of every width of WIDTHS; ``n``: samples to train on; ``held``: of the validation set.
    The kinds: two moons that overlap, and the same points with labels by coin flips, which nothing can predict.
    ``progress(done, count)`` is called as data sets are done.  Raises ValueError or TypeError naming the argument.

    >>> found = selection(networks=6, n=20, held=10, repeats=2, epochs=1)
    >>> found.validation["moons"].shape
    (2, 6)
    """
    each = -(-integer("networks", networks, at_least=len(WIDTHS)) // len(WIDTHS))
    n, held = integer("n", n, at_least=2), integer("held", held, at_least=1)
    repeats, epochs = integer("repeats", repeats, at_least=1), integer("epochs", epochs, at_least=1)
    found = {kind: [] for kind in KINDS}
    for repeat in range(repeats):
        data = load_dataset("moons", n=n + held + TEST, noise=NOISE, seed=repeat)
        coins = np.random.default_rng(repeat).integers(0, 2, len(data.T))
        for kind, T in zip(KINDS, (data.T, coins)):
            found[kind].append(_accuracies(data.X, T, n, held, each, epochs))
        if progress:
            progress(repeat + 1, repeats)
    scores = {kind: np.array(values) for kind, values in found.items()}  # (R, 2, C)
    return Selection(n, held, epochs, *({kind: values[:, part] for kind, values in scores.items()} for part in (0, 1)))


def _accuracies(X, T, n, held, each, epochs):
    """(2, C): validation and test accuracy of ``each`` networks of every width."""
    scores = []
    for width in WIDTHS:
        networks = [Network([X.shape[1], width, 1], "tanh", "binary", seed=seed) for seed in range(each)]
        train_population(networks, X[:n], T[:n], Adam(0.02), batch_size=32, epochs=epochs)
        right = np.array([(net.forward(X[n:])[:, 0] > 0.5) == T[n:] for net in networks])  # (each, held + TEST)
        scores.append([right[:, :held].mean(axis=1), right[:, held:].mean(axis=1)])
    order = np.random.default_rng(0).permutation(len(WIDTHS) * each)
    return np.concatenate(scores, axis=1)[:, order]
