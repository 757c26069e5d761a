"""A trained run as the live page takes it; the object is described in `numnet.api.playground`."""

import base64
import io
from dataclasses import replace

import numpy as np

from numnet.data.bundled.catalogue import DATASETS
from numnet.data.bundled.dataset_info import REAL
from numnet.data.data_files import write_csv
from numnet.data.errors import DataError
from numnet.data.sources import read_data
from numnet.data.tables.byte_source import InlineTable
from numnet.kernels.codes import Column
from numnet.options.configuration import FORMAT, OPTIONS, flat_of
from numnet.runs.file_names import CHECKPOINT
from numnet.training.checkpoint import load_checkpoint

MOST_BYTES = 2_000_000  # of the data as CSV
MOST_PARAMETERS = 250_000
MOST_ROWS = 20_000  # of the history
MOST_SNAPSHOT_BYTES = 2_000_000  # of all weights in snapshots
ALL = ("*",)  # columns: what is constant or only counts was left out by the first reading
SPLITS = ("random", "stratified", "ordered")  # that the page makes itself
# Options of reading, which is done, and of the place where it was trained.
DONE = ("encoding", "columns", "exclude", "as", "drop_duplicates", "missing", "validation_data", "weights",
        "class_weight", "device")  # fmt: skip


def given_run(run):
    """The object of a `Run`.  Raises ValueError or `DataError`, in one line, for one that the page can't take."""
    network, history = run.network, run.history
    if network.parameters.size > MOST_PARAMETERS:
        raise ValueError(f"{run.name} has {network.parameters.size} parameters, the page takes {MOST_PARAMETERS}; "
                         "train a network with fewer units, --hidden")  # fmt: skip
    if len(history) > MOST_ROWS:
        raise ValueError(f"{run.name} has {len(history)} rows of history, the page takes {MOST_ROWS}; train with a "
                         "larger --evaluate-every")  # fmt: skip
    return {
        "name": run.name, "config": configuration_of(run),
        "parameters": {"dtype": network.dtype.name, "last": base64_of(last_weights(run)),
                       "best": base64_of(network.parameters)},
        "history": history_rows(history), "epochs": history.epochs, "updates": history.updates,
        "best_epoch": history.best_epoch, "status": history.status, "diagnosis": history.diagnosis,
        "snapshots": snapshots_of(run),
    }  # fmt: skip


def last_weights(run):
    """The weights (P,) where the training stopped; the kept ones where nobody knows."""
    if run.last is not None:
        return run.last.checkpoint.parameters
    try:
        return load_checkpoint(run.path / CHECKPOINT)[0].parameters
    except FileNotFoundError:
        return run.network.parameters


def snapshots_of(run):
    """Epochs and weights of the run's snapshots, as far as its history has their losses; None where there are none."""
    try:
        epochs, parameters = run.snapshots
    except ValueError:
        return None
    known = np.flatnonzero(np.isin(epochs, run.history.epoch))
    known = known[:: max(1, -(-parameters[known].nbytes // MOST_SNAPSHOT_BYTES))]
    return {"epochs": epochs[known].tolist(), "parameters": base64_of(parameters[known])}


def base64_of(array):
    """Little-endian bytes of an array as text, row after row."""
    return base64.b64encode(array.astype(array.dtype.newbyteorder("<")).tobytes()).decode()


def history_rows(history):
    """The rows of a `History`, lists of numbers in the order of `Column`; None for NaN."""
    table = np.column_stack([getattr(history, column.name.lower()) for column in Column if column != Column.SIZE])
    return [[None if np.isnan(value) else value for value in row] for row in table.astype(float).tolist()]


# --- the configuration ------------------------------------------------------------------------------------------------


def configuration_of(run):
    """The configuration, numnet-config-1, with the run's data and its parts."""
    flat = flat_of({**run.config, "data": {**run.config["data"], "kept": False}})
    options = {key: value for key, value in flat.items() if key in OPTIONS and key not in DONE}
    return {"format": FORMAT, **options, **data_of(run)}


def data_of(run):
    """The keys of a configuration that say what the data are, and how they are split."""
    about, parts = run.config["data"], run.data()
    dataset, plan = parts.dataset, parts.dataset.split_plan
    if dataset.weights is not None or dataset.class_weight is not None:
        what = "--weights" if dataset.class_weight is None else "--class-weight"
        raise ValueError(f"{run.name} has sample weights, which the page does not support; train without {what}")
    own = plan.how in SPLITS and plan.validation is None and not plan.tested
    split = {"split": plan.how, "test": plan.test, "validation": run.config["validation"]} if own else in_order(parts)
    split["task"] = dataset.task
    if generated(about):
        return {"data": about["source"], "target": [], **split}
    csv = csv_of(run, parts, own)
    scale = run.scaler is not None
    return {"data": {"csv": csv}, "target": list(dataset.targets), "columns": list(ALL), "scale": scale, **split}


def generated(about):
    """Whether the page makes the data of a record in config.json itself, from their name."""
    name = about["source"].partition(":")[0]
    from_name = about["path"] is None and "csv" not in about and not about.get("kept")
    return from_name and name in DATASETS and DATASETS[name].kind != REAL


def in_order(parts):
    """A split of rows that stand in the order of their parts, however they were parted."""
    n, held, tested = len(parts.training), len(parts.validation), len(parts.test)
    n += held + tested
    return {"split": "ordered", "validation": held / n, "test": tested / n}


def csv_of(run, parts, own):
    """All rows as CSV, in their own order or that of the parts; gaps filled.  Raises `DataError` for too many."""
    X = np.concatenate([parts.X, parts.X_validation, parts.X_test])
    T = np.concatenate([parts.T, parts.T_validation, parts.T_test])
    if own:
        places = np.argsort(np.concatenate([parts.training, parts.validation, parts.test]))
        X, T = X[places], T[places]
    return csv_text(run.name, replace(parts.dataset, X=X, T=T))


def csv_text(name, dataset):
    """A `Dataset` as CSV.  Raises `DataError` for too large a one, and where page and terminal would read another."""
    rows, features = dataset.X.shape
    if dataset.X.size * 2 <= MOST_BYTES:  # a cell has two characters at least
        text = io.StringIO()
        write_csv(dataset, text)
        size = len(text.getvalue().encode())
        if size <= MOST_BYTES:
            check_reading(name, dataset, text.getvalue())
            return text.getvalue()
    raise DataError(f"{name}: its {rows} rows × {features} features are more than the {MOST_BYTES // 10**6} MB "
                    "of CSV that the page takes; train on fewer rows or columns for it")  # fmt: skip


def check_reading(name, dataset, csv):
    """Raise `DataError` unless these rows are read as what they were; page and terminal read alike."""
    try:
        read = read_data(InlineTable(csv), dataset.targets, dataset.task, columns=ALL)
        same = read.feature_names == dataset.feature_names and read.target_names == dataset.target_names
        same = same and np.array_equal(read.X, dataset.X) and np.array_equal(read.T, dataset.T)
    except DataError:
        same = False
    if not same:
        raise DataError(f"{name}: the page would read its columns or labels differently; give them plain names")
