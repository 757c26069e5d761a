"""What there is to say about an activation, once: its equations, formulas, source, f for exports, and its traits."""

from collections.abc import Callable
from typing import NamedTuple

from numnet.kernels.compiler.equation import Equation


class ActivationEquations(NamedTuple):
    """An activation: its equations, and what is said of them.  A file of this folder holds one, as ``ACTIVATION``.

    ``numpy``: f of an array ``net`` as an expression of Python, with NumPy as ``np`` and with ``math``; the exported
    predictor evaluates it.  ``onnx(op, net)``: f in ONNX; ``op("Name", ...)`` adds an operator, and returns its output.
    """

    name: str  # the file's
    code: int  # its number in the kernels; stored nowhere, but no two activations share one
    f: Equation | None  # h, of net
    df: Equation | None  # f′, of net and h
    formula: str
    derivative_formula: str
    source: str
    numpy: str
    onnx: Callable
    relu_family: bool = False  # whether weights into it begin as He et al. have it
    largest_slope: float | None = None  # the largest f′ of an f with two bounds: its units saturate
    can_die: bool = False  # whether h = 0 makes f′ = 0: a unit that is 0 for every sample learns no more
    of_output: bool = False  # whether an output layer may have it
