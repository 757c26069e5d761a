"""`numnet plot landscape`."""

import json
from pathlib import Path

import pytest

from tests.support.cli import call

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(autouse=True)
def inside(landscape_runs, monkeypatch):
    monkeypatch.chdir(landscape_runs)


def test_the_command_writes_where_it_says(tmp_path):
    assert call("plot", "landscape", "sgd", "--resolution", 5).stdout.strip() == "sgd/figures/landscape.png"
    out = tmp_path / "three.svg"
    assert call("plot", "landscape", "sgd", "momentum", "adam", "--resolution", 5, "-o", out).stdout.strip() == str(out)
    assert out.stat().st_size > 10_000
    around_it = call("plot", "landscape", "adam", "--around", "--radius", 0.5, "--seed", 2, "--resolution", 5)
    assert Path(around_it.stdout.strip()).stat().st_size > 10_000


@pytest.mark.parametrize(("words", "message"), [
    ([], "Missing argument"), (["nosuch"], "nosuch"), (["sgd", "adam", "--around"], "--around takes one RUN, got 2"),
    (["sgd", "--radius", "2"], "--radius is an option of the random directions; add --around"),
    (["sgd", "--resolution", "1"], "--resolution"), (["sgd", "--around", "--radius", "0"], "--radius"),
], ids=lambda value: " ".join(value) if isinstance(value, list) else "")  # fmt: skip
def test_mistakes_end_in_one_line(words, message):
    assert message in call("plot", "landscape", *words, code=2).stderr


def test_a_changed_data_file_is_refused(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a,b,t\n" + "".join(f"{k},{k * k % 7},{k % 3}.5\n" for k in range(30)))
    run = json.loads(call("train", path, "--epochs", 3, "--json", "--out", tmp_path / "run").stdout)["run"]
    call("plot", "landscape", run, "--resolution", 3)
    path.write_text(path.read_text().replace("29,", "28,"))
    assert "has changed" in call("plot", "landscape", run, code=2).stderr
