"""Labels and names from files: a terminal shows their control characters, and does not obey them; data keep them."""

import csv
import io
import json
import os
import re
import subprocess
import sys

import pytest

from numnet.utils.wording import printable
from tests.support.cli import REPOSITORY, call

pytestmark = pytest.mark.filterwarnings("error")

LABELS = "a\x1b[31mred", "b\rb\nError: no", "c\u202ename"
COLUMNS = "x\x1b[2J1", "x\u20662", "x\n3", "t\x9b\x07t"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A folder with evil.csv, and the run evil of a training on it."""
    folder = tmp_path_factory.mktemp("evil")
    table = io.StringIO()
    rows = [[f"{k % 3 + k / 100:.3f}", f"{-k % 3 + k / 70:.3f}", ("u\x1b[1m", "v\u202e")[k % 2], LABELS[k % 3]]
            for k in range(90)]  # fmt: skip
    csv.writer(table).writerows([COLUMNS, *rows])
    (folder / "evil.csv").write_bytes(table.getvalue().encode())
    done = call("train", folder / "evil.csv", "--epochs", 3, "--out", folder / "evil")
    harmless(done)
    return folder


@pytest.fixture(autouse=True)
def folder(trained, monkeypatch):
    monkeypatch.chdir(trained)


def harmless(done):
    """Nothing that steers a terminal, and no line that a label begins."""
    assert not CONTROL.search(done.output), ascii(CONTROL.search(done.output))
    assert not any(line.startswith("Error: no") for line in done.output.splitlines())
    return done.output


@pytest.mark.parametrize("words", [
    ["datasets", "show", "evil.csv"], ["train", "--resume", "evil", "--epochs", "4"], ["evaluate", "evil"],
    ["evaluate", "evil", "evil.csv", "--json"], ["summary", "evil"], ["trace", "evil"], ["check", "evil"],
    ["runs", "list", "."], ["runs", "show", "evil"], ["runs", "compare", "evil", "evil"],
    ["sweep", "evil.csv", "--learning-rate", "0.1", "--seeds", "1", "--epochs", "2"],
    ["compare", "evil.csv", "--optimizer", "adam", "--optimizer", "sgd", "--seeds", "1", "--epochs", "2"],
    ["plot", "confusion", "evil"], ["plot", "network", "evil"], ["plot", "neurons", "evil"],
    ["plot", "weights", "evil"],
], ids=lambda words: "-".join(words[:2]))  # fmt: skip
def test_no_command_obeys_a_name(words):
    harmless(call(*words, code=None))


@pytest.mark.parametrize(("words", "said"), [
    (["--target", "q\x1b[31m"], r"no target column 'q\\x1b\[31m'"), (["--class-weight", "q\x9b=2"], r"called 'q\\x9b'"),
    (["--exclude", "x\r"], r"no column 'x\\r'"), (["--hidden", "\x1b[31m"], r"got '\\x1b\[31m'"),
    (["--target", COLUMNS[0], "--task", "binary"], r"column 'x\\x1b\[2J1' holds numbers"),
])  # fmt: skip
def test_no_error_obeys_a_name(words, said):
    assert re.search(said, harmless(call("train", "evil.csv", *words, code=2)))


def test_data_keep_their_labels(tmp_path):
    text = call("predict", "evil", "evil.csv").stdout
    assert {row["prediction"] for row in csv.DictReader(io.StringIO(text, newline=""))} <= set(LABELS)
    assert all(f"p({label})" in text for label in LABELS)
    call("predict", "evil", "evil.csv", "-o", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes().decode() == text
    found = json.loads(call("check", "evil", "--json", code=None).stdout)["findings"]
    assert any(label in finding["found"] for label in LABELS for finding in found)


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of Unix")
@pytest.mark.parametrize("words", [["predict", "evil", "evil.csv"], ["datasets", "show", "evil.csv"]])
def test_a_terminal_gets_no_control_characters(words):
    outer, inner = os.openpty()
    variables = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen([sys.executable, "-m", "numnet", *words], stdout=inner, stderr=inner, env=variables):
        os.close(inner)
        shown = b""
        try:
            while piece := os.read(outer, 65536):
                shown += piece
        except OSError:  # Linux's end of a terminal
            pass
    os.close(outer)
    text = shown.decode().replace("\r\n", "\n")
    assert not CONTROL.search(text) and printable(LABELS[0]) in text


def test_figures_show_what_they_cannot_write():
    from numnet.figures.drawing.fonts import readable, written_in_latin

    assert readable("a\x1b[31m\nb\u202e", ("sans-serif",)) == "a\\x1b[31m\nb\\u202e"
    assert not written_in_latin & set("\x1b\u202e")


def test_spaces_of_any_width_stay():
    assert printable("1\u00a0000\u3000€\t", keep="\t") == "1\u00a0000\u3000€\t" and printable("\t") == "\\t"
