"""A barrier: where the threads that share a run wait for each other.

``barrier_state`` holds the number of arrivals, which only grows.  A thread adds one, and goes on when as many have
arrived as complete its barrier.  Threads look at the number again and again, since to be woken by the system takes ten
times as long as an update of a small network; one that has looked for long takes naps in between, for there may be more
threads than cores, and the one that all wait for needs a core to come.  How many naps thread 0 has taken stands beside.
"""

import platform

from llvmlite import binding, ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from numnet.kernels.compiler.jit import jit_loop
from numnet.kernels.records import NAPS
from numnet.utils.system import WINDOWS

LOOKS = 2000  # before the first nap: some 0.1 ms
NAP = 50  # µs
_INT32 = ir.IntType(32)
_X86, _ARM = ("llvm.x86.sse2.pause", []), ("llvm.aarch64.hint", [ir.Constant(_INT32, 1)])  # 1: yield
_PAUSE = {"x86_64": _X86, "amd64": _X86, "aarch64": _ARM, "arm64": _ARM}


def _first(context, builder, array_type, array):
    """LLVM code for the address of array[0]."""
    from numba.np.arrayobj import make_array  # half of the compiler: only where something is compiled

    return make_array(array_type)(context, builder, array).data


@intrinsic
def arrive(typing_context, barrier_state):
    """Add one to barrier_state[0].  Whatever this thread has written is seen by those who see the new number."""

    def code(context, builder, signature, args):
        one = ir.Constant(ir.IntType(64), 1)
        builder.atomic_rmw("add", _first(context, builder, barrier_state, args[0]), one, "acq_rel")
        return context.get_dummy_value()

    return types.void(barrier_state), code


@intrinsic
def arrivals(typing_context, barrier_state):
    """barrier_state[0], as it is now."""

    def code(context, builder, signature, args):
        return builder.load_atomic(_first(context, builder, barrier_state, args[0]), "acquire", 8)

    return types.int64(barrier_state), code


@intrinsic
def pause(typing_context):
    """Tell the processor that this thread does nothing but wait."""

    def code(context, builder, signature, args):
        if platform.machine().lower() in _PAUSE:
            name, hint = _PAUSE[platform.machine().lower()]
            kind = ir.FunctionType(ir.VoidType(), [_INT32] * len(hint))
            builder.call(cgutils.get_or_insert_function(builder.module, kind, name), hint)
        return context.get_dummy_value()

    return types.void(), code


def nap():
    """(name, its argument) of the function of the system that leaves the core to others.

    The C library of Windows has none, and naps there last up to 16 ms: `Sleep`(0) lets go for one turn.  It is no
    symbol that LLVM would find, so it is told where it is: in each process, for the machine code is kept.
    """
    if not WINDOWS:
        return "usleep", NAP
    import ctypes

    binding.add_symbol("numnet_nap", ctypes.cast(ctypes.windll.kernel32.Sleep, ctypes.c_void_p).value)
    return "numnet_nap", 0


_NAP = nap()


@intrinsic
def sleep(typing_context):
    """Leave the core to others for a while."""

    def code(context, builder, signature, args):
        kind, (name, argument) = ir.FunctionType(ir.VoidType(), [_INT32]), _NAP
        builder.call(cgutils.get_or_insert_function(builder.module, kind, name), [ir.Constant(_INT32, argument)])
        return context.get_dummy_value()

    return types.void(), code


@jit_loop
def barrier(barrier_state, me, threads, barriers):
    """Thread ``me`` waits until all have arrived; returns the number of barriers so far, this one included."""
    if threads > 1:
        arrive(barrier_state)
        complete = threads * (barriers + 1)
        looks = 0
        while arrivals(barrier_state) < complete:
            looks += 1
            if looks < LOOKS:
                pause()
            else:
                sleep()
                barrier_state[NAPS] += me == 0
    return barriers + 1
