"""Initial weights, by name."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Initializer:
    """The distribution of a layer's initial weights; biases begin at 0."""

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
