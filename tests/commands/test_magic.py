"""`%numnet` in a notebook; tests/docs/test_notebooks.py runs it in a kernel."""

from pathlib import Path

import pytest
from IPython.core.error import UsageError
from PIL import Image

import numnet
from numnet.commands import main
from numnet.commands.magic import numnet as magic
from tests.support.cli import python

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture
def shown(monkeypatch, tmp_path):
    """The pictures that are displayed, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    displayed = []
    monkeypatch.setattr("IPython.display.display", displayed.append)
    return displayed


def test_load_ext_finds_it_and_it_is_a_line_magic():
    class Shell:
        def register_magic_function(self, function):
            self.magic = function.__name__

    shell = Shell()
    numnet.load_ipython_extension(shell)
    assert shell.magic == "numnet"


def test_a_command_prints_in_one_stream_and_its_pictures_are_shown(shown, capsys):
    magic("train xor --hidden 2 --epochs 20 --out 'a run'")
    printed = capsys.readouterr()
    assert printed.err == "" and shown == []
    assert printed.out.index("data      xor") < printed.out.index("epoch 20/20") < printed.out.index("run        a run")
    magic("plot hidden 'a run'")
    assert capsys.readouterr().out == "a run/figures/hidden.png\n"
    assert [picture.data for picture in shown] == [Path("a run/figures/hidden.png").read_bytes()]
    magic("compare xor --optimizer sgd,adam --epochs 5 --seeds 2 --out both --quiet")
    assert shown[1].data == Path("both/figures/compare.png").read_bytes() and len(shown) == 2


def test_a_picture_is_half_as_wide_as_its_pixels_and_a_film_as_it_is(shown, monkeypatch):
    magic("plot activations")
    monkeypatch.setattr(main, "main", lambda *words, **options: print("figure    film.gif\nfigure    gone.gif"))
    Image.new("P", (30, 20)).save("film.gif")
    magic("plot race saddle -o film.gif")
    picture, film = shown
    assert picture.width == int.from_bytes(picture.data[16:20]) // 2 and picture.format == "png"
    assert film.width is None and film.format == "gif"


def test_text_for_standard_output_is_shown_and_bytes_are_refused(shown, capsys):
    magic("example neuron -o -")
    assert capsys.readouterr().out.startswith('"""A neuron')
    with pytest.raises(UsageError, match="these are bytes"):
        magic("plot activations -o -")


@pytest.mark.parametrize(("line", "message"), [
    ("train nowhere", "nowhere"), ("train xor --epochs 0", "Invalid value for .--epochs"), ("nonsense", "nonsense"),
    ("train 'xor", "No closing quotation in: train 'xor"),
])  # fmt: skip
def test_a_mistake_ends_the_cell_in_one_line(line, message, shown):
    with pytest.raises(UsageError, match=message) as raised:
        magic(line)
    assert len(str(raised.value).splitlines()) == 1


def test_a_finding_does_not_end_the_cell_and_an_interruption_does(shown, capsys, monkeypatch):
    magic("check xor --init zeros")
    assert "xor: broken: symmetry" in capsys.readouterr().out
    magic("train sine --optimizer sgd --activation relu --learning-rate 1000 --quiet")
    assert "Error: training diverged" in capsys.readouterr().out
    monkeypatch.setattr(main, "main", lambda *words, **options: 130)
    with pytest.raises(KeyboardInterrupt):
        magic("train xor")


def test_the_notebook_is_left_as_it_was(tmp_path):
    python("-c", """
import gc
from matplotlib import pyplot
from numnet.commands.magic import numnet
before = gc.get_threshold(), pyplot.figure().number
numnet("plot losses")
assert (gc.get_threshold(), *pyplot.get_fignums()) == before
""", folder=tmp_path)
