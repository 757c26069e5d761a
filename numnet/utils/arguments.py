"""Checks of arguments: each returns the value, or raises naming the argument, the value and what is allowed."""

import math


def number(name, value, *, above=None, at_least=None, below=None):
    """A finite float within bounds.  TypeError for what is no number, ValueError for one out of bounds."""
    if isinstance(value, bool) or not hasattr(value, "__float__") or isinstance(value, str):
        raise TypeError(f"{name} must be a number, got {value!r}")
    value = float(value)
    bounds = [
        text
        for text, bound in ((f"> {above}", above), (f">= {at_least}", at_least), (f"< {below}", below))
        if bound is not None
    ]
    inside = (
        math.isfinite(value)
        and (above is None or value > above)
        and (at_least is None or value >= at_least)
        and (below is None or value < below)
    )
    if not inside:
        raise ValueError(
            f"{name} must be {' and '.join(bounds if math.isfinite(value) else ['finite', *bounds])}, got {value:g}"
        )
    return value


def flag(name, value):
    """True or False, NumPy's too.  TypeError for anything else."""
    if type(value).__name__ not in ("bool", "bool_"):
        raise TypeError(f"{name} must be True or False, got {value!r}")
    return bool(value)


def integer(name, value, *, at_least):
    """An int not below a bound, and within 64 bits; NumPy integers too."""
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise TypeError(f"{name} must be an integer >= {at_least}, got {value!r}")
    value = value.__index__()
    if value < at_least:
        raise ValueError(f"{name} must be an integer >= {at_least}, got {value}")
    if value >= 2**63:
        raise ValueError(f"{name} must be below 2**63, got {value}")
    return value


def options(what, text, types):
    """{"floor": 0.1, "warmup": 100} from "floor=0.1,warmup=100"; types: {name: int, float or bool}.  Raises ValueError.

    A bool is true or false.
    """
    values = {}
    for pair in filter(None, text.split(",")):
        key, equals, value = (part.strip() for part in pair.partition("="))
        if key not in types or not equals:
            allowed = ", ".join(f"{name}=..." for name in types) or "no options"
            raise ValueError(f"{what} takes {allowed}; got {pair!r}")
        if types[key] is bool and value.lower() not in ("true", "false"):
            raise ValueError(f"{what}: {key} must be true or false, got {value!r}")
        try:
            values[key] = value.lower() == "true" if types[key] is bool else types[key](value)
        except ValueError:
            raise ValueError(f"{what}: {key} must be a number, got {value!r}") from None
    return values
