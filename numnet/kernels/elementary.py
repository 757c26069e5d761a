"""exp, expm1, tanh and constants, as equations and loops call them, for float32 and float64 alike.

Light to import: what the compiler puts in their place is in ``numnet/kernels/compiler/elementary.py``.
"""


def exp(x):
    """eˣ for float32 or float64, error below 2 units in the last place."""
    raise NotImplementedError("called from kernels only")


def expm1(x):
    """eˣ − 1, exact near 0, error below 3 units in the last place."""
    raise NotImplementedError("called from kernels only")


def tanh(x):
    """tanh x = (e²ˣ − 1) / (e²ˣ + 1), error below 4 units in the last place."""
    raise NotImplementedError("called from kernels only")


def cast_like(x, value):
    """The constant ``value`` in the dtype of x: a bare literal would lift float32 arithmetic to float64."""
    raise NotImplementedError("called from kernels only")
