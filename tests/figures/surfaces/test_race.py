"""The picture of a race."""

import numpy as np
import pytest
from matplotlib.colors import same_color

import numnet
from numnet import figures
from numnet.figures.drawing import style
from numnet.surfaces.outcome import outcome
from numnet.surfaces.race import Race
from tests.support.races import SADDLE, lines, runaway, texts, walks


def everything_drawn_is_finite(axes):
    for ax in axes:
        for line in ax.lines:
            for column in line.get_data():
                assert np.isfinite(np.asarray(column, float)).all(), line.get_label()


def test_the_map_has_paths_in_the_rules_colours_with_their_rates_start_and_lowest_points():
    d = walks("himmelblau")
    ax, loss, table = figures.race(d)
    for r, optimizer in enumerate(d.optimizers):
        (path,) = lines(ax, f"{optimizer.name}, rate {optimizer.learning_rate:g}")
        assert same_color(path.get_color(), style.OPTIMIZER_COLORS[optimizer.name])
        assert np.allclose(path.get_xydata(), d.path[r])
        (curve,) = lines(loss, optimizer.name)
        assert same_color(curve.get_color(), path.get_color()) and curve.get_linestyle() == path.get_linestyle()
    assert np.allclose(lines(ax, "lowest point")[0].get_xydata(), d.surface.minima)
    assert np.allclose(lines(ax, "start")[0].get_xydata(), [d.surface.start])
    assert {o.name for o in d.optimizers} <= set(texts(table))
    assert {outcome(d, r).words for r in range(len(d))} <= set(texts(table))


def test_the_loss_is_logarithmic_over_decades_and_linear_on_a_saddle():
    assert figures.race(walks())[1].get_yscale() == "log"
    ax = figures.race(walks("saddle"))[1]
    assert ax.get_yscale() == "linear" and -5 < ax.get_ylim()[0] < -4  # E is -6e7 where momentum ends
    styblinski = figures.race(walks("styblinski_tang"))[1]
    assert styblinski.get_yscale() == "log" and styblinski.get_ylabel() == "E + 78.33"


def test_divergence_is_drawn_named_and_breaks_no_axis():
    d = runaway()
    axes = figures.race(d)
    everything_drawn_is_finite(axes)
    ax, loss, _ = axes
    assert f"momentum left the map at step {d.left_at[0]}" in texts(ax)
    assert ax.get_xlim() == d.surface.limits[0] and ax.get_ylim() == d.surface.limits[1]
    assert loss.get_ylim()[1] < 1e6
    crosses = [line for line in ax.lines if line.get_marker() == "X"]
    assert len(crosses) == 1 and same_color(crosses[0].get_color(), style.OPTIMIZER_COLORS["momentum"])


def test_divergence_in_space_is_finite_too():
    scene = figures.race(runaway(), view="3d")[0]
    for line in scene.lines:
        for column in line.get_data_3d():
            assert np.isfinite(np.asarray(column, float)).all(), line.get_label()


LONG = "(x**2 + y - 11)**2 + (x + y**2 - 7)**2 + 0.001*x**4 + 0.001*y**4 + 0.01*x + 0.01*y"  # too long for one line


@pytest.mark.parametrize("surface", [*numnet.SURFACES, LONG])
def test_the_headline_is_whole_and_within_the_picture(surface):
    d = walks(surface, numnet.OPTIMIZERS)
    headline = figures.race(d)[0].figure._suptitle
    assert Race(d).verdict in " ".join(headline.get_text().split())
    assert headline.get_window_extent().x1 < headline.figure.bbox.x1


def test_stuck_is_named():
    axes = figures.race(walks("saddle", SADDLE, start=(1.0, 0.0)))
    assert texts(axes[-1]).count("stuck: no slope along y") == 3
    assert "stuck" in axes[0].figure.get_suptitle()


@pytest.mark.parametrize(("view", "names"), [("contour", 3), ("3d", 3), ("both", 4)])
def test_views(view, names):
    d = walks("beale", ["sgd", "adam"], steps=30)
    axes = figures.race(d, view=view)
    assert len(axes) == names and (view == "contour") == all(ax.name != "3d" for ax in axes)
    again = figures.race(d, axes=axes, view=view)
    assert list(again) == list(axes)


def test_bad_calls_of_the_figure():
    d = walks("beale", ["sgd"], steps=3)
    with pytest.raises(ValueError, match="view must be one of contour"):
        figures.race(d, view="top")
    with pytest.raises(ValueError, match="3 panels, got 1 axes"):
        figures.race(d, axes=[style.figure().subplots()])
    with pytest.raises(ValueError, match="paths"):
        figures.race(walks("beale", ["sgd"], steps=3, record="end"))


def test_a_surface_that_is_nowhere_else_finite_and_a_plain_are_drawn():
    everything_drawn_is_finite(figures.race(walks("log(x)**2 + y**2", ["sgd"], start=(2.0, 2.0), steps=20)))
    everything_drawn_is_finite(figures.race(walks("0*x + 3", ["sgd"], steps=5)))
