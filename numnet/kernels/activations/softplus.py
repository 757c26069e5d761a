"""Softplus, a smooth rectified linear unit."""


from numnet.kernels.activations.activation import ActivationEquations
from numnet.kernels.activations.sigmoid import sigmoid
from numnet.kernels.compiler.equation import equation
from numnet.kernels.elementary import cast_like, exp, log1p


@equation
def softplus(net):
    """h = ln(1 + eⁿᵉᵗ), a smooth ReLU; also the cross-entropy of a sigmoid unit.  C. Dugas et al., 2001."""
    return (net if net > 0 else cast_like(net, 0)) + log1p(exp(-abs(net)))


@equation
def dsoftplus(net, h):
    """f′ = σ(net)."""
    return sigmoid(net)


ACTIVATION = ActivationEquations(
    "softplus", 8, softplus, dsoftplus, "ln(1 + eⁿᵉᵗ)", "σ(net)", "C. Dugas et al., 2001",
    numpy="np.maximum(net, 0) + np.log1p(np.exp(-np.abs(net)))",
    onnx=lambda op, net: op("Add", op("Relu", net), op("Log", op("Add", op("Exp", op("Neg", op("Abs", net))), 1))),
)  # fmt: skip
