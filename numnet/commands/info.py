"""``numnet info``: versions, threads, SIMD, cache folder and CUDA devices."""

import platform
import sys

import click

from numnet.commands.base import Command


@click.command(cls=Command)
def info():
    """Print versions, threads, SIMD, cache folder and CUDA devices.

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
    from numnet.cuda import describe_device
    from numnet.kernels.compiler.cache import cache_folder, kept
    from numnet.utils.threads import cores

    features = llvmlite.binding.get_host_cpu_features()
    simd = [name for name in ("avx512f", "avx2", "avx", "sse4.2", "sve", "neon") if features.get(name)]
    kernels, size = kept()
    rows = (
        ("numnet", __version__),
        ("python", f"{platform.python_version()} ({sys.executable})"),
        (
            "packages",
            ", ".join(f"{m.__name__} {m.__version__}" for m in (numpy, numba, llvmlite, matplotlib)),
        ),
        ("processor", f"{llvmlite.binding.get_host_cpu_name()}, SIMD {', '.join(simd) or 'unknown'}"),
        ("threads", f"{cores()}, in compiled code; no threading layer of Numba is needed"),
        ("cache", f"{cache_folder()} ({kernels} kernels, {size / 1e6:.1f} MB)"),
        ("cuda", describe_device()),
    )
    for name, text in rows:
        click.echo(f"{name:<10} {text}")
