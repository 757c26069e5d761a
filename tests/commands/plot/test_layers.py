"""`numnet plot` of a run's inside, and `plot all`."""

import os
from pathlib import Path

import click
import matplotlib
import pytest
from PIL import Image

import numnet
from numnet import figures
from numnet.analysis import loss_landscape
from numnet.commands import main
from numnet.figures.drawing import style
from tests.support.cli import call
from tests.support.trained_runs import in_it  # noqa: F401

pytestmark = pytest.mark.filterwarnings("error")


def load(name):
    return numnet.load_run(name)


def test_films_and_strips_are_files(tmp_path):
    path = call("plot", "training", "binary", "--quiet").stdout.strip()
    assert path == os.path.join("binary", "figures", "training.gif")
    with Image.open(path) as gif:
        assert gif.n_frames == 4
    strip = tmp_path / "strip.png"
    assert call("plot", "training", "binary", "-o", strip).stdout.strip() == str(strip)
    with Image.open(strip) as picture:
        assert picture.format == "PNG" and picture.width > picture.height


@pytest.mark.parametrize("kind", ["hidden", "neurons", "network"])
def test_another_epoch_has_a_file_of_its_own(kind):
    kept, start = (call("plot", kind, "binary", *words).stdout.strip() for words in ([], ["--epoch", 0]))
    folder = os.path.join("binary", "figures")
    assert (kept, start) == (os.path.join(folder, f"{kind}.png"), os.path.join(folder, f"{kind}-epoch-0.png"))
    assert Path(kept).read_bytes() != Path(start).read_bytes()


def test_plot_all_draws_what_fits_and_says_what_does_not(monkeypatch):
    monkeypatch.setattr(loss_landscape.paths, "__defaults__", (5, None, None))
    printed = call("plot", "all", "curve", "--quiet").stdout.splitlines()
    drawn = {os.path.basename(line) for line in printed if line.startswith("curve")}
    expected = {"boundary", "convergence", "network", "network-backward", "neurons", "hidden", "weights", "training",
                "landscape"}  # fmt: skip
    assert {f"{kind}.png" for kind in expected} | {"training.gif"} <= drawn
    assert all(os.path.exists(os.path.join("curve", "figures", name)) for name in drawn)
    left = [line for line in printed if line.startswith("left out")]
    assert left == [
        "left out  confusion: 'sine' is a regression, which confuses no classes; draw its boundary instead",
        "left out  network-maps: maps need two features, run curve has one; draw its neurons instead",
    ]


def test_plot_all_finds_figures_through_the_registry(monkeypatch):
    kinds = {"brandnew": ("run", "just in"), "weights": ("run", ""), "convergence": ("runs", ""), "other": (None, ""),
             "either": ("experiment", "of a run, too")}  # fmt: skip
    either = click.Command("either", params=[click.Argument(["run"], required=False)])
    monkeypatch.setitem(main.get_command(None, "plot").commands, "either", either)
    monkeypatch.setattr(figures, "either", figures.boundary, raising=False)
    monkeypatch.setattr(figures, "FIGURES", kinds)
    monkeypatch.setattr(figures, "brandnew", figures.boundary, raising=False)
    printed = call("plot", "all", "none").stdout.splitlines()
    assert [os.path.basename(line) for line in printed[:5]] == [
        "brandnew.png", "convergence.png", "either.png", "network-backward.png", "network-maps.png",
    ]  # fmt: skip
    assert printed[5:] == [
        "left out  weights: none has no snapshots; train again, with --snapshots 30 (of at most 8 MB each)"
    ]


@pytest.mark.parametrize(("line", "message"), [
    ("network xor --sample 4", "--sample 4 is no row of xor: it has the rows 0 to 3"),
    ("network none --epoch 3", "none has no snapshots; train again, with --snapshots 30"),
    ("network curve --maps", "--maps need two features, run curve has one; draw its neurons instead"),
    ("network xor --maps --sample 1", "--maps shows all samples at once; leave out --sample"),
    ("neurons none --epoch 3", "none has no snapshots"), ("hidden linear", "run linear has no hidden layer"),
    ("weights none", "none has no snapshots"), ("training none", "none has no snapshots"),
    ("training none -o a.png", "none has no snapshots"),
    ("all nosuch", "no run folder nosuch"), ("network binary -o a.gif", "the ending must be one of"),
])  # fmt: skip
def test_mistakes_end_in_one_line(line, message, varied_runs):
    before = sorted(varied_runs.rglob("*"))
    done = call("plot", *line.split(), code=2)
    assert message in done.stderr and done.stderr.count("\n") == 1 and done.stdout == ""
    assert sorted(varied_runs.rglob("*")) == before


def test_a_film_of_an_unknown_kind_is_refused_before_it_is_drawn():
    message = "'a.jpg' must end in one of .png, .svg, .pdf, .gif, .mp4"
    assert message in call("plot", "training", "nosuch", "-o", "a.jpg", code=2).stderr


def test_given_axes_are_drawn_on():
    (ax,) = style.new_axes(1)
    assert figures.network(load("xor"), ax) is ax
    for draw, name, count in ((figures.neurons, "xor", 4), (figures.neurons, "digits", 12), (figures.hidden, "xor", 2),
                              (figures.weights, "xor", 2), (figures.training, "binary", 5)):  # fmt: skip
        given = style.new_axes(count)
        assert list(draw(load(name), ax=given)) == given
        with pytest.raises(ValueError, match=f"has {count} panels, got 1 axes"):
            draw(load(name), ax=given[0])
    assert matplotlib.rcParams["font.size"] == matplotlib.rcParamsDefault["font.size"]
