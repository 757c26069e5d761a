"""What there is to say about an error surface, once: its equations, words, lowest points, start and map."""

from typing import NamedTuple

from numnet.kernels.compiler.equation import Equation


class SurfaceEquations(NamedTuple):
    """A surface: its equations, what is said of it, and where walks on it begin and are looked for.

    A file of this folder holds one, as ``SURFACE``.
    """

    name: str  # the file's, and that of its equation
    code: int  # its number in the kernels; stored nowhere, but no two surfaces share one
    E: Equation  # of x and y, and of ``condition`` where it has one
    dE: Equation
    title: str
    formula: str
    help: str  # what it teaches
    source: str = ""
    minima: tuple = ()  # the lowest points, all of them; empty where there is none
    minimum: float | None = None  # E there
    start: tuple = (-2.0, 1.5)
    limits: tuple = ((-3.0, 3.0), (-3.0, 3.0))  # of the map: x from … to, y from … to
    steps: int = 200
    condition: float | None = None  # the condition number, an option
    escape: float | None = None  # below this value a walk has left the saddle behind
