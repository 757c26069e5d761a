"""What a file may hold, said once: shapes of records, and the limits of a model.

A file may come from anybody.  It is never run, and nothing in it decides how much memory is taken before it has been
looked at: whatever does not fit is refused in one line that names the place.
"""

import sys
from itertools import pairwise
from typing import Any, NamedTuple

from numnet.registry import ACTIVATIONS, INITIALIZERS, LOSSES, TASKS

MOST_LAYERS = 1000
MOST_PARAMETERS = 2**31
MOST_SEEDS = 10**6
MOST_ROWS = 10**7  # of the curves of a comparison


class Kind(NamedTuple):
    """Values that ``holds`` says yes to; ``words`` describe them."""

    words: str
    holds: Any


def _number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= sys.float_info.max


def _text(value):
    return isinstance(value, str) and not any("\ud800" <= letter <= "\udfff" for letter in value)  # half a character


TEXT = Kind("text", _text)
PATH = Kind("text", lambda value: isinstance(value, str))  # names of files may be no text: Python keeps their bytes so
FLAG = Kind("true or false", lambda value: isinstance(value, bool))
NUMBER = Kind("a finite number", _number)
POSITIVE = Kind("a number > 0", lambda value: _number(value) and value > 0)
SHARE = Kind("a number >= 0 and < 1", lambda value: _number(value) and 0 <= value < 1)


def whole(at_least=0, most=2**63 - 1):
    """The kind of whole numbers within bounds."""
    words = f"a whole number from {at_least} to {most}" if most < 2**63 - 1 else f"a whole number >= {at_least}"
    return Kind(words, lambda value: type(value) is int and at_least <= value <= most)


def one_of(names):
    """The kind of these names."""
    return Kind(f"one of {', '.join(names)}", lambda value: isinstance(value, str) and value in names)


def optional(kind):
    """The kind, or nothing."""
    return Kind(f"{kind.words}, or null", lambda value: value is None or kind.holds(value))


def check(value, shape, where=""):
    """Raises ValueError naming the place unless ``value`` has that shape.

    shape: a `Kind`; [shape] for a list of such values; {key: shape} for a dictionary that has at least these keys;
    a key that ends in "?" may be missing, the key ... stands for every key.
    """
    if isinstance(shape, Kind):
        if not shape.holds(value):
            raise ValueError(f"{where} must be {shape.words}, got {shown(value)}")
        return
    if not isinstance(value, type(shape)):
        kind = "a list" if isinstance(shape, list) else "an object"
        raise ValueError(f"{where or 'the whole'} must be {kind}, got {shown(value)}")
    if isinstance(shape, list):
        for k, item in enumerate(value):
            check(item, shape[0], f"{where}[{k}]")
        return
    for key, inner in shape.items():
        for name in value if key is ... else [key.removesuffix("?")]:
            place = f"{where}.{name}" if where else name
            if name in value:
                check(value[name], inner, place)
            elif not key.endswith("?"):
                raise ValueError(f"{place} is missing")


def shown(value):
    """A value as a message quotes it: on one line, not too long."""
    try:
        text = ascii(value)
    except (RecursionError, ValueError):  # too deep; a whole number of thousands of digits
        text = type(value).__name__
    return text if len(text) <= 40 else text[:37] + "..."


NAMES = Kind("a list of names", lambda value: isinstance(value, list) and all(map(TEXT.holds, value)))
READING = {"targets?": optional(NAMES), "task?": TEXT, "columns?": optional(NAMES), "exclude?": optional(NAMES),
           "missing?": TEXT, "split?": TEXT, "validation_data?": optional(PATH), "test?": SHARE,
           "weights?": optional(TEXT), "class_weight?": optional(TEXT)}  # fmt: skip
FORM = Kind("null, or three texts", lambda value: value is None or (NAMES.holds(value) and len(value) == 3))
COLUMNS = {"features": [{"name": TEXT, "kind": one_of(("number", "boolean", "text")), "form": FORM, "levels": NAMES,
                         "other": FLAG, "missing": FLAG}],
           "fill": optional(Kind("a list of finite numbers", lambda value: isinstance(value, list)
                                 and all(map(NUMBER.holds, value))))}  # fmt: skip
DATA = {"source": PATH, "path": optional(PATH), "name": PATH, "fingerprint": TEXT, "rows": whole(),
        "features": [TEXT], "targets": [TEXT], "target_names": [TEXT], "reading?": READING}  # fmt: skip

# --- models -----------------------------------------------------------------------------------------------------------


def check_sizes(sizes):
    """ValueError for more layers or parameters than a network may have."""
    if len(sizes) - 1 > MOST_LAYERS:
        raise ValueError(f"sizes must name at most {MOST_LAYERS} layers, got {len(sizes) - 1}")
    count = sum(a * b + b for a, b in pairwise(sizes))
    if count > MOST_PARAMETERS:
        raise ValueError(f"sizes must give at most {MOST_PARAMETERS} parameters, got {shown(count)}")


def check_model(about, tensors):
    """ValueError unless the metadata describe a network, and the arrays are its weights: names, shapes, dtype, finite.

    Only then is a network made of them; its size is that of the arrays in the file.
    """
    import numpy as np

    check(about, {"sizes": [whole(1)], "activation": [one_of(ACTIVATIONS)], "task": one_of(TASKS),
                  "loss": one_of(LOSSES), "init": one_of(("auto", *INITIALIZERS)), "seed": whole(),
                  "target_names": optional(NAMES), "feature_names": optional(NAMES)})  # fmt: skip
    sizes = about["sizes"]
    check_sizes(sizes)
    expected = {}
    for l, (a, b) in enumerate(pairwise(sizes), 1):
        expected |= {f"W{l}": (a, b), f"b{l}": (b,)}
    if {name: tensor.shape for name, tensor in tensors.items()} != expected:
        raise ValueError(f"the tensors do not fit the layer sizes {shown(sizes)}")
    kinds = {tensor.dtype.name for tensor in tensors.values()}
    if len(kinds) != 1 or not kinds <= {"float32", "float64"}:
        raise ValueError(f"the weights must all be float32 or all float64, got {', '.join(sorted(kinds)) or 'none'}")
    for name, tensor in tensors.items():
        if not np.isfinite(tensor).all():
            raise ValueError(f"{name} must be finite, of shape {tensor.shape}")
    features = about["feature_names"]
    if features is not None and (len(features) != sizes[0] or len(set(features)) != sizes[0]):
        raise ValueError(f"feature_names must be {sizes[0]} different names, got {shown(features)}")


def finite_array(values):
    """float64 (n,) of a list of finite numbers.  Raises ValueError for whatever else it is."""
    import numpy as np

    check(values, [NUMBER], "a list of numbers")
    return np.array(values, dtype=np.float64)


def check_scaler(scaler, inputs, outputs):
    """ValueError unless a `Scaler` fits a network of so many inputs and outputs, and turns finite into finite."""
    import numpy as np

    parts = {"mean": inputs, "scale": inputs, "target_mean": outputs, "target_scale": outputs}
    for name, size in parts.items():
        values = getattr(scaler, name)
        if values is None and name.startswith("target"):
            continue
        if values is None or values.shape != (size,) or not np.isfinite(values).all():
            raise ValueError(f"the scaler's {name} must be {size} finite numbers")
        if name.endswith("scale") and not (values > 0).all():
            raise ValueError(f"the scaler's {name} must be > 0")
    if (scaler.target_mean is None) != (scaler.target_scale is None):
        raise ValueError("the scaler needs both target_mean and target_scale, or neither")
