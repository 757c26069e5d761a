"""The figure of a sweep."""

import math

import numpy as np
import pytest

import numnet
import numnet.figures.drawing.style
from numnet.studies import search_space as grid
from tests.support.cli import call
from tests.support.sweeps import LISTED, made, rate_loss

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_line_has_a_point_for_each_value_and_crosses_where_it_diverged():
    ax = numnet.figures.sweep(made(LISTED, rate_loss))
    line, crosses, best = ax.get_lines()
    x, y = line.get_data()
    np.testing.assert_allclose(x, [0.001, 0.01, 0.1, 1, 10])
    np.testing.assert_allclose(y, [4.11, 1.11, 0.11, 1.11, math.nan])
    assert ax.get_xscale() == "log" and crosses.get_xdata().tolist() == [10.0]
    assert best.get_xdata() == [0.1] and ax.get_xlim()[1] > 10
    assert any("diverged" in text for text in legend(ax)) and any("best: learning rate 0.1" in t for t in legend(ax))
    (band,) = ax.collections
    assert np.isfinite(band.get_paths()[0].vertices).all()


def legend(ax):
    return [text.get_text() for artist in ax.artists for text in artist.get_texts()]


def test_the_title_says_where_halving_stopped():
    study = numnet.sweep("xor", {"learning_rate": "0.001:1:log:9"}, search="halving", seeds=1, epochs=9, hidden=(2,))
    assert "stopped at epoch 1, 3, the best went on to 9" in study.plot().get_title(loc="left")


def test_names_are_points_with_bars():
    found = made({"optimizer": ["sgd", "adam"]}, lambda own, seed: len(own["optimizer"]) + 0.1 * seed)
    ax = numnet.figures.sweep(found)
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["sgd", "adam"]
    np.testing.assert_allclose(ax.get_lines()[0].get_ydata(), [3.1, 4.1])
    np.testing.assert_allclose([p.vertices[:, 1] for p in ax.collections[0].get_paths()], [[3.05, 3.15], [4.05, 4.15]])


def test_a_map_has_a_cell_for_each_configuration():
    axes = {"hidden": ["4", "8,8"], "learning_rate": LISTED["learning_rate"]}
    found = made(axes, lambda own, seed: rate_loss(own, seed) + (own["hidden"] == "4"))
    given = numnet.figures.drawing.style.new_axes()[0]
    ax = numnet.figures.sweep(found, ax=given)
    assert ax is given and ax.get_xlabel() == "learning rate" and ax.get_ylabel() == "hidden"
    (image,) = ax.get_images()
    np.testing.assert_allclose(image.get_array().filled(np.nan),
                               [[5.11, 2.11, 1.11, 2.11, np.nan], [4.11, 1.11, 0.11, 1.11, np.nan]])  # fmt: skip
    hatched = [patch for patch in ax.patches if patch.get_hatch()]
    corners = hatched[0].get_path().vertices
    assert len(hatched) == 1 and {tuple(square.min(0)) for square in corners.reshape(2, 5, 2)[:, :4]} == {
        (3.5, -0.5), (3.5, 0.5)}  # fmt: skip
    (best,) = [patch for patch in ax.patches if not patch.get_hatch()]
    assert best.get_xy() == (1.5, 0.5)
    assert sorted(text.get_text() for text in ax.texts if text.get_text()) == \
        sorted(["5.1", "2.1", "1.1", "2.1\n(1/3)", "4.1", "1.1", "0.11", "1.1\n(1/3)"])  # fmt: skip
    assert any("(k/n)" in text for text in legend(ax))


def test_drawn_configurations_are_points():
    axes = {"learning_rate": [grid.parse_range("0.001:10:log")], "l2": [grid.parse_range("0:1:lin")]}
    drawn = grid.draw(axes, 30, seed=0)
    ax = numnet.figures.sweep(made(axes, rate_loss, drawn=drawn))
    finite = [own for own in drawn if float(own["learning_rate"]) <= 1]
    assert len(ax.collections[0].get_offsets()) == len(finite) < 30
    assert len(ax.get_lines()[0].get_xdata()) == 30 - len(finite)
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "linear")


def test_one_configuration_has_no_figure():
    found = made({"learning_rate": ["0.1"]}, rate_loss)
    with pytest.raises(ValueError, match="varies no option"):
        numnet.figures.sweep(found)
    done = call("sweep", "moons:n=80", "--epochs", 2, "--seeds", 2)
    assert "figure" not in done.stdout and "best       numnet train moons:n=80 --epochs 2 --seed" in done.stdout


def test_all_diverged_can_be_drawn():
    for axes in (LISTED, {**LISTED, "l2": ["0", "1"]}, {"optimizer": ["sgd", "adam"]}):
        ax = numnet.figures.sweep(made(axes, lambda own, seed: math.inf))
        assert any("diverged" in text for text in legend(ax)) and not any("best" in text for text in legend(ax))
        ax.figure.canvas.draw()
