"""``numnet warmup``: compiles every kernel into the cache."""

import importlib
import time

import click

from numnet.commands.base import Command


@click.command(cls=Command)
@click.option(
    "--dtype", type=click.Choice(["float32", "float64"]), help="Only the kernels of this precision.  [default: both]"
)
@click.option(
    "--device", type=click.Choice(["cpu", "cuda"]), default="cpu", show_default=True, help="Whose kernels."
)
def warmup(dtype, device):
    """Compile every kernel into the cache, so that no later call has to.

    For a GPU there must be one. Kernels for one shape of network (train --specialize) are compiled when they are used.

    \b
    Example:
      numnet warmup
      numnet warmup --dtype float32
      numnet warmup --device cuda
    """
    from numnet.cuda import check_available

    check_available(device)
    from numnet.commands.output.progress import announce, steps
    from numnet.kernels.compiler import bitcode
    from numnet.kernels.compiler.cache import cache_folder, kept

    calls = getattr(importlib.import_module("numnet.warmup"), f"{device}_calls")

    begun, compiled = time.perf_counter(), 0
    jobs = [(kind, *job) for kind in ([dtype] if dtype else ["float32", "float64"]) for job in calls(kind)]
    needed = "some twenty seconds" if device == "cpu" and bitcode.fits() else "a minute or two"
    announce("warmup", f"compiles what the cache lacks: {needed} where it is empty")
    with steps(len(jobs)) as display:
        for kind, name, call in jobs:
            compiled += _compile(f"{name}, {kind}", call, kind if name == "training" else None, display)
    kernels, size = kept()
    what = f"{compiled} kernels compiled" if compiled else "all kernels were there already"
    click.echo(f"{what} ({time.perf_counter() - begun:.1f} s)")
    click.echo(f"{kernels} kernels, {size / 1e6:.1f} MB, in {cache_folder()}")


def _compile(what, call, dtype, display):
    """Make a call, with a second process for a training of ``dtype``; returns how many kernels it had to compile."""
    from numnet.kernels.compiler.cache import watching
    from numnet.warmup import SecondProcess

    compiled, start = [], time.perf_counter()
    with SecondProcess(dtype) as helper:

        def missing(kernel):
            helper.start()
            display.doing(f"{what}: {kernel}")

        display.doing(what)
        with watching(missing, compiled.append):
            call()
    seconds = time.perf_counter() - start
    display.done(f"{what}: " + (f"{len(compiled)} compiled, {seconds:.1f} s" if compiled else "there already"))
    return len(compiled)
