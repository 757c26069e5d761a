"""Threads that share a run: how many, and that they disturb nobody."""

import os
import re

import numpy as np
import pytest

import numnet
from numnet.utils import threads
from numnet.utils.threads import check_threads, run_in_threads
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

    run_in_threads(task, 2)
    np.testing.assert_array_equal(alone, side_by_side)


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
