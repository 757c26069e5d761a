"""A figure and its command in one file: kinds are found by their files, commands made where there is none."""

import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

import numnet
from numnet import figures
from numnet.commands.plot.group import plot
from tests.support.cli import call

FIGURE = '''"""The weights of RUN, sorted.

\\b
Example:
  numnet plot brandnew runs/xor-1
"""

import numpy as np

from numnet.figures.drawing import style


@style.styled
def brandnew(run, ax=None):
    """The weights of a run, sorted."""
    (ax,), _ = style.take_axes(ax, 1, "brandnew")
    ax.plot(np.sort(run.network.parameters))
    return ax
'''


@pytest.mark.parametrize("kind", figures.FIGURES)
def test_the_help_of_a_command_begins_with_the_line_of_its_figure(kind):
    text = " ".join(plot.get_command(None, kind).help.split("\n\n")[0].split())
    assert text == figures.FIGURES[kind][1] and text[-1] == "."


def test_kinds_without_a_command_of_their_own_take_what_the_figure_needs():
    def arguments(kind):
        return [parameter.name for parameter in plot.get_command(None, kind).params]

    assert arguments("boundary") == ["run", "output", "slides"]
    assert arguments("convergence") == ["runs", "output", "slides"]
    assert arguments("activations") == ["output", "slides"]


def test_a_new_file_is_a_new_figure_and_a_new_command(tmp_path):
    package = Path(numnet.__file__).parent
    shutil.copytree(package, tmp_path / "numnet", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "numnet" / "figures" / "runs" / "brandnew.py").write_text(FIGURE, encoding="utf-8")
    call("train", "xor", "--epochs", "2", "--out", tmp_path / "run")

    def program(*words):
        code = "import sys; sys.path.insert(0, sys.argv.pop(1)); from numnet.commands import main; main()"
        done = subprocess.run([sys.executable, "-c", code, tmp_path, *words], cwd=tmp_path, text=True,
                              capture_output=True, check=True)  # fmt: skip
        return done.stdout

    assert "brandnew     The weights of RUN, sorted." in program("plot", "--help")
    assert "numnet plot brandnew runs/xor-1" in program("plot", "brandnew", "--help")
    assert program("plot", "brandnew", "run").strip() == str(Path("run", "figures", "brandnew.png"))
    assert (tmp_path / "run" / "figures" / "brandnew.png").stat().st_size > 1000


def test_a_kind_that_is_not_there_has_no_command():
    assert plot.get_command(click.Context(plot), "nosuch") is None
    assert "No such command 'boundry'; did you mean boundary?" in call("plot", "boundry", code=2).stderr
    with pytest.raises(AttributeError, match="nosuch"):
        _ = figures.nosuch
