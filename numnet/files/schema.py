"""Shapes of the records in files, and the check of a record against its shape.

A file may come from anybody.  It is never run, and nothing in it decides how much memory is taken before it has been
looked at: whatever does not fit is refused in one line that names the place.
"""

import sys
from typing import Any, NamedTuple


class Kind(NamedTuple):
    """A kind of values: ``holds(value)`` tells whether a value is of it, ``words`` describe it in messages."""

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
    """The `Kind` of whole numbers within bounds."""
    words = f"a whole number from {at_least} to {most}" if most < 2**63 - 1 else f"a whole number >= {at_least}"
    return Kind(words, lambda value: type(value) is int and at_least <= value <= most)


def one_of(names):
    """The `Kind` of these names."""
    return Kind(f"one of {', '.join(names)}", lambda value: isinstance(value, str) and value in names)


def optional(kind):
    """The `Kind`, or null."""
    return Kind(f"{kind.words}, or null", lambda value: value is None or kind.holds(value))


def check(value, shape, where=""):
    """Raise ValueError, naming the place, unless ``value`` has the shape.

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


def finite_array(values):
    """A list of finite numbers as an array (n,) float64.  Raises ValueError for anything else."""
    import numpy as np

    check(values, [NUMBER], "a list of numbers")
    return np.array(values, dtype=np.float64)
