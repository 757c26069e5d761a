"""The kernels that the page calls, each with the types of its arguments."""

import numba

from numnet.cpu import (
    column_moments,
    descent,
    entry_points,
    input_terms,
    random_arrays,
    tracing,
    training,
    workspace,
)
from numnet.kernels.generators import GENERATORS
from numnet.kernels.initializers import INITIALIZERS
from numnet.kernels.records import DescentBuffers, Layout, Run, Samples, SurfaceData, Workspace

REALS = {"float32": numba.float32, "float64": numba.float64}
i8, f8 = numba.int64, numba.float64
INTS, FLOATS, TABLE = i8[::1], f8[::1], f8[:, ::1]


def record(kind, *types):
    """The Numba type of a record of ``numnet/kernels/records.py`` with fields of these types."""
    return numba.types.NamedTuple(types, kind)


LAYOUT = record(Layout, INTS, INTS, INTS, INTS, INTS, i8, i8)
SURFACE = record(SurfaceData, i8, f8, i8[:, ::1], FLOATS, TABLE, FLOATS, f8, f8)
WALKS = record(
    DescentBuffers, i8, INTS, INTS, INTS, FLOATS, FLOATS, TABLE, f8[:, :, ::1], TABLE, f8[:, :, ::1],
    f8[:, :, :, ::1], TABLE, FLOATS, i8[:, ::1],
)  # fmt: skip


def of_either_dtype():
    """[(name, kernel, types)] of those that compute in the network's dtype."""
    kernels = []
    for name, real in REALS.items():
        v, m = real[::1], real[:, ::1]
        run = record(Run, v, v, v, INTS, FLOATS, TABLE)
        samples = record(Samples, m, m, m, m, m, m, TABLE)
        work = record(Workspace, INTS, v, v, v, v, v, v, TABLE, INTS, INTS, i8, i8, i8, i8)
        kernels += [
            (f"train_{name}", training.train, (LAYOUT, INTS, FLOATS, run, samples, work, i8, i8, i8)),
            (f"outputs_{name}", entry_points.outputs, (LAYOUT, v, m, m, v, m, v, i8)),
            (f"unit_outputs_{name}", entry_points.unit_outputs, (LAYOUT, v, m, m, v, i8)),
            (f"gradient_sum_{name}", entry_points.gradient_sum, (LAYOUT, v, m, m, v, v, v, i8)),
            (f"trace_pass_{name}", tracing.trace_pass, (LAYOUT, v, m, m, v, v, v, v, FLOATS, v)),
        ]
    return kernels


def exports():
    """[(name in the module, kernel, types of its arguments)]."""
    initializers = [name for name, entry in INITIALIZERS.items() if entry.spread is not None]
    of_weights, of_rows = (i8, i8, i8, i8, FLOATS), (i8, f8, i8, INTS, TABLE, TABLE)
    return [
        *of_either_dtype(),
        ("lay_out", workspace.lay_out, (INTS, INTS, INTS, INTS)),
        ("shard_rows", workspace.shard_rows, (i8, i8)),
        ("tile_rows", workspace.tile_rows, (INTS, i8)),
        ("units_size", workspace.units_size, (LAYOUT, i8)),
        ("measure", workspace.measure, (LAYOUT, i8, i8, i8, i8, INTS)),
        ("moments", column_moments.moments, (TABLE, FLOATS, FLOATS)),
        ("input_terms", input_terms.input_terms, (TABLE, i8[:, ::1], TABLE)),
        ("shuffled", random_arrays.shuffled, (INTS, i8, i8, i8)),
        *((f"draw_weights_{name}", random_arrays.draw_weights(name), of_weights) for name in initializers),
        *((f"draw_rows_{name}", random_arrays.draw_rows(name), of_rows) for name in GENERATORS),
        ("evaluate", descent.evaluate, (SURFACE, FLOATS, FLOATS, FLOATS, TABLE, FLOATS)),
        ("constants", descent.constants, (WALKS, i8, TABLE, FLOATS)),
        ("walk_block", descent.walk_block, (SURFACE, WALKS, i8, i8, FLOATS)),
    ]
