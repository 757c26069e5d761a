"""safetensors files: arrays, and a dictionary beside them."""

import json
import os

from numnet.files.atomic import write_whole
from numnet.files.json_files import MAX_JSON_BYTES, parse_json
from numnet.files.plain_files import open_plain, reason

MAX_TENSOR_BYTES = 4 * 2**30


def write_tensors(path, tensors, about):
    """Write arrays {name: array} and ``about``, a dictionary, as a safetensors file, whole or not at all.

    Raises OSError; ValueError for more than `read_tensors` takes.
    """
    from safetensors.numpy import save

    size = sum(array.nbytes for array in tensors.values())
    if size > MAX_TENSOR_BYTES - MAX_JSON_BYTES:
        raise ValueError(f"{path} can't be written: its arrays have {size} bytes, more than the "
                         f"{MAX_TENSOR_BYTES - MAX_JSON_BYTES} that such a file may have")  # fmt: skip
    content = save(tensors, {"numnet": json.dumps(about, ensure_ascii=False)})
    if len(content) - size > MAX_JSON_BYTES:
        raise ValueError(f"{path} can't be written: its head has {len(content) - size} bytes, more than the "
                         f"{MAX_JSON_BYTES} that it may have; give fewer columns")  # fmt: skip
    write_whole(path, content)


def read_tensors(path, kind, form, most):
    """(about, {name: array}) of a file that `write_tensors` wrote; nothing in it is ever run.

    ``most(about)``: the bytes that the arrays of such a file have at most; they are read if they are within.  Raises
    FileNotFoundError, or ValueError in one line for a damaged file, one that is larger, or one of another ``kind`` or
    format.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        with open_plain(path, MAX_TENSOR_BYTES) as file:
            size = os.fstat(file.fileno()).st_size
            metadata = _metadata(file, size)
            about = _about(path, kind, form, metadata)
            if size > most(about) + MAX_JSON_BYTES:
                raise ValueError(f"it has {size} bytes, more than its arrays can have")
            file.seek(0)
            return about, load(file.read(size))
    except FileNotFoundError:
        raise FileNotFoundError(f"no {kind} file {path}") from None
    except _Other as error:
        raise ValueError(str(error)) from None
    except (SafetensorError, OSError, ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
        raise ValueError(f"{path} is damaged, or no safetensors file: {reason(error)[:300]}") from None


class _Other(Exception):
    """A sound file, but not one that is wanted."""


def _about(path, kind, form, metadata):
    """The dictionary of `write_tensors` in a file's metadata."""
    if "numnet" not in metadata:
        raise _Other(f"{path} is not a numnet {kind}: its metadata lack the key numnet")
    try:
        about = parse_json(metadata["numnet"])
        if about["format"] != form:
            raise ValueError(f"its format is {about['format']}, not {form}")
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        raise _Other(f"{path} is damaged: {error}") from None
    return about


def _metadata(file, size):
    """The texts in a file's head.  ValueError unless head and arrays fill its ``size``: told before they are read."""
    length = int.from_bytes(file.read(8), "little")
    if length > MAX_JSON_BYTES:
        raise ValueError(f"its head has {length} bytes, more than the {MAX_JSON_BYTES} that it may have")
    head = parse_json(file.read(length))
    about = head.pop("__metadata__", None)
    end = max((entry["data_offsets"][1] for entry in head.values()), default=0)
    if 8 + length + end != size:
        raise ValueError(f"its arrays end at byte {8 + length + end} of {size}")
    return about if isinstance(about, dict) else {}
