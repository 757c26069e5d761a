"""The figure of a comparison."""

import numpy as np
import pytest
from matplotlib.colors import same_color

import numnet
from numnet.figures.drawing import style
from tests.support.comparisons import broken, made, plain

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_curves_are_medians_with_bands_in_the_colours_of_the_rules():
    found = made(plain)
    given = style.new_axes()[0]
    ax = numnet.figures.compare(found, ax=given)
    assert ax is given and ax.get_yscale() == "log" and ax.get_xlabel() == "epoch"
    lines = [line for line in ax.get_lines() if len(line.get_xdata()) == 7]
    for c, (line, rule) in enumerate(zip(lines, ("sgd", "adam"))):
        np.testing.assert_allclose(line.get_ydata(), found.quartiles(c, "train_loss")[0])
        assert same_color(line.get_color(), style.OPTIMIZER_COLORS[rule])
    assert len(ax.collections) == 2
    band = ax.collections[0].get_paths()[0].vertices
    np.testing.assert_allclose([band[:, 1].min(), band[:, 1].max()],
                               [found.quartiles(0, "train_loss")[1].min(), found.quartiles(0, "train_loss")[2].max()])
    name = found.competitors[found.standings("train")[0].competitor]["name"]
    assert any(ax.get_title(loc=side).split("\n")[0].endswith(f"{name} ends lowest") for side in ("left", "center"))
    assert legend(ax)[:2] == ["sgd, rate 0.1", "adam, rate 0.2"] and f"target loss {found.target():.3g}" in legend(ax)


@pytest.mark.parametrize(("x", "column", "label"), [("updates", "step", "update"), ("seconds", "seconds", "seconds")])
def test_the_other_axes(x, column, label):
    found = made(plain)
    ax = numnet.figures.compare(found, x=x, part="validation")
    np.testing.assert_allclose(ax.get_lines()[0].get_xdata(), found.along(0, column))
    np.testing.assert_allclose(ax.get_lines()[0].get_ydata(), found.quartiles(0, "validation_loss")[0])
    assert ax.get_xlabel().startswith(label) and ax.get_ylabel() == "validation loss"
    last = max(np.nanmax(found.along(c, column)) for c in range(2))
    assert ax.get_xlim() == pytest.approx((-0.01 * last, 1.01 * last))


def test_divergence_ends_in_a_cross_and_a_word():
    ax = numnet.figures.compare(made(broken))
    crosses = [line for line in ax.get_lines() if line.get_marker() == "X"]
    assert len(crosses) == 1 and crosses[0].get_xdata().tolist() == [3] and same_color(crosses[0].get_color(), "black")
    (sgd,) = [line for line in ax.get_lines() if len(line.get_xdata()) == 3]
    np.testing.assert_allclose(sgd.get_xdata(), [0, 1, 2])
    assert "adam, rate 0.2\n1 of 4 diverged" in legend(ax) and "sgd, rate 0.1\n2 of 4 diverged" in legend(ax)
    assert all(np.isfinite(band.get_paths()[0].vertices).all() for band in ax.collections)


def test_a_rule_that_comes_twice_keeps_its_colour_and_one_rule_alone_has_many():
    ax = numnet.figures.compare(made(plain, rules=("sgd", "adam", "sgd")))
    one, adam, other = sorted((line for line in ax.get_lines() if len(line.get_xdata()) == 7),
                              key=lambda line: line.get_ydata()[0])  # fmt: skip
    assert same_color(one.get_color(), other.get_color()) and one.get_linestyle() != other.get_linestyle()
    assert not same_color(one.get_color(), adam.get_color())
    ax = numnet.figures.compare(made(plain, rules=("sgd",) * 5))
    assert len({line.get_color() for line in ax.get_lines() if len(line.get_xdata()) == 7}) == 5


def test_an_explosion_does_not_flatten_the_others():
    ax = numnet.figures.compare(made(lambda c, seed, epoch: 1e12 if c and epoch == 3 else plain(c, seed, epoch)))
    assert ax.get_ylim()[1] < 10


def test_wrong_arguments_are_named():
    with pytest.raises(ValueError, match="x must be one of epochs, updates, seconds, got 'hours'"):
        numnet.figures.compare(made(plain), x="hours")
