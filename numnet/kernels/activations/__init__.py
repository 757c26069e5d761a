"""Activations f, their derivatives f′, and all else that there is to say about them, one file each.

``net`` is the weighted sum that enters a unit, ``h = f(net)`` what leaves it; both float32 or float64, any
value.  A derivative takes both, and uses whichever is cheaper.  NaN goes in, NaN comes out: a broken network
must look broken.  Light to import: an equation is compiled when a loop first calls it.
"""

from numnet.kernels.compiler.codegen import choice
from numnet.kernels.registry_helpers import named, of_folder

ALL = of_folder(__name__, __path__, "activation")
OUTPUTS = {name: entry for name, entry in ALL.items() if entry.of_output}  # what an output layer may have
ACTIVATIONS = {name: entry for name, entry in ALL.items() if entry.f is not None}  # of hidden layers
EQUATIONS = named(each for entry in ACTIVATIONS.values() for each in (entry.f, entry.df))


def activation_lines(h, net, slope, loop=()):
    """Source lines: h = f(net) and slope = f′(net) of the one of ACTIVATIONS whose code ``activation`` holds.

    ``h``, ``net``, ``slope``: places, as source; ``loop``: a line that begins a loop over them.  The code picks a loop,
    never a branch inside one.  `EQUATIONS` are the names that the lines speak of.
    """
    branches = []
    for entry in ACTIVATIONS.values():
        body = (f"{h} = {entry.f.__name__}({net})", f"{slope} = {entry.df.__name__}({net}, {h})")
        branches.append((entry.code, (*loop, *(f"    {line}" for line in body)) if loop else body))
    return choice("activation", branches)
