"""Folders from anybody: whatever stands in the place of a file, a command ends in one line and touches nothing else."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from numnet.files.plain_files import PLAIN, kind, open_plain
from tests.support.cli import call

pytestmark = [pytest.mark.filterwarnings("error"), pytest.mark.skipif(os.name == "nt", reason="pipes of Unix")]


@pytest.fixture(autouse=True)
def in_time():
    """Whatever waits for a pipe is ended; a busy machine takes seconds for what else there is."""

    def over(number, frame):
        raise AssertionError("it waits for something")

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A run, a sweep and a comparison."""
    folder = tmp_path_factory.mktemp("made")
    short = "--epochs", 3, "--quiet", "--out"
    call("train", "xor", "--hidden", 2, *short, folder / "run")
    call("sweep", "xor", "--hidden", 2, "--hidden", 3, "--seeds", 1, *short, folder / "sweep")
    call("compare", "xor", "--optimizer", "sgd,adam", "--seeds", 1, *short, folder / "comparison")
    return folder


@pytest.fixture
def top(made, tmp_path):
    """A copy in ``runs``, to spoil; beside it ``outside``, which must stay as it is."""
    shutil.copytree(made, tmp_path / "runs")
    (tmp_path / "outside/folder").mkdir(parents=True)
    (tmp_path / "outside/secret").write_text("mine")
    return tmp_path


def clear(path):
    shutil.rmtree(path) if kind(path) == "a folder" else path.unlink(missing_ok=True)


def link(target):
    def make(path, outside):
        clear(path)
        path.symlink_to(target if os.path.isabs(target) else outside / target)

    return make


def link_to_the_same(path, outside):
    path.rename(outside / "same") if kind(path) else (outside / "same").write_text("mine")
    path.symlink_to(outside / "same")


def pipe(path, outside):
    clear(path)
    os.mkfifo(path)


def a_folder(path, outside):
    clear(path)
    path.mkdir()
    (path / "mine.txt").write_text("mine")


def huge(path, outside):
    with open(path, "ab") as file:
        file.truncate(2**40)


def holding(content):
    return lambda path, outside: path.write_bytes(content)


def cut_short(path, outside):
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def closed(path, outside):
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("root may read everything")


NOT_PLAIN = {"a link": link("secret"), "a link to its like": link_to_the_same, "a link to a device": link("/dev/zero"),
             "a link to a folder": link("folder"), "a dangling link": link("nothing"), "a pipe": pipe,
             "a folder": a_folder}  # fmt: skip
DAMAGED = {"huge": huge, "empty": holding(b""), "cut short": cut_short, "garbage": holding(b"\xff\x00{[,\n" * 500),
           "closed": closed}  # fmt: skip
BAD = {**NOT_PLAIN, **DAMAGED}
RUN = "runs/run"
READING = {  # words that read a file of a folder
    **dict.fromkeys((f"{RUN}/config.json", f"{RUN}/metrics.csv", f"{RUN}/model.safetensors"), (
        f"evaluate {RUN}", f"predict {RUN} xor", f"summary {RUN}", f"plot boundary {RUN}", f"plot all {RUN}",
        f"export {RUN} --format json", f"export {RUN} --format python -o -", f"trace {RUN}", f"check {RUN}")),
    f"{RUN}/checkpoint.safetensors": (f"train --resume {RUN} --epochs 9",),
    f"{RUN}/snapshots.safetensors": (f"plot landscape {RUN}", f"plot training {RUN}"),
    "runs/sweep/config.json": ("sweep --resume runs/sweep", "plot sweep runs/sweep"),
    "runs/sweep/results.csv": ("sweep --resume runs/sweep", "plot sweep runs/sweep"),
    "runs/comparison/config.json": ("plot compare runs/comparison",),
    "runs/comparison/results.csv": ("plot compare runs/comparison",),
    "runs/comparison/curves.csv": ("plot compare runs/comparison",),
}  # fmt: skip


def everything(top):
    """{path: what is there}; nothing but plain files is opened."""
    paths = sorted(path for path in top.rglob("*") if path.name != "figures")
    return {path: (kind(path), path.lstat().st_size, head(path)) for path in paths}


def head(path):
    if kind(path) != PLAIN or not path.lstat().st_mode & 0o400:
        return kind(path) == "a link" and os.readlink(path)
    with open_plain(path, 2**50) as file:
        return file.read(10_000)


def refused(words, top, monkeypatch):
    """The one line that a call ends in, after which all is as before."""
    monkeypatch.chdir(top)
    before = everything(top)
    done = call(*words.split(), code=2)
    assert done.stderr.count("Error: ") == 1 and len(done.stderr.splitlines()[-1]) < 500
    assert everything(top) == before, words
    return done.stderr.splitlines()[-1]


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("file", READING)
def test_what_is_no_sound_file_is_refused_by_whatever_reads_it(top, monkeypatch, file, bad):
    BAD[bad](top / file, top / "outside")
    for words in READING[file]:
        line = refused(words, top, monkeypatch)
        assert file.split("/")[1] in line and "Errno" not in line
        if bad in NOT_PLAIN:
            assert f"it is {'a link' if 'link' in bad else bad}, no plain file" in line
        if bad == "huge":
            assert "bytes, more than the" in line
    if file.startswith(RUN) and file.endswith((".json", ".csv")):
        listed, pruned = call("runs", "list", "runs"), call("runs", "prune", "runs", "--keep", 0, "--yes")
        for done in (listed, pruned):
            assert [line for line in done.stderr.splitlines() if line.startswith("left out") and RUN in line]
        assert kind(top / file)


WRITING = {  # words that write a file of a folder
    f"{RUN}/figures": (f"plot boundary {RUN}", f"plot all {RUN} --quiet"),
    f"{RUN}/figures/boundary.png": (f"plot boundary {RUN}", f"plot all {RUN} --quiet"),
    f"{RUN}/figures/training.gif": (f"plot training {RUN} --quiet",),
    f"{RUN}/model.json": (f"export {RUN} --format json",),
    f"{RUN}/model.safetensors": (f"train --resume {RUN} --epochs 9 --quiet",),
    f"{RUN}/lock": (f"train --resume {RUN} --epochs 9 --quiet",),
    "runs/sweep/figures": ("sweep --resume runs/sweep --quiet",),
    "runs/comparison/figures": ("plot compare runs/comparison",),
}


@pytest.mark.parametrize("bad", NOT_PLAIN)
@pytest.mark.parametrize("file", WRITING)
def test_nothing_is_written_through_what_is_no_plain_file(top, monkeypatch, file, bad):
    if file.endswith("figures") and bad == "a folder":
        pytest.skip("as it should be")
    (top / file).parent.mkdir(exist_ok=True)
    if kind(top / file) == "a folder" and bad == "a link to its like":
        clear(top / file)
    NOT_PLAIN[bad](top / file, top / "outside")
    for words in WRITING[file]:
        line = refused(words, top, monkeypatch)
        assert Path(file).name in line and "move it away" in line


@pytest.mark.parametrize("bad", ["a link", "a link to its like", "a link to a folder", "a pipe", "a folder"])
@pytest.mark.parametrize("file", ["model.safetensors", "predict.py", "figures", "figures/boundary.png", "tensorboard",
                                  "lock"])  # fmt: skip
def test_prune_keeps_a_folder_with_what_it_did_not_write(top, monkeypatch, file, bad):
    path = top / RUN / file
    path.parent.mkdir(exist_ok=True)
    NOT_PLAIN[bad](path, top / "outside")
    monkeypatch.chdir(top)
    before = everything(top)
    done = call("runs", "prune", "runs", "--keep", 0, "--yes")
    assert "kept       runs/run" in done.stderr and file in done.stderr and "0 run folders deleted" in done.stdout
    assert everything(top) == before
