"""Numbers that were rounded on the way: a value, and how far the exact one may lie from it."""

import numpy as np


class Rounded(np.lib.mixins.NDArrayOperatorsMixin):
    """An array of numbers and of their errors: each exact number lies within ``value`` ± ``error``.

    What is computed from them has the error that theirs can make, to first order; it is never too small where a number
    comes in twice.

    >>> a = Rounded([0.66], 0.005) * Rounded([2.0], 0.0)
    >>> a.value, a.error
    (array([1.32]), array([0.01]))
    """

    def __init__(self, value, error=0.0):
        self.value = np.asarray(value, np.float64)
        self.error = np.broadcast_to(np.asarray(error, np.float64), self.value.shape)

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        if method != "__call__" or options:
            return NotImplemented
        parts = [part if isinstance(part, Rounded) else Rounded(part) for part in inputs]
        return _product(*parts) if ufunc is np.matmul else spread(ufunc, *parts)

    def __getitem__(self, index):
        return Rounded(self.value[index], self.error[index])

    @property
    def ndim(self):
        """Axes, as `numpy.ndim` asks for them."""
        return self.value.ndim

    @property
    def T(self):
        """Rows and columns exchanged."""
        return Rounded(self.value.T, self.error.T)

    def sum(self, axis=None, keepdims=False):
        """The sum, in which the errors may all go the same way."""
        return Rounded(*(part.sum(axis, keepdims=keepdims) for part in (self.value, self.error)))


def spread(function, *parts):
    """``function`` of `Rounded` numbers, element by element: its value, and how far their errors can move it.

    Where it is not defined on one side of a number, the other side tells; the error is infinite where neither does.
    """
    values = [part.value for part in parts]
    with np.errstate(all="ignore"):
        value = np.asarray(function(*values))
        error = np.zeros(value.shape)
        for at, part in enumerate(parts):
            moved = [function(*values[:at], part.value + sign * part.error, *values[at + 1 :]) for sign in (1, -1)]
            moves = [np.where(part.error == 0, 0.0, abs(other - value)) for other in moved]
            error = error + np.fmax(*moves)
    return Rounded(value, np.where(np.isnan(error), np.inf, error))


def _product(a, b):
    """The matrix product."""
    with np.errstate(all="ignore"):
        error = abs(a.value) @ b.error + a.error @ (abs(b.value) + b.error)
        return Rounded(a.value @ b.value, np.where(np.isnan(error), np.inf, error))
