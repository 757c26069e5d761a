"""The run folder: what a training leaves behind, written whole or not at all, and read back."""

import importlib.metadata
import math
import platform
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from numnet.checkpoint import load_checkpoint, shape_of
from numnet.data import DataError, Dataset, fingerprint, is_bundled, read_data
from numnet.files import as_text, read_config, read_csv_text
from numnet.history import History
from numnet.kernels.codes import Column, Counter
from numnet.metrics import evaluate
from numnet.network import Network
from numnet.parts import Parts
from numnet.registry import TASKS
from numnet.run_folder import CHECKPOINT, METRICS, MODEL, SNAPSHOTS, metric_columns
from numnet.snapshots import Snapshots, load_snapshots
from numnet.validation import DATA, NUMBER, PATH, POSITIVE, SHARE, TEXT, one_of, optional, whole

FORMAT = "numnet-run-1"
SHAPE = {
    "task": one_of(TASKS), "validation": SHARE, "command": PATH, "options": {"seed": whole()},
    "optimizer": {"name": TEXT, "learning_rate": POSITIVE}, "data": DATA, "network": {"sizes": [whole(1)]},
    "result": {"epochs": whole(), "updates": whole(), "best_epoch": whole(), "status": TEXT,
               "compile_seconds": NUMBER, "diagnosis": optional(TEXT)},
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Run:
    """A trained model with its history and its options."""

    path: Path
    network: Network
    history: History
    config: dict

    @property
    def name(self):
        """The folder's name."""
        return as_text(self.path.name)

    @property
    def scaler(self):
        """The `Scaler` kept with the model, or None."""
        return self.network.scaler

    def data(self):
        """The data it was trained on, as `Parts`.  Raises `DataError` if they are gone or have changed."""
        dataset = read_again(self.config, self.name)
        return Parts.of(dataset, self.config["validation"], self.config["options"]["seed"])

    @property
    def snapshots(self):
        """Its `Snapshots`: epochs (k,), parameters (k, P).  Raises ValueError where there are none, or damaged ones."""
        path = self.path / SNAPSHOTS
        if not path.exists():
            raise ValueError(f"{self.path} has no snapshots; train again, with --snapshots 30 (of at most 8 MB each)")
        epochs, parameters = load_snapshots(path, self.network)
        known = epochs <= self.history.epochs  # of a run that was killed the file may be ahead
        return Snapshots(epochs[known], parameters[known])

    def inputs(self, X):
        """X (n, d) in original units as the network takes it: filled where it has gaps, standardised."""
        X = X if self.network.columns is None else self.network.columns.complete(np.asarray(X, dtype=np.float64))
        return X if self.scaler is None else self.scaler.transform(X)

    def forward(self, X):
        """Outputs (n, outputs) for X (n, d) in original units: probabilities, or values in original units."""
        return self._outputs(self.inputs(X))

    def _outputs(self, inputs):
        Y = self.network.forward(inputs)
        return Y if self.scaler is None or self.network.task != "regression" else self.scaler.inverse_targets(Y)

    def predict(self, X):
        """Labels or values, as `Network.predict`, for X in original units."""
        return self.network.decide(self.forward(X))

    def evaluate(self, X, T, weights=None):
        """The task's metrics on X (n, d), T as in `Dataset.T`; with the loss, in the units of training.

        weights (n,): how much each row counts in the loss; the metrics count all alike.
        """
        return self.measure(self.inputs(X), T, weights)

    def measure(self, inputs, T, weights=None):
        """As `evaluate`, of inputs that `inputs` gave."""
        T_scaled = T if self.scaler is None else self.scaler.transform_targets(T)
        names = self.network.target_names
        return {"loss": self.network.loss(inputs, T_scaled, weights),
                **evaluate(self.network.task, self._outputs(inputs), T, names)}  # fmt: skip


def network_for(dataset: Dataset, hidden, **options):
    """A `Network` of the right shape and names for a data set."""
    outputs = {
        "regression": 1 if dataset.T.ndim == 1 else dataset.T.shape[1],
        "binary": 1,
        "multiclass": len(dataset.target_names),
        "multilabel": dataset.T.shape[-1],
    }[dataset.task]
    network = Network(
        [dataset.X.shape[1], *hidden, outputs], task=dataset.task, target_names=dataset.target_names, **options
    )
    network.feature_names = dataset.feature_names
    return network


def about_data(dataset, source):
    """What config.json says of the data; ``source`` is what the command line called it."""
    file = Path(source).resolve() if source != "-" and Path(source).is_file() else None
    reading = dict(dataset.reading)
    if "validation_data" in reading:
        reading["validation_data"] = str(Path(reading["validation_data"]).resolve())
    return {
        "source": str(source),
        "path": file and str(file),
        "name": as_text(dataset.name),
        "fingerprint": fingerprint(dataset),
        "rows": len(dataset.X),
        "features": dataset.feature_names,
        "targets": dataset.targets,
        "target_names": dataset.target_names,
        "reading": reading,
    }


def read_again(config, name, source=None):
    """The `Dataset` that the config.json of the folder ``name`` speaks of.  Raises `DataError` if it has changed.

    ``source``: where it is now, if not where it was.

    The folder may be somebody else's, so a path in it leads to ordinary files alone, no pipe or device; what is there
    is read as a table, never run or written, and used only if its content has the fingerprint that the folder names.
    """
    about, given = config["data"], source
    source = about["path"] if about["path"] and Path(about["path"]).is_file() else about["source"]
    source = source if given is None else given
    if source == "-" and given is None:
        raise DataError(f"{name} was trained on standard input, which is gone; name a data file")
    trusted = given is not None or is_bundled(source)
    reading = {**about.get("reading", {}), "task": config["task"]}
    for file in [reading.get("validation_data")] if trusted else [source, reading.get("validation_data")]:
        if file is not None and not Path(file).is_file():
            raise DataError(f"{name} was trained on {file}, where there is no file now; name the data file")
    if about["path"] or given:
        reading["targets"] = about["targets"]
    dataset = read_data(source, **reading)
    if fingerprint(dataset) != about["fingerprint"]:
        raise DataError(
            f"{source} has changed since {name} was trained on it: {_difference(about, about_data(dataset, source))}; "
            "train again, or name the old file"
        )
    return dataset


def _difference(then, now):
    """How data differ from what they were, in words; both as `about_data` has it."""
    words = []
    if then["rows"] != now["rows"]:
        words.append(f"{then['rows']} rows then, {now['rows']} now")
    for key, what in (("features", "feature"), ("targets", "target"), ("target_names", "label")):
        gone = [str(name) for name in then[key] if name not in now[key]]
        new = [str(name) for name in now[key] if name not in then[key]]
        words += [f"{what} {', '.join(names)} {how}" for names, how in ((gone, "gone"), (new, "new")) if names]
    return "; ".join(words) or "the same rows and columns, other values"


def versions():
    """The versions of whatever could change a result."""
    packages = {name: version(name) for name in ("numnet", "numpy", "numba", "safetensors")}
    return {"python": platform.python_version(), **packages}


def describe_run(dataset, source, network, config):
    """What config.json says of a run, but for its result: ``config``, the data and what ``source`` calls them, …"""
    return {
        "format": FORMAT, "task": dataset.task, "reason": dataset.reason, **config,
        "data": about_data(dataset, source),
        "network": {"sizes": network.sizes, "activation": network.activation, "loss": network.loss_name,
                    "parameters": int(network.parameters.size), "scaled": network.scaler is not None},
        "versions": versions(),
    }  # fmt: skip


def version(package):
    """The installed version of a package; numnet's own also where it runs from a clone."""
    if package == "numnet":
        from numnet import __version__

        return __version__
    return importlib.metadata.version(package)


def load_run(path):
    """A run folder as a `Run`: ``.network .history .config .data() .forward(X) .predict(X)``.

    Raises ValueError, in one line, for a folder that is no run, or a damaged one.
    """
    path = Path(path)
    if not path.is_dir():
        raise ValueError(f"no run folder {path}; `numnet train` prints where it writes one")
    config = read_run_config(path)
    running = config["result"]["status"] == "running"  # now, or until it was killed
    checkpoint = load_checkpoint(path / CHECKPOINT)[0] if running else None  # before the metrics: they are ahead
    table = read_metrics(path, config["task"])
    network = Network.load(path / MODEL)
    about = config["data"]
    expected = (
        config["task"],
        tuple(about["features"]),
        tuple(about["target_names"]),
        tuple(config["network"]["sizes"]),
    )
    if (network.task, network.feature_names, network.target_names, network.sizes) != expected:
        raise ValueError(f"{path} is damaged: model.safetensors is another run's model, it does not fit config.json")
    if running:
        table = checkpoint.table(table[:, Column.SECONDS])
        _give_weights(network, checkpoint, path)
    return Run(path, network, _history(table, config, checkpoint), config)


def _give_weights(network, checkpoint, path):
    """The weights that the run would keep if it ended at the checkpoint."""
    if checkpoint.about["shape"] != shape_of(network):
        raise ValueError(f"{path} is damaged: checkpoint.safetensors is another run's, it does not fit the model")
    network.parameters[:] = checkpoint.kept


def read_run_config(path):
    """What config.json in a run folder says.  Raises ValueError, in one line, unless all is there that numnet reads."""
    return read_config(path, "run", FORMAT, SHAPE)


def read_metrics(path, task):
    """The table (rows, Column.SIZE) of a metrics.csv.  Raises ValueError in one line."""
    try:
        rows, columns = read_csv_text(path / METRICS), metric_columns(TASKS[task].metric)
        if not rows or rows[0] != columns:
            raise ValueError(f"it must have the columns {','.join(columns)}")
        if any(len(row) != Column.SIZE for row in rows):
            raise ValueError(f"every row must have {len(columns)} cells")
        table = np.array([[float(cell) if cell else math.nan for cell in row] for row in rows[1:]])
        table = table.reshape(len(rows) - 1, Column.SIZE)
        counts = table[:, [Column.EPOCH, Column.STEP]]
        if not ((counts >= 0) & (counts < 2**53) & (counts == np.floor(counts))).all():
            raise ValueError("epoch and step must be whole numbers")
        return table
    except FileNotFoundError:
        raise ValueError(f"{path} is damaged: it has no metrics.csv") from None
    except ValueError as error:
        raise ValueError(f"{path} is damaged: metrics.csv: {error}") from None


def _history(table, config, checkpoint):
    """The `History` of a table with the result in config.json; of a run that goes on, with what its checkpoint says."""
    names = ("epochs", "updates", "best_epoch", "status", "compile_seconds", "diagnosis")
    result = {name: config["result"][name] for name in names}
    if checkpoint is not None:
        counter = checkpoint.counter
        result |= {"epochs": checkpoint.epochs, "updates": int(counter[Counter.UPDATE]),
                   "best_epoch": int(counter[Counter.BEST_EPOCH])}  # fmt: skip
    return History(table, TASKS[config["task"]].metric, **result)
