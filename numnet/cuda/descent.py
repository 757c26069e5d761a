"""Walks on error surfaces, a thread a walk.

A walk is a serial loop over its steps, so a thread of the GPU runs ``walk`` of ``numnet/cpu/descent.py`` as it is.
"""

import numpy as np

from numnet.cpu import descent
from numnet.cuda.device import cuda, download, equations, kernel, prepare, synchronize, understandable, upload
from numnet.kernels.records import Walks

walk = equations(descent).walk
THREADS = 64  # of a block
CHANGED = ("path", "value", "gradient", "state", "end", "longest", "event")


@kernel
def walk_threads(land, walks, room):
    """Walk r by thread r, in row r of ``room``."""
    r = cuda.grid(1)
    if r < room.shape[0]:
        walk(land, walks, r, room[r])


def run_walks(land, walks):
    """All walks at once; they are filled in as `walk_block` of the CPU fills them.  Raises DeviceError."""
    with understandable():
        there = walks._replace(**{name: upload(getattr(walks, name)) for name in Walks._fields if name != "steps"})
        ground = land._replace(**{name: upload(value) for name, value in land._asdict().items() if _is_array(value)})
        room = upload(np.tile(descent.room_for(land), (len(walks.rule), 1)))
        arguments = ground, there, room
        threads = prepare(walk_threads, arguments, THREADS, 0)
        walk_threads[-(-len(walks.rule) // threads), threads](*arguments)
        synchronize()
        for name in CHANGED:
            download(getattr(there, name), getattr(walks, name))


def _is_array(value):
    return isinstance(value, np.ndarray)
