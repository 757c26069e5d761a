"""The record of the data in config.json, and reading the same data again from it."""

from pathlib import Path

from numnet.data import DataError, Dataset, fingerprint, is_bundled, open_dataset, read_data
from numnet.data.sources_in_memory import described
from numnet.data.tables.byte_source import InlineTable
from numnet.data.tables.frames import is_file
from numnet.files.atomic import as_text
from numnet.runs.file_names import DATA


def about_data(dataset, source):
    """The record of a `Dataset` for config.json; ``source``: its name on the command line, or what it was read from.

    It says ``kept`` where some of the data came from no file: then the folder has a file of them, see `save_dataset`.
    """
    inline, named = isinstance(source, InlineTable), is_file(source)
    file = Path(source).resolve() if named and not inline and source != "-" and Path(source).is_file() else None
    reading = dict(dataset.reading)
    if "validation_data" in reading:
        reading["validation_data"] = str(Path(reading["validation_data"]).resolve())
    return {
        "source": described(source, dataset),
        "path": file and str(file),
        **({"csv": source.csv} if inline else {}),
        **({"kept": True} if dataset.from_memory or not named else {}),
        "name": as_text(dataset.name),
        "fingerprint": fingerprint(dataset),
        "rows": len(dataset.X),
        "features": dataset.feature_names,
        "targets": dataset.targets,
        "target_names": dataset.target_names,
        "reading": reading,
    }


def source_of(about):
    """Where the data of a record are, for `read_data`: rows, a file that is still there, or what they were called.

    Raises `DataError` for data that were in memory.
    """
    if about.get("kept"):
        raise DataError(f"the data were in memory ({about['source']}), no file has them; name a data file")
    if "csv" in about:
        return InlineTable(about["csv"])
    return about["path"] if about["path"] and Path(about["path"]).is_file() else about["source"]


def read_again(config, path, source=None):
    """The `Dataset` that a config.json describes, read again.  Raises `DataError` if it is gone or has changed.

    ``path``: of the folder; ``source``: where the data are now, if not where they were.  Of data that came from no
    file the folder has one.

    The folder may be somebody else's, so a path in it leads to ordinary files alone, no pipe or device; what is there
    is read as a table, never run or written, and used only if its content has the fingerprint that the folder names.
    """
    about, given, name = config["data"], source, Path(path).name
    if about.get("kept") and given is None:
        return _kept(about, Path(path))
    source = source_of(about) if given is None else given
    inline = isinstance(source, InlineTable)
    if source == "-" and given is None:
        raise DataError(f"{name} was trained on standard input, which is gone; name a data file")
    trusted = given is not None or inline or is_bundled(source)
    reading = {**about.get("reading", {}), "task": config["task"]}
    for file in [reading.get("validation_data")] if trusted else [source, reading.get("validation_data")]:
        if file is not None and not Path(file).is_file():
            raise DataError(f"{name} was trained on {file}, where there is no file now; name the data file")
    if about["path"] or given or inline:
        reading["targets"] = about["targets"]
    dataset = source if isinstance(source, Dataset) else read_data(source, **reading)
    now = about_data(dataset, source)
    if now["fingerprint"] != about["fingerprint"]:
        raise DataError(
            f"{now['source']} has changed since {name} was trained on it: {_difference(about, now)}; train again, or "
            "name the old file"
        )
    return dataset


def _kept(about, path):
    """The `Dataset` in a folder's own file."""
    try:
        dataset = open_dataset(path / DATA)
    except FileNotFoundError:
        raise DataError(f"{path} has lost its {DATA}, the data it was trained on; train again") from None
    except ValueError as error:
        raise DataError(str(error)) from None
    if fingerprint(dataset) != about["fingerprint"]:
        raise DataError(f"{path} is damaged: its {DATA} holds other data than it was trained on; train again")
    return dataset


def _difference(then, now):
    """How two records of `about_data` differ, in words."""
    words = []
    if then["rows"] != now["rows"]:
        words.append(f"{then['rows']} rows then, {now['rows']} now")
    for key, what in (("features", "feature"), ("targets", "target"), ("target_names", "label")):
        gone = [str(name) for name in then[key] if name not in now[key]]
        new = [str(name) for name in now[key] if name not in then[key]]
        words += [f"{what} {', '.join(names)} {how}" for names, how in ((gone, "gone"), (new, "new")) if names]
    return "; ".join(words) or "the same rows and columns, other values"
