"""The run folder: what a training leaves behind, written whole or not at all, and read back."""

import csv
import io
import json
import math
import platform
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from numnet.data import DataError, Dataset, Scaler, fingerprint, read_data, split
from numnet.files import write_whole
from numnet.history import History
from numnet.kernels.codes import Column
from numnet.metrics import evaluate
from numnet.network import Network
from numnet.registry import TASKS

FORMAT = "numnet-run-1"


@dataclass(frozen=True, eq=False)
class Parts:
    """A data set cut into training and validation part, in original units; arrays as in `Dataset`."""

    name: str
    task: str
    X: np.ndarray
    T: np.ndarray
    X_validation: np.ndarray  # no rows where there is no validation part
    T_validation: np.ndarray
    feature_names: tuple
    target_names: tuple
    targets: tuple

    @classmethod
    def of(cls, dataset, validation, seed):
        """Cut: ``validation`` is the share held out at random, 0 for none."""
        rows = np.arange(len(dataset.X))
        training, held = split(len(rows), validation, seed) if validation else (rows, rows[:0])
        if dataset.task != "regression" and dataset.task != "multilabel" and len(np.unique(dataset.T[training])) < 2:
            raise DataError(
                f"{dataset.name}: the training part of {len(training)} rows has only one class; "
                "add rows, take another --seed, or a smaller --validation"
            )
        return cls(
            dataset.name,
            dataset.task,
            dataset.X[training],
            dataset.T[training],
            dataset.X[held],
            dataset.T[held],
            dataset.feature_names,
            dataset.target_names,
            dataset.targets,
        )


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
        return self.path.name

    @property
    def scaler(self):
        """The `Scaler` kept with the model, or None."""
        return self.network.scaler

    def data(self):
        """The data it was trained on, as `Parts`.  Raises `DataError` if they are gone or have changed."""
        about = self.config["data"]
        source = about["source"]
        if not Path(source).exists() and about["path"] and Path(about["path"]).exists():
            source = about["path"]
        if source == "-":
            raise DataError(f"{self.name} was trained on standard input, which is gone; name a data file")
        dataset = read_data(source, about["targets"] if about["path"] else None, self.config["task"])
        if fingerprint(dataset) != about["fingerprint"]:
            raise DataError(
                f"{source} has changed since {self.name} was trained on it; train again, or name the old file"
            )
        return Parts.of(dataset, self.config["validation"], self.config["options"]["seed"])

    def forward(self, X):
        """Outputs (n, outputs) for X (n, d) in original units: probabilities, or values in original units."""
        X = X if self.scaler is None else self.scaler.transform(X)
        Y = self.network.forward(X)
        return Y if self.scaler is None or self.network.task != "regression" else self.scaler.inverse_targets(Y)

    def predict(self, X):
        """Labels or values, as `Network.predict`, for X in original units."""
        return self.network.decide(self.forward(X))

    def evaluate(self, X, T):
        """The task's metrics on X (n, d), T as in `Dataset.T`; with the loss, in the units of training."""
        scaled = X if self.scaler is None else self.scaler.transform(X)
        T_scaled = T if self.scaler is None else self.scaler.transform_targets(T)
        names = self.network.target_names
        return {"loss": self.network.loss(scaled, T_scaled), **evaluate(self.network.task, self.forward(X), T, names)}


def scaled(parts, scaler):
    """(X, T, validation) for `train`: standardised where there is a scaler; validation None where there is no part."""
    if scaler is None:
        return parts.X, parts.T, (parts.X_validation, parts.T_validation) if len(parts.X_validation) else None
    validation = (scaler.transform(parts.X_validation), scaler.transform_targets(parts.T_validation))
    return (
        scaler.transform(parts.X),
        scaler.transform_targets(parts.T),
        validation if len(parts.X_validation) else None,
    )


def fit_scaler(parts):
    """A `Scaler` of the training part: features, and targets of a regression."""
    return Scaler.fit(parts.X, parts.T if parts.task == "regression" else None)


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


def new_folder(out, name):
    """A new folder: ``out``, or runs/<name>-<n> with the first free n.  Never one that exists.  Raises OSError."""
    if out is not None:
        Path(out).mkdir(parents=True)
        return Path(out)
    Path("runs").mkdir(exist_ok=True)
    n = 1
    while True:
        try:
            (folder := Path("runs") / f"{name}-{n}").mkdir()
            return folder
        except FileExistsError:
            n += 1


def metric_columns(metric_name):
    """Header of metrics.csv."""
    names = [column.name.lower() for column in Column if column < Column.TRAIN_METRIC]
    return [*names, f"train_{metric_name}", f"validation_{metric_name}"]


def write_run(folder, network, history, config):
    """Write config.json, metrics.csv and model.safetensors of a run into its folder, each whole or not at all."""
    import numba
    import safetensors
    import scipy

    from numnet import __version__

    versions = {
        "numnet": __version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "numba": numba.__version__,
        "scipy": scipy.__version__,
        "safetensors": safetensors.__version__,
    }
    result = {
        "status": history.status,
        "epochs": history.epochs,
        "updates": history.updates,
        "best_epoch": history.best_epoch,
        "compile_seconds": history.compile_seconds,
        "diagnosis": history.diagnosis,
    }
    network.save(folder / "model.safetensors")
    write_whole(folder / "metrics.csv", _metrics_csv(history))
    record = {"format": FORMAT, **config, "versions": versions, "result": result}
    write_whole(folder / "config.json", json.dumps(record, indent=2, ensure_ascii=False) + "\n")
    return Run(Path(folder), network, history, record)


def _metrics_csv(history):
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(metric_columns(history.metric_name))
    columns = [getattr(history, column.name.lower()).tolist() for column in Column if column != Column.SIZE]
    writer.writerows([["" if math.isnan(value) else repr(value) for value in row] for row in zip(*columns)])
    return file.getvalue()


def load_run(path):
    """A run folder as a `Run`: ``.network .history .config .data() .forward(X) .predict(X)``.

    Raises ValueError, in one line, for a folder that is no run, or a damaged one.
    """
    path = Path(path)
    if not path.is_dir():
        raise ValueError(f"no run folder {path}; `numnet train` prints where it writes one")
    if not (path / "config.json").is_file():
        raise ValueError(f"{path} is not a run folder: it has no config.json")
    try:
        config = json.loads((path / "config.json").read_text(encoding="utf-8"))
        if config["format"] != FORMAT:
            raise ValueError(f"its format is {config['format']!r}, not {FORMAT!r}")
        history = _read_history(path / "metrics.csv", TASKS[config["task"]].metric, config["result"])
        config["data"]["source"], config["data"]["fingerprint"], config["validation"], config["options"]["seed"]
    except (OSError, KeyError, TypeError, ValueError) as error:
        reason = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise ValueError(f"{path} is not a run folder of this version, or damaged: {reason}") from None
    network = Network.load(path / "model.safetensors")
    return Run(path, network, history, config)


def _read_history(path, metric_name, result):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    if not rows or rows[0] != metric_columns(metric_name):
        raise ValueError(f"metrics.csv must have the columns {','.join(metric_columns(metric_name))}")
    table = np.array([[float(cell) if cell else math.nan for cell in row] for row in rows[1:]])
    table = table.reshape(len(rows) - 1, Column.SIZE)
    return History(
        table,
        metric_name,
        epochs=result["epochs"],
        updates=result["updates"],
        best_epoch=result["best_epoch"],
        status=result["status"],
        compile_seconds=result["compile_seconds"],
        diagnosis=result["diagnosis"],
    )
