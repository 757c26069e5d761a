"""Standard streams that are closed, full, or read by nobody."""

import io
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from numnet.commands.output.streams import Escaped
from tests.support.cli import REPOSITORY
from tests.support.faults import FILES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="redirections of a Unix shell")
full = pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no /dev/full here")
TRAIN = "train", "xor", "--epochs", "2", "--out", "run"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def shell(redirection, *words):
    """numnet, started by a shell with its streams redirected."""
    line = f'"$@" {redirection}'
    call = ["sh", "-c", line, "sh", sys.executable, "-m", "numnet", *words]
    variables = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONSAFEPATH": "1"}
    return subprocess.run(call, env=variables, capture_output=True, encoding="utf-8", timeout=300)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_ends_no_training(closed):
    done = shell(closed, *TRAIN)
    assert done.returncode == 0 and {path.name for path in Path("run").iterdir()} == FILES
    assert ("trained after" in done.stdout) == (">&-" not in closed.split())
    assert ("network" in done.stderr) == ("2>&-" not in closed)
    assert "Traceback" not in done.stderr and "data" not in done.stdout  # the notices are not among the results
    assert all(b"trained after" not in path.read_bytes() for path in Path("run").iterdir())


def test_closed_standard_input_holds_no_data():
    done = shell("<&-", "train", "-")
    assert done.returncode == 2 and done.stderr.startswith("Error: standard input is empty; expected a header row")


@full
@pytest.mark.parametrize("words", [["--help"], ["train", "--help"], ["--version"], ["datasets"],
                                   ["datasets", "export", "moons", "-o", "-"], TRAIN])  # fmt: skip
def test_a_full_disk_under_the_output_is_told_in_one_line(words):
    done = shell("> /dev/full", *words)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert [line for line in done.stderr.splitlines() if line.startswith(("Error", "Exception"))] == [
        "Error: standard output: No space left on device"
    ]
    if words == TRAIN:
        assert {path.name for path in Path("run").iterdir()} == FILES


@full
def test_notices_that_nobody_gets_end_nothing():
    done = shell("2> /dev/full", *TRAIN)
    assert done.returncode == 0 and "trained after" in done.stdout
    assert shell("2> /dev/full", "train", "nosuch").returncode == 2


@pytest.mark.parametrize("words", [["--help"], ["datasets", "export", "moons", "-o", "-"]])
def test_a_reader_that_leaves_early_is_no_error_worth_a_word(words):
    done = shell("| true; :", *words)
    assert done.stderr == "" and done.stdout == ""
    status = shell("| sleep 0", "--version")
    assert status.stderr == ""


def test_a_broken_pipe_ends_with_a_code():
    script = f'{{ {sys.executable} -m numnet datasets export spiral:n=9000 -o -; echo "code $?" >&2; }} | head -n 1'
    variables = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(["sh", "-c", script], env=variables, capture_output=True, encoding="utf-8", timeout=300)
    assert (done.stdout, done.stderr) == ("x1,x2,class\n", "code 1\n")


def test_click_can_not_write_past_the_escapes_of_a_terminal():
    """It takes the bytes below the text, on consoles of Windows and where the encoding is ASCII."""

    class Terminal(io.TextIOWrapper):
        def isatty(self):
            return True

    terminal = Terminal(io.BytesIO(), encoding="ascii")
    click.echo("a\x1b[31mred", file=Escaped(terminal))
    terminal.flush()
    assert terminal.buffer.getvalue() == b"a\\x1b[31mred\n" and not hasattr(Escaped(terminal), "buffer")
    assert hasattr(Escaped(io.TextIOWrapper(io.BytesIO())), "buffer")
