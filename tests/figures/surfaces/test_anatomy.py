"""The figure of a rule's anatomy: panels, arrows, squares, the film."""

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import same_color
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

import numnet
from numnet import figures
from numnet.figures.drawing import style
from numnet.figures.drawing.anatomy_panels import AnatomyDrawing
from numnet.figures.drawing.animation import Animation
from numnet.figures.surfaces.anatomy import default_steps
from numnet.surfaces.descent import uncorrected
from numnet.tracing.rule_steps import worked
from tests.support.anatomies import RULES, STEPS, walks_of


def texts(ax):
    return [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("name", RULES)
def test_a_row_of_panels_for_each_step(name):
    walks = walks_of(name)
    axes = figures.anatomy(walks, steps=(1, 4))
    memory = walks.optimizers[0].rule.memory.values()  # sums of squares, or moments: one panel for each kind
    memories = len({part.removeprefix("largest_") for part in memory if part != "velocity"})
    assert axes.shape == (2, 3 + memories)
    for row, step in zip(axes, (1, 4), strict=True):
        (way,) = [line for line in row[0].lines if len(line.get_xdata()) == step + 1 and line.get_linestyle() == "-"]
        np.testing.assert_array_equal(way.get_xydata(), walks.path[0, : step + 1])
        assert same_color(way.get_color(), style.OPTIMIZER_COLORS[name])
        shown = "\n".join(texts(row[-1]))
        for line in worked(walks, 0, step):
            assert line.formula in shown and all(numbers in shown for numbers in line.numbers)
        assert row[0].get_title("left").startswith(f"step {step}:")


def test_the_arrows_of_momentum_add_up_and_nags_begin_where_it_looks_ahead():
    for name in ("momentum", "nag"):
        walks = walks_of(name)
        story = AnatomyDrawing(walks, 0)
        for step in (2, 9):
            (_, a, ahead, _), (_, from_there, end, _), (_, start, after, color) = story.arrows(step)
            assert np.array_equal(a, start) and np.array_equal(ahead, from_there)
            np.testing.assert_allclose(end, after, rtol=1e-12)
            np.testing.assert_array_equal(after, walks.path[0, step])
            assert color == style.OPTIMIZER_COLORS[name]
    np.testing.assert_allclose(ahead, walks.anatomy(0)["look_ahead"][8], rtol=1e-12)
    lens = figures.anatomy(walks, steps=[9])[0, 1]
    assert len([patch for patch in lens.patches if isinstance(patch, FancyArrowPatch)]) == 3


def test_squares_have_the_area_of_the_summed_squares():
    walks = walks_of("adagrad")
    sides = []
    for row in figures.anatomy(walks, steps=(1, 6, STEPS)):
        sides += [patch.get_width() for patch in row[2].patches if isinstance(patch, Rectangle)]
    areas = np.reshape(sides, (3, 2)) ** 2
    G = np.cumsum(walks.anatomy(0)["gradient"] ** 2, axis=0)[[0, 5, STEPS - 1]]
    np.testing.assert_allclose(areas / areas.max(), G / G.max(), rtol=1e-9)


def test_adam_is_drawn_with_and_without_bias_correction():
    walks = walks_of("adam")
    axes = figures.anatomy(walks, steps=[3])[0]
    parts = walks.anatomy(0)
    sides = [patch.get_width() for patch in axes[2].patches]
    np.testing.assert_allclose((sides[1] / sides[0]) ** 2, 1 - 0.999**3, rtol=1e-9)
    heights = [bar.get_height() for bar in axes[3].patches]
    np.testing.assert_allclose(heights[1] / heights[0], 1 - 0.9**3, rtol=1e-9)
    np.testing.assert_allclose(heights[2] / heights[0], np.divide(*parts["corrected_first_moment"][2][::-1]), rtol=1e-9)
    dashed = [line for line in axes[0].lines if not same_color(line.get_color(), "w") and line.is_dashed()]
    np.testing.assert_array_equal(dashed[0].get_xydata(), uncorrected(walks, 0)[:4])


def test_default_steps_own_axes_and_errors():
    walks = walks_of("sgd", "long_valley", steps=30)
    assert len(figures.anatomy(walks)) == 3 and default_steps(1) == [1] and default_steps(30) == [1, 5, 30]
    own = Figure().subplots(1, 3)
    assert (figures.anatomy(walks, steps=[2], axes=own).ravel() == own).all()
    with pytest.raises(ValueError, match="1 steps of sgd have 3 panels each, got 2 axes"):
        figures.anatomy(walks, steps=[2], axes=Figure().subplots(1, 2))
    with pytest.raises(ValueError, match="steps must be from 1 to 30, got 31"):
        figures.anatomy(walks, steps=[31])
    with pytest.raises(ValueError, match='record="anatomy"'):
        figures.anatomy(numnet.descend_many("beale", ["sgd"], steps=3))


def test_a_walk_that_diverges_is_explained_until_then():
    walks = numnet.descend_many("x**4 + y**4", [numnet.SGD(1.0)], start=(2.0, 1.0), steps=30, record="anatomy")
    last = walks.diverged_at[0] - 1
    assert 0 < last < 30 and len(figures.anatomy(walks)) == len(default_steps(last))


def test_the_film_has_a_frame_a_step_and_leaves_the_settings_alone():
    before = matplotlib.rcParams.copy()  # dict() would ask for the backend, which loads pyplot
    film = figures.anatomy_film(walks_of("nag", steps=3))
    assert isinstance(film, Animation) and film.count == 3
    frames = list(film.frames([0, 2, 0]))
    assert (frames[0] == frames[2]).all() and (frames[0] != frames[1]).any()
    assert matplotlib.rcParams.copy() == before
