"""Where the threads that share a run meet."""

import threading

import numpy as np
import pytest

from numnet.cpu.intrinsics.barrier import meet
from numnet.kernels.compiler.jit import jit
from numnet.kernels.records import GATE
from numnet.utils.threads import together


@jit
def take_turns(gate, numbers, me, threads, rounds):
    """Each round every thread writes its number, then reads its neighbour's, which must be of this round."""
    met, late = 0, 0
    for k in range(rounds):
        numbers[me] = k
        met = meet(gate, threads, met)
        late += numbers[(me + 1) % threads] != k
        met = meet(gate, threads, met)
    return late


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_nobody_goes_on_before_all_have_come(threads):
    gate, numbers, late = np.zeros(GATE, np.int64), np.full(threads, -1), [None] * threads
    take_turns(np.zeros(GATE, np.int64), np.zeros(1, np.int64), 0, 1, 1)  # compiles

    def task(me):
        late[me] = take_turns(gate, numbers, me, threads, 500)
        return me

    assert together(task, threads) == 0
    assert late == [0] * threads


def test_thread_0_is_this_thread():
    assert together(lambda me: threading.current_thread(), 1) is threading.current_thread()
    assert together(lambda me: threading.current_thread(), 3) is threading.current_thread()
