"""Threads that share a run: each makes the same call of a compiled kernel, which holds no lock of Python."""

import os
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from functools import cache

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


class Team:
    """Threads that make the same call at the same time, again and again: number 0 is whoever calls.

    The others wait from call to call.  On Linux they keep off the core on which number 0 was at first, and to which it
    returns for each call.  A system that has seen two threads do little puts them on one core, where each waits for the
    other: an update of a small network took twenty times as long there.
    """

    def __init__(self, threads):
        self.threads, self._pool, self._process, self._home = threads, None, None, None

    def run(self, task, threads=None, release=None):
        """Run task(0), …, task(threads − 1), task(0) in this thread; returns what task(0) returns.

        ``release()`` is called where task(0) is kept from its work, by Ctrl-C say: the others must not wait for it.
        """
        threads = self.threads if threads is None else threads
        if threads == 1:
            return task(0)
        if self._process != os.getpid():  # a process that was forked has none of the threads
            self._begin()
        others = []
        try:
            if current_core() != self._home:
                start_on(self._home)
            others += [self._pool.submit(task, me) for me in range(1, threads)]
            own = task(0)
        except BaseException:
            if release is not None:
                release()
            wait(others)
            raise
        for other in others:
            other.result()  # raises what it raised
        return own

    def _begin(self):
        """Have the other threads."""
        self._process, self._home = os.getpid(), current_core()
        mine = [] if self._home is None else sorted(os.sched_getaffinity(0))
        others = sorted({*mine} - {self._home}, key=lambda core: (core < self._home, core))  # from the next one on
        own = iter(others)
        self._pool = ThreadPoolExecutor(
            self.threads - 1, initializer=lambda: start_on(next(own, None), others), thread_name_prefix="numnet"
        )


def start_on(core, cores=None):
    """Move this thread to a core; from there it may go to any of ``cores``, by default those of before."""
    if core is None or cores == []:
        return
    with suppress(OSError):  # where the system doesn't let it, it is slower
        cores = cores or os.sched_getaffinity(0)
        if core in cores:
            os.sched_setaffinity(0, {core})
            os.sched_setaffinity(0, cores)


def current_core():
    """Number of the core that this thread is on; None where threads can't be moved, or can't be told."""
    return _current_core()()


@cache
def _current_core():
    """``sched_getcpu`` of the C library; elsewhere than on Linux a function that returns None."""
    if not hasattr(os, "sched_setaffinity"):
        return lambda: None
    import ctypes

    return getattr(ctypes.CDLL(None), "sched_getcpu", lambda: None)
