"""The rectified linear unit."""

from numnet.kernels.activations.activation import ActivationEquations
from numnet.kernels.compiler.equation import equation
from numnet.kernels.elementary import cast_like


@equation
def relu(net):
    """h = max(0, net).  V. Nair and G. Hinton, 2010."""
    return cast_like(net, 0) if net < 0 else net


@equation
def drelu(net, h):
    """f′ = 1 where net > 0, else 0; at the kink 0, as in PyTorch and JAX."""
    return cast_like(net, 1) if net > 0 else cast_like(net, 0)


ACTIVATION = ActivationEquations(
    "relu", 3, relu, drelu, "max(0, net)", "1 if net > 0 else 0", "V. Nair and G. Hinton, 2010",
    numpy="np.maximum(net, 0)",
    onnx=lambda op, net: op("Relu", net),
    relu_family=True,
    can_die=True,
)  # fmt: skip
