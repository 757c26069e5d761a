"""Stand-ins for Numba's simulator, in which device code is plain Python: views, and the equations uncompiled."""

import math
import types

import numpy as np
from numba.core.dispatcher import Dispatcher

from numnet.kernels import elementary

_copies = {}  # module name → its equations as plain Python


def vector(buffer, at, size):
    """buffer[at : at + size]."""
    return buffer.reshape(-1)[at : at + size]


def matrix(buffer, at, rows, columns):
    """buffer[at : at + rows · columns] as a (rows, columns) view."""
    return buffer.reshape(-1)[at : at + rows * columns].reshape(rows, columns)


def _real(x):
    """The NumPy type that arithmetic with x is in."""
    return np.float32 if isinstance(x, np.float32) else np.float64


_ELEMENTARY = {
    "exp": lambda x: np.exp(_real(x)(x)),
    "expm1": lambda x: np.expm1(_real(x)(x)),
    "tanh": lambda x: np.tanh(_real(x)(x)),
    "like": lambda x, value: _real(x)(value),
}


# math as the device has it: NaN and ∞ where Python raises, and float32 for float32
_MATH = types.SimpleNamespace(
    **{**vars(math), **{name: getattr(np, name) for name in ("sqrt", "log", "log1p", "sin", "cos", "tan")}},
)
_MATH.erfc = lambda x: _real(x)(math.erfc(x))


def plain(module):
    """The equations of a module of numnet/kernels with none compiled: they take the simulator's arrays and numbers.

    Only exp, expm1, tanh and like, which exist compiled alone, are NumPy's here.
    """
    if module is elementary:
        return types.SimpleNamespace(**_ELEMENTARY)
    if module.__name__ not in _copies:
        names = dict(vars(module))
        _copies[module.__name__] = copy = types.SimpleNamespace()
        for name, value in vars(module).items():
            if name in _ELEMENTARY and getattr(value, "__module__", "") == elementary.__name__:
                names[name] = _ELEMENTARY[name]
            elif name == "math":
                names[name] = _MATH
            elif isinstance(value, Dispatcher):
                code = value.py_func
                names[name] = types.FunctionType(code.__code__, names, name, code.__defaults__)
        vars(copy).update(names)
    return _copies[module.__name__]
