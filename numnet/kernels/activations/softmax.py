"""Softmax, of an output layer only: it couples the units of a layer, so it has no f of one net; see losses.py."""

from numnet.kernels.activations.activation import ActivationEquations

ACTIVATION = ActivationEquations(
    "softmax", 9, None, None, "e^(netₖ) / Σⱼ e^(netⱼ)", "", "J. Bridle, 1990",
    numpy="(e := np.exp(net - net.max(axis=1, keepdims=True))) / e.sum(axis=1, keepdims=True)",
    onnx=lambda op, net: op("Softmax", net, axis=1),
    of_output=True,
)  # fmt: skip
