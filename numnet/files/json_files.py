"""JSON files: written whole or not at all, read within limits, errors in one line."""

import json
import math
from pathlib import Path

from numnet.files.atomic import write_whole
from numnet.files.schema import check

MAX_JSON_BYTES = 64 * 2**20


def write_json(path, record):
    """Write a dictionary as JSON, whole or not at all; NaN and infinities become null.

    File names that are no text (bytes outside the locale) keep their bytes.
    """
    write_whole(path, json_bytes(record))


def json_bytes(record):
    """The dictionary as JSON, as `write_json` writes it."""
    text = json.dumps(finite(record), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    return text.encode(errors="backslashreplace")


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
    """The content of a JSON file.  Raises ValueError, in one line, if it is damaged or larger than `MAX_JSON_BYTES`."""
    path = Path(path)
    try:
        if path.stat().st_size > MAX_JSON_BYTES:
            raise ValueError(f"it has more than {MAX_JSON_BYTES} bytes")
        return parse_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"{path} can't be read: {error}") from None


def read_json_stream(stream):
    """The content of an open binary file or pipe.  Raises ValueError as `read_json` does, without the file's name."""
    content = stream.read(MAX_JSON_BYTES + 1)
    if len(content) > MAX_JSON_BYTES:
        raise ValueError(f"it has more than {MAX_JSON_BYTES} bytes")
    return parse_json(content.decode("utf-8-sig"))


def parse_json(text):
    """`json.loads`, with ValueError that says so for what is no JSON, and for too deep nesting too."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON: {error}") from None
    except RecursionError:
        raise ValueError("too many brackets within each other") from None
