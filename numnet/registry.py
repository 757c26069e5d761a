"""Activations, losses and initialisations by name: what the command line, the docs and the tests derive from.

Light to import.  An entry knows its code, its formula and its source; calling it runs the kernel of that code.
"""

import math
from dataclasses import dataclass
from difflib import get_close_matches

from numnet.kernels import codes


def lookup(registry, name, what):
    """The entry of that name.  Raises ValueError naming the nearest ones, or all."""
    if isinstance(name, str) and name in registry:
        return registry[name]
    near = get_close_matches(str(name), registry, n=3, cutoff=0.5)
    raise ValueError(
        f"{what} must be one of {', '.join(registry)}; got {name!r}"
        + (f" (did you mean {' or '.join(near)}?)" if near else "")
    )


@dataclass(frozen=True)
class Activation:
    """An activation of hidden layers: h = f(net).

    >>> import numnet
    >>> numnet.ACTIVATIONS["relu"]([-1.0, 2.0])
    array([0., 2.])
    """

    name: str
    code: int
    formula: str
    derivative_formula: str
    source: str

    def __call__(self, net):
        """h = f(net) for an array of any shape; float64 unless net is float32."""
        return self._values(net)[0]

    def derivative(self, net):
        """f′(net), same shape."""
        return self._values(net)[1]

    def _values(self, net):
        from numnet.cpu.passes import activation_values

        return activation_values(self.code, net)


def _activation(code, formula, derivative_formula, source):
    return Activation(code.name.lower(), int(code), formula, derivative_formula, source)


_A = codes.Activation
ACTIVATIONS = {
    a.name: a
    for a in (
        _activation(_A.IDENTITY, "net", "1", "no activation: a linear layer"),
        _activation(_A.SIGMOID, "1 / (1 + e⁻ⁿᵉᵗ)", "h (1 − h)", "P.-F. Verhulst, 1838"),
        _activation(_A.TANH, "tanh(net)", "1 − h²", "Y. LeCun et al., 1998, Efficient BackProp"),
        _activation(_A.RELU, "max(0, net)", "1 if net > 0 else 0", "V. Nair and G. Hinton, 2010"),
        _activation(_A.LEAKY_RELU, "net if net > 0 else 0.01 net", "1 if net > 0 else 0.01", "A. Maas et al., 2013"),
        _activation(_A.ELU, "net if net > 0 else eⁿᵉᵗ − 1", "1 if net > 0 else h + 1", "D.-A. Clevert et al., 2016"),
        _activation(_A.GELU, "net Φ(net)", "Φ(net) + net φ(net)", "D. Hendrycks and K. Gimpel, 2016"),
        _activation(_A.SILU, "net σ(net)", "σ(net) + h (1 − σ(net))", "S. Elfwing et al., 2018"),
        _activation(_A.SOFTPLUS, "ln(1 + eⁿᵉᵗ)", "σ(net)", "C. Dugas et al., 2001"),
    )
}


@dataclass(frozen=True)
class Loss:
    """An error E between the outputs y and the targets t of one sample; a network's loss is its mean over samples."""

    name: str
    code: int
    formula: str
    delta_formula: str
    source: str

    def values(self, y, t):
        """E of each output, float64, shape of y; for cross_entropy y is ``net`` of a sigmoid output."""
        return self._values(y, t)[0]

    def gradients(self, y, t):
        """∂E/∂y of each output; for cross_entropy ∂E/∂net."""
        return self._values(y, t)[1]

    def _values(self, y, t):
        from numnet.cpu.passes import loss_values

        return loss_values(self.code, y, t)


_L = codes.Loss
LOSSES = {
    loss.name: loss
    for loss in (
        Loss("mse", int(_L.MSE), "½ Σₖ (yₖ − tₖ)²", "yₖ − tₖ", "A.-M. Legendre, 1805"),
        Loss(
            "cross_entropy",
            int(_L.CROSS_ENTROPY),
            "−Σₖ tₖ ln yₖ, and for sigmoid outputs −Σₖ [tₖ ln yₖ + (1 − tₖ) ln(1 − yₖ)]",
            "yₖ − tₖ with respect to netₖ",
            "J. Bridle, 1990; S. Solla et al., 1988",
        ),
        Loss("mae", int(_L.MAE), "Σₖ |yₖ − tₖ|", "sign(yₖ − tₖ)", "P.-S. Laplace, 1793"),
        Loss(
            "huber",
            int(_L.HUBER),
            "Σₖ ½ eₖ² if |eₖ| ≤ 1 else |eₖ| − ½, eₖ = yₖ − tₖ",
            "eₖ kept within ±1",
            "P. Huber, 1964",
        ),
    )
}


@dataclass(frozen=True)
class Initializer:
    """How the weights of a layer begin; biases begin at 0."""

    name: str
    formula: str
    source: str

    def __call__(self, rng, fan_in, fan_out):
        """W (fan_in, fan_out) float64, drawn from the NumPy generator ``rng``."""
        shape = (fan_in, fan_out)
        if self.name == "glorot":
            limit = math.sqrt(6 / (fan_in + fan_out))
            return rng.uniform(-limit, limit, shape)
        if self.name == "uniform":
            return rng.uniform(-0.5, 0.5, shape)
        deviation = {"he": math.sqrt(2 / fan_in), "lecun": math.sqrt(1 / fan_in), "normal": 0.1, "zeros": 0.0}
        return rng.standard_normal(shape) * deviation[self.name]


INITIALIZERS = {
    i.name: i
    for i in (
        Initializer("glorot", "U(±√(6 / (fan_in + fan_out)))", "X. Glorot and Y. Bengio, 2010, eq. 16"),
        Initializer("he", "N(0, 2 / fan_in)", "K. He et al., 2015, eq. 10"),
        Initializer("lecun", "N(0, 1 / fan_in)", "Y. LeCun et al., 1998, Efficient BackProp, eq. 16"),
        Initializer("normal", "N(0, 0.1²)", "a plain choice"),
        Initializer("uniform", "U(−½, ½)", "a plain choice"),
        Initializer("zeros", "0", "shows why symmetry must be broken: all units of a layer stay equal"),
    )
}
RELU_FAMILY = ("relu", "leaky_relu", "elu", "gelu", "silu")


@dataclass(frozen=True)
class Task:
    """What a network is for: it decides the output activation and the error (the chapter's summary table)."""

    name: str
    code: int
    output: str
    loss: str
    metric: str
    metric_code: int


_T, _M = codes.Task, codes.Metric
TASKS = {
    task.name: task
    for task in (
        Task("regression", int(_T.REGRESSION), "identity", "mse", "r2", int(_M.R2)),
        Task("binary", int(_T.BINARY), "sigmoid", "cross_entropy", "accuracy", int(_M.BINARY_ACCURACY)),
        Task("multiclass", int(_T.MULTICLASS), "softmax", "cross_entropy", "accuracy", int(_M.ACCURACY)),
        Task("multilabel", int(_T.MULTILABEL), "sigmoid", "cross_entropy", "label_accuracy", int(_M.LABEL_ACCURACY)),
    )
}
