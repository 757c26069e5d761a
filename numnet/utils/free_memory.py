"""Free memory, checked before much of it is taken: a process that takes more is killed without a message."""

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
    """What the machine can give without swapping."""
    import psutil

    with suppress(OSError, ValueError, RuntimeError, psutil.Error):  # Linux without /proc
        return psutil.virtual_memory().available
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
    import psutil

    with suppress(ImportError, OSError, ValueError, psutil.Error):
        import resource  # of Unix alone

        limit, _ = resource.getrlimit(resource.RLIMIT_AS)
        if limit != resource.RLIM_INFINITY:
            return limit - psutil.Process().memory_info().vms
    return None
