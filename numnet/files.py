"""Files written whole or not at all."""

import csv
import json
import math
import os
import platform
import re
import shutil
import tempfile
from contextlib import suppress
from itertools import chain
from pathlib import Path

from numnet.lock import running
from numnet.validation import check

MOST_JSON_BYTES = 64 * 2**20
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # of cells that spreadsheets take for formulas
PACKAGE = Path(__file__).resolve().parent


def companion(name):
    """The path of a file that comes with numnet, such as ``datasets/iris.csv``.  Raises FileNotFoundError.

    It lies inside the installed package, or beside the package in a clone.
    """
    for folder in (PACKAGE, PACKAGE.parent):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(f"{name} is missing from {PACKAGE} and {PACKAGE.parent}; reinstall numnet")


def write_whole(path, data):
    """Write ``data`` (bytes or str) to path: a temporary file beside it, fsync, rename.  Raises OSError.

    Whoever looks at path, even after a power cut, sees the old file or the new one, never a part; and of two files
    written one after the other never the second without the first.
    """
    path = Path(path)
    data = data.encode() if isinstance(data, str) else data
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=temporary_prefix())
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~umask())
        os.replace(temporary, path)
        _sync_folder(path.parent)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):  # name the file that was asked for, not the temporary one
            raise OSError(error.errno, error.strerror or str(error), str(path)) from None
        raise


def write_json(path, record):
    """Write a dictionary as JSON, whole or not at all; NaN and infinities become null.

    File names that are no text (bytes outside the locale) keep their bytes.
    """
    text = json.dumps(finite(record), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    write_whole(path, text.encode(errors="backslashreplace"))


def finite(value):
    """The value with None for NaN and infinities, which JSON lacks; through dicts and lists."""
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def as_text(name):
    """The name of a file as text: bytes outside the locale are taken for UTF-8, and replaced where they are none."""
    return name.encode(errors="surrogateescape").decode(errors="replace")


def temporary_prefix():
    """How the names of files and folders begin that are not ready yet: hidden, with host and process."""
    return f".{platform.node()}-{os.getpid()}-"


def clear_leftovers(folder):
    """Delete what processes of this host that are gone have left unfinished in a folder."""
    pattern = re.compile(rf"\.{re.escape(platform.node())}-(\d+)-\w+")
    with suppress(OSError):
        for path in list(Path(folder).iterdir()):
            found = pattern.fullmatch(path.name)
            if found and not running(int(found[1])):
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _sync_folder(folder):
    """Make a rename in it last, in the order of renames, where the file system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read_config(folder, what, form, shape):
    """What config.json in the folder of a ``what`` holds; ``shape``: what must be in it, as `validation.check` has it.

    Raises ValueError, in one line, for another or a damaged folder.
    """
    path = Path(folder) / "config.json"
    if not path.is_file():
        raise ValueError(f"{folder} is no {what} folder: it has no config.json")
    config = read_json(path)
    if not isinstance(config, dict) or config.get("format") != form:
        raise ValueError(f"{folder} is no {what} folder of this version (format {form})")
    try:
        check(config, shape)
    except ValueError as error:
        raise ValueError(f"{path} is damaged: {error}") from None
    return config


def read_json(path):
    """What a JSON file holds.  Raises ValueError, in one line, for whatever is none, or is longer than any of ours."""
    path = Path(path)
    try:
        if path.stat().st_size > MOST_JSON_BYTES:
            raise ValueError(f"it has more than {MOST_JSON_BYTES} bytes")
        return parse_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"{path} can't be read: {error}") from None


def parse_json(text):
    """`json.loads`, which says ValueError of brackets without end, too."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("too many brackets within each other") from None


def csv_text(header, rows):
    """The text of a CSV file; no spreadsheet takes a cell of it for a formula, see `harmless`."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")  # so that a cell with either of them is put in quotes
    writer.writerows([harmless(cell) for cell in row] for row in chain([header], rows))
    return "".join(lines)


class _Lines(list):
    """What a CSV writer writes, with the line ends of Unix."""

    def write(self, line):
        self.append(line[:-2] + "\n")


def harmless(cell):
    """The cell; text that a spreadsheet would run as a formula with an apostrophe in front, which makes it text there.

    Numbers stay as they are, also those written as text.

    >>> harmless("=1+2"), harmless("-1.5"), harmless(-1.5), harmless("a=b")
    ("'=1+2", '-1.5', -1.5, 'a=b')
    """
    if not isinstance(cell, str) or not cell.startswith(FORMULA_STARTS):
        return cell
    with suppress(ValueError):
        float(cell)
        return cell
    return "'" + cell


def read_csv_text(path):
    """The rows of a CSV file as lists of text.  Raises OSError, or ValueError for what is no such file."""
    try:
        with open(path, newline="", encoding="utf-8") as file:
            return list(csv.reader(file))
    except csv.Error as error:
        raise ValueError(str(error)) from None


def write_tensors(path, tensors, about):
    """Write arrays {name: array} and ``about``, a dictionary, as a safetensors file, whole or not at all."""
    from safetensors.numpy import save

    write_whole(path, save(tensors, {"numnet": json.dumps(about, ensure_ascii=False)}))


def read_tensors(path, kind, form):
    """(about, {name: array}) of a file that `write_tensors` wrote; nothing in it is ever run.

    Raises FileNotFoundError, or ValueError in one line for a damaged file, or one of another ``kind`` or format.
    """
    from safetensors import SafetensorError, safe_open

    if not Path(path).is_file():
        raise FileNotFoundError(f"no {kind} file {path}")
    try:
        with safe_open(path, framework="numpy") as file:
            about, tensors = file.metadata() or {}, {key: file.get_tensor(key) for key in file.keys()}
    except (SafetensorError, OSError, ValueError, TypeError) as error:
        raise ValueError(f"{path} is damaged, or no safetensors file: {error}") from None
    if "numnet" not in about:
        raise ValueError(f"{path} is not a numnet {kind}: its metadata lack the key numnet")
    try:
        about = parse_json(about["numnet"])
        if about["format"] != form:
            raise ValueError(f"its format is {about['format']}, not {form}")
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"{path} is damaged: {error}") from None
    return about, tensors


def umask():
    """The process's file mode mask."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
