"""Walks on error surfaces, a thread a walk.

A walk is a serial loop over its steps, so a thread of the GPU runs ``walk`` of ``numnet/cpu/descent.py`` as it is.
"""

import numpy as np

from numnet.cpu import descent
from numnet.cuda.device.compile import cuda, equations, kernel, prepare
from numnet.cuda.device.driver import Limits, understandable
from numnet.cuda.device.memory import download, synchronize, upload
from numnet.cuda.errors import OutOfMemory
from numnet.kernels.codes import Hyper
from numnet.kernels.records import DescentBuffers

walk = equations(descent).walk
THREADS = 64  # of a block
CHANGED = ("path", "value", "gradient", "state", "end", "longest", "event")


@kernel
def walk_threads(surface, walks, scratch):
    """Walk r by thread r, in row r of ``scratch``."""
    r = cuda.grid(1)
    if r < scratch.shape[0]:
        walk(surface, walks, r, scratch[r])


def run_walks(surface, walks):
    """All walks at once, in parts where memory is short; they are filled in as `walk_block` of the CPU fills them.

    Raises DeviceError.
    """
    with understandable():
        free, each = Limits().memory, nbytes(surface, walks) / len(walks.rule)
    if each > free:
        what = f"a walk needs {each / 1e6:.3g} MB on the GPU, where {free / 1e6:.3g} MB are free"
        raise OutOfMemory(f"{what}; use fewer steps, record='end', or device cpu")
    most = int(free / each)
    for first in range(0, len(walks.rule), most):
        _run(surface, part(walks, first, first + most))


def nbytes(surface, walks):
    """Memory that walks and their scratch take on the device."""
    arrays = [value for name, value in walks._asdict().items() if name != "steps"]
    return sum(array.nbytes for array in arrays) + len(walks.rule) * descent.make_scratch(surface).nbytes


def part(walks, first, end):
    """The walks ``first`` to ``end`` - 1, as views."""
    width = {name: Hyper.SIZE if name == "hyper" else 1 for name in DescentBuffers._fields if name != "steps"}
    return walks._replace(**{name: getattr(walks, name)[first * k : end * k] for name, k in width.items()})


def _run(surface, walks):
    """All of these at once."""
    with understandable():
        device_walks = walks._replace(
            **{name: upload(getattr(walks, name)) for name in DescentBuffers._fields if name != "steps"}
        )
        device_surface = surface._replace(
            **{name: upload(value) for name, value in surface._asdict().items() if _is_array(value)}
        )
        scratch = upload(np.tile(descent.make_scratch(surface), (len(walks.rule), 1)))
        arguments = device_surface, device_walks, scratch
        threads = prepare(walk_threads, arguments, THREADS, 0)
        walk_threads[-(-len(walks.rule) // threads), threads](*arguments)
        synchronize()
        for name in CHANGED:
            download(getattr(device_walks, name), getattr(walks, name))


def _is_array(value):
    return isinstance(value, np.ndarray)
