"""JSON files: written whole or not at all, read within limits, errors in one line."""

import json
import math
from pathlib import Path

from numnet.files.atomic import write_whole
from numnet.files.plain_files import kind, read_plain, reason
from numnet.files.schema import check, shown

MAX_JSON_BYTES = 16 * 2**20
MAX_BRACKETS = 1_000_000  # objects and lists of a file: a short one takes 8 bytes there, 200 in memory
MAX_DEPTH = 50  # of objects and lists within each other


def write_json(path, record):
    """Write a dictionary as JSON, whole or not at all; NaN and infinities become null.

    File names that are no text (bytes outside the locale) keep their bytes.  Raises ValueError for more than
    `read_json` takes.
    """
    content = json_bytes(record)
    try:
        _check_size(content)
    except ValueError as error:
        raise ValueError(f"{path} can't be written: {error}") from None
    write_whole(path, content)


def json_bytes(record):
    """The dictionary as JSON, as `write_json` writes it."""
    text = json.dumps(finite(record), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    return text.encode(errors="backslashreplace")


def _check_size(content):
    """ValueError for more bytes or brackets than a JSON file may have."""
    if len(content) > MAX_JSON_BYTES:
        raise ValueError(f"it has {len(content)} bytes, more than the {MAX_JSON_BYTES} that such a file may have")
    if content.count(b"{") + content.count(b"[") > MAX_BRACKETS:
        raise ValueError(f"it has more than the {MAX_BRACKETS} objects and lists that such a file may have")


def finite(value):
    """The value with None for NaN and infinities, which JSON lacks; through dicts and lists."""
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def read_config(folder, what, form, shape):
    """The config.json in the folder of a ``what``; form: its format; shape: see `numnet.files.schema.check`.

    Raises ValueError, in one line, for another or a damaged folder.
    """
    path = Path(folder) / "config.json"
    if not Path(folder).is_dir() or kind(path) is None:
        raise ValueError(f"{folder} is no {what} folder: it has no config.json")
    config = read_json(path)
    found = config.get("format") if isinstance(config, dict) else None
    if isinstance(found, str) and found != form and found.rpartition("-")[0] == form.rpartition("-")[0]:
        raise ValueError(f"{folder} was written by another numnet ({shown(found)}, not {form}); use that one")
    if found != form:
        raise ValueError(f"{folder} is no {what} folder: its format must be {form}, got {shown(found)}")
    try:
        check(config, shape)
    except ValueError as error:
        raise ValueError(f"{path} is damaged: {error}") from None
    return config


def read_json(path):
    """The content of a JSON file.  Raises ValueError, in one line, if it is damaged, too large or no plain file."""
    try:
        content = read_plain(path, MAX_JSON_BYTES)
        _check_size(content)
        return parse_json(content.decode())
    except (OSError, ValueError) as error:
        raise ValueError(f"{path} can't be read: {reason(error)}") from None


def read_json_stream(stream):
    """The content of an open binary file or pipe.  Raises ValueError as `read_json` does, without the file's name."""
    content = stream.read(MAX_JSON_BYTES + 1)
    if len(content) > MAX_JSON_BYTES:
        raise ValueError(f"it has more than {MAX_JSON_BYTES} bytes")
    return parse_json(content.decode("utf-8-sig"))


def parse_json(text):
    """`json.loads`, with ValueError that says so for what is no JSON, and for too deep nesting too."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON: {error}") from None
    except RecursionError:
        raise ValueError("too many brackets within each other") from None
    _check_depth(value)
    return value


def _check_depth(value):
    """ValueError for more brackets within each other than whoever goes through them, or writes them, can go down."""
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        parts = (part.values() if isinstance(part, dict) else part for part in level if isinstance(part, (dict, list)))
        level = [item for part in parts for item in part if isinstance(item, (dict, list))]
        if not level:
            return
    raise ValueError("too many brackets within each other")
