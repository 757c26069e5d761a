"""What a command line calls data: a bundled set's name with options, or a CSV file."""

from pathlib import Path

from numnet.data.bundled import load_dataset
from numnet.data.catalogue import DATASETS, DataError, suggest
from numnet.data.csv_files import read_csv


def is_bundled(source):
    """Whether ``source`` names a bundled set, with or without options, and no file of that name is in the way."""
    return str(source).partition(":")[0] in DATASETS and not Path(source).is_file()


def read_data(source, targets=None, task="auto", **names):
    """The `Dataset` that ``source`` names: ``spiral``, ``spiral:n=600,noise=0.2,arms=5``, or a CSV file's path.

    targets, task and names as for `read_csv`; a bundled set has its own targets and task.  Raises `DataError`.
    """
    name, _, options = str(source).partition(":")
    if is_bundled(source):
        dataset = load_dataset(name, **_options(name, options))
        if task not in ("auto", dataset.task):
            raise DataError(f"data set {name} is for task {dataset.task}, not {task}; leave --task away")
        unknown = [target for target in targets or () if target not in dataset.targets]
        if unknown:
            raise DataError(f"data set {name} has the target {', '.join(dataset.targets)}, not {unknown[0]!r}")
        return dataset
    check_name(source)
    return read_csv(source, targets, task, **names)


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
