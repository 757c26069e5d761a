"""Threads of the parallel kernels, and what hands them their work: Numba's threading layer."""

import functools
import logging
import threading
from contextlib import contextmanager, nullcontext

from numnet.checking import integer

log = logging.getLogger("numnet")

SLOW = "workqueue"  # Numba's last resort; all others wake their threads in about 2 µs
_one_call = threading.Lock()  # the slow layer ends the process when two Python threads enter it


def check_threads(threads, shards):
    """The number of threads for work in so many shards; all by default.  Raises ValueError or TypeError.

    Numba's threads are started only where there is work to share: to ask for their number starts them.
    """
    import numba

    most = numba.config.NUMBA_NUM_THREADS
    if threads is None:
        return numba.get_num_threads() if shards > 1 else 1
    if integer("threads", threads, at_least=1) > most:
        raise ValueError(
            f"threads must be at most {most}, the number of cores here (or NUMBA_NUM_THREADS), got {threads}"
        )
    return threads


@contextmanager
def numba_threads(threads):
    """While the body runs, parallel kernels use so many threads."""
    import numba

    before = numba.get_num_threads()
    slow = numba.threading_layer() == SLOW
    if slow:
        _warn_of_slow_layer()
    with _one_call if slow else nullcontext():
        numba.set_num_threads(threads)
        try:
            yield
        finally:
            numba.set_num_threads(before)


@functools.cache  # once is enough
def _warn_of_slow_layer():
    log.warning(
        "numnet: threads share work through Numba's slow layer, workqueue: 0.1 ms or more to wake them, twice an "
        "update, where OpenMP takes 0.002. Install OpenMP (libgomp1 on Debian, libomp on macOS) or `pip install tbb`; "
        "--threads 1 (in Python threads=1) does without, with the same result."
    )


def threading_layer():
    """(name, whether it is the slow one) of the layer that parallel kernels use; (why there is none, True)."""
    import numba

    try:
        numba.get_num_threads()  # starts it
        return numba.threading_layer(), numba.threading_layer() == SLOW
    except ValueError as error:
        return f"none ({error})", True
