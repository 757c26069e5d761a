"""`numnet plot anatomy`."""

import pytest
from click.testing import CliRunner
from PIL import Image

from numnet.commands import main


def call(*words):
    return CliRunner().invoke(main, ["plot", "anatomy", *words], prog_name="numnet")


def test_a_strip_and_a_film(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call(
        "adagrad", "--frames", "3,1", "--steps", "4", "--start", "-4,2", "--rate", "0.2", "--schedule", "cosine"
    )
    assert (done.exit_code, done.stdout, done.stderr) == (0, "anatomy-adagrad.png\n", "")
    first = (tmp_path / "anatomy-adagrad.png").read_bytes()
    call("adagrad", "--frames", "1,3", "--steps", "4", "--start", "-4,2", "--rate", "0.2", "--schedule", "cosine")
    assert (tmp_path / "anatomy-adagrad.png").read_bytes() == first
    done = call("sgd", "--surface", "x**2 + 10*y**2", "--start", "3,1", "--rate", "0.05", "--steps", "3", "-o", "a.gif")
    assert (done.exit_code, done.stdout) == (0, "a.gif\n")
    with Image.open(tmp_path / "a.gif") as film:
        assert film.n_frames == 3


@pytest.mark.parametrize(("words", "message"), [
    (["adm"], "adm"), ([], "RULE"), (["adam", "--surface", "bale"], "beale"), (["adam", "--start", "1"], "2 numbers"),
    (["adam", "--start", "1,inf"], "2 numbers"), (["adam", "--frames", "0"], ">= 1"),
    (["adam", "--frames", "31"], "of the steps 1 to 30"), (["adam", "--frames", "1,x"], "1,5,30"),
    (["adam", "--rate", "-1"], "--rate"), (["adam", "--schedule", "cosin"], "cosine"),
    (["adam", "--steps", "0"], "--steps"),
    (["adam", "--frames", "2", "-o", "a.gif"], "every step"), (["adam", "-o", "a.bmp"], ".svg"),
    (["sgd", "--surface", "log(x)", "--start", "-1,0"], "--start must be where the surface is finite"),
])  # fmt: skip
def test_mistakes_end_in_one_line(words, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call(*words)
    assert done.exit_code == 2 and message in done.stderr and "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())
