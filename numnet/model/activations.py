"""Activations, losses and initialisations by name: what the command line, the docs and the tests derive from.

Light to import.  An entry knows its code, its formula and its source; calling it runs the kernel of that code.
"""

from dataclasses import dataclass

from numnet.kernels import codes


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


_A = codes.ActivationCode
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
