"""What a command line calls data: a bundled set's name with options, or a data file."""

from dataclasses import replace
from pathlib import Path

from numnet.data.bundled.catalogue import DATASETS
from numnet.data.bundled.loading import load_dataset
from numnet.data.data_files import read_csv
from numnet.data.errors import DataError
from numnet.data.read_options import ReadOptions
from numnet.data.splitting import SplitPlan
from numnet.utils.lookup import suggest


def is_bundled(source):
    """Whether ``source`` names a bundled set, with or without options, and no file of that name is in the way."""
    return str(source).partition(":")[0] in DATASETS and not Path(source).is_file()


def read_data(source, targets=None, task="auto", *, like=None, progress=None, **reading):
    """The `Dataset` that ``source`` names: ``spiral``, ``spiral:n=600,noise=0.2,arms=5``, or a data file's path.

    Arguments as for `read_csv`; a bundled set has its own targets, columns and task.  Raises `DataError`.
    """
    if not is_bundled(source):
        check_name(source)
        return read_csv(source, targets, task, like=like, progress=progress, **reading)
    name, _, options = str(source).partition(":")
    dataset = load_dataset(name, **_options(name, options))
    if task not in ("auto", dataset.task):
        raise DataError(f"data set {name} is for task {dataset.task}, not {task}; leave --task away")
    unknown = [target for target in targets or () if target not in dataset.targets]
    if unknown:
        raise DataError(f"data set {name} has the target {', '.join(dataset.targets)}, not {unknown[0]!r}")
    return _with_reading(dataset, ReadOptions.of({"targets": targets or (), "task": task, **reading}))


def _with_reading(dataset, reading):
    """A bundled set, divided and weighted as asked for.  Raises `DataError` for what only a file has."""
    for name in ("columns", "exclude", "weights", "group", "validation_data"):
        if getattr(reading, name):
            option = {"group": "split group", "validation_data": "validation-data"}.get(name, name)
            raise DataError(
                f"data set {dataset.name} is bundled and takes no --{option}; write it to a file first: "
                f"numnet datasets export {dataset.name}"
            )
    stored = {name: value for name, value in reading.changed().items() if name not in ("targets", "task")}
    return replace(dataset, split_plan=SplitPlan(reading.split, reading.test), class_weight=reading.class_weight,
                   reading=stored)  # fmt: skip


def check_name(source):
    """Raises `DataError` with the nearest names for what is neither a bundled set, nor a file, nor looks like one."""
    name = str(source).partition(":")[0]
    if str(source) != "-" and not Path(source).exists() and "/" not in name and not Path(name).suffix:
        raise DataError(f"no bundled data set and no file is called {name!r}; {suggest(name, DATASETS)}")


def _options(name, text):
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
