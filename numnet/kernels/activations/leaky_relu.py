"""The rectified linear unit with a small slope below 0."""

from numnet.kernels.activations.activation import ActivationEquations
from numnet.kernels.compiler.equation import equation
from numnet.kernels.elementary import cast_like


@equation
def leaky_relu(net):
    """h = net where net > 0, else 0.01 net.  A. Maas, A. Hannun and A. Ng, 2013."""
    return cast_like(net, 0.01) * net if net < 0 else net


@equation
def dleaky_relu(net, h):
    """f′ = 1 where net > 0, else 0.01."""
    return cast_like(net, 1) if net > 0 else cast_like(net, 0.01)


ACTIVATION = ActivationEquations(
    "leaky_relu", 4, leaky_relu, dleaky_relu,
    "net if net > 0 else 0.01 net", "1 if net > 0 else 0.01", "A. Maas et al., 2013",
    numpy="np.where(net < 0, 0.01 * net, net)",
    onnx=lambda op, net: op("LeakyRelu", net, alpha=0.01),
    relu_family=True,
)  # fmt: skip
