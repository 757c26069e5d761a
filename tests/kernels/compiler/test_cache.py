"""The cache of compiled kernels: shared by processes, and never the end of a run."""

import collections
import importlib
import os
import pkgutil
import shutil
import time

import pytest

import numnet
from numnet.api.compile_notice import compiling
from numnet.kernels.compiler import bitcode, cache
from numnet.kernels.compiler.jit import jit
from tests.support.cli import REPOSITORY, finish, start

TINY = """
import sys
from numnet.kernels.compiler.cache import watching
from numnet.kernels.compiler.jit import jit

@jit
def double(x):
    return x + x

compiled = []
with watching(lambda name: None, compiled.append):
    print(*(double(kind(21)) for kind in (int, float) if kind.__name__ in sys.argv), len(compiled))
"""


def answer(process):
    """(stdout, stderr) of a process that must succeed."""
    done = finish(process)
    return done.stdout.strip(), done.stderr.strip()


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    """An empty cache for this test; the folder of this fingerprint."""
    monkeypatch.setenv("NUMNET_CACHE_DIR", str(tmp_path / "cache"))
    cache.cache_folder.cache_clear()
    cache._cannot_keep.cache_clear()
    yield tmp_path / "cache" / cache.fingerprint()
    cache.cache_folder.cache_clear()
    cache._cannot_keep.cache_clear()


def twice(x):
    return x + x


def compiles(function, *values):
    """(values of a newly made kernel, how many times it had to be compiled)."""
    compiled, kernel = [], jit(function)
    with cache.watching(lambda name: None, compiled.append):
        return [kernel(value) for value in values], len(compiled)


# --- processes that share it ---


def test_processes_that_start_at_once_share_an_empty_cache(tmp_path):
    """Two signatures of one kernel, compiled at once, must not end up under each other's name."""
    script = tmp_path / "tiny.py"
    script.write_text(TINY)
    at_once = [start(script, *kinds, NUMNET_CACHE_DIR=tmp_path) for kinds in (["int"], ["float"], ["int", "float"])]
    assert [answer(process)[0].rpartition(" ")[0] for process in at_once] == ["42", "42.0", "42 42.0"]
    assert answer(start(script, "int", "float", NUMNET_CACHE_DIR=tmp_path)) == ("42 42.0 0", "")


TRAINING = """
import numnet
from numnet.kernels.compiler.cache import watching
compiled = []
with watching(lambda name: None, compiled.append):
    for dtype in ("float32", "float64"):
        data = numnet.load_dataset("xor")
        net = numnet.Network([2, 4, 1], task="binary", dtype=dtype)
        numnet.train(net, data.X, data.T, epochs=3)
        net.loss(data.X, data.T)
print(*compiled)
"""


def test_a_second_process_compiles_nothing():
    answer(start("-c", TRAINING))
    assert answer(start("-c", TRAINING)) == ("", "")


@pytest.mark.slow
def test_trainings_that_start_at_once_compile_once_and_agree(tmp_path):
    def train(name):
        return start("-m", "numnet", "train", "xor", "--epochs", 20, "--out", tmp_path / name,
                      NUMNET_CACHE_DIR=tmp_path / "cache")

    def weights(name):
        return (tmp_path / name / "model.safetensors").read_bytes()

    said = [answer(process)[1] for process in [train("a"), train("b")]]
    assert any("compiling" in words for words in said)  # the one may have to wait until the other is done
    assert "compiling" not in answer(train("c"))[1]
    assert weights("a") == weights("b") == weights("c")
    assert not list((tmp_path / "cache").rglob("*.tmp"))


@pytest.mark.slow
def test_warmup_compiles_every_kernel_once(tmp_path):
    def warmup():
        return answer(start("-m", "numnet", "warmup", "--dtype", "float32", NUMNET_CACHE_DIR=tmp_path))

    assert "kernels compiled" in warmup()[0]
    files = collections.Counter(path.name.partition("-")[0] for path in tmp_path.rglob("*.kernel"))
    walks = {name for name in kernels() if name.startswith("descent.")}
    double_only = {"entry_points._loss_values", "entry_points._schedule_factors", *walks}
    of_the_page = {"entry_points.unit_outputs"}
    assert kernels() - set(files) == double_only | of_the_page
    assert set(files.values()) == {1}
    out, err = warmup()
    assert "there already" in out and str(tmp_path) in out
    notice, *steps = err.splitlines()
    assert notice.startswith("warmup ") and all(line.endswith("there already") for line in steps)
    assert "compiling" not in answer(
        start("-m", "numnet", "train", "xor", "--out", tmp_path / "run", NUMNET_CACHE_DIR=tmp_path))[1]


def kernels():
    """The names of all loops and entries of numnet.cpu, or of entries alone, where these come whole as bitcode."""
    import numnet.cpu

    found = set()
    for module in pkgutil.iter_modules(numnet.cpu.__path__):
        for value in vars(importlib.import_module(f"numnet.cpu.{module.name}")).values():
            options = getattr(value, "targetoptions", {"inline": "always"})  # which is folded into others
            if "inline" not in options and not (bitcode.fits() and options.get("no_cpython_wrapper")):
                found.add(value._cache.name)
    return found


# --- files that are damaged, disks that are full ---


@pytest.mark.parametrize("damage", [
    lambda data: b"", lambda data: data[:1], lambda data: data[:40], lambda data: data[: len(data) // 2],
    lambda data: data[:-1], lambda data: data + b"!", lambda data: bytes(len(data)), lambda data: b"no kernel",
    lambda data: data[:500] + bytes([data[500] ^ 1]) + data[501:],
], ids=["empty", "1 byte", "40 bytes", "half", "less 1 byte", "1 byte more", "zeros", "text", "1 bit"])
def test_a_damaged_file_is_compiled_anew(own_cache, damage):
    assert compiles(twice, 21) == ([42], 1)
    (file,) = own_cache.glob("*.kernel")
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert compiles(twice, 21) == ([42], 1)
    assert cache.read_checked(file) is not None
    assert compiles(twice, 21) == ([42], 0)


def test_files_that_vanish_are_compiled_anew(own_cache):
    assert compiles(twice, 21) == ([42], 1)
    shutil.rmtree(own_cache)
    assert compiles(twice, 21, 0.5) == ([42, 1.0], 2)
    assert compiles(twice, 21, 0.5) == ([42, 1.0], 0)


def test_one_function_with_other_flags_is_another_kernel(own_cache):
    assert compiles(twice, 21) == ([42], 1)
    compiled = []
    with cache.watching(lambda name: None, compiled.append):
        assert jit(twice, fastmath=set())(21) == 42
    assert len(compiled) == 1 and len(list(own_cache.glob("*.kernel"))) == 2


def test_a_full_disk_costs_the_cache_not_the_run(tmp_path):
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
    code = limit + TINY.replace("double(kind(21))", "double(kind(21)) + double(kind(0))")
    out, err = answer(start("-c", code, "int", "float", NUMNET_CACHE_DIR=tmp_path))
    assert out == "42 42.0 2"
    assert len(err.splitlines()) == 1 and "can't be written" in err and "File too large" in err
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


# --- folders ---


@pytest.mark.parametrize("environment", [
    {"NUMNET_CACHE_DIR": "/dev/null/nowhere"},
    {"NUMNET_CACHE_DIR": None, "XDG_CACHE_HOME": None, "HOME": "/dev/null"},
], ids=["no such folder", "no home"])
def test_without_a_folder_kernels_last_for_one_process(tmp_path, environment):
    out, err = answer(start("-c", TINY, "int", TMPDIR=tmp_path, **environment))
    assert out == "42 1"
    assert len(err.splitlines()) == 1 and "can't be written" in err and "NUMNET_CACHE_DIR" in err
    assert not list(tmp_path.iterdir())


def test_a_read_only_folder_is_read(own_cache, monkeypatch, caplog):
    assert compiles(twice, 21) == ([42], 1)
    cache.cache_folder.cache_clear()
    monkeypatch.setattr(os, "access", lambda *arguments: False)
    assert cache.cache_folder() == own_cache and compiles(twice, 21) == ([42], 0)
    cache.cache_folder.cache_clear()
    for file in own_cache.iterdir():
        file.unlink()
    assert cache.cache_folder() != own_cache and "read-only" in caplog.text


@pytest.fixture
def copy(tmp_path):
    """The package in another place."""
    shutil.copytree(REPOSITORY / "numnet", tmp_path / "copy" / "numnet", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(REPOSITORY / "datasets", tmp_path / "copy" / "datasets")
    return tmp_path / "copy"


def test_nothing_is_written_into_the_package(tmp_path, copy):
    answer(start("-c", TRAINING))
    before = sorted(copy.rglob("*"))
    for path in before:
        path.chmod(0o555 if path.is_dir() else 0o444)
    out, err = answer(start("-m", "numnet", "train", "xor", "--hidden", 4, "--epochs", 2, "--out", tmp_path / "run",
                             PYTHONPATH=copy, PYTHONDONTWRITEBYTECODE=1))
    assert sorted(copy.rglob("*")) == before
    assert "trained" in out and "compiling" not in err  # the same sources have the same cache
    for path in before:
        path.chmod(0o755)


@pytest.mark.parametrize("file", ["cpu/updates.py", "kernels/losses.py", "cpu/views.py"])
def test_an_edit_in_any_kernel_file_gives_another_folder(copy, file):
    code = "from numnet.kernels.compiler.cache import fingerprint; print(fingerprint())"
    assert answer(start("-c", code, PYTHONPATH=copy))[0] == cache.fingerprint()
    with open(copy / "numnet" / file, "a") as source:
        source.write("# edited\n")
    assert answer(start("-c", code, PYTHONPATH=copy))[0] != cache.fingerprint()


def test_folders_of_other_versions_go_when_unused_for_a_month(own_cache):
    parent = own_cache.parent
    names = {"0123456789abcdef": 31, "fedcba9876543210": 29, "0123456789abcdeg": 99, "notes": 99, "abc": 99}
    for name, days in names.items():
        (parent / name).mkdir(parents=True)
        (parent / name / "x.kernel").write_bytes(b"x")
        os.utime(parent / name, (time.time() - days * 86400,) * 2)
    assert cache.cache_folder() == own_cache
    assert {path.name for path in parent.iterdir()} == {own_cache.name, *names} - {"0123456789abcdef"}


def test_use_keeps_a_folder_young(own_cache):
    cache.cache_folder()
    os.utime(own_cache, (0, 0))
    cache.cache_folder.cache_clear()
    cache.cache_folder()
    assert time.time() - own_cache.stat().st_mtime < 60


# --- what is said of it ---


def test_compiling_is_announced_once_and_timed(own_cache, capsys):
    kernel = jit(twice)
    with compiling():
        kernel(21)
        told = capsys.readouterr()
        assert told.out == "" and told.err.startswith("compiling  the kernels, once") and told.err.endswith(" s\n")
        kernel(22)
    with compiling():
        assert compiles(twice, 21) == ([42], 0)
    with compiling(quiet=True):
        kernel(0.5)
    assert capsys.readouterr().err == ""


def test_the_innermost_watcher_is_told(own_cache):
    outer, inner = [], []
    with cache.watching(outer.append, outer.append):
        with cache.watching(inner.append, inner.append):
            compiles_nothing = jit(twice)
            compiles_nothing(21)
        jit(twice)(0.5)
    assert inner == outer == ["test_cache.twice"] * 2


def test_kept_counts_kernels_and_bytes(own_cache):
    assert cache.kept() == (0, 0)
    compiles(twice, 21, 0.5)
    count, size = cache.kept()
    assert count == 2 and size == sum(path.stat().st_size for path in own_cache.iterdir())


# --- what small networks do without ---

def test_a_small_training_loads_neither_scipys_linear_algebra_nor_the_compiler(tmp_path):
    answer(start("-c", TRAINING))
    code = (
        "import sys; from numnet.commands import main\n"
        "main(sys.argv[1:], standalone_mode=False)\n"
        "print('LOADED', *{'scipy.linalg', 'numba.np.arrayobj', 'matplotlib', 'rich'} & set(sys.modules))"
    )
    out, _ = answer(start("-c", code, "train", "xor", "--hidden", 4, "--epochs", 2, "--out", tmp_path / "run"))
    assert out.splitlines()[-1] == "LOADED"
    assert numnet.load_run(tmp_path / "run").history.epochs == 2
