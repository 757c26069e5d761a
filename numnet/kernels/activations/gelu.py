"""The Gaussian error linear unit."""

import math

from numnet.kernels.activations.activation import ActivationEquations
from numnet.kernels.compiler.equation import equation
from numnet.kernels.elementary import cast_like, erfc, exp

SQRT_HALF = math.sqrt(0.5)
INVERSE_SQRT_TWO_PI = 1 / math.sqrt(2 * math.pi)


@equation
def normal_cdf(net):
    """Φ(net), the share of a standard normal distribution below net; by erfc where erf would cancel."""
    return cast_like(net, 0.5) * erfc(-net * cast_like(net, SQRT_HALF))


@equation
def gelu(net):
    """h = net Φ(net), exact, not the tanh approximation.  D. Hendrycks and K. Gimpel, 2016."""
    # Below −40, Φ is 0 in either dtype, and −∞ · 0 would be NaN.
    return cast_like(net, 0) if net < -40 else net * normal_cdf(net)


@equation
def dgelu(net, h):
    """f′ = Φ(net) + net φ(net), φ the standard normal density."""
    density = exp(cast_like(net, -0.5) * net * net) * cast_like(net, INVERSE_SQRT_TWO_PI)
    return normal_cdf(net) + (net * density if abs(net) < 40 else cast_like(net, 0))


ACTIVATION = ActivationEquations(
    "gelu", 6, gelu, dgelu, "net Φ(net)", "Φ(net) + net φ(net)", "D. Hendrycks and K. Gimpel, 2016",
    numpy="net * 0.5 * np.vectorize(math.erfc, otypes=[float])(-net / math.sqrt(2))",
    onnx=lambda op, net: op("Mul", net, op("Mul", op("Add", op("Erf", op("Mul", net, SQRT_HALF)), 1), 0.5)),
    relu_family=True,
)  # fmt: skip
