"""Clocks, locales, names, homes: what surrounds a run doesn't change it."""

import contextlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import numnet
from tests.support.cli import REPOSITORY, apart, call, python
from tests.support.faults import FILES, ROOT, WORDS, error_of, without_times

pytestmark = [pytest.mark.filterwarnings("error"), pytest.mark.skipif(sys.platform == "win32", reason="faults of Unix")]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("now", [0.0, -1e9, 4e9])
def test_a_wrong_clock_changes_nothing(now, monkeypatch):
    call("train", *WORDS, "--out", "whole", "--quiet")
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: now)
        call("train", *WORDS[:2], "30", "--out", "run", "--quiet")
        for path in Path("run").iterdir():
            os.utime(path, (max(0, now), max(0, now)))
        call("train", "--resume", "run", "--epochs", "60", "--quiet")
    assert without_times("run")[0] == without_times("whole")[0]


def awkward(name):
    """A folder and a data file whose names, columns and labels are no plain words."""
    where = Path(f"Läufe {name} 실험")
    where.mkdir()
    rows = [f"{i % 5},{(i * 7) % 11},{'참' if i % 5 > 2 else '거짓'}" for i in range(40)]
    (where / "데이터 파일.csv").write_text("\n".join(["길이,Größe in m²,답", *rows]), encoding="utf-8")
    return where


@pytest.mark.parametrize("environment", [
    {"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"LC_ALL": "C.UTF-8"},
    {"LC_ALL": "nosuch"},
], ids=["C", "C without UTF-8 mode", "UTF-8", "unknown"])  # fmt: skip
def test_any_locale_and_any_name(environment):
    where = awkward("x")
    apart("train", f"{where}/데이터 파일.csv", "--epochs", "4", "--out", f"{where}/mein Lauf", **environment)
    assert {path.name for path in (where / "mein Lauf").iterdir()} == FILES
    apart("train", "--resume", f"{where}/mein Lauf", "--epochs", "6", "--quiet", **environment)
    done = apart("predict", f"{where}/mein Lauf", f"{where}/데이터 파일.csv", "-o", f"{where}/답.csv", **environment)
    assert "40 predictions" in done.stderr
    assert (where / "답.csv").read_text(encoding="utf-8").startswith("prediction,p(거짓),p(참)\n")
    apart("plot", "boundary", f"{where}/mein Lauf", **environment)
    assert (where / "mein Lauf/figures/boundary.png").is_file()
    if environment["LC_ALL"] == "C.UTF-8":
        with contextlib.chdir(where):
            command = numnet.load_run("mein Lauf").config["command"]
        assert shlex.split(command)[2] == f"{where}/데이터 파일.csv"


def test_a_name_that_is_no_text_is_kept():
    """Bytes that are not UTF-8, as old archives leave them."""
    os.rename("awkward.csv", b"alt\xff.csv") if Path("awkward.csv").exists() else None
    with open(b"alt\xff.csv", "w") as file:
        file.write("a,b\n" + "".join(f"{i},{i % 2}\n" for i in range(20)))
    apart("train", os.fsdecode(b"alt\xff.csv"), "--epochs", "3", "--out", "run", "--quiet")
    config = json.loads(Path("run/config.json").read_text(encoding="utf-8"))
    assert os.fsencode(config["data"]["source"]) == b"alt\xff.csv"
    apart("train", "--resume", "run", "--epochs", "5", "--quiet")


def test_a_decimal_comma_changes_no_file(tmp_path):
    made = shutil.which("localedef") and subprocess.run(
        ["localedef", "-i", "de_DE", "-f", "UTF-8", tmp_path / "de_DE.UTF-8"], capture_output=True)
    if not made or not (tmp_path / "de_DE.UTF-8").is_dir():
        pytest.skip("no locale with a decimal comma can be made here")
    german = {"LOCPATH": str(tmp_path), "LC_ALL": "de_DE.UTF-8"}
    code = "import locale; locale.setlocale(locale.LC_ALL, ''); print(locale.localeconv()['decimal_point'])"
    spoken = python("-c", code, **german)
    assert spoken.stdout == ",\n"
    apart("train", "iris", "--epochs", "5", "--learning-rate", "0.02", "--out", "here", "--quiet")
    apart("train", "iris", "--epochs", "5", "--learning-rate", "0.02", "--out", "there", "--quiet", **german)
    assert without_times("here") == without_times("there")
    apart("train", "--resume", "there", "--epochs", "7", "--quiet", **german)
    apart("plot", "convergence", "there", **german)


def test_names_of_two_hundred_characters():
    name, column = "n" * 200, "c" * 200
    Path(f"{name}.csv").write_text(f"{column},b\n" + "".join(f"{i},{i % 2}\n" for i in range(20)))
    call("train", f"{name}.csv", "--epochs", "2", "--quiet")
    call("train", f"{name}.csv", "--epochs", "2", "--quiet", "--out", "o" * 200)
    call("train", "--resume", "o" * 200, "--epochs", "3", "--quiet")
    assert numnet.load_run(f"runs/{name}-1").network.feature_names == (column,)
    long = "m" * 251  # with .csv the longest that a file system takes
    shutil.copy(f"{name}.csv", f"{long}.csv")
    call("train", f"{long}.csv", "--epochs", "2", "--quiet")
    assert Path("runs", "m" * 200 + "-1").is_dir()


def test_without_a_home(tmp_path):
    bare = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "USER", "LOGNAME", "MPLCONFIGDIR"))
    words = "train", "xor", "--epochs", "2", "--out", "run", "--quiet"
    apart(*words, **bare)
    apart("plot", "boundary", "run", **{**bare, "HOME": "/nonexistent"})
    assert Path("run/figures/boundary.png").is_file()


def test_nothing_is_written_where_it_is_installed(tmp_path):
    installed = tmp_path / "installed"
    shutil.copytree(REPOSITORY / "numnet", installed / "numnet", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(REPOSITORY / "datasets", installed / "numnet/datasets")
    before = sorted(installed.rglob("*"))
    mount = contextlib.nullcontext()
    if ROOT and not subprocess.run(["mount", "--bind", installed, installed], capture_output=True).returncode:
        subprocess.run(["mount", "-o", "remount,ro,bind", installed], check=True)
        mount = contextlib.ExitStack()
        mount.callback(subprocess.run, ["umount", "-l", installed], check=True)
    with mount:
        for path in before if not ROOT else ():
            path.chmod(0o555 if path.is_dir() else 0o444)
        apart("train", "iris", "--epochs", "2", "--out", "run", "--quiet", PYTHONPATH=installed)
        apart("train", "--resume", "run", "--epochs", "3", "--quiet", PYTHONPATH=installed)
        for path in before if not ROOT else ():
            path.chmod(0o755 if path.is_dir() else 0o644)
    written = {path.relative_to(installed) for path in set(installed.rglob("*")) - set(before)}
    assert all("__pycache__" in path.parts for path in written)


def test_without_asserts():
    """Python −O drops assert statements: no check may rest on them."""
    python("-O", "-m", "numnet", "train", "moons:n=80", "--epochs", "5", "--out", "run", "--quiet")
    apart("train", "moons:n=80", "--epochs", "5", "--out", "plain", "--quiet")
    assert without_times("run") == without_times("plain")
    done = python("-O", "-m", "numnet", "train", "--resume", "run", "--seed", "3", code=2)
    assert "--seed is 3, was 0" in error_of(done)
    sources = list((REPOSITORY / "numnet").rglob("*.py"))
    assert len(sources) > 50
    for path in sources:
        assert not re.search(r"^\s*assert\b", path.read_text(encoding="utf-8"), re.MULTILINE), path
