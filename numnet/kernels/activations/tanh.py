"""The hyperbolic tangent."""

from numnet.kernels.activations.activation import ActivationEquations
from numnet.kernels.compiler.equation import equation
from numnet.kernels.elementary import cast_like, tanh


@equation
def tanh_(net):
    """h = tanh(net), in (−1, 1)."""
    return tanh(net)


@equation
def dtanh(net, h):
    """f′ = 1 − h²."""
    return cast_like(net, 1) - h * h


ACTIVATION = ActivationEquations(
    "tanh", 2, tanh_, dtanh, "tanh(net)", "1 − h²", "Y. LeCun et al., 1998, Efficient BackProp",
    numpy="np.tanh(net)",
    onnx=lambda op, net: op("Tanh", net),
    largest_slope=1.0,
)  # fmt: skip
