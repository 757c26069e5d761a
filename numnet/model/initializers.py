"""Initial weights, by name; what an initializer is stands in ``numnet/kernels/initializers.py``."""

from dataclasses import dataclass

from numnet.kernels import initializers
from numnet.kernels.registry_helpers import public
from numnet.model.activations import ACTIVATIONS
from numnet.utils.arguments import integer


@dataclass(frozen=True)
class Initializer:
    """The distribution of a layer's initial weights; biases begin at 0.

    >>> import numnet
    >>> numnet.INITIALIZERS["glorot"](0, fan_in=2, fan_out=3).shape
    (2, 3)
    """

    name: str
    formula: str
    source: str

    def __call__(self, seed, fan_in, fan_out, layer=1):
        """W (fan_in, fan_out) float64 of layer 1, 2, … of a network of this seed."""
        import numpy as np

        seed = integer("seed", seed, at_least=0)
        if initializers.INITIALIZERS[self.name].spread is None:  # a model file is read into zeros: no Numba for that
            return np.zeros((fan_in, fan_out))
        from numnet.cpu.random_arrays import initial_weights

        return initial_weights(self.name, seed, layer, fan_in, fan_out)


INITIALIZERS = {name: public(Initializer, entry) for name, entry in initializers.INITIALIZERS.items()}


def layer_initializer(init, activation):
    """The `Initializer` of a layer: of this name, or, for "auto", he for a unit of the ReLU family, glorot for others.

    activation: (name,) of a hidden layer, () of the output layer.
    """
    if init != "auto":
        return INITIALIZERS[init]
    return INITIALIZERS["he" if any(ACTIVATIONS[name].relu_family for name in activation) else "glorot"]
