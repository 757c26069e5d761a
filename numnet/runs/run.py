"""A `Run`: a trained model with its history and options, for data in original units."""

import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from numnet.data import DataError, Dataset, check_name, is_bundled, read_data, read_features
from numnet.data.input_terms import InputTerms
from numnet.data.split_dataset import SplitDataset
from numnet.data.tables.frames import index_of
from numnet.export import FORMATS
from numnet.files.atomic import as_text
from numnet.files.plain_files import kind
from numnet.model.decisions import class_probabilities
from numnet.model.inputs import inputs_of
from numnet.model.metrics import evaluate
from numnet.model.network import Network
from numnet.model.samples import class_indices
from numnet.runs.data_record import read_again
from numnet.runs.file_names import SNAPSHOTS
from numnet.runs.option_names import NETWORK_ARGUMENTS
from numnet.runs.run_display import run_html, run_words
from numnet.runs.saving import save_run
from numnet.training.history import History
from numnet.training.snapshots import Snapshots, load_snapshots
from numnet.utils.habits import Remedies
from numnet.utils.lookup import did_you_mean, lookup
from numnet.utils.synonyms import COMMANDS


class LastState(NamedTuple):
    """What a training goes on from: its `Checkpoint`, that of a recovery to go back to, and what it recovered from."""

    checkpoint: object
    anchor: object
    events: list


class Parts(dict):
    """{part: {"loss": …, metric: …}}; a KeyError for anything else names the parts."""

    def __missing__(self, name):
        first = next(iter(self), "train")
        inner = f", such as [{first!r}][{name!r}]" if name in self.get(first, ()) else ""
        raise KeyError(f"no part is called {name!r}; there are: {', '.join(self)}{inner}")


@dataclass(frozen=True, eq=False)
class Run(Remedies):
    """A trained model with its history, its options and its data; in a folder, or in memory alone.

    ``path``: its folder, or None; ``network``: with the weights that are kept; ``history``: a `History`; ``config``:
    what config.json holds: options, data, versions, the command, and the result.  A run in memory also has its
    ``parts`` (the `SplitDataset`), ``recorded`` (its `Snapshots` or None) and ``last``, the `LastState`.
    """

    path: Path | None
    network: Network
    history: History
    config: dict
    parts: SplitDataset | None = None
    recorded: Snapshots | None = None
    last: LastState | None = None

    def __repr__(self):
        return f"<{run_words(self)}>"

    _repr_html_ = run_html

    def plot(self, kind="boundary", **options):
        """A figure of the run, `numnet.figures.<kind>`, which takes the options; returns its axes.

        Raises ValueError for a kind that is no figure of a run.
        """
        import numnet

        kinds = {name: name for name, (needs, _) in numnet.figures.FIGURES.items() if needs in ("run", "runs")}
        if kind not in kinds and COMMANDS.get(str(kind)) in kinds:
            raise ValueError(f"no figure of a run is called {kind!r}; {did_you_mean([COMMANDS[kind]])}")
        return getattr(numnet.figures, lookup(kinds, kind, "kind"))(self, **options)

    @property
    def name(self):
        """The folder's name; of a run in memory that of its data."""
        return self.config["data"]["name"] if self.path is None else as_text(self.path.name)

    @property
    def scaler(self):
        """The `Scaler` kept with the model, or None."""
        return self.network.scaler

    @cached_property
    def metrics(self):
        """{"train": {"loss": …, "accuracy": …}, "validation": …, "test": …} of the weights that are kept.

        Metrics in original units, the loss in those of training; parts without rows are left out.
        """
        result, nested = self.config["result"], Parts()
        for part in ("train", "validation", "test"):
            if result.get(f"{part}_loss") is not None:
                values = {name.removeprefix(f"{part}_"): value for name, value in result["metrics"].items()
                          if name.startswith(f"{part}_")}  # fmt: skip
                nested[part] = {"loss": result[f"{part}_loss"], **values}
        return nested

    def data(self):
        """The data it was trained on, as `SplitDataset`.  Raises `DataError` if they are gone or have changed."""
        if self.parts is not None:
            return self.parts
        dataset = read_again(self.config, self.path)
        return SplitDataset.of(dataset, self.config["validation"], self.config["options"]["seed"], self.network.terms)

    @property
    def snapshots(self):
        """Its `Snapshots`: epochs (k,), parameters (k, P).  Raises ValueError where there are none, or damaged ones."""
        if self.recorded is not None:
            return self.recorded
        path = self.path and self.path / SNAPSHOTS
        if path is None or kind(path) is None:
            raise ValueError(f"{self.name} has no snapshots; train again, with --snapshots 30 (of at most 8 MB each)")
        epochs, parameters = load_snapshots(path, self.network)
        known = epochs <= self.history.epochs  # of a run that was killed the file may be ahead
        return Snapshots(epochs[known], parameters[known])

    def save(self, out):
        """Write the run into a new folder ``out``, as ``numnet train`` does; returns its path.

        Raises FileExistsError for one that exists, OSError.
        """
        return save_run(self, Path(out))

    def export(self, path, format=None, **options):
        """Write the model for other programs: ONNX, JSON, NPZ, Python, as ``numnet export`` does; returns the path.

        ``format``: a name in `numnet.export.FORMATS`, by default that of the path's ending; ``options`` are the
        format's.  Raises ValueError for an unknown one, ModuleNotFoundError naming the extra that it needs, OSError.
        """
        endings = {Path(entry.file).suffix: name for name, entry in FORMATS.items() if entry.mark}
        name = format or endings.get(Path(path).suffix.lower())
        if name is None:
            raise ValueError(f"path must end in {', '.join(endings)}, or format say what to write; got {str(path)!r}")
        return lookup(FORMATS, name, "format").write(self, path, **options)[0]

    def inputs(self, X):
        """X (n, d) in original units as the network takes it: gaps filled, inputs computed of it, standardised."""
        return inputs_of(self.network, X)

    def forward(self, X):
        """Outputs (n, outputs) for X (n, d) in original units: probabilities, or values in original units."""
        return self._outputs(self.inputs(X))

    def _outputs(self, inputs):
        Y = self.network.forward(inputs)
        return Y if self.scaler is None or self.network.task != "regression" else self.scaler.inverse_targets(Y)

    def predict(self, data):
        """Labels or values in original units, (n,) or (n, outputs), for rows of raw columns.

        data: a data file's path or a bundled set's name, a data frame, a dictionary of columns or a list of such rows,
        with the columns of training by name, in any order; or an array (n, columns) with them by their places.  Labels
        that are all whole numbers are int64, true and false bool, as they were given.  Of a pandas frame a Series or a
        frame with its index.  Raises `DataError` naming the columns that are missing, or the cell that is wrong.
        """
        labels = self.network.decide(self.forward(self.features(data)))
        if labels.dtype.kind in "UO" and (kind := label_kind(self.network)) is not str:
            labels = labels == "true" if kind is bool else labels.astype(np.int64)
        return self._beside(data, labels)

    def predict_proba(self, data):
        """Probabilities (n, classes) in the order of ``network.target_names``, or (n, labels); data as in `predict`.

        Raises TypeError for a regression, which has none.
        """
        if self.network.task == "regression":
            raise TypeError("a regression has no probabilities; use predict")
        return self._beside(data, class_probabilities(self.network.task, self.forward(self.features(data))))

    def features(self, data):
        """X (n, d) in original units, of data as in `predict`, encoded as those of training were."""
        return self.read_features(data)[0]

    def read_features(self, data, progress=None, encoding=None):
        """(X (n, d) in original units, remarks on what was not known in training), of data as in `predict`.

        encoding: of a text file, by default the one that was named in training.
        """
        named = isinstance(data, (str, os.PathLike))
        if not (named and is_bundled(data)):
            if named:
                check_name(data)
            return read_features(data, self.network, progress, encoding or self._reading.get("encoding"))
        dataset = read_data(data)
        if dataset.feature_names != self.network.feature_names:
            raise DataError(f"data set {data} does not have the model's features "
                            f"{', '.join(self.network.feature_names)}")  # fmt: skip
        return dataset.X, []

    @property
    def _reading(self):
        return self.config["data"].get("reading", {})

    def _beside(self, data, values):
        """The values with the index of a pandas frame that they are of."""
        index, names = index_of(data), self.network.target_names
        if index is None:
            return values
        import pandas

        if values.ndim == 1:
            return pandas.Series(values, index, name=self.config["data"]["targets"][0])
        return pandas.DataFrame(values, index, columns=names)

    def evaluate(self, data, T=None, weights=None):
        """The loss, in the units of training, and the task's metrics: {"loss": …, "accuracy": …, …}.

        data: as in `predict`, with the target columns; or without them, and the answers as T: classes as `predict`
        gives them, or by their indices where they are texts; numbers in original units.  weights (n,): how much each
        row counts in the loss; the metrics count all alike.
        """
        if T is None:
            dataset = self.read(data)
            X, T = dataset.X, dataset.T
        else:
            X, T = self.features(data), self.targets(T)
        return self.measure(self.inputs(X), T, weights)

    def targets(self, T):
        """T as in `Dataset.T`, of answers as in `evaluate`.  Raises ValueError for a class that it doesn't know."""
        T, names = np.asarray(T), self.network.target_names
        if self.network.task not in ("binary", "multiclass") or T.ndim != 1:
            return T
        if label_kind(self.network) is not int and T.dtype.kind == "b":
            T = np.where(T, "true", "false")
        elif label_kind(self.network) is int and T.dtype.kind in "iufb":
            T = np.array([str(int(t)) if float(t).is_integer() else str(t) for t in T.tolist()])
        return class_indices(T, len(names), names)

    def score(self, data, T=None):
        """The accuracy, R² of a regression, or the share of rows with all labels right; data and T as in `evaluate`."""
        name = {"regression": "r2", "multilabel": "subset_accuracy"}.get(self.network.task, "accuracy")
        return self.evaluate(data, T)[name]

    def read(self, data, progress=None, encoding=None):
        """The `Dataset` of data with the target columns, encoded as those of training; see `read_features`."""
        network, about = self.network, self.config["data"]
        reading = self._reading
        like = None if isinstance(data, str) and is_bundled(data) else network
        told = {} if like is None else {**reading, "encoding": encoding or reading.get("encoding")}
        dataset = read_data(data, about["targets"], network.task, like=like, progress=progress,
                            missing=reading.get("missing", "error"),
                            **{name: told[name] for name in ("as_", "encoding") if name in told})  # fmt: skip
        if dataset.feature_names != network.feature_names or dataset.target_names != network.target_names:
            columns = f"{', '.join(network.feature_names)} -> {', '.join(about['targets'])}"
            raise DataError(f"{dataset.name} does not have the model's columns {columns}")
        return dataset

    def measure(self, inputs, T, weights=None):
        """As `evaluate`, of inputs that `inputs` gave; a class that is not known, −1, is wrong and has no loss."""
        X, T_scaled = inputs, T if self.scaler is None else self.scaler.transform_targets(T)
        if self.network.task in ("binary", "multiclass") and T.ndim == 1 and (unknown := T < 0).any():
            X, T_scaled = X[~unknown], T_scaled[~unknown]
            weights = None if weights is None else np.asarray(weights)[~unknown]
        names = self.network.target_names
        return {"loss": self.network.loss(X, T_scaled, weights),
                **evaluate(self.network.task, self._outputs(inputs), T, names)}  # fmt: skip


def label_kind(network):
    """int, bool or str: what the labels of a network of classes stand for."""
    names = network.target_names
    if set(names) == {"false", "true"}:
        return bool
    whole = all(re.fullmatch(r"0|-?[1-9][0-9]{0,17}", name) for name in names)
    return int if whole else str


def network_for(dataset: Dataset, options):
    """A `Network` of the right shape and names for a data set.

    ``options``: those of ``numnet train`` by name, "hidden" at least; what is not of a network is ignored.
    """
    outputs = {
        "regression": 1 if dataset.T.ndim == 1 else dataset.T.shape[1],
        "binary": 1,
        "multiclass": len(dataset.target_names),
        "multilabel": dataset.T.shape[-1],
    }[dataset.task]
    terms = InputTerms.parse(options.get("inputs", ()), dataset.feature_names)
    sizes = [len(terms or dataset.feature_names), *options["hidden"], outputs]
    chosen = {name: options[name] for name in NETWORK_ARGUMENTS if name in options}
    network = Network(sizes, task=dataset.task, target_names=dataset.target_names, **chosen)
    network.feature_names, network.terms = dataset.feature_names, terms
    return network
