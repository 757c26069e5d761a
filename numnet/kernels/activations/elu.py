"""The exponential linear unit."""

from numnet.kernels.activations.activation import ActivationEquations
from numnet.kernels.compiler.equation import equation
from numnet.kernels.elementary import cast_like, expm1


@equation
def elu(net):
    """h = net where net > 0, else eⁿᵉᵗ − 1.  D.-A. Clevert et al., 2016, with α = 1."""
    return net if net > 0 else expm1(net)


@equation
def delu(net, h):
    """f′ = 1 where net > 0, else eⁿᵉᵗ = h + 1."""
    return cast_like(net, 1) if net > 0 else h + cast_like(net, 1)


ACTIVATION = ActivationEquations(
    "elu", 5, elu, delu, "net if net > 0 else eⁿᵉᵗ − 1", "1 if net > 0 else h + 1", "D.-A. Clevert et al., 2016",
    numpy="np.where(net > 0, net, np.expm1(np.minimum(net, 0)))",
    onnx=lambda op, net: op("Where", op("Greater", net, 0), net, op("Sub", op("Exp", op("Min", net, 0)), 1)),
    relu_family=True,
)  # fmt: skip
