"""Data by the name that a command line gives, a bundled set with options or a data file; or data that are in memory."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np

from numnet.data.bundled.catalogue import DATASETS
from numnet.data.bundled.dataset_info import TRUTH_TABLE
from numnet.data.bundled.loading import load_dataset
from numnet.data.columns.features import Columns
from numnet.data.data_files import read_file, with_validation_data, without_gaps
from numnet.data.dataset import Dataset
from numnet.data.errors import DataError
from numnet.data.read_options import ReadOptions
from numnet.data.repeated_rows import without_repeats
from numnet.data.sample_weights import row_weights
from numnet.data.splitting import SplitPlan
from numnet.data.tables.frames import is_file
from numnet.utils.lookup import suggest


def is_bundled(source):
    """Whether ``source`` names a bundled set, with or without options, and not a file of the same name."""
    named = isinstance(source, (str, os.PathLike))
    return named and str(source).partition(":")[0] in DATASETS and not Path(source).is_file()


def is_truth_table(source):
    """Whether ``source`` names a bundled truth table."""
    return is_bundled(source) and DATASETS[str(source).partition(":")[0]].kind == TRUTH_TABLE


def read_data(source, targets=None, task="auto", *, like=None, progress=None, **reading):
    """The `Dataset` that ``source`` names, ``spiral``, ``spiral:n=600,noise=0.2,arms=5``, or a data file's path; or is.

    source: or a data frame of pandas, polars or pyarrow, a dict of columns, a list of dicts; a pair (X, T), or a set of
    scikit-learn's; a `Dataset`.  Arguments as for `read_csv`; a bundled set and a `Dataset` have their own targets,
    columns and task.  Raises `DataError`; TypeError for what can't be data.
    """
    return read_source(source, ReadOptions.named("read_data", targets=targets, task=task, **reading), like, progress)


def read_source(source, options, like=None, progress=None):
    """As `read_data`, with its `ReadOptions` as a whole."""
    if isinstance(source, Dataset):
        return _given(source, options, like)
    if not is_bundled(source):
        if is_file(source):
            check_name(source)
        return read_file(source, options, like, progress)
    name, _, arguments = str(source).partition(":")
    dataset = load_dataset(name, **_arguments(name, arguments))
    if options.task not in ("auto", dataset.task):
        raise DataError(f"data set {name} is for task {dataset.task}, not {options.task}; leave out --task")
    unknown = [target for target in options.targets if target not in dataset.targets]
    if unknown:
        raise DataError(f"data set {name} has the target {', '.join(dataset.targets)}, not {unknown[0]!r}")
    return _with_options(dataset, options)


def _with_options(dataset, options):
    """A bundled set, split and weighted as asked for.  Raises `DataError` for what only a file has."""
    for name in ("encoding", "columns", "exclude", "as_", "weights_column", "group", "validation_data"):
        if getattr(options, name) not in (None, ()):
            called = {"group": "split group", "as_": "as", "weights_column": "weights"}
            option = called.get(name, name.replace("_", "-"))
            raise DataError(
                f"data set {dataset.name} is bundled and takes no --{option}; write it to a file first: "
                f"numnet datasets export {dataset.name}"
            )
    stored = {name: value for name, value in options.changed().items() if name not in ("targets", "task")}
    weights = options.weights
    if weights is not None:
        weights = row_weights(weights, len(dataset.X), f"the data set {dataset.name}")
    dataset = replace(dataset, split_plan=SplitPlan(options.split, options.test), class_weight=options.class_weight,
                      weights=weights, reading=stored, from_memory=weights is not None)  # fmt: skip
    return without_repeats(dataset) if options.drop_duplicates else dataset


def _given(dataset, options, like):
    """A `Dataset` that is there already, split and weighted as asked for.  Raises `DataError` for what is settled."""
    for name in ("encoding", "targets", "columns", "exclude", "as_", "weights_column", "group"):
        value = getattr(options, name)
        if value not in (None, (), dataset.targets):
            option = {"group": "split group:COLUMN", "weights_column": "a column of weights"}.get(name, name)
            raise DataError(f"the Dataset {dataset.name} has columns no more, only X and T: it takes no {option}, got "
                            f"{value!r}; read the data with it")  # fmt: skip
    if options.task not in ("auto", dataset.task):
        raise DataError(f"the Dataset {dataset.name} is for task {dataset.task}, not {options.task}")
    X = np.ascontiguousarray(dataset.X, np.float64)
    T = np.ascontiguousarray(dataset.T, np.float64 if dataset.task == "regression" else np.int64)
    dataset = replace(dataset, X=X, T=T)
    if like is not None:
        return without_gaps(replace(dataset, columns=Columns.of(like)), dataset.name, options.missing)
    if options.missing not in ("error", dataset.missing):
        raise DataError(f"the Dataset {dataset.name} has its rows already: it takes no missing={options.missing!r}; "
                        "read the data with it")  # fmt: skip
    changed = options.changed()
    plan = replace(dataset.split_plan, **{field: getattr(options, name) for name, field in
                                          (("split", "how"), ("test", "test")) if name in changed})  # fmt: skip
    new = {"split_plan": plan, "reading": {**dataset.reading, **changed}, "from_memory": True}
    if options.weights is not None:
        new["weights"] = row_weights(options.weights, len(dataset.X), f"the Dataset {dataset.name}")
    if options.class_weight is not None:
        new["class_weight"] = options.class_weight
    dataset = replace(dataset, **new)
    dataset = without_repeats(dataset) if options.drop_duplicates else dataset
    return dataset if options.validation_data is None else with_validation_data(dataset, options)


def check_name(source):
    """Raise `DataError`, naming the nearest sets, if ``source`` is neither a bundled set nor looks like a file."""
    name = str(source).partition(":")[0]
    if "://" in str(source):
        raise DataError(f"{source} is an address, and numnet opens files alone; download it, or give "
                        f"pandas.read_csv({str(source)!r})")  # fmt: skip
    if str(source) != "-" and not Path(str(source)).exists() and "/" not in name and not Path(name).suffix:
        raise DataError(f"no bundled data set and no file is called {name!r}; {suggest(name, DATASETS)}")


def _arguments(name, text):
    """{"n": 600, "noise": 0.2} from "n=600,noise=0.2"."""
    values = {}
    for pair in filter(None, text.split(",")):
        key, _, value = (part.strip() for part in pair.partition("="))
        allowed = ("n", "noise", "seed", *(key for key, _ in DATASETS[name].options))
        if key not in allowed:
            raise DataError(f"data set {name} takes {', '.join(f'{k}=...' for k in allowed)}; got {pair!r}")
        try:
            values[key] = float(value) if key == "noise" else int(value)
        except ValueError:
            raise DataError(f"data set {name}: {key} must be a number, got {value!r}") from None
    return values
