"""The identity: a linear layer."""

from numnet.kernels.activations.activation import ActivationEquations
from numnet.kernels.compiler.equation import equation
from numnet.kernels.elementary import cast_like


@equation
def identity(net):
    """h = net."""
    return net


@equation
def didentity(net, h):
    """f′ = 1."""
    return cast_like(net, 1)


ACTIVATION = ActivationEquations(
    "identity", 0, identity, didentity, "net", "1", "no activation: a linear layer",
    numpy="net",
    onnx=lambda op, net: net,
    of_output=True,
)  # fmt: skip
