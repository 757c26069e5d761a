"""Elementary functions and constants, as equations and loops call them, for float32 and float64 alike.

Light to import: what the compiler puts in their place is in ``numnet/kernels/compiler/elementary.py``.  Errors are in
units in the last place, over the whole range.
"""


def _stub(*arguments):
    raise NotImplementedError("called from kernels only")


def exp(x):
    """eˣ, error below 2 units."""
    _stub(x)


def expm1(x):
    """eˣ − 1, exact near 0, error below 3 units."""
    _stub(x)


def tanh(x):
    """tanh x = (e²ˣ − 1) / (e²ˣ + 1), error below 4 units."""
    _stub(x)


def log(x):
    """ln x, error below 1 unit."""
    _stub(x)


def log1p(x):
    """ln(1 + x), exact near 0, error below 2 units."""
    _stub(x)


def sin(x):
    """sin x, error below 1 unit."""
    _stub(x)


def cos(x):
    """cos x, error below 1 unit."""
    _stub(x)


def tan(x):
    """tan x, error below 3 units."""
    _stub(x)


def erfc(x):
    """erfc x = 2/√π ∫ₓ^∞ e^(−t²) dt, error below 8 units."""
    _stub(x)


def power(x, y):
    """xʸ for float64 x and y, error below 4 units; of a negative x NaN, unless y is whole."""
    _stub(x, y)


def cast_like(x, value):
    """The constant ``value`` in the dtype of x: a bare literal would lift float32 arithmetic to float64."""
    _stub(x, value)
