"""The run folder: what a training leaves behind, written whole or not at all, and read back."""

import importlib.metadata
import json
import math
import platform
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np

from numnet.data import DataError, Dataset, Scaler, fingerprint, is_bundled, read_data, split
from numnet.files import csv_text, read_config, read_csv_text, umask, write_whole
from numnet.history import History
from numnet.kernels.codes import Column
from numnet.metrics import evaluate
from numnet.network import Network
from numnet.registry import TASKS
from numnet.snapshots import load_snapshots
from numnet.validation import DATA, NUMBER, POSITIVE, SHARE, TEXT, one_of, optional, whole

FORMAT = "numnet-run-1"
SHAPE = {
    "task": one_of(TASKS), "validation": SHARE, "command": TEXT, "options": {"seed": whole()},
    "optimizer": {"name": TEXT, "learning_rate": POSITIVE}, "data": DATA, "network": {"sizes": [whole(1)]},
    "result": {"epochs": whole(), "updates": whole(), "best_epoch": whole(), "status": TEXT,
               "compile_seconds": NUMBER, "diagnosis": optional(TEXT)},
}  # fmt: skip


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
        dataset = read_again(self.config, self.name)
        return Parts.of(dataset, self.config["validation"], self.config["options"]["seed"])

    @property
    def snapshots(self):
        """Its `Snapshots`: epochs (k,), parameters (k, P).  Raises ValueError where there are none, or damaged ones."""
        path = self.path / "snapshots.safetensors"
        if not path.exists():
            raise ValueError(f"{self.path} has no snapshots; train again, with --snapshots 30 (of at most 8 MB each)")
        return load_snapshots(path, self.network)

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
    """A `Scaler` of the training part: features, and targets of a regression.  Raises `DataError`."""
    T = parts.T if parts.task == "regression" else None
    try:
        return Scaler.fit(parts.X, T, parts.feature_names, parts.targets)
    except DataError as error:
        raise DataError(f"{parts.name}: {error}") from None


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


class Place:
    """Where a run folder will be: ``out``, or runs/<name>-<n> with the first free n; never one that exists.

    ``home`` is another folder than runs, for something else than a run.

    Raises OSError now, before hours of training, if nothing can be written there.
    """

    def __init__(self, out, name, home="runs"):
        self.out, self.name = out, name
        if out is not None and Path(out).exists():
            raise FileExistsError(f"--out {out} exists; name another folder, nothing is ever overwritten")
        parent = Path(out).parent if out is not None else Path(home)
        if parent.exists() and not parent.is_dir():
            raise NotADirectoryError(f"{parent} is a file; a folder is needed there, name another with --out")
        parent.mkdir(parents=True, exist_ok=True)
        try:
            with tempfile.TemporaryFile(dir=parent):
                self.parent = parent
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(parent)) from None

    def fill(self, write):
        """``write(folder)`` on a temporary folder, then give it its name: the run is there whole or not at all."""
        temporary = Path(tempfile.mkdtemp(prefix=".", dir=self.parent))
        try:
            write(temporary)
            temporary.chmod(0o777 & ~umask())
            return self._rename(temporary)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise

    def _rename(self, temporary):
        if self.out is not None:
            temporary.rename(self.out)
            return Path(self.out)
        for n in count(1):
            folder = self.parent / f"{self.name}-{n}"
            with suppress(FileExistsError):
                folder.mkdir()  # whoever makes it owns the name
                temporary.rename(folder)
                return folder


def about_data(dataset, source):
    """What config.json says of the data; ``source`` is what the command line called it."""
    file = Path(source).resolve() if source != "-" and Path(source).is_file() else None
    return {
        "source": str(source),
        "path": file and str(file),
        "name": dataset.name,
        "fingerprint": fingerprint(dataset),
        "rows": len(dataset.X),
        "features": dataset.feature_names,
        "targets": dataset.targets,
        "target_names": dataset.target_names,
    }


def read_again(config, name):
    """The `Dataset` that the config.json of the folder ``name`` speaks of.  Raises `DataError` if it has changed.

    The folder may be somebody else's, so the path in it is not trusted: it must lead to an ordinary file, whose content
    must have the fingerprint that the folder names, or nothing of it is used, and no message quotes any of it.
    """
    about = config["data"]
    source = about["path"] if about["path"] and Path(about["path"]).is_file() else about["source"]
    if source == "-":
        raise DataError(f"{name} was trained on standard input, which is gone; name a data file")
    bundled = is_bundled(source)
    if not bundled and not Path(source).is_file():
        raise DataError(f"{name} was trained on {source}, where there is no file now; name the data file")
    try:
        dataset = read_data(source, about["targets"] if about["path"] else None, config["task"])
    except DataError:
        if bundled:
            raise
        dataset = None
    if dataset is None or fingerprint(dataset) != about["fingerprint"]:
        raise DataError(f"{source} has changed since {name} was trained on it; train again, or name the old file")
    return dataset


def versions():
    """The versions of whatever could change a result."""
    packages = {name: version(name) for name in ("numnet", "numpy", "numba", "safetensors")}
    return {"python": platform.python_version(), **packages}


def metric_columns(metric_name):
    """Header of metrics.csv."""
    names = [column.name.lower() for column in Column if column < Column.TRAIN_METRIC]
    return [*names, f"train_{metric_name}", f"validation_{metric_name}"]


def write_run(place, dataset, source, network, history, config, snapshots=None):
    """Write config.json, metrics.csv and model.safetensors into a new folder at ``place``; returns the `Run`.

    ``source`` is what the command line called the data; ``config`` what the folder shall say besides: the command,
    the options, the optimizer, the validation share.  ``snapshots``, where there are any, get a file of their own.
    """
    record = {
        "format": FORMAT, "task": dataset.task, "reason": dataset.reason, **config,
        "data": about_data(dataset, source),
        "network": {"sizes": network.sizes, "activation": network.activation, "loss": network.loss_name,
                    "parameters": int(network.parameters.size), "scaled": network.scaler is not None},
        "versions": versions(),
        "result": {"status": history.status, "epochs": history.epochs, "updates": history.updates,
                   "best_epoch": history.best_epoch, "compile_seconds": history.compile_seconds,
                   "diagnosis": history.diagnosis},
    }  # fmt: skip

    def write(folder):
        network.save(folder / "model.safetensors")
        if snapshots is not None:
            snapshots.save(folder / "snapshots.safetensors")
        write_whole(folder / "metrics.csv", _metrics_csv(history))
        write_whole(folder / "config.json", json.dumps(record, indent=2, ensure_ascii=False) + "\n")

    return Run(place.fill(write), network, history, record)


def version(package):
    """The installed version of a package; numnet's own also where it runs from a clone."""
    if package == "numnet":
        from numnet import __version__

        return __version__
    return importlib.metadata.version(package)


def _metrics_csv(history):
    columns = [getattr(history, column.name.lower()).tolist() for column in Column if column != Column.SIZE]
    rows = (["" if math.isnan(value) else repr(value) for value in row] for row in zip(*columns))
    return csv_text(metric_columns(history.metric_name), rows)


def load_run(path):
    """A run folder as a `Run`: ``.network .history .config .data() .forward(X) .predict(X)``.

    Raises ValueError, in one line, for a folder that is no run, or a damaged one.
    """
    path = Path(path)
    if not path.is_dir():
        raise ValueError(f"no run folder {path}; `numnet train` prints where it writes one")
    config = read_config(path, "run", FORMAT, SHAPE)
    try:
        history = _read_history(path / "metrics.csv", TASKS[config["task"]].metric, config["result"])
    except FileNotFoundError:
        raise ValueError(f"{path} is damaged: it has no metrics.csv") from None
    except ValueError as error:
        raise ValueError(f"{path} is damaged: metrics.csv: {error}") from None
    network = Network.load(path / "model.safetensors")
    about = config["data"]
    expected = (
        config["task"],
        tuple(about["features"]),
        tuple(about["target_names"]),
        tuple(config["network"]["sizes"]),
    )
    if (network.task, network.feature_names, network.target_names, network.sizes) != expected:
        raise ValueError(f"{path} is damaged: model.safetensors is another run's model, it does not fit config.json")
    return Run(path, network, history, config)


def _read_history(path, metric_name, result):
    rows = read_csv_text(path)
    if not rows or rows[0] != metric_columns(metric_name):
        raise ValueError(f"metrics.csv must have the columns {','.join(metric_columns(metric_name))}")
    if any(len(row) != Column.SIZE for row in rows):
        raise ValueError(f"every row must have {int(Column.SIZE)} cells")
    table = np.array([[float(cell) if cell else math.nan for cell in row] for row in rows[1:]])
    table = table.reshape(len(rows) - 1, Column.SIZE)
    counts = table[:, [Column.EPOCH, Column.STEP]]
    if not ((counts >= 0) & (counts < 2**53) & (counts == np.floor(counts))).all():
        raise ValueError("epoch and step must be whole numbers")
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
