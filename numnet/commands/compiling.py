"""Saying that kernels are being compiled, and how long it took."""

import time
from contextlib import contextmanager

import click


@contextmanager
def compiling(quiet=False, dtype=None):
    """While the body runs, say on stderr when kernels must be compiled: they are not in the cache.

    dtype: what the body compiles is a training of this dtype; a second process takes over half of it.
    """
    from numnet.cpu.precompile import SecondProcess
    from numnet.kernels.cache import watching

    depth, begun, helper = 0, 0.0, SecondProcess(dtype)

    def missing(name):
        nonlocal depth, begun
        if depth == 0:
            begun = time.perf_counter()
            helper.start()
            if not quiet:
                click.echo("compiling  the kernels, once for this machine …", err=True, nl=False)
        depth += 1

    def compiled(name):
        nonlocal depth
        depth -= 1
        if depth == 0:
            helper.wait()
            if not quiet:
                click.echo(f" {time.perf_counter() - begun:.1f} s", err=True)

    with helper, watching(missing, compiled):
        yield
