"""The machine on which times are measured: processor, system, versions."""

import functools
import importlib.metadata
import platform
from pathlib import Path

PACKAGES = ("numnet", "numpy", "scipy", "numba", "jax", "torch", "scikit-learn")


@functools.cache
def processor():
    """The processor's name as the system gives it, else the architecture."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def short_name():
    """Host name, a slash, the processor's name: what a table of results says of where a result comes from."""
    return f"{platform.node()}/{processor()}"


def versions():
    """{package: version} of what is installed."""
    installed = {}
    for package in PACKAGES:
        try:
            installed[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return installed


def machine():
    """{"processor", "simd", "cores", …}: what the times depend on."""
    import llvmlite.binding

    from numnet.utils.threads import cores

    features = llvmlite.binding.get_host_cpu_features()
    simd = [name for name in ("avx512f", "avx2", "sse4.2", "sve", "neon") if features.get(name)]
    return {
        "processor": f"{processor()} ({llvmlite.binding.get_host_cpu_name()})", "simd": simd[0] if simd else "unknown",
        "cores": cores(), "system": platform.system(),
        "python": platform.python_version(), "versions": versions(),
    }  # fmt: skip


def describe(about):
    """The machine in two lines."""
    packages = ", ".join(f"{name} {version}" for name, version in about["versions"].items())
    return (
        f"machine   {about['processor']}, {about['simd']}, {about['cores']} cores, "
        f"{about['system']}\nversions  Python {about['python']}, {packages}"
    )
