"""The sigmoid, also called the logistic function."""

from numnet.kernels.activations.activation import ActivationEquations
from numnet.kernels.compiler.equation import equation
from numnet.kernels.elementary import cast_like, exp

SIGMOID_IN_NUMPY = "np.where(net >= 0, 1, np.exp(-np.abs(net))) / (1 + np.exp(-np.abs(net)))"


@equation
def sigmoid(net):
    """h = 1 / (1 + e⁻ⁿᵉᵗ), in (0, 1).  The exponent is kept negative, so nothing overflows."""
    one = cast_like(net, 1)
    e = exp(-abs(net))
    return (one if net >= 0 else e) / (one + e)


@equation
def dsigmoid(net, h):
    """f′ = h (1 − h); at most 1/4, and near 0 where the unit is saturated."""
    return h - h * h


ACTIVATION = ActivationEquations(
    "sigmoid", 1, sigmoid, dsigmoid, "1 / (1 + e⁻ⁿᵉᵗ)", "h (1 − h)", "P.-F. Verhulst, 1838",
    numpy=SIGMOID_IN_NUMPY,
    onnx=lambda op, net: op("Sigmoid", net),
    largest_slope=0.25,
    of_output=True,
)  # fmt: skip
