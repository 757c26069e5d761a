"""The record of the data in config.json, and the same data read again."""

from pathlib import Path

from numnet.data import DataError, fingerprint, is_bundled, read_data
from numnet.files.atomic import as_text


def about_data(dataset, source):
    """The record of the data in config.json; ``source`` is what the command line called them."""
    file = Path(source).resolve() if source != "-" and Path(source).is_file() else None
    reading = dict(dataset.reading)
    if "validation_data" in reading:
        reading["validation_data"] = str(Path(reading["validation_data"]).resolve())
    return {
        "source": str(source),
        "path": file and str(file),
        "name": as_text(dataset.name),
        "fingerprint": fingerprint(dataset),
        "rows": len(dataset.X),
        "features": dataset.feature_names,
        "targets": dataset.targets,
        "target_names": dataset.target_names,
        "reading": reading,
    }


def read_again(config, name, source=None):
    """The `Dataset` recorded in the config.json of the folder ``name``.  Raises `DataError` if it has changed.

    ``source``: where it is now, if not where it was.

    The folder may be somebody else's, so a path in it leads to ordinary files alone, no pipe or device; what is there
    is read as a table, never run or written, and used only if its content has the fingerprint that the folder names.
    """
    about, given = config["data"], source
    source = about["path"] if about["path"] and Path(about["path"]).is_file() else about["source"]
    source = source if given is None else given
    if source == "-" and given is None:
        raise DataError(f"{name} was trained on standard input, which is gone; name a data file")
    trusted = given is not None or is_bundled(source)
    reading = {**about.get("reading", {}), "task": config["task"]}
    for file in [reading.get("validation_data")] if trusted else [source, reading.get("validation_data")]:
        if file is not None and not Path(file).is_file():
            raise DataError(f"{name} was trained on {file}, where there is no file now; name the data file")
    if about["path"] or given:
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
