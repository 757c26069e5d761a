"""A notice that kernels are being compiled, and how long it took."""

import time
from contextlib import contextmanager
from functools import partial

import click


@contextmanager
def compiling(quiet=False, dtype=None, say=None):
    """While the body runs, say on stderr when kernels must be compiled: they are not in the cache.

    dtype: what the body compiles is a training of this dtype; a second process takes over half of it.  say: what takes
    whole lines, where a progress display has stderr.
    """
    from numnet.kernels.compiler.cache import watching
    from numnet.warmup import SecondProcess

    depth, begun, helper = 0, 0.0, SecondProcess(dtype)
    begin, end = say or partial(click.echo, err=True, nl=False), say or partial(click.echo, err=True)

    def missing(name):
        nonlocal depth, begun
        if depth == 0:
            begun = time.perf_counter()
            helper.start()
            if not quiet:
                begin("compiling  the kernels, once for this machine, some seconds …")
        depth += 1

    def compiled(name):
        nonlocal depth
        depth -= 1
        if depth == 0:
            helper.wait()
            seconds = f"{time.perf_counter() - begun:.1f} s"
            if not quiet:
                end(f"compiled   in {seconds}" if say else f" {seconds}")

    with helper, watching(missing, compiled):
        yield
