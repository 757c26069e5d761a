"""Stand-ins for Numba's simulator, in which device code is plain Python: views, and equations that are not compiled."""

import math
import sys
import types

import numpy as np
from numba.core.dispatcher import Dispatcher

_copies = {}  # module name → its functions as plain Python


def vector(buffer, at, size):
    """buffer[at : at + size]."""
    return buffer.reshape(-1)[at : at + size]


def four_at(array, at):
    """array[at], …, array[at + 3]."""
    return tuple(array[at : at + 4])


def matrix(buffer, at, rows, columns):
    """buffer[at : at + rows · columns] as a (rows, columns) view."""
    return buffer.reshape(-1)[at : at + rows * columns].reshape(rows, columns)


def _real(x):
    """The NumPy type that arithmetic with x is in."""
    return np.float32 if isinstance(x, np.float32) else np.float64


_REPLACED = {
    "numnet.kernels.elementary": {
        "exp": lambda x: np.exp(_real(x)(x)),
        "expm1": lambda x: np.expm1(_real(x)(x)),
        "tanh": lambda x: np.tanh(_real(x)(x)),
        "cast_like": lambda x, value: _real(x)(value),
    },
    "numnet.cpu.intrinsics.views": {"vector": vector, "matrix": matrix},
}
# math as the device has it: NaN and ∞ where Python raises, and float32 for float32
_MATH = types.SimpleNamespace(
    **{**vars(math), **{name: getattr(np, name) for name in ("sqrt", "log", "log1p", "sin", "cos", "tan")}},
)
_MATH.erfc = lambda x: _real(x)(math.erfc(x))


def plain(module):
    """The functions of a module of numnet/kernels or numnet/cpu with none compiled: they take the simulator's arrays.

    Only what exists compiled alone is something else here: exp, expm1, tanh, cast_like are NumPy's, views are slices.
    """
    if module.__name__ not in _copies:
        names = dict(vars(module))
        _copies[module.__name__] = types.SimpleNamespace()
        for name, value in vars(module).items():
            home = getattr(value, "__module__", None)
            if value is math:
                names[name] = _MATH
            elif isinstance(value, types.ModuleType) and value.__name__.startswith("numnet.kernels."):
                names[name] = plain(value)
            elif home in _REPLACED and name in _REPLACED[home]:
                names[name] = _REPLACED[home][name]
            elif isinstance(value, Dispatcher) and home == module.__name__:
                code = value.py_func
                names[name] = types.FunctionType(code.__code__, names, name, code.__defaults__)
            elif isinstance(value, Dispatcher):
                names[name] = getattr(plain(sys.modules[home]), name)
        vars(_copies[module.__name__]).update(names)
    return _copies[module.__name__]
