"""What is compiled from the schedules of ``numnet/kernels/schedules.py``: the factor on the rate of any of them."""

from numnet.kernels.compiler.codegen import choice, written
from numnet.kernels.compiler.jit import jit_inline
from numnet.kernels.registry_helpers import named
from numnet.kernels.schedules import SCHEDULES

_SHAPES = [entry for entry in SCHEDULES.values() if entry.factor is not None]


def _call(entry):
    options = ", ".join("factor" if name == "floor" else name for name in entry.options)  # they share a place
    return (f"return rise * {entry.factor.__name__}(k, {options})",)


# The factor for update k + 1: ``schedule_factor(schedule, k, period, factor, multiply, warmup)``, the schedule of that
# code times a linear warm-up.
schedule_factor = jit_inline(
    written(
        "schedule_factor",
        "schedule, k, period, factor, multiply, warmup",
        [
            "k = float(k)",
            "rise = min(1.0, (k + 1.0) / warmup) if warmup > 0 else 1.0",
            *choice("schedule", [(entry.code, _call(entry)) for entry in _SHAPES]),
            "return rise",
        ],
        __name__,
        named(entry.factor for entry in _SHAPES),
    )
)
