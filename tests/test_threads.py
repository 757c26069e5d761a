"""Threads of the parallel kernels, and Numba's layers that drive them."""

import os
import subprocess
import sys
from pathlib import Path

import numba
import numpy as np
import pytest

import numnet
from numnet.threads import check_threads

REPOSITORY = Path(__file__).resolve().parents[1]
several_cores = pytest.mark.skipif(numba.config.NUMBA_NUM_THREADS < 2, reason="needs two threads")

WIDE = """
import numpy as np, numnet
rng = np.random.default_rng(0)
X, T = rng.normal(size=(256, 2)), rng.integers(0, 2, 256)
def nets(): return [numnet.Network([2, 256, 256, 2], seed=seed) for seed in range(3)]
def weights(): return sum(float(abs(net.parameters).sum(dtype=np.float64)) for net in members)
"""


def run(code, *words, **environment):
    """(stdout, stderr) of a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), **environment}
    done = subprocess.run([sys.executable, *(["-c", code] if code else []), *words], capture_output=True, text=True,
                          env=environment, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip(), done.stderr.strip()


@several_cores
def test_the_slow_layer_is_announced_once_and_computes_the_same():
    code = WIDE + "members = nets()\nfor net in members: numnet.train(net, X, T, batch_size='full', epochs=2)\n"
    code += "import numba; print(weights(), numba.threading_layer())"
    run(code)  # compiles, if need be
    (out, err), (fast, nothing) = run(code, NUMBA_THREADING_LAYER="workqueue"), run(code)
    assert out.split()[1] == "workqueue" and out.split()[0] == fast.split()[0]
    assert len(err.splitlines()) == 1
    assert all(word in err for word in ("workqueue", "libgomp", "tbb", "threads=1"))
    assert nothing == "" or fast.split()[1] == "workqueue"


@several_cores
def test_python_threads_take_turns_at_the_slow_layer():
    """Without turns Numba ends the process."""
    code = WIDE + """
from concurrent.futures import ThreadPoolExecutor
members = nets()
with ThreadPoolExecutor(3) as pool:
    list(pool.map(lambda net: numnet.train(net, X, T, batch_size="full", epochs=20), members))
together = weights()
members = nets()
for net in members: numnet.train(net, X, T, batch_size="full", epochs=20)
print(together == weights())
"""
    assert run(code, NUMBA_THREADING_LAYER="workqueue")[0] == "True"


def test_a_population_uses_threads_of_its_own_alone():
    """Its networks train serially, so no layer is started, and the slow one can't be entered twice."""
    code = WIDE + """
from numba.np.ufunc import parallel
members = nets()
numnet.train_population(members, X, T, batch_size="full", epochs=2, threads=2)
print(parallel._is_initialized)
"""
    assert run(code, NUMBA_THREADING_LAYER="workqueue") == ("False", "")


def test_a_small_training_starts_no_threads():
    """GNU's OpenMP ends a process that was forked from one that has started it."""
    code = """
import numnet
from numba.np.ufunc import parallel
data = numnet.load_dataset("xor")
numnet.train(numnet.Network([2, 4, 1], task="binary"), data.X, data.T, epochs=2)
print(parallel._is_initialized)
"""
    assert run(code) == ("False", "")


def test_info_names_the_layer_and_whether_it_is_slow():
    out, _ = run(None, "-m", "numnet", "info", NUMBA_THREADING_LAYER="workqueue")
    assert "threading layer workqueue (slow)" in out
    assert "slow" not in run(None, "-m", "numnet", "info", NUMBA_THREADING_LAYER="default")[0] or not _has_openmp()


def _has_openmp():
    try:
        from numba.np.ufunc import omppool  # noqa: F401
    except ImportError:
        return False
    return True


def test_info_says_why_there_is_no_layer():
    code = "from numnet.threads import threading_layer; print(*threading_layer())"
    try:
        from numba.np.ufunc import tbbpool  # noqa: F401

        pytest.skip("tbb is installed")
    except ImportError:
        out, _ = run(code, NUMBA_THREADING_LAYER="tbb")
        assert out.startswith("none (No threading layer") and out.endswith("True")


@pytest.mark.parametrize(("threads", "error", "message"), [
    (0, ValueError, "threads must be .*>= 1, got 0"), (10**6, ValueError, "threads must be at most .*got 1000000"),
    ("two", TypeError, "threads must be"),
])
def test_bad_numbers_of_threads_are_refused_for_small_work_too(threads, error, message):
    with pytest.raises(error, match=message):
        check_threads(threads, 1)
    with pytest.raises(error, match=message):
        numnet.train(numnet.Network([2, 2]), np.eye(2), [0, 1], threads=threads)
