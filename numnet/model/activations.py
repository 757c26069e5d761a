"""Activations by name: what the command line, the docs and the tests derive from.

Light to import.  What an activation is stands in ``numnet/kernels/activations/``; calling it runs that kernel.
"""

from dataclasses import dataclass, field

from numnet.kernels import activations
from numnet.kernels.registry_helpers import public


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
    relu_family: bool = field(default=False, repr=False)

    def __call__(self, net):
        """h = f(net) for an array of any shape; float64 unless net is float32."""
        return self._values(net)[0]

    def derivative(self, net):
        """f′(net), same shape."""
        return self._values(net)[1]

    def _values(self, net):
        from numnet.cpu.entry_points import activation_values

        return activation_values(self.code, net)


ACTIVATIONS = {name: public(Activation, entry) for name, entry in activations.ACTIVATIONS.items()}
