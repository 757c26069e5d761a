"""What compiled kernels depend on, as hexadecimal digits."""

import functools
import hashlib
import platform
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
SOURCES = "kernels/**/*.py", "cpu/**/*.py", "data/tables/cell_*.py"  # of all that is compiled


@functools.cache
def sources():
    """Sixteen hex digits that change with any kernel source."""
    digest = hashlib.sha256()
    for source in sorted(path for pattern in SOURCES for path in PACKAGE.glob(pattern)):
        digest.update(source.name.encode() + source.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def fingerprint():
    """Sixteen hex digits that change with any kernel source, Numba, LLVM, Python or the processor."""
    import llvmlite.binding
    import numba

    tools = (
        numba.__version__,
        llvmlite.__version__,
        sys.version,
        platform.machine(),
        llvmlite.binding.get_host_cpu_name(),
        numba.config.CPU_FEATURES or "",
    )
    return hashlib.sha256("\n".join((sources(), *tools)).encode()).hexdigest()[:16]
