"""Threads that share a run: each makes the same call of a compiled kernel, which holds no lock of Python."""

import os
from concurrent.futures import ThreadPoolExecutor

from numnet.utils.arguments import integer


def cores():
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def check_threads(threads):
    """The number of threads to share a run; all cores by default.  Raises ValueError or TypeError.

    More threads than cores would wait for one another all the time.
    """
    if at_a_time(threads) > cores():
        raise ValueError(f"threads must be at most {cores()}, the number of cores here, got {threads}")
    return at_a_time(threads)


def at_a_time(threads):
    """How many of many tasks are under way at a time; all cores by default.  Raises ValueError or TypeError."""
    return cores() if threads is None else integer("threads", threads, at_least=1)


def run_in_threads(task, threads, release=None):
    """Run task(0), …, task(threads − 1) at the same time, task(0) in this thread; returns what task(0) returns.

    ``release()`` is called where task(0) is kept from its work, by Ctrl-C say: the others must not wait for it.
    """
    if threads == 1:
        return task(0)
    with ThreadPoolExecutor(threads - 1) as pool:
        try:
            others = [pool.submit(task, me) for me in range(1, threads)]
            own = task(0)
        except BaseException:
            if release is not None:
                release()
            raise
    for other in others:
        other.result()  # raises what it raised
    return own
