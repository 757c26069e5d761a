"""Kernels that come as bitcode: the file is of these sources, holds all of them, and what does not fit is compiled."""

import importlib
import pkgutil
import zlib

import numba
import pytest

import numnet.cpu
import numnet.data.tables
from numnet.cpu.workspace import shard_rows
from numnet.kernels.compiler import bitcode, cache
from numnet.kernels.compiler.fingerprint import PACKAGE, SOURCES, sources
from numnet.kernels.compiler.jit import jit
from tests.support.cli import REPOSITORY, python

STALE = "kernels have changed since their bitcode was made: make bitcode"
fits = pytest.mark.skipif(not bitcode.fits(), reason="made with another Numba, or for another kind of machine")
BITS = """
import numnet
from numnet.kernels.compiler import bitcode
from numnet.kernels.compiler.cache import watching
from tests.support.same_bits import digest

compiled = []
with watching(lambda name: None, compiled.append):
    weights, factors = numnet.INITIALIZERS["he"](3, 20, 30), numnet.SCHEDULES["cosine"]().factors(9)
    print(bitcode.fits(), digest(weights, factors), *compiled)
"""


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    """An empty cache for this test."""
    monkeypatch.setenv("NUMNET_CACHE_DIR", str(tmp_path / "cache"))
    cache.cache_folder.cache_clear()
    yield
    cache.cache_folder.cache_clear()


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A copy of the file, in its place."""
    copy = tmp_path / bitcode.FILE.name
    copy.write_bytes(bitcode.FILE.read_bytes())
    monkeypatch.setattr(bitcode, "FILE", copy)
    bitcode._contents.cache_clear()
    yield copy
    bitcode._contents.cache_clear()


def called_by_python():
    """{(module, name)} of the kernels in modules of loops and readers that Python calls."""
    found = set()
    for package in (numnet.cpu, numnet.data.tables):
        for each in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for value in vars(importlib.import_module(each.name)).values():
                options = getattr(getattr(value, "_cache", None), "options", {"inline": "always"})
                if "inline" not in options and not options.get("no_cpython_wrapper"):
                    found.add((value.py_func.__module__, value.py_func.__qualname__))
    return found


# --- the file ---


def test_the_file_is_of_these_sources():
    assert bitcode.FILE.read_bytes().split(b" ")[0].decode() == sources(), STALE


@fits
def test_every_kernel_that_python_calls_is_in_it():
    held = {tuple(identity[1:].replace("'", "").split(", ")[:2]) for identity in bitcode._contents()[1]}
    of_the_page = {("numnet.cpu.entry_points", "unit_outputs")}
    assert called_by_python() - held == of_the_page, STALE
    assert len(called_by_python()) > 15


def test_all_that_is_compiled_counts_as_source():
    """A file that takes the decorators is of ``SOURCES``; of numnet/cuda, it is compiled by another compiler."""
    counted = {path for pattern in SOURCES for path in PACKAGE.glob(pattern)}
    for path in PACKAGE.rglob("*.py"):
        if "compiler.jit import" in path.read_text(encoding="utf-8"):
            assert path in counted or path.is_relative_to(PACKAGE / "cuda"), path


@fits
def test_nothing_of_the_machine_that_made_it_is_in_it():
    content = zlib.decompress(bitcode.FILE.read_bytes().partition(b"\n")[2])
    for place in (str(REPOSITORY), "/home/", "site-packages", "numba.dynamic.globals"):
        assert place.encode() not in content
    assert bitcode.FILE.stat().st_size < 400_000


# --- kernels of it ---


@fits
def test_they_give_the_bits_of_kernels_compiled_from_source(tmp_path):
    """Initial weights and schedules; all other kernels: `tests/system/test_same_bits.py`."""
    ours = python("-c", BITS, NUMNET_CACHE_DIR=tmp_path / "ours").stdout.split()
    theirs = python("-c", BITS, NUMNET_CACHE_DIR=tmp_path / "theirs", NUMBA_OPT="2").stdout.split()
    assert (ours[0], theirs[0]) == ("True", "False")
    assert ours[1] == theirs[1]
    assert 0 < len(ours) < len(theirs)  # what they call is compiled as well


@fits
def test_they_are_told_of_and_kept(own_cache):
    told = []
    with cache.watching(told.append, told.append):
        assert jit(shard_rows.py_func)(64, 1000) == shard_rows(64, 1000)
        assert told == ["workspace.shard_rows"] * 2
        assert jit(shard_rows.py_func)(64, 1000) == shard_rows(64, 1000)
    assert len(told) == 2 and cache.kept()[0] == 1


@fits
def test_others_may_call_them(own_cache):
    ours = jit(shard_rows.py_func)
    ours(64, 1000)

    def twice(batch, weights):
        return 2 * ours(batch, weights)

    assert jit(twice)(64, 1000) == 2 * shard_rows(64, 1000)


# --- what does not fit ---


@pytest.mark.parametrize("change", [
    lambda data: data.replace(data[:16], b"0123456789abcdef"), lambda data: data.replace(b" 0.", b" 9.", 1),
    lambda data: data[:-100], lambda data: data[:2000] + b"!" + data[2001:], lambda data: b"", lambda data: b"text",
], ids=["other sources", "other Numba", "cut short", "damaged", "empty", "text"])
def test_with_a_file_that_does_not_fit_kernels_are_compiled(own_cache, file, change, caplog):
    file.write_bytes(change(file.read_bytes()))
    assert not bitcode.fits()
    assert jit(shard_rows.py_func)(64, 1000) == shard_rows(64, 1000)
    assert caplog.text == ""


def test_without_the_file_kernels_are_compiled(own_cache, file):
    file.unlink()
    assert not bitcode.fits()
    assert jit(shard_rows.py_func)(64, 1000) == shard_rows(64, 1000)


def test_who_asks_for_another_level_of_optimisation_gets_it(file, monkeypatch):
    monkeypatch.setattr(numba.core.config, "OPT", 0)
    assert not bitcode.fits()
