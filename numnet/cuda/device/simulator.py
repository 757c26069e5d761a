"""Stand-ins for Numba's simulator, in which device code is plain Python: views, and equations that are not compiled."""

import math
import sys
import types

import numpy as np
from numba.core.dispatcher import Dispatcher

from numnet.kernels.compiler.equation import Equation

_copies = {}  # module name → its functions as plain Python


def vector(buffer, at, size):
    """buffer[at : at + size]."""
    return buffer.reshape(-1)[at : at + size]


def four_at(array, at):
    """array[at], …, array[at + 3]."""
    return tuple(array[at : at + 4])


def constants(cls):
    """A class whose attributes compiled device code sees as constants; here it is a class as any other."""
    return cls


def matrix(buffer, at, rows, columns):
    """buffer[at : at + rows · columns] as a (rows, columns) view."""
    return buffer.reshape(-1)[at : at + rows * columns].reshape(rows, columns)


def _real(x):
    """The NumPy type that arithmetic with x is in."""
    return np.float32 if isinstance(x, np.float32) else np.float64


def _numpy(name):
    """A function of NumPy for one number, in the number's type."""
    return lambda x: getattr(np, name)(_real(x)(x))


_REPLACED = {
    "numnet.kernels.elementary": {
        **{name: _numpy(name) for name in ("exp", "expm1", "tanh", "log", "log1p", "sin", "cos", "tan")},
        "erfc": lambda x: _real(x)(math.erfc(x)),
        "power": np.power,
        "cast_like": lambda x, value: _real(x)(value),
    },
    "numnet.cpu.intrinsics.views": {"vector": vector, "matrix": matrix},
}
_MATH = types.SimpleNamespace(**{**vars(math), "sqrt": np.sqrt})  # NaN where Python raises; float32 for float32


def plain(module):
    """The functions of a module of numnet/kernels or numnet/cpu with none compiled: they take the simulator's arrays.

    Only what exists compiled alone is something else here: elementary functions are NumPy's, views are slices.
    """
    if module.__name__ not in _copies:
        names, copy = dict(vars(module)), types.SimpleNamespace()
        _copies[module.__name__] = copy
        for name, value in vars(module).items():
            names[name] = value if name.startswith("__") else _plain(value, module, names)
        vars(copy).update(names)
    return _copies[module.__name__]


def _plain(value, module, names):
    """What stands in the place of a value in a module whose names these are."""
    home, name = getattr(value, "__module__", None), getattr(value, "__name__", None)
    if value is math:
        return _MATH
    if isinstance(value, types.ModuleType) and name.startswith("numnet.kernels."):
        return plain(value)
    if home in _REPLACED and name in _REPLACED[home]:
        return _REPLACED[home][name]
    if isinstance(value, dict):
        return {key: _plain(inner, module, names) for key, inner in value.items()}
    if not isinstance(value, (Dispatcher, Equation)):
        return value
    if home != module.__name__:
        return getattr(plain(sys.modules[home]), name)
    code = value.function if isinstance(value, Equation) else value.py_func
    if code.__globals__ is not vars(module):  # a function that was written out
        names = {key: _plain(inner, module, names) for key, inner in code.__globals__.items() if key != "__builtins__"}
    return types.FunctionType(code.__code__, names, name, code.__defaults__)
