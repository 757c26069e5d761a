"""The file of a `Dataset`, for data that no other file has: arrays in safetensors, checked before they are used."""

import numpy as np

from numnet.data.columns.features import Columns
from numnet.data.dataset import Dataset
from numnet.data.read_options import MISSING_WAYS, SPLITS
from numnet.data.record_schema import COLUMNS_SHAPE, READ_OPTIONS_SHAPE
from numnet.data.splitting import SplitPlan
from numnet.files.atomic import as_text
from numnet.files.schema import FLAG, NAMES, SHARE, TEXT, check, one_of, optional, whole
from numnet.files.tensor_files import read_tensors, write_tensors
from numnet.kernels.codes import TASKS

DATA_FORMAT = "numnet-data-1"
VALIDATION = "validation."  # before the names of the arrays of the validation data
MAX_VALUES = 2**40  # of an array, so that products of two sizes are no surprise
SPLIT_WAYS = tuple(way.partition(":")[0] for way in SPLITS)
PART_SHAPE = {
    "rows": whole(1, MAX_VALUES), "name": TEXT, "task": one_of(TASKS), "feature_names": NAMES, "target_names": NAMES,
    "targets": NAMES, "reason": TEXT, "scale": FLAG, "truth_table": FLAG, "missing": optional(one_of(MISSING_WAYS[2:])),
    "class_weight": optional(TEXT), "split": one_of(SPLIT_WAYS), "test": SHARE, "tested": whole(), "remarks": NAMES,
    "reading": READ_OPTIONS_SHAPE,
}  # fmt: skip


def save_dataset(dataset, path):
    """Write a `Dataset` as a safetensors file, whole or not at all.  Raises OSError; ValueError for one too large."""
    from numnet import __version__

    validation = dataset.split_plan.validation
    tensors, about = _tensors(dataset), {"format": DATA_FORMAT, "version": __version__, "data": _record(dataset)}
    if validation is not None:
        tensors |= {VALIDATION + name: array for name, array in _tensors(validation).items()}
    about["validation"] = validation and _record(validation)
    write_tensors(path, tensors, about)


def open_dataset(path):
    """The `Dataset` of a file that `save_dataset` wrote.

    Raises FileNotFoundError; ValueError, in one line, for a damaged file or another one.
    """
    about, tensors = read_tensors(path, "data", DATA_FORMAT, _most_bytes)
    try:
        validation, gaps = None, about["data"]["missing"] is not None
        if about["validation"] is not None:
            names = [name for name in tensors if name.startswith(VALIDATION)]
            own = {name.removeprefix(VALIDATION): tensors.pop(name) for name in names}
            validation = _dataset(about["validation"], own, gaps=gaps)
        dataset = _dataset(about["data"], tensors, validation, gaps)
        if validation is not None:
            _check_alike(dataset, validation)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"{path} is damaged: {error}") from None
    return dataset


def _record(dataset):
    """What is no array of a `Dataset`, for JSON."""
    plan, columns = dataset.split_plan, dataset.columns
    plain = columns is not None and columns.plain and columns.names == dataset.feature_names
    reading = {name: as_text(value) if isinstance(value, str) else value for name, value in dataset.reading.items()}
    return {
        "rows": len(dataset.X), "name": as_text(dataset.name), "task": dataset.task,
        "feature_names": dataset.feature_names, "target_names": dataset.target_names, "targets": dataset.targets,
        "reason": as_text(dataset.reason), "scale": dataset.scale, "truth_table": dataset.truth_table,
        "columns": "numbers" if plain else columns and columns.to_dict(), "missing": dataset.missing,
        "class_weight": dataset.class_weight, "split": plan.how, "test": plan.test, "tested": plan.tested,
        "remarks": [as_text(remark) for remark in dataset.remarks], "reading": reading,
    }  # fmt: skip


def _tensors(dataset):
    arrays = {"X": dataset.X, "T": dataset.T, "weights": dataset.weights, "groups": dataset.split_plan.groups}
    return {name: np.ascontiguousarray(array) for name, array in arrays.items() if array is not None}


def _most_bytes(about):
    """The bytes of the arrays, at most; beside X and T weights and groups."""
    size = 0
    for record in (about["data"], about["validation"]):
        if record is not None:
            check(record, PART_SHAPE)
            size += 8 * record["rows"] * (len(record["feature_names"]) + len(record["targets"]) + 2)
    return size


def _dataset(record, tensors, validation=None, gaps=False):
    """The `Dataset` of a checked record and its arrays; gaps: X may have some.  Raises ValueError or LookupError."""
    names = {name: tuple(record[name]) for name in ("feature_names", "target_names", "targets", "remarks")}
    if len(set(names["feature_names"])) != len(names["feature_names"]):
        raise ValueError("feature_names must be different names")
    _check_arrays(record, tensors, gaps)
    _check_values(record, tensors)
    plan = SplitPlan(record["split"], float(record["test"]), tensors.get("groups"), validation, record["tested"])
    reading = {key: tuple(value) if isinstance(value, list) else value for key, value in record["reading"].items()}
    return Dataset(
        record["name"], tensors["X"], tensors["T"], record["task"], **names, reason=record["reason"],
        scale=record["scale"], truth_table=record["truth_table"], columns=_columns(record), missing=record["missing"],
        weights=tensors.get("weights"), class_weight=record["class_weight"], split_plan=plan, reading=reading,
        from_memory=True,
    )  # fmt: skip


def _columns(record):
    if record["columns"] is None:
        if record["missing"] is not None:
            raise ValueError("gaps can't be filled without columns")
        return None
    names = tuple(record["feature_names"])
    if record["columns"] == "numbers":
        return Columns.numbers(names)
    check(record["columns"], COLUMNS_SHAPE, "columns")
    columns = Columns.from_dict(record["columns"])
    if columns.names != names:
        raise ValueError("its columns do not give its features")
    return columns


def _check_arrays(record, tensors, gaps):
    """ValueError unless names, shapes and types of the arrays are those of a record, and they are finite."""
    n, d, k = record["rows"], len(record["feature_names"]), len(record["targets"])
    if not d or not k:
        raise ValueError("it must have features and targets")
    T_shape = (n, k) if record["task"] == "multilabel" or (record["task"] == "regression" and k > 1) else (n,)
    T_type = np.float64 if record["task"] == "regression" else np.int64
    expected = {"X": ((n, d), np.float64), "T": (T_shape, T_type), "weights": ((n,), np.float64),
                "groups": ((n,), np.int64)}  # fmt: skip
    if not {"X", "T"} <= set(tensors) <= set(expected):
        raise ValueError(f"its arrays must be X and T, with weights and groups or without, got {', '.join(tensors)}")
    for name, array in tensors.items():
        shape, kind = expected[name]
        if array.shape != shape or array.dtype != kind:
            raise ValueError(f"{name} must be {np.dtype(kind)} of shape {shape}, got {array.dtype} {array.shape}")
        if np.isinf(array).any() if gaps and name == "X" else not np.isfinite(array).all():
            raise ValueError(f"{name} must be finite")


def _check_values(record, tensors):
    """ValueError unless the values of arrays of the right shapes can be those of a `Dataset`."""
    T, weights, groups, n = tensors["T"], tensors.get("weights"), tensors.get("groups"), record["rows"]
    task, k, names = record["task"], len(record["targets"]), len(record["target_names"])
    of_classes = task in ("binary", "multiclass")
    if names != k if not of_classes else (k != 1 or names < 2 or (task == "binary" and names != 2)):
        raise ValueError(f"{names} target_names do not fit task {task}")
    if task != "regression" and not ((T >= 0) & (T < (names if of_classes else 2))).all():
        raise ValueError(f"T must be {'indices of classes' if of_classes else '0 or 1'}")
    if weights is not None and not ((weights >= 0).all() and weights.any()):
        raise ValueError("weights must be >= 0, and not all 0")
    if (groups is None) == (record["split"] == "group"):
        raise ValueError("groups must be there for a split by groups, and for no other")
    if groups is not None and not ((groups >= 0) & (groups < n)).all():
        raise ValueError("groups must be numbered from 0")
    if record["tested"] >= n:
        raise ValueError("tested must be less than the rows")


def _check_alike(dataset, validation):
    for name in ("task", "feature_names", "target_names"):
        if getattr(dataset, name) != getattr(validation, name):
            raise ValueError(f"its validation data have other {name}")
