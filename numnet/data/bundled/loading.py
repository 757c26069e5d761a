"""`load_dataset`: a bundled set by its name, read from the CSV files or generated."""

import math
import operator
from dataclasses import replace
from pathlib import Path

import numpy as np

from numnet.data.bundled.catalogue import DATASETS
from numnet.data.bundled.dataset_info import GENERATED, REAL
from numnet.data.bundled.generators import rows_of_truth_table
from numnet.data.data_files import read_csv
from numnet.data.dataset import Dataset
from numnet.data.errors import DataError
from numnet.files.package_data import companion
from numnet.utils.habits import remedy_for_argument
from numnet.utils.lookup import suggest

MAX_GENERATED_ROWS = 10**7  # of a generated set: a run folder of somebody else's may ask for it


def load_dataset(name, n=None, noise=None, seed=0, **options):
    """The bundled data set `name` as a `Dataset`.

    n: rows, and noise: standard deviation (both for generated sets only; None for the set's default); seed: the same
    seed gives the same rows; options: `arms` of "spiral", `centres` of "blobs". Raises `DataError` for an unknown
    name, an argument that the set does not take, or a value out of range.

    >>> data = load_dataset("spiral", n=300, arms=2)
    >>> data.X.shape, data.task, data.target_names
    ((300, 2), 'binary', ('arm 1', 'arm 2'))
    """
    if Path(str(name)).suffix and name not in DATASETS:
        raise DataError(f"{name} is no bundled set; a file is read by numnet.read_csv({str(name)!r})")
    if name not in DATASETS:
        raise DataError(f"unknown data set {name!r}: {suggest(name, DATASETS)}")
    info = DATASETS[name]
    if info.kind != GENERATED:
        _refuse(info, n=n, noise=noise, **options)
        return _real(name) if info.kind == REAL else _described(info, *rows_of_truth_table(info.make), truth_table=True)
    known = dict(info.options)
    _refuse(info, **{option: value for option, value in options.items() if option not in known})
    counts = {option: _integer(option, options.get(option, known[option]), least=2) for option in known}
    n = _integer("n", info.default_n if n is None else n, least=max([2, *counts.values()]))
    if n > MAX_GENERATED_ROWS:
        raise DataError(f"n must be at most {MAX_GENERATED_ROWS}, got {n}")
    noise = _noise(info.default_noise if noise is None else noise)
    return _described(info, *info.make(_integer("seed", seed, least=0), n, noise, **counts))


def _real(name):
    """A real set, with all columns of its CSV file."""
    dataset = read_csv(_bundled_file(name), columns="*")
    reason = dataset.reason.partition(";")[0]  # there is no other task
    return replace(dataset, reason=reason, columns=None, reading={}, remarks=())


def _refuse(info, **arguments):
    """Raise `DataError` for the first argument that is not None: the set does not take it."""
    for argument, value in arguments.items():
        if value is not None:
            takes = ["n", "noise", "seed", *dict(info.options)] if info.kind == GENERATED else []
            all_of_them = f"arguments it takes: {', '.join(takes) or 'none'}"
            remedy = remedy_for_argument(argument, "load_dataset") or all_of_them
            raise DataError(
                f"data set {info.name!r} ({info.kind}) takes no {argument}, got {argument}={value!r}; {remedy}"
            )


def _integer(argument, value, least):
    try:
        number = operator.index(value)
    except TypeError:
        number = None
    if number is None or isinstance(value, (bool, np.bool_)) or number < least:
        raise DataError(f"{argument} must be an integer >= {least}, got {value!r}")
    if number >= 2**63:
        raise DataError(f"{argument} must be below 2**63, got {value!r}")
    return number


def _noise(value):
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not (math.isfinite(number) and number >= 0):
        raise DataError(f"noise must be a finite number >= 0, got {value!r}")
    return number


def _described(info, X, T, names, truth_table=False):
    """The `Dataset` of generated arrays.  A class set with two classes is binary, however many its default has."""
    task, targets = info.task, names
    if task in ("binary", "multiclass"):
        task, targets = ("binary" if len(names) == 2 else "multiclass"), ("class",)
    features = ("x",) if X.shape[1] == 1 else tuple(f"x{i + 1}" for i in range(X.shape[1]))
    reason = f"the bundled set {info.name} is made for it"
    X = np.ascontiguousarray(X)
    return Dataset(info.name, X, T, task, features, names, targets, reason, False, truth_table)


def _bundled_file(name):
    """The path of a real set's CSV file.  Raises `DataError`."""
    try:
        return companion(f"datasets/{name}.csv")
    except FileNotFoundError as error:
        raise DataError(str(error)) from None
