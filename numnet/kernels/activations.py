"""Activations f, their derivatives f′, and all else that there is to say about them, in one place each.

``net`` is the weighted sum that enters a unit, ``h = f(net)`` what leaves it; both float32 or float64, any
value.  A derivative takes both, and uses whichever is cheaper.  NaN goes in, NaN comes out: a broken network
must look broken.  Light to import: an equation is compiled when a loop first calls it.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

from numnet.kernels.compiler.codegen import choice
from numnet.kernels.compiler.equation import Equation, equation
from numnet.kernels.elementary import cast_like, exp, expm1, tanh
from numnet.kernels.registry_helpers import by_code, named

SQRT_HALF = math.sqrt(0.5)
INVERSE_SQRT_TWO_PI = 1 / math.sqrt(2 * math.pi)


class ActivationEquations(NamedTuple):
    """An activation: its equations, and what is said of them.

    ``numpy``: f of an array ``net`` as an expression of Python, with NumPy as ``np`` and with ``math``; the exported
    predictor evaluates it.  ``onnx(op, net)``: f in ONNX; ``op("Name", ...)`` adds an operator, and returns its output.
    """

    name: str
    code: int  # its number in the kernels; stored nowhere, but no two activations share one
    f: Equation | None  # h, of net
    df: Equation | None  # f′, of net and h
    formula: str
    derivative_formula: str
    source: str
    numpy: str
    onnx: Callable
    relu_family: bool = False  # whether weights into it begin as He et al. have it


@equation
def identity(net):
    """h = net."""
    return net


@equation
def didentity(net, h):
    """f′ = 1."""
    return cast_like(net, 1)


IDENTITY = ActivationEquations(
    "identity", 0, identity, didentity, "net", "1", "no activation: a linear layer",
    numpy="net",
    onnx=lambda op, net: net,
)  # fmt: skip


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


SIGMOID = ActivationEquations(
    "sigmoid", 1, sigmoid, dsigmoid, "1 / (1 + e⁻ⁿᵉᵗ)", "h (1 − h)", "P.-F. Verhulst, 1838",
    numpy="np.where(net >= 0, 1, np.exp(-np.abs(net))) / (1 + np.exp(-np.abs(net)))",
    onnx=lambda op, net: op("Sigmoid", net),
)  # fmt: skip


@equation
def tanh_(net):
    """h = tanh(net), in (−1, 1)."""
    return tanh(net)


@equation
def dtanh(net, h):
    """f′ = 1 − h²."""
    return cast_like(net, 1) - h * h


TANH = ActivationEquations(
    "tanh", 2, tanh_, dtanh, "tanh(net)", "1 − h²", "Y. LeCun et al., 1998, Efficient BackProp",
    numpy="np.tanh(net)",
    onnx=lambda op, net: op("Tanh", net),
)  # fmt: skip


@equation
def relu(net):
    """h = max(0, net).  V. Nair and G. Hinton, 2010."""
    return cast_like(net, 0) if net < 0 else net


@equation
def drelu(net, h):
    """f′ = 1 where net > 0, else 0; at the kink 0, as in PyTorch and JAX."""
    return cast_like(net, 1) if net > 0 else cast_like(net, 0)


RELU = ActivationEquations(
    "relu", 3, relu, drelu, "max(0, net)", "1 if net > 0 else 0", "V. Nair and G. Hinton, 2010",
    numpy="np.maximum(net, 0)",
    onnx=lambda op, net: op("Relu", net),
    relu_family=True,
)  # fmt: skip


@equation
def leaky_relu(net):
    """h = net where net > 0, else 0.01 net.  A. Maas, A. Hannun and A. Ng, 2013."""
    return cast_like(net, 0.01) * net if net < 0 else net


@equation
def dleaky_relu(net, h):
    """f′ = 1 where net > 0, else 0.01."""
    return cast_like(net, 1) if net > 0 else cast_like(net, 0.01)


LEAKY_RELU = ActivationEquations(
    "leaky_relu", 4, leaky_relu, dleaky_relu,
    "net if net > 0 else 0.01 net", "1 if net > 0 else 0.01", "A. Maas et al., 2013",
    numpy="np.where(net < 0, 0.01 * net, net)",
    onnx=lambda op, net: op("LeakyRelu", net, alpha=0.01),
    relu_family=True,
)  # fmt: skip


@equation
def elu(net):
    """h = net where net > 0, else eⁿᵉᵗ − 1.  D.-A. Clevert et al., 2016, with α = 1."""
    return net if net > 0 else expm1(net)


@equation
def delu(net, h):
    """f′ = 1 where net > 0, else eⁿᵉᵗ = h + 1."""
    return cast_like(net, 1) if net > 0 else h + cast_like(net, 1)


ELU = ActivationEquations(
    "elu", 5, elu, delu, "net if net > 0 else eⁿᵉᵗ − 1", "1 if net > 0 else h + 1", "D.-A. Clevert et al., 2016",
    numpy="np.where(net > 0, net, np.expm1(np.minimum(net, 0)))",
    onnx=lambda op, net: op("Where", op("Greater", net, 0), net, op("Sub", op("Exp", op("Min", net, 0)), 1)),
    relu_family=True,
)  # fmt: skip


@equation
def normal_cdf(net):
    """Φ(net), the share of a standard normal distribution below net; by erfc where erf would cancel."""
    return cast_like(net, 0.5) * math.erfc(-net * cast_like(net, SQRT_HALF))


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


GELU = ActivationEquations(
    "gelu", 6, gelu, dgelu, "net Φ(net)", "Φ(net) + net φ(net)", "D. Hendrycks and K. Gimpel, 2016",
    numpy="net * 0.5 * np.vectorize(math.erfc, otypes=[float])(-net / math.sqrt(2))",
    onnx=lambda op, net: op("Mul", net, op("Mul", op("Add", op("Erf", op("Mul", net, SQRT_HALF)), 1), 0.5)),
    relu_family=True,
)  # fmt: skip


@equation
def silu(net):
    """h = net σ(net), also called swish.  S. Elfwing, E. Uchibe and K. Doya, 2018."""
    return cast_like(net, 0) if net < -800 else net * sigmoid(net)


@equation
def dsilu(net, h):
    """f′ = σ(net) (1 + net (1 − σ(net))) = σ(net) + h (1 − σ(net)), where 1 − σ(net) = σ(−net)."""
    tail = h * sigmoid(-net) if net < 800 else cast_like(net, 0)
    return sigmoid(net) + tail


SILU = ActivationEquations(
    "silu", 7, silu, dsilu, "net σ(net)", "σ(net) + h (1 − σ(net))", "S. Elfwing et al., 2018",
    numpy=f"net * ({SIGMOID.numpy})",
    onnx=lambda op, net: op("Mul", net, op("Sigmoid", net)),
    relu_family=True,
)  # fmt: skip


@equation
def softplus(net):
    """h = ln(1 + eⁿᵉᵗ), a smooth ReLU; also the cross-entropy of a sigmoid unit.  C. Dugas et al., 2001."""
    return (net if net > 0 else cast_like(net, 0)) + math.log1p(exp(-abs(net)))


@equation
def dsoftplus(net, h):
    """f′ = σ(net)."""
    return sigmoid(net)


SOFTPLUS = ActivationEquations(
    "softplus", 8, softplus, dsoftplus, "ln(1 + eⁿᵉᵗ)", "σ(net)", "C. Dugas et al., 2001",
    numpy="np.maximum(net, 0) + np.log1p(np.exp(-np.abs(net)))",
    onnx=lambda op, net: op("Add", op("Relu", net), op("Log", op("Add", op("Exp", op("Neg", op("Abs", net))), 1))),
)  # fmt: skip

# Of an output layer only: softmax couples the units of a layer, so it has no f of one net; see losses.py.
SOFTMAX = ActivationEquations(
    "softmax", 9, None, None, "e^(netₖ) / Σⱼ e^(netⱼ)", "", "J. Bridle, 1990",
    numpy="(e := np.exp(net - net.max(axis=1, keepdims=True))) / e.sum(axis=1, keepdims=True)",
    onnx=lambda op, net: op("Softmax", net, axis=1),
)  # fmt: skip

ALL = by_code([value for value in vars().values() if isinstance(value, ActivationEquations)])
OUTPUTS = {entry.name: entry for entry in (IDENTITY, SIGMOID, SOFTMAX)}  # what an output layer may have
ACTIVATIONS = {name: entry for name, entry in ALL.items() if entry.f is not None}  # of hidden layers
EQUATIONS = named(each for entry in ACTIVATIONS.values() for each in (entry.f, entry.df))


def activation_lines(h, net, slope, loop=()):
    """Source lines: h = f(net) and slope = f′(net) of the one of ACTIVATIONS whose code ``activation`` holds.

    ``h``, ``net``, ``slope``: places, as source; ``loop``: a line that begins a loop over them.  The code picks a loop,
    never a branch inside one.  `EQUATIONS` are the names that the lines speak of.
    """
    branches = []
    for entry in ACTIVATIONS.values():
        body = (f"{h} = {entry.f.__name__}({net})", f"{slope} = {entry.df.__name__}({net}, {h})")
        branches.append((entry.code, (*loop, *(f"    {line}" for line in body)) if loop else body))
    return choice("activation", branches)
