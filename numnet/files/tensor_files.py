"""safetensors files: arrays, and a dictionary beside them."""

import json
from pathlib import Path

from numnet.files.atomic import write_whole
from numnet.files.json_files import parse_json


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
