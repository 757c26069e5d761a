"""Threads that share a run: how many, and that they disturb nobody."""

import os
import re
import threading

import numpy as np
import pytest

import numnet
from numnet.utils import threads
from numnet.utils.threads import Team, check_threads
from tests.support.cli import REPOSITORY, python


def test_no_threading_layer_of_numba_is_started():
    """GNU's OpenMP ends a process that was forked from one that has started it; another layer bears one caller only."""
    code = """
import numpy as np, numnet
from numba.np.ufunc import parallel
from numnet.utils import threads
threads.cores = lambda: 2
rng = np.random.default_rng(0)
X, T = rng.normal(size=(256, 2)), rng.integers(0, 2, 256)
training = numnet.Training(numnet.Network([2, 256, 256, 2]), X, T, batch_size="full", epochs=3)
assert training.chunk_sizer.can_share
while training.advance(): pass
print(parallel._is_initialized)
"""
    done = python("-c", code)
    assert (done.stdout.strip(), done.stderr) == ("False", "")


def test_trainings_in_several_threads_of_python_do_not_disturb_each_other(monkeypatch):
    monkeypatch.setattr(threads, "cores", lambda: 2)
    rng = np.random.default_rng(0)
    X, T = rng.normal(size=(256, 2)), rng.integers(0, 2, 256)

    def train(seed):
        net = numnet.Network([2, 256, 256, 2], seed=seed)
        numnet.train(net, X, T, batch_size="full", epochs=20)
        return net.parameters

    alone, side_by_side = [train(seed) for seed in range(2)], [None, None]

    def task(me):
        side_by_side[me] = train(me)

    Team(2).run(task)
    np.testing.assert_array_equal(alone, side_by_side)


def test_the_others_keep_off_the_core_of_the_first_and_are_the_same_in_each_call():
    if not hasattr(os, "sched_setaffinity") or threads.cores() < 2:
        pytest.skip("one core, or no affinity here")
    team, before = Team(2), os.sched_getaffinity(0)

    def task(me):
        return threading.get_ident(), os.sched_getaffinity(0)

    places = []
    for _ in range(3):
        team.run(lambda me: places.append((me, *task(me))))
    assert len(places) == 6 and len({ident for me, ident, _ in places if me == 1}) == 1
    assert {len(cores) for me, _, cores in places if me == 1} == {len(before) - 1}  # off the core of the first
    assert {frozenset(cores) for me, _, cores in places if me == 0} == {frozenset(before)}


def test_a_forked_process_has_threads_of_its_own():
    if not hasattr(os, "fork"):
        pytest.skip("no fork here")
    code = """
import os, sys
from numnet.utils.threads import Team
team, seen = Team(3), []
team.run(seen.append)
child = os.fork()
if child == 0:
    team.run(seen.append)
    os._exit(len(seen))
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    assert python("-W", "ignore::DeprecationWarning", "-c", code).stdout == "6\n"


def test_whoever_waits_for_thread_0_is_let_go_where_it_fails():
    gone = threading.Event()

    def task(me):
        if me == 0:
            raise KeyError("thread 0")
        gone.wait()

    with pytest.raises(KeyError, match="thread 0"):
        Team(2).run(task, release=gone.set)


@pytest.mark.parametrize(("threads", "error", "message"), [
    (0, ValueError, "threads must be .*>= 1, got 0"), (10**6, ValueError, "threads must be at most .*got 1000000"),
    ("two", TypeError, "threads must be"),
])
def test_bad_numbers_of_threads_are_refused_for_small_work_too(threads, error, message):
    with pytest.raises(error, match=message):
        check_threads(threads)
    with pytest.raises(error, match=message):
        numnet.train(numnet.Network([2, 2]), np.eye(2), [0, 1], threads=threads)


def test_only_the_cores_that_this_process_may_use_count():
    """As ``taskset`` or a container's cpuset leaves it one of several."""
    if not hasattr(os, "sched_setaffinity"):
        pytest.skip("no affinity here")
    code = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); from numnet.utils import threads\n"
    assert python("-c", code + "print(threads.cores(), threads.at_a_time(None))").stdout == "1 1\n"
    for path in (*(REPOSITORY / "numnet").rglob("*.py"), *(REPOSITORY / "benchmarks").glob("*.py")):
        asks = re.search(r"cpu_count|NUMBA_NUM_THREADS|sched_getaffinity", path.read_text(encoding="utf-8"))
        assert not asks or path.name == "threads.py", path
