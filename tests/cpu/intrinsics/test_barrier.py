"""The barrier of the threads that share a run."""

import threading

import numpy as np
import pytest

from numnet.cpu.intrinsics.barrier import barrier
from numnet.kernels.compiler.jit import jit
from numnet.kernels.records import BARRIER_SIZE
from numnet.utils.threads import Team
from tests.support.cli import python


@jit
def take_turns(barrier_state, numbers, me, threads, rounds):
    """Each round every thread writes its number, then reads its neighbour's, which must be of this round."""
    barriers, late = 0, 0
    for k in range(rounds):
        numbers[me] = k
        barriers = barrier(barrier_state, me, threads, barriers)
        late += numbers[(me + 1) % threads] != k
        barriers = barrier(barrier_state, me, threads, barriers)
    return late


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_nobody_goes_on_before_all_have_come(threads):
    barrier_state, numbers, late = np.zeros(BARRIER_SIZE, np.int64), np.full(threads, -1), [None] * threads
    take_turns(np.zeros(BARRIER_SIZE, np.int64), np.zeros(1, np.int64), 0, 1, 1)  # compiles

    def task(me):
        late[me] = take_turns(barrier_state, numbers, me, threads, 500)
        return me

    assert Team(threads).run(task) == 0
    assert late == [0] * threads


def test_thread_0_is_this_thread():
    assert Team(1).run(lambda me: threading.current_thread()) is threading.current_thread()
    assert Team(3).run(lambda me: threading.current_thread()) is threading.current_thread()


MADE_UP = """
import ctypes, types
from numnet.utils import system
system.WINDOWS, naps = True, []
function = ctypes.CFUNCTYPE(None, ctypes.c_uint32)(naps.append)
ctypes.windll = types.SimpleNamespace(kernel32=types.SimpleNamespace(Sleep=function))
from tests.cpu.intrinsics.test_barrier import test_nobody_goes_on_before_all_have_come as test, take_turns
test(4)
print(bool(naps), set(naps), take_turns._cache_hits)
"""


def test_where_there_is_no_usleep_the_system_is_told_of_another(tmp_path):
    """Windows; each process says where its function is, whether it compiles the kernel or finds it in the cache."""
    told = [python("-c", MADE_UP, NUMNET_CACHE_DIR=tmp_path).stdout for _ in range(2)]
    assert told[0] == "True {0} Counter()\n" and told[1].startswith("True {0} Counter({")
