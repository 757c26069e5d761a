"""What ``-o`` names is written as other programs do: files, links, pipes, standard output."""

import errno
import io
import json
import os
import threading

import numpy as np
import pytest

from numnet.files.atomic import write_whole
from numnet.files.output import write_output
from tests.support.cli import apart, call, python

pytestmark = [pytest.mark.filterwarnings("error"), pytest.mark.skipif(os.name == "nt", reason="pipes of Unix")]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The folder of a run."""
    folder = tmp_path_factory.mktemp("made") / "run"
    call("train", "xor", "--epochs", 2, "--quiet", "--out", folder)
    return folder


def test_a_link_stays_and_its_file_is_written_whole(tmp_path):
    (tmp_path / "file").write_text("old")
    for name, target in (("link", "file"), ("dangling", "new")):
        (tmp_path / name).symlink_to(target)
        write_output(tmp_path / name, "text")
        assert (tmp_path / name).is_symlink() and (tmp_path / target).read_text() == "text"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dangling", "file", "link", "new"]
    with pytest.raises(FileExistsError, match="it is a link"):
        write_whole(tmp_path / "link", "text")


def test_a_pipe_gets_the_bytes_and_stays(tmp_path, run):
    pipe, got = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    call("export", run, "--format", "json", "-o", pipe)
    reader.join(10)
    assert json.loads(got[0])["numnet"] and pipe.is_fifo()
    with pytest.raises(FileExistsError, match="it is a pipe"):
        write_whole(pipe, "text")


@pytest.mark.parametrize("words", [
    ["export", "--format", "json"], ["export", "--format", "npz"], ["export", "--format", "python"],
    ["plot", "convergence"], ["plot", "training", "--quiet"], ["plot", "landscape", "--resolution", 3],
], ids=lambda words: " ".join(map(str, words)))  # fmt: skip
def test_standard_output_gets_the_file_and_nothing_else(tmp_path, run, words):
    ending = {"json": ".json", "npz": ".npz", "python": ".py"}.get(words[-1], ".png")
    call(*words, run, "-o", tmp_path / f"file{ending}")
    content, done = (tmp_path / f"file{ending}").read_bytes(), call(*words, run, "-o", "-")
    if ending == ".npz":  # which has a date
        with np.load(io.BytesIO(done.stdout_bytes)) as piped, np.load(io.BytesIO(content)) as written:
            assert {name: piped[name].tolist() for name in piped} == {name: written[name].tolist() for name in written}
    else:
        assert done.stdout_bytes == content


def test_what_else_is_printed_goes_to_standard_error():
    done = call("plot", "race", "beale", "--steps", 5, "-o", "-")
    assert done.stdout_bytes.startswith(b"\x89PNG") and done.stdout_bytes.endswith(b"IEND\xaeB`\x82")
    assert "adam" in done.stderr
    assert call("example", "neuron", "-o", "-").stdout.startswith('"""')
    assert call("datasets", "export", "xor", "-o", "-").stdout.count("\n") == 5


def test_predictions_go_to_standard_output_either_way(run):
    done = call("predict", run, "xor", "-o", "-")
    assert done.stdout == call("predict", run, "xor").stdout and done.stdout.startswith("prediction,")


@pytest.mark.parametrize(("words", "said"), [
    (["export", "RUN", "--format", "tensorboard", "-o", "-"], "writes a folder"),
    (["plot", "race", "beale", "--steps", "5", "--sensitivity", "-o", "-"], "--sensitivity"),
])  # fmt: skip
def test_what_makes_no_single_file_is_refused(run, words, said):
    assert said in call(*(run if word == "RUN" else word for word in words), code=2).stderr


def test_a_terminal_gets_text_alone(monkeypatch):
    class Terminal(io.TextIOWrapper):
        def isatty(self):
            return True

    terminal = Terminal(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr("sys.stdout", terminal)
    with pytest.raises(ValueError, match="these are bytes, and a terminal shows text"):
        write_output("-", b"\x89PNG\0")
    write_output("-", "text\n")
    assert terminal.buffer.getvalue() == b"text\n"


@pytest.mark.parametrize("path", ["-", "pipe"])
def test_an_error_names_what_was_asked_for(tmp_path, monkeypatch, path):
    class Full(io.BytesIO):
        def write(self, data):
            raise OSError(errno.ENOSPC, "No space left on device")

    full = io.TextIOWrapper(Full(), encoding="utf-8")
    monkeypatch.setattr("sys.stdout", full)
    monkeypatch.setattr("builtins.open", lambda *arguments: full.buffer)
    if path != "-":
        os.mkfifo(path := tmp_path / path)
    with pytest.raises(OSError, match="No space left") as caught:
        write_output(path, "text")
    assert caught.value.filename == ("standard output" if path == "-" else str(path))


def test_a_closed_standard_output_is_told(run):
    words = ["-m", "numnet", "export", str(run), "--format", "json", "-o", "-"]
    code = f"import os, sys; os.close(1); os.execv(sys.executable, [sys.executable, *{words}])"
    assert "Error: standard output: it is closed" in python("-c", code, code=2).stderr


def test_the_name_of_standard_output_is_no_file_to_replace(tmp_path, run):
    with open(tmp_path / "out", "w") as file:
        file.write("before\n")
        file.flush()
        here = f"/proc/{os.getpid()}/fd/{file.fileno()}"
        if not os.path.exists(here):
            pytest.skip("no such names here")
        write_output(f"/dev/fd/{file.fileno()}", "text\n")
        assert os.path.samestat(os.stat(here), os.stat(tmp_path / "out"))
    assert json.loads(apart("export", run, "--format", "json", "-o", "/dev/stdout").stdout.rpartition("}")[0] + "}")
