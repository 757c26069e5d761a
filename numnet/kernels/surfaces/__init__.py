"""Error surfaces E(x, y) to watch the update rules on, one file each: value, gradient, and what else there is to say.

``x``, ``y`` float64, any value.  ``dNAME`` returns (∂E/∂x, ∂E/∂y), written out by hand from the formula of ``NAME``.
Light to import: an equation is compiled when a loop first calls it.
"""

from numnet.kernels.compiler.codegen import choice
from numnet.kernels.registry_helpers import named, of_folder

EXPRESSION = 0  # the code of a reader's own surface, whose equation is a program
SURFACES = of_folder(__name__, __path__, "surface")
EQUATIONS = named(each for entry in SURFACES.values() for each in (entry.E, entry.dE))


def surface_lines():
    """Body of ``slope(surface, tape, x, y)``: (E, ∂E/∂x, ∂E/∂y).  It speaks of `EQUATIONS` and of ``expression``."""

    def call(entry):
        at = "(x, y)" if entry.condition is None else "(x, y, surface.condition)"
        return (f"E, (dx, dy) = {entry.E.__name__}{at}, {entry.dE.__name__}{at}",)

    branches = [(entry.code, call(entry)) for entry in SURFACES.values()]
    branches.append((EXPRESSION, ("E, dx, dy = expression(surface, tape, x, y)",)))
    return [*choice("surface.code", branches, complete=True), "return E, dx, dy"]
