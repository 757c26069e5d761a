"""All figures: readable, saved whole, and without side effects; no pixel is compared."""

import os
import sys

import matplotlib
import numpy as np
import pytest

from numnet import figures
from numnet.figures.drawing import style
from tests.support.cli import python
from tests.support.drawings import assert_readable
from tests.support.fake_runs import RUNS, binary, many_labels, multiclass, multilabel, regression

pytestmark = pytest.mark.usefixtures("coarse_grid")

@pytest.mark.parametrize("draw", [
    *(lambda make=make, d=d: figures.boundary(make(d)) for make in RUNS.values() for d in (1, 5)),
    lambda: figures.boundary(many_labels()),
    lambda: figures.convergence(binary()),
    lambda: figures.convergence(binary(name="a-long-name-of-a-run-1", optimizer="sgd"), multiclass()),
    lambda: figures.confusion(multiclass()),
    lambda: figures.confusion(multilabel()),
    figures.losses,
    figures.schedules,
])
def test_no_text_leaves_the_figure_or_covers_another(draw):
    assert_readable(np.ravel(np.array(draw(), dtype=object))[0].figure)


@pytest.mark.parametrize("ending", ["png", "svg", "pdf", "PNG"])
def test_save_writes_the_format_of_the_ending_and_the_same_bytes_again(tmp_path, ending):
    start, contents = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[ending.lower()], []
    for name in ("a", "b"):
        ax = style.new_axes(1, size=(3, 2))[0]
        ax.scatter([0, 1], [0, 1])
        ax.set_xlabel("x")
        path = figures.save(ax.figure, tmp_path / "new" / f"{name}.{ending}")
        contents.append(path.read_bytes())
    assert contents[0].startswith(start) and contents[0] == contents[1]
    assert sorted(file.name for file in (tmp_path / "new").iterdir()) == [f"a.{ending}", f"b.{ending}"]


def test_save_is_at_150_dots_per_inch(tmp_path):
    drawing = style.figure(size=(4, 2))
    content = figures.save(drawing, tmp_path / "a.png").read_bytes()
    assert (int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")) == (600, 300)


def test_a_failed_save_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    path.write_bytes(b"old")
    drawing = style.figure()

    def fail(*arguments):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        figures.save(drawing, path)
    assert path.read_bytes() == b"old" and [file.name for file in tmp_path.iterdir()] == ["a.png"]


@pytest.mark.parametrize("name", ["a.jpg", "a", "a.gif"])
def test_save_names_the_endings_that_work(tmp_path, name):
    with pytest.raises(ValueError, match=rf"can't save a figure as '{name}': .* \.png, \.svg, \.pdf"):
        figures.save(style.figure(), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_drawing_leaves_the_settings_of_matplotlib_alone():
    before = dict(matplotlib.rcParams)
    figures.boundary(binary())
    figures.convergence(binary())
    with pytest.raises(ValueError, match="regression"):
        figures.confusion(regression())
    assert dict(matplotlib.rcParams) == before


def test_importing_the_names_needs_no_matplotlib_and_drawing_no_pyplot(tmp_path):
    code = ("import sys; from numnet import figures; assert set(figures.FIGURES) <= set(dir(figures));"
            "assert 'matplotlib' not in sys.modules and 'numpy' not in sys.modules;"
            "axes = figures.datasets(['xor']); figures.save(axes[0].figure, sys.argv[1]);"
            "assert 'matplotlib.pyplot' not in sys.modules and 'numba' not in sys.modules")
    python("-W", "error", "-c", code, tmp_path / "xor.png")


def test_new_figures_belong_to_pyplot_where_pyplot_is_in_use():
    import matplotlib.pyplot as plt

    backend = matplotlib.get_backend()
    plt.switch_backend("agg")
    try:
        ax = figures.confusion(binary())
        assert plt.gcf() is ax.figure
    finally:
        plt.close("all")
        plt.switch_backend(backend)
        del sys.modules["matplotlib.pyplot"], matplotlib.pyplot  # other tests draw without it


def test_registry_and_functions_agree():
    assert all(callable(getattr(figures, kind)) for kind in figures.FIGURES)
    assert {needs for needs, _ in figures.FIGURES.values()} == {
        "run", "runs", "sweep", "comparison", "walks", "experiment", None,
    }  # fmt: skip
    with pytest.raises(AttributeError, match="no attribute 'landscape_of_love'"):
        _ = figures.landscape_of_love
