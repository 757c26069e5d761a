"""What figures are drawn of: a `Run`, or a `Subject` in its place, made of a network and data, or of a history."""

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from numnet.data import Dataset
from numnet.data.split_dataset import SplitDataset
from numnet.model.inputs import feature_count, inputs_of
from numnet.model.network import Network
from numnet.model.samples import as_numbers
from numnet.model.tasks import TASKS
from numnet.runs.loading import load_run
from numnet.runs.run import Run
from numnet.training.history import History

RUN = "a Run (numnet.fit, numnet.load_run)"


class GivenData(SplitDataset):
    """Rows that were given, all in one part: nobody knows whether a network was trained on them."""

    first_part = "data"


@dataclass(frozen=True, eq=False)
class Subject(Run):
    """What was given in place of a run: a network, with data in ``parts`` or without, or a history; else None."""

    kind: str = ""  # of figure, for messages
    label: str = "the network"

    @property
    def name(self):
        """What it is called."""
        return self.label

    def data(self):
        """The data that were given. Raises ValueError where none were."""
        if self.parts is None:
            raise ValueError(f"{self.kind} of a network needs data, too: give X and T, figures.{self.kind}(net, X, T)")
        return self.parts

    @property
    def snapshots(self):
        """Raises ValueError: there are none."""
        raise ValueError(f"{self.kind} needs snapshots of a training, which a network does not have; give {RUN}")


def is_run(given):
    """Whether it is a `Run`, or like one."""
    return all(hasattr(given, name) for name in ("network", "history", "config", "data", "forward"))


def refusal(kind, words, given):
    """The `TypeError` of a kind of figure that needs what ``words`` say."""
    return TypeError(f"{kind} needs {words}; got {'None' if given is None else type(given).__name__}")


def run_of(kind, words, given, X=None, T=None):
    """A `Run`: as given, or of its folder; a `Subject` of a network, or of a fitted estimator of `numnet.sklearn`.

    X (n, features) and T are its data, or others than a run's own; of a run X may be a file or a frame that holds T,
    too. Raises `TypeError` for anything else, `ValueError` for data that do not fit.
    """
    if isinstance(given, str | Path):
        given = load_run(given)
    if isinstance(given, Run) and X is not None and not isinstance(X, Dataset | SplitDataset):
        X, T = (given.read(X), None) if T is None else (given.features(X) if _columns(X) else X, given.targets(T))
    if isinstance(X, Dataset | SplitDataset) and T is None:
        T = X.T
    if (X is None) != (T is None):
        raise ValueError(f"{kind} needs both X and T: {'X' if X is None else 'T'} is missing")
    if is_run(given):
        return given if X is None else of_network(kind, given.network, X, T)
    if isinstance(given, Network):
        return of_network(kind, given, X, T)
    if isinstance(getattr(given, "network_", None), Network):
        return of_network(kind, *_of_estimator(given, X, T))
    if type(given).__module__.startswith("numnet.sklearn"):
        raise ValueError(f"{kind} needs a fitted {type(given).__name__}; call its fit(X, y) first")
    raise refusal(kind, words, given)


def of_network(kind, network, X=None, T=None):
    """The `Subject` of a network with data, which are in the units of its scaler where it has one, or without."""
    network, name, parts = network.copy(), "", None
    if X is not None:
        name = X.name if isinstance(X, Dataset | SplitDataset) else ""
        parts = X if isinstance(X, SplitDataset) else _given_data(network, name, X, T)
        network.feature_names = network.feature_names or parts.feature_names
        network.target_names = network.target_names or parts.target_names
    return Subject(path=None, network=network, history=None, config={"data": {"name": name}}, parts=parts, kind=kind)


def _given_data(network, name, X, T):
    """`GivenData` of X (n, d), or a `Dataset`, and T, as `Network` takes them. Raises ValueError."""
    features = X.feature_names if isinstance(X, Dataset) else _columns(X) or network.feature_names
    X, targets, T = as_numbers("X", X.X if isinstance(X, Dataset) else X, np.float64), _columns(T), np.asarray(T)
    if X.ndim != 2 or X.shape[1] != feature_count(network):
        raise ValueError(f"X must have shape (n, {feature_count(network)}), got {X.shape}")
    X = X if network.columns is None else network.columns.complete(X)
    T = T[:, 0] if T.ndim == 2 and T.shape[1] == 1 else T
    encoded = network.samples(inputs_of(network, X), T)[1]
    if network.task == "regression":
        T = as_numbers("T", T, np.float64)
    else:
        T = encoded.argmax(axis=1) if network.task == "multiclass" else encoded.astype(np.int64)
        T = T[:, 0] if network.task == "binary" else T
    features = tuple(features or (f"x{k + 1}" for k in range(X.shape[1])))
    names = network.target_names or _target_names(network, targets)
    dataset = Dataset(name, X, T, network.task, features, names, names, "it was given", scale=False)
    none = np.empty(0, np.int64)
    return GivenData(dataset, np.arange(len(X)), none, none, None, network.terms)


def _columns(table):
    """The names of the columns of a data frame, or of a series; None of an array or a list."""
    columns, name = getattr(table, "column_names", getattr(table, "columns", None)), getattr(table, "name", None)
    return tuple(map(str, columns if columns is not None else [name] if name is not None else ())) or None


def _target_names(network, columns):
    """Names of classes, labels or targets for a network that has none: those of the columns, or numbers."""
    k = network.sizes[-1]
    if network.task in ("binary", "multiclass"):
        return tuple(map(str, range(max(2, k))))
    stem = {"regression": "y", "multilabel": "label "}[network.task]
    named = columns is not None and len(columns) == k
    return columns if named else tuple(f"{stem}{j + 1}" for j in range(k)) if k > 1 else (stem.strip(),)


def _of_estimator(estimator, X, y):
    """(network, X, T): the network with the names of features and classes, the classes as indices."""
    network, names = estimator.network_.copy(), getattr(estimator, "feature_names_in_", None)
    network.feature_names = None if names is None else tuple(map(str, names))
    if network.task in ("binary", "multiclass"):
        classes = estimator.classes_
        network.target_names = tuple(map(str, classes))
        if y is not None:
            y = np.ravel(np.asarray(y))
            unknown = y[~np.isin(y, classes)]
            if len(unknown):
                raise ValueError(f"unknown class {unknown[0]!s}; classes_ are {', '.join(network.target_names)}")
            y = np.searchsorted(classes, y)
    return network, X, y


def of_history(given, label):
    """The `Subject` of a `History`, a `Training` or a fitted estimator; None for anything else."""
    network, history = getattr(given, "network", None), getattr(given, "history", given)
    if not isinstance(history, History):
        network = getattr(given, "network_", None)
        history = _estimators_history(given) if isinstance(network, Network) else None
    if history is None:
        return None
    return Subject(path=None, network=network, history=history, config={"data": {"name": ""}}, label=label)


def _estimators_history(given):
    """What a fitted estimator knows of its training, as a `History` has it."""
    losses, scores = given.loss_curve_, given.validation_scores_
    unknown = np.full(len(losses), np.nan)
    return SimpleNamespace(
        epoch=np.arange(1, len(losses) + 1), train_loss=np.array(losses), validation_loss=unknown,
        train_metric=unknown, validation_metric=unknown if scores is None else np.array(scores), best_epoch=-1,
        metric_name=TASKS[given.network_.task].metric, status="finished",
    )  # fmt: skip


