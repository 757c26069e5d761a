"""``numnet warmup`` and ``numnet info``: kernels, cache, machine."""

import platform
import sys
import time
from contextlib import contextmanager, nullcontext

import click

from numnet.commands import Command


@contextmanager
def compiling(dtype, parallel, quiet=False):
    """Around the first use of kernels: where they are not in the cache yet, say so and compile on two cores."""
    from numnet.kernels.jit import is_compiled, mark_compiled

    name = f"train-{dtype}" + ("-parallel" if parallel else "")
    if is_compiled(name):
        yield
        return
    from numnet.cpu.precompile import second_process

    if not quiet:
        click.echo("compiling  the kernels, once for this machine …", err=True, nl=False)
    start = time.perf_counter()
    with nullcontext() if is_compiled(f"train-{dtype}") else second_process(dtype):
        yield
    mark_compiled(name)
    if not quiet:
        click.echo(f" {time.perf_counter() - start:.1f} s", err=True)


@click.command(cls=Command)
def warmup():
    """Compile every kernel into the cache, for both precisions, so that no later call has to.

    \b
    Example:
      numnet warmup
    """
    import numnet
    from numnet.kernels.jit import cache_folder
    from numnet.training import Training

    data = numnet.load_dataset("blobs", n=256)
    begun = time.perf_counter()
    for dtype in ("float32", "float64"):
        network = numnet.Network([2, 4, 3], dtype=dtype)
        with compiling(dtype, False):
            Training(network, data.X, data.T).compile()
            network.gradient(data.X, data.T)
            network.forward(data.X)
        wide = numnet.Network([2, 256, 256, 3], dtype=dtype)
        training = Training(wide, data.X, data.T, batch_size="full")
        if training.parallel:
            with compiling(dtype, True):
                training.compile()
    numnet.ACTIVATIONS["tanh"](0.5)
    numnet.LOSSES["mse"].values(0.5, 1.0)
    numnet.SCHEDULES["cosine"]().factors(3)
    numnet.descend_many("beale", ["adam"], steps=1, record="anatomy").anatomy(0)
    click.echo(f"all kernels are in {cache_folder()} ({time.perf_counter() - begun:.1f} s)")


@click.command(cls=Command)
def info():
    """Print versions, threads and threading layer, SIMD, cache folder and CUDA devices.

    \b
    Example:
      numnet info
    """
    import llvmlite
    import llvmlite.binding
    import matplotlib
    import numba
    import numpy

    from numnet import __version__
    from numnet.kernels.jit import cache_folder

    features = llvmlite.binding.get_host_cpu_features()
    simd = [name for name in ("avx512f", "avx2", "avx", "sse4.2", "sve", "neon") if features.get(name)]
    rows = (
        ("numnet", __version__),
        ("python", f"{platform.python_version()} ({sys.executable})"),
        (
            "packages",
            ", ".join(f"{m.__name__} {m.__version__}" for m in (numpy, numba, llvmlite, matplotlib)),
        ),
        ("processor", f"{llvmlite.binding.get_host_cpu_name()}, SIMD {', '.join(simd) or 'unknown'}"),
        (
            "threads",
            f"{numba.get_num_threads()} of {numba.config.NUMBA_NUM_THREADS}, threading layer {threading_layer()}",
        ),
        ("cache", str(cache_folder())),
        ("cuda", "not available yet: networks train on the CPU"),
    )
    for name, text in rows:
        click.echo(f"{name:<10} {text}")


def threading_layer():
    """The layer that parallel kernels would use; "omp" is the fast one."""
    import numba
    from numba.np.ufunc import parallel

    for layer in numba.config.THREADING_LAYER_PRIORITY:
        try:
            parallel._check_tbb_version_compatible() if layer == "tbb" else None
            __import__(f"numba.np.ufunc.{layer}pool" if layer != "workqueue" else "numba.np.ufunc.workqueue")
            return layer
        except (ImportError, ValueError):
            continue
    return "none"
