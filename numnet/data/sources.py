"""Data by the name that a command line gives: a bundled set with options, or a data file."""

from dataclasses import replace
from pathlib import Path

from numnet.data.bundled.catalogue import DATASETS
from numnet.data.bundled.dataset_info import TRUTH_TABLE
from numnet.data.bundled.loading import load_dataset
from numnet.data.data_files import read_file
from numnet.data.errors import DataError
from numnet.data.read_options import ReadOptions
from numnet.data.splitting import SplitPlan
from numnet.utils.lookup import suggest


def is_bundled(source):
    """Whether ``source`` names a bundled set, with or without options, and not a file of the same name."""
    return str(source).partition(":")[0] in DATASETS and not Path(source).is_file()


def is_truth_table(source):
    """Whether ``source`` names a bundled truth table."""
    return is_bundled(source) and DATASETS[str(source).partition(":")[0]].kind == TRUTH_TABLE


def read_data(source, targets=None, task="auto", *, like=None, progress=None, **reading):
    """The `Dataset` that ``source`` names: ``spiral``, ``spiral:n=600,noise=0.2,arms=5``, or a data file's path
    (or an `InlineTable`).

    Arguments as for `read_csv`; a bundled set has its own targets, columns and task.  Raises `DataError`.
    """
    return read_source(source, ReadOptions.of({"targets": targets, "task": task, **reading}), like, progress)


def read_source(source, options, like=None, progress=None):
    """As `read_data`, with its `ReadOptions` as a whole."""
    if not is_bundled(source):
        check_name(source)
        return read_file(source, options, like, progress)
    name, _, arguments = str(source).partition(":")
    dataset = load_dataset(name, **_arguments(name, arguments))
    if options.task not in ("auto", dataset.task):
        raise DataError(f"data set {name} is for task {dataset.task}, not {options.task}; leave --task away")
    unknown = [target for target in options.targets if target not in dataset.targets]
    if unknown:
        raise DataError(f"data set {name} has the target {', '.join(dataset.targets)}, not {unknown[0]!r}")
    return _with_options(dataset, options)


def _with_options(dataset, options):
    """A bundled set, split and weighted as asked for.  Raises `DataError` for what only a file has."""
    for name in ("columns", "exclude", "weights", "group", "validation_data"):
        if getattr(options, name):
            option = {"group": "split group", "validation_data": "validation-data"}.get(name, name)
            raise DataError(
                f"data set {dataset.name} is bundled and takes no --{option}; write it to a file first: "
                f"numnet datasets export {dataset.name}"
            )
    stored = {name: value for name, value in options.changed().items() if name not in ("targets", "task")}
    return replace(dataset, split_plan=SplitPlan(options.split, options.test), class_weight=options.class_weight,
                   reading=stored)  # fmt: skip


def check_name(source):
    """Raise `DataError`, naming the nearest sets, if ``source`` is neither a bundled set nor looks like a file."""
    name = str(source).partition(":")[0]
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
