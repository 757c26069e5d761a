"""Scalar equations as plain functions that become kernels when they are first needed; no Numba here.

A registry may keep an equation beside its formula, its source and its colour, and ``numnet --help`` reads registries.
"""

import functools


class Equation:
    """A scalar equation that is folded into every compiled loop that calls it.

    Numba, and Python when it calls the equation, see the compiled function, which is made at the first use.
    ``function`` is the plain Python function.
    """

    def __init__(self, function):
        functools.update_wrapper(self, function)
        self.function = function

    @functools.cached_property
    def compiled(self):
        """The dispatcher of Numba."""
        from numnet.kernels.compiler.jit import jit_inline

        return jit_inline(self.function)

    def __call__(self, *arguments):
        return self.compiled(*arguments)

    def __getattr__(self, name):  # `_numba_type_`, `targetoptions`, `py_func`: what Numba asks of a dispatcher
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.compiled, name)

    def __reduce__(self):  # pickled, and copied, by its name
        return self.__qualname__

    def __repr__(self):
        return f"<equation {self.__name__}>"


def equation(function):
    """Decorator of a scalar equation: an :class:`Equation`."""
    return Equation(function)
