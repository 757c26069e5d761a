"""Free memory, checked before much of it is taken: a process that takes more is killed without a message."""

import os
from contextlib import suppress
from pathlib import Path

SMALL = 100_000_000  # bytes that need no question


def check_memory(needed, what, remedy):
    """MemoryError, with ``what`` needs so many bytes and the ``remedy``, if they are not there."""
    if needed < SMALL:
        return
    free = available()
    if free is not None and needed > free:
        raise MemoryError(f"{what} would take {size(needed)} of memory, {size(free)} are free here; {remedy}")


def size(count):
    """``1.5 GB``."""
    return f"{count / 1e9:.3g} GB" if count >= 1e9 else f"{count / 1e6:.3g} MB"


def available():
    """Bytes that this process may still take: of the machine, its control group and its own limit.  None: unknown."""
    known = [free() for free in (_of_machine, _of_group, _of_limit)]
    return min((value for value in known if value is not None), default=None)


def _of_machine():
    """What Linux can give without swapping; elsewhere all there is."""
    with suppress(OSError, ValueError, LookupError):
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return 1024 * int(next(line for line in lines if line.startswith("MemAvailable:")).split()[1])
    with suppress(OSError, ValueError, AttributeError):
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None


def _of_group():
    """What the control group (of a container, of a batch system) leaves; file caches give way."""
    for folder, limit, used, cache in (
        ("/sys/fs/cgroup", "memory.max", "memory.current", "inactive_file "),
        ("/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file "),
    ):
        with suppress(OSError, ValueError):
            most, now = (int((Path(folder) / name).read_text(encoding="ascii")) for name in (limit, used))
            lines = (Path(folder) / "memory.stat").read_text(encoding="ascii").splitlines()
            return most - now + sum(int(line.split()[1]) for line in lines if line.startswith(cache))
    return None


def _of_limit():
    """What the limit of this process leaves (ulimit -v)."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        limit, _ = resource.getrlimit(resource.RLIMIT_AS)
        if limit != resource.RLIM_INFINITY:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
            return limit - pages * os.sysconf("SC_PAGE_SIZE")
    return None
