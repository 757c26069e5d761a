"""The sigmoid linear unit, also called swish."""

from numnet.kernels.activations.activation import ActivationEquations
from numnet.kernels.activations.sigmoid import SIGMOID_IN_NUMPY, sigmoid
from numnet.kernels.compiler.equation import equation
from numnet.kernels.elementary import cast_like


@equation
def silu(net):
    """h = net σ(net), also called swish.  S. Elfwing, E. Uchibe and K. Doya, 2018."""
    return cast_like(net, 0) if net < -800 else net * sigmoid(net)


@equation
def dsilu(net, h):
    """f′ = σ(net) (1 + net (1 − σ(net))) = σ(net) + h (1 − σ(net)), where 1 − σ(net) = σ(−net)."""
    tail = h * sigmoid(-net) if net < 800 else cast_like(net, 0)
    return sigmoid(net) + tail


ACTIVATION = ActivationEquations(
    "silu", 7, silu, dsilu, "net σ(net)", "σ(net) + h (1 − σ(net))", "S. Elfwing et al., 2018",
    numpy=f"net * ({SIGMOID_IN_NUMPY})",
    onnx=lambda op, net: op("Mul", net, op("Sigmoid", net)),
    relu_family=True,
)  # fmt: skip
