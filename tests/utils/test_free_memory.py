"""Free memory, as the machine, the control group and the process's own limit have it."""

import errno
import sys
import types

import psutil
import pytest

from numnet.utils import free_memory


@pytest.fixture
def system(tmp_path, monkeypatch):
    """A function that writes a file of a made-up system."""

    def write(path, text):
        file = tmp_path / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    monkeypatch.setattr(free_memory, "Path", lambda path: tmp_path / path.lstrip("/"))
    return write


def test_the_machine_tells_or_it_is_not_known(monkeypatch):
    assert 0 < free_memory._of_machine() <= psutil.virtual_memory().total

    def unknown():
        raise FileNotFoundError(errno.ENOENT, "No such file or directory", "/proc/meminfo")

    monkeypatch.setattr(psutil, "virtual_memory", unknown)
    assert free_memory._of_machine() is None


@pytest.mark.parametrize(("folder", "limit", "used", "cache"), [
    ("/sys/fs/cgroup", "memory.max", "memory.current", "inactive_file"),
    ("/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
])  # fmt: skip
def test_the_caches_of_a_control_group_give_way(system, folder, limit, used, cache):
    assert free_memory._of_group() is None
    system(f"{folder}/{limit}", "5000\n")
    system(f"{folder}/{used}", "3500\n")
    system(f"{folder}/memory.stat", f"anon 9\n{cache} 700\nother 5\n")
    assert free_memory._of_group() == 5000 - 3500 + 700


def test_a_group_without_a_limit_has_none(system):
    system("/sys/fs/cgroup/memory.max", "max\n")
    system("/sys/fs/cgroup/memory.current", "3500\n")
    assert free_memory._of_group() is None


def test_a_process_has_what_its_limit_leaves(monkeypatch):
    resource = pytest.importorskip("resource")
    used = types.SimpleNamespace(memory_info=lambda: types.SimpleNamespace(vms=40_960))
    monkeypatch.setattr(psutil, "Process", lambda: used)
    monkeypatch.setattr(resource, "getrlimit", lambda which: (100_000, 200_000))
    assert free_memory._of_limit() == 100_000 - 40_960
    monkeypatch.setattr(resource, "getrlimit", lambda which: (resource.RLIM_INFINITY,) * 2)
    assert free_memory._of_limit() is None
    monkeypatch.setitem(sys.modules, "resource", None)  # as on Windows
    assert free_memory._of_limit() is None


def test_the_least_counts(monkeypatch):
    for name, bytes_ in (("_of_machine", 7), ("_of_group", None), ("_of_limit", 5)):
        monkeypatch.setattr(free_memory, name, lambda bytes_=bytes_: bytes_)
    assert free_memory.available() == 5
    monkeypatch.setattr(free_memory, "_of_limit", lambda: None)
    assert free_memory.available() == 7
    monkeypatch.setattr(free_memory, "_of_machine", lambda: None)
    assert free_memory.available() is None
