"""The record of the data in config.json, and reading the same data again from it."""

from pathlib import Path

from numnet.data import DataError, fingerprint, is_bundled, read_data
from numnet.data.tables.byte_source import InlineTable
from numnet.files.atomic import as_text


def about_data(dataset, source):
    """The record of a `Dataset` for config.json; ``source``: its name on the command line."""
    inline = isinstance(source, InlineTable)
    file = Path(source).resolve() if not inline and source != "-" and Path(source).is_file() else None
    reading = dict(dataset.reading)
    if "validation_data" in reading:
        reading["validation_data"] = str(Path(reading["validation_data"]).resolve())
    return {
        "source": str(source),
        "path": file and str(file),
        **({"csv": source.csv} if inline else {}),
        "name": as_text(dataset.name),
        "fingerprint": fingerprint(dataset),
        "rows": len(dataset.X),
        "features": dataset.feature_names,
        "targets": dataset.targets,
        "target_names": dataset.target_names,
        "reading": reading,
    }


def source_of(about):
    """Where the data of a record are, for `read_data`: rows, a file that is still there, or what they were called."""
    if "csv" in about:
        return InlineTable(about["csv"])
    return about["path"] if about["path"] and Path(about["path"]).is_file() else about["source"]


def read_again(config, path, source=None):
    """The `Dataset` that a config.json describes, read again.  Raises `DataError` if it is gone or has changed.

    ``path``: of the folder; ``source``: where the data are now, if not where they were.

    The folder may be somebody else's, so a path in it leads to ordinary files alone, no pipe or device; what is there
    is read as a table, never run or written, and used only if its content has the fingerprint that the folder names.
    """
    about, given, name = config["data"], source, Path(path).name
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
    dataset = read_data(source, **reading)
    if fingerprint(dataset) != about["fingerprint"]:
        raise DataError(
            f"{source} has changed since {name} was trained on it: {_difference(about, about_data(dataset, source))}; "
            "train again, or name the old file"
        )
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
