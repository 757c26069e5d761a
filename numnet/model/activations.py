"""Activations by name: what the command line, the docs and the tests derive from.

Light to import.  What an activation is stands in ``numnet/kernels/activations.py``; calling it runs that kernel.
"""

from numnet.kernels import activations


class Activation(activations.ActivationEquations):
    """An activation of hidden layers: h = f(net).

    >>> import numnet
    >>> numnet.ACTIVATIONS["relu"]([-1.0, 2.0])
    array([0., 2.])
    """

    def __call__(self, net):
        """h = f(net) for an array of any shape; float64 unless net is float32."""
        return self._values(net)[0]

    def derivative(self, net):
        """f′(net), same shape."""
        return self._values(net)[1]

    def _values(self, net):
        from numnet.cpu.passes import activation_values

        return activation_values(self.code, net)


ACTIVATIONS = {name: Activation(**vars(entry)) for name, entry in activations.ACTIVATIONS.items()}
