"""The parts of a derivation: sections of blocks of lines, a line a number.  Lines are made when asked for."""

import re
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np


class Line(NamedTuple):
    """One number: ``name = formula = numbers = value``; indices count from 1, samples are rows of the data from 0."""

    quantity: str
    layer: int | None
    i: int | None
    j: int | None
    sample: int | None
    value: float
    name: str
    formula: str
    numbers: str
    estimate: float | None  # a gradient's central difference


@dataclass(frozen=True, eq=False)
class Block:
    """All numbers of one quantity in one layer; ``axes`` names the indices of ``values``: n sample, i input, j unit."""

    quantity: str
    layer: int | None
    axes: str
    values: np.ndarray
    describe: object  # index -> (name, formula, numbers)
    estimate: object = None  # index -> central difference

    def indices(self, unit=None):
        """The indices, of one unit where asked for; inputs before units, as one would go through them by hand."""
        ranges = [
            [unit - 1] if a == "j" and unit is not None else range(n) for a, n in zip(self.axes, self.values.shape)
        ]
        return list(product(*ranges)) if self.has(unit) else []

    def place(self, index, rows):
        """(quantity, layer, i, j, sample) of an index, which no other number has; ``rows`` names the samples."""
        at = dict(zip(self.axes, index))
        units = [at[a] + 1 if a in at else None for a in "ij"]
        return self.quantity, self.layer, *units, rows[at["n"]] if "n" in at else None

    def line(self, index, rows):
        """The `Line` of an index; ``rows`` names the samples."""
        name, formula, numbers = self.describe(index)
        numbers = re.sub(r"^\((−[^()]*)\)(?![²^])", r"\1", numbers)  # a sum may begin with a minus
        estimate = self.estimate and float(self.estimate(index))
        return Line(*self.place(index, rows), float(self.values[index]), name, formula, numbers, estimate)

    def has(self, unit):
        """Whether the block has numbers of that unit, None being all."""
        return unit is None or ("j" in self.axes and unit <= self.values.shape[-1])


class Section(NamedTuple):
    """A step of the chapter."""

    title: str
    blocks: list
