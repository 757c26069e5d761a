"""Parallel coordinates and the effects of the options of a sweep."""

import math

import numpy as np
import pytest
from matplotlib.collections import LineCollection

import numnet
from numnet import figures
from numnet.figures.drawing import parallel_coordinates, style
from numnet.studies import search_space as grid
from numnet.studies.effects import effects
from tests.support.cli import call
from tests.support.drawings import assert_projectable, assert_readable, headline, legend_words
from tests.support.korean import english_in
from tests.support.sweeps import LISTED, made, rate_loss

pytestmark = pytest.mark.filterwarnings("error")
THREE = {**LISTED, "hidden": ["4", "16", "8,8"], "l2": ["0", "0.001", "0.1"]}
RANDOM = {"learning_rate": [grid.parse_range("0.0001:10:log")], "hidden": ["4", "8,8"],
          "l2": [grid.parse_range("0:0.1:lin")], "optimizer": ["sgd", "adam", "rmsprop"], "batch_size": ["8", "128"],
          "momentum": [grid.parse_range("0.5:0.99:lin")]}  # fmt: skip


def loss(own, seed):
    """Best at rate 0.1, without l2, with 16 units; diverges at rates above 1."""
    return rate_loss(own, 0) + float(own["l2"]) + 0.02 * (own["hidden"] != "16") + 0.001 * seed


def drawn(count):
    return made(RANDOM, loss, drawn=grid.draw(RANDOM, count, seed=3), seeds=1)


@pytest.mark.parametrize("kind", ["map", "parallel", "effects", "all"])
@pytest.mark.parametrize("found", [
    lambda: made(LISTED, rate_loss), lambda: made({"optimizer": ["sgd", "adam"]}, lambda own, seed: 1 + seed),
    lambda: made({**LISTED, "hidden": ["4", "8,8"]}, rate_loss), lambda: made(THREE, loss), lambda: drawn(40),
    lambda: made(THREE, lambda own, seed: math.inf),
])  # fmt: skip
def test_every_kind_can_be_read(found, kind):
    assert_readable(np.ravel(np.array(figures.sweep(found(), kind=kind), dtype=object))[0].figure)


# --- parallel coordinates ---------------------------------------------------------------------------------------------


def ends(ax):
    """Where lines end, (n, 2): at the last option, and at the score."""
    return np.concatenate([[path.vertices[-2:, 1] for path in lines.get_paths()] for lines in ax.collections
                           if isinstance(lines, LineCollection) and lines.get_paths()])  # fmt: skip


def test_a_line_goes_through_the_values_of_a_configuration_to_its_score():
    found = made(THREE, loss)
    ax = figures.sweep(found, kind="parallel")
    assert [label.get_text().replace("\n", " ") for label in ax.get_xticklabels()] == \
        [one.option.replace("_", " ") for one in effects(found)[::-1]] + ["validation loss"]  # fmt: skip
    scores = [np.median([loss(own, seed) for seed in range(3)]) for own in found.configurations]
    low, high = (pick(value for value in scores if math.isfinite(value)) for pick in (min, max))
    bent = math.log if high > low * 10**1.5 else float
    expected = {(round((math.log10(float(own["learning_rate"])) + 3) / 4, 9),
                 round((bent(high) - bent(score)) / (bent(high) - bent(low)), 9) if math.isfinite(score)
                 else parallel_coordinates.FLOOR)
                for own, score in zip(found.configurations, scores)}  # fmt: skip
    assert {tuple(pair) for pair in ends(ax).round(9)} == expected and len(ends(ax)) == 45
    best = max(ax.get_lines(), key=lambda line: line.get_linewidth() * (line.get_color() == style.VERMILION))
    hidden, l2 = (dict(zip(THREE[name], np.linspace(0, 1, 3))) for name in ("hidden", "l2"))
    own = found.configurations[min(range(45), key=scores.__getitem__)]
    assert sorted(best.get_ydata()) == pytest.approx(sorted([hidden[own["hidden"]], l2[own["l2"]], 0.5, 1]))
    words = legend_words(ax)
    assert "best: learning rate 0.1, hidden 16, l2 0" in words and "at least half of the trainings diverged" in words


def test_of_very_many_lines_some_are_drawn_and_the_figure_says_so(monkeypatch):
    monkeypatch.setattr(parallel_coordinates, "MOST_LINES", 50)
    found = drawn(400)
    ax = figures.sweep(found, kind="parallel")
    count = len(ends(ax))
    assert 50 <= count <= 60
    assert f"{count} of 400 configurations are drawn, evenly from the best to the worst" in legend_words(ax)
    assert "the darker, the better; the 10 best are thick" in legend_words(ax)
    assert ends(ax)[:, 1].max() == 1  # the best is among them


def test_where_more_is_better_the_best_is_on_top_too():
    found = made({"loss": ["mse", "cross_entropy"]}, lambda own, seed: 0.9 if own["loss"] == "mse" else 0.8)
    np.testing.assert_allclose(sorted(map(tuple, ends(figures.sweep(found, kind="parallel")))), [(0, 1), (1, 0)])


# --- effects ----------------------------------------------------------------------------------------------------------


def test_a_panel_for_each_option_shows_the_median_over_the_others():
    found = made(THREE, loss)
    seen, panels = effects(found), figures.sweep(found, kind="effects")
    assert [ax.get_xlabel() for ax in panels] == [one.option.replace("_", " ") for one in seen]
    for ax, one in zip(panels, seen):
        assert ax.get_title("left").endswith(f": {one.share:.0%}")
        line, best = (next(own for own in ax.get_lines() if own.get_color() == color and len(own.get_xdata()) > 1)
                      for color in (style.BLUE, style.VERMILION))  # fmt: skip
        middle = [level.quartiles[1] for level in one.levels]
        np.testing.assert_allclose(line.get_ydata(), np.where(np.isfinite(middle), middle, np.nan))
        least = [min(np.median([loss(own, seed) for seed in range(3)]) for own in found.configurations
                     if own[one.option] == text) for text in one.values]  # fmt: skip
        np.testing.assert_allclose(best.get_ydata(), np.where(np.isfinite(least), least, np.nan))
    assert len({ax.get_ylim() for ax in panels}) == 1
    assert "per cent: share of the variance" in " ".join(headline(panels).split())


def test_random_draws_are_points_with_a_step_for_each_sixth():
    found = drawn(300)
    seen, panels = effects(found), figures.sweep(found, kind="effects")
    finite = sum(float(own["learning_rate"]) <= 1 for own in found.configurations)
    for ax, one in zip(panels, seen):
        if one.pooled:
            assert len(ax.collections[-1].get_offsets()) == finite
            steps = [line for line in ax.get_lines() if line.get_color() == style.BLUE]
            assert len(steps) == sum(math.isfinite(level.quartiles[1]) for level in one.levels)
    assert {one.option for one in seen if one.pooled} == {"learning_rate", "l2", "momentum"}


# --- both, and the map ------------------------------------------------------------------------------------------------


def test_with_more_than_two_options_all_kinds_are_drawn():
    found = made(THREE, loss)
    panels = figures.sweep(found)
    assert len(panels) == 5 and panels[0].get_images() and len(ends(panels[1])) == 45
    assert "best: learning rate 0.1, hidden 16, l2 0" in headline(panels)
    assert isinstance(figures.sweep(made({**LISTED, "l2": ["0", "1"]}, rate_loss)), style.matplotlib.axes.Axes)


def test_successive_halving_says_that_some_were_trained_longer(tmp_path):
    found = numnet.sweep("xor", {"learning_rate": "0.01:1:log", "hidden": [2, 4]}, search="halving", trials=9, seeds=1,
                         epochs=9)  # fmt: skip
    assert "stopped at epoch 1, 3, the best went on to 9" in " ".join(
        figures.sweep(found).get_title("left").split())  # fmt: skip


def test_axes_that_are_given_are_drawn_on():
    found, (alone, *given) = made(THREE, loss), style.new_axes(4)
    assert figures.sweep(found, ax=alone) is alone and alone.get_images()
    assert list(figures.sweep(found, ax=given, kind="effects")) == given
    with pytest.raises(ValueError, match="has 3 panels, got 1 axes"):
        figures.sweep(found, ax=alone, kind="effects")
    with pytest.raises(ValueError, match="kind must be one of map, parallel, effects, all, got 'heat'"):
        figures.sweep(found, kind="heat")


def test_slides_are_a_page_for_each_panel():
    with figures.slides():
        panels = figures.sweep(made(THREE, loss))
    assert [ax.figure.word for ax in panels][:2] == ["map", "parallel"] and len({ax.figure for ax in panels}) == 5
    for ax in panels:
        assert_projectable(ax.figure)


@pytest.mark.parametrize("kind", ["parallel", "effects", "all"])
def test_no_english_is_left(kind, korean):
    assert english_in(figures.sweep(made(THREE, loss), kind=kind)) == set()
    assert english_in(figures.sweep(drawn(60), kind=kind)) == set()


def test_the_command_draws_each_kind(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call("sweep", "xor", "--learning-rate", "0.1", "--learning-rate", "1", "--hidden", "2", "--hidden", "4",
         "--l2", "0", "--l2", "0.1", "--epochs", 5, "--seeds", 1, "--out", "s")  # fmt: skip
    assert (tmp_path / "s/figures/sweep.png").exists()
    assert call("plot", "sweep", "s", "--kind", "effects").stdout == "s/figures/sweep-effects.png\n"
    assert call("plot", "sweep", "s", "--kind", "parallel", "-o", "p.svg").stdout == "p.svg\n"
    call("plot", "sweep", "s", "--kind", "heat", code=2)
    assert len(numnet.load_sweep("s").plot(kind="effects")) == 3
