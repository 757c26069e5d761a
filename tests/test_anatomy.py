"""`plot anatomy`: the arithmetic that is shown comes out, and is the oracle's; what is drawn; the command."""

import math
import re

import matplotlib
import numpy as np
import pytest
import reference as ref
from click.testing import CliRunner
from matplotlib.colors import same_color
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle
from PIL import Image

import numnet
from numnet import figures
from numnet.commands import main
from numnet.figures.drawing import style
from numnet.figures.drawing.animation import Animation
from numnet.figures.surfaces import anatomy as rules
from numnet.surfaces.anatomy import uncorrected
from numnet.tracing.rule_steps import settings, short, worked

RULES = list(numnet.OPTIMIZERS)
STEPS = 12
LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def walks_of(name, surface="beale", steps=STEPS, **options):
    return numnet.descend_many(surface, [name], steps=steps, record="anatomy", **options)


def oracle(walks):
    """The path by the oracle."""
    rule, surface = walks.optimizers[0], walks.surface
    options = {key: getattr(rule, key) for key in rule.__dataclass_fields__}
    gradient = lambda w: ref.complex_step(ref.SURFACES[surface.name], w)  # noqa: E731
    return ref.RULES[rule.name](walks.path[0, 0], gradient, walks.steps, **options)


def arithmetic(text):
    """The value of ``0.9 · (−0.5) − 0.1 · 2²``, and the largest number in it."""
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda found: f"**{found[0].translate(LOWERED)}", text)
    text = re.sub(r"√([\d.e−]+)", r"sqrt(\1)", text).replace("√(", "sqrt(").replace("−", "-").replace("·", "*")
    text = re.sub(r"\|(.*?)\|", r"abs(\1)", text)
    numbers = [abs(float(found)) for found in re.findall(r"\d[\d.]*(?:e-?\d+)?", text)]
    names = {"sqrt": math.sqrt, "abs": abs, "max": max, "sign": np.sign}
    return eval(text, {"__builtins__": {}}, names), max(numbers)


# --- the numbers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("surface", ["beale", "long_valley"])
@pytest.mark.parametrize("name", RULES)
def test_what_is_worked_out_comes_out_so(name, surface):
    walks = walks_of(name, surface)
    for step in (1, 2, 7, STEPS):
        for line in worked(walks, 0, step):
            for numbers, result in zip(line.numbers, line.results, strict=True):
                if numbers:
                    value, largest = arithmetic(numbers)
                    assert value == pytest.approx(result, rel=3e-3, abs=1.5e-3 * largest), (line.formula, numbers)


@pytest.mark.parametrize("name", RULES)
def test_the_points_and_gradients_shown_are_the_oracles(name):
    walks = walks_of(name)
    path = oracle(walks)
    for step in (1, 5, STEPS):
        lines = {line.formula: line for line in worked(walks, 0, step)}
        moves = [line for formula, line in lines.items() if formula.startswith("w ←") and "λ" not in formula]
        np.testing.assert_allclose(moves[0].results, path[step], rtol=1e-9)
        (slope,) = [line for formula, line in lines.items() if formula.startswith("g =")]
        at = lines["ahead = w + μ v"].results if name == "nag" else path[step - 1]
        np.testing.assert_allclose(slope.results, ref.complex_step(ref.SURFACES["beale"], at), rtol=1e-7, atol=1e-9)


def test_adams_moments_are_the_papers():
    walks = walks_of("adam")
    w = oracle(walks)
    m = v = 0
    for t in range(1, STEPS + 1):
        g = ref.complex_step(ref.SURFACES["beale"], w[t - 1])
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        shown = [line.results for line in worked(walks, 0, t)]
        for found, expected in zip(shown, [g, m, v, m / (1 - 0.9**t), v / (1 - 0.999**t), w[t]], strict=True):
            np.testing.assert_allclose(found, expected, rtol=1e-7)


@pytest.mark.parametrize("name", ["adam", "adamw", "amsgrad", "adamax"])
def test_the_path_without_bias_correction(name):
    """At the first step it is (1 − β₁) / √(1 − β₂) times as long; with an ε that dwarfs v it is a plain average."""
    walks = walks_of(name)
    path, bare = walks.path[0], uncorrected(walks, 0)
    factor = 0.1 if name == "adamax" else 0.1 / math.sqrt(0.001)
    keep = 1 - walks.optimizers[0].learning_rate * walks.optimizers[0].weight_decay
    np.testing.assert_allclose(bare[1] - keep * bare[0], factor * (path[1] - keep * path[0]), rtol=1e-6)
    assert bare.shape == path.shape and np.array_equal(bare[0], path[0])


def test_only_rules_with_bias_correction_have_another_path():
    with_one = {name for name in RULES if uncorrected(walks_of(name, steps=2), 0) is not None}
    assert with_one == {"adam", "adamw", "amsgrad", "adamax"}


def test_a_schedule_and_the_constants_are_shown():
    walks = walks_of("momentum", schedule="step:period=5,factor=0.5")
    assert settings(walks, 0, 1) == "η = 0.003, μ = 0.9" and settings(walks, 0, 6) == "η = 0.0015, μ = 0.9"
    assert "λ" in settings(walks_of("adamw"), 0, 1) and "λ" not in settings(walks_of("adam"), 0, 1)


def test_numbers_are_short_and_have_a_proper_minus():
    assert [short(x) for x in (0, 1 / 3, -2e-8, 12345.6)] == ["0", "0.3333", "−2e−8", "1.235e4"]


@pytest.mark.parametrize("step", [0, STEPS + 1])
def test_a_step_that_was_not_taken(step):
    with pytest.raises(ValueError, match=f"step must be one of 1 to {STEPS}, got {step}"):
        worked(walks_of("sgd"), 0, step)


# --- what is drawn ----------------------------------------------------------------------------------------------------


def texts(ax):
    return [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("name", RULES)
def test_a_row_of_panels_for_each_step(name):
    walks = walks_of(name)
    axes = figures.anatomy(walks, steps=(1, 4))
    memories = {"sgd": 0, "momentum": 0, "nag": 0, "adagrad": 1, "rmsprop": 1, "lion": 1}.get(name, 2)
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
        story = rules._Story(walks, 0)
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
    walks = walks_of("sgd", steps=30)
    assert len(figures.anatomy(walks)) == 3 and rules.default_steps(1) == [1] and rules.default_steps(30) == [1, 5, 30]
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
    assert 0 < last < 30 and len(figures.anatomy(walks)) == len(rules.default_steps(last))


def test_the_film_has_a_frame_a_step_and_leaves_the_settings_alone():
    before = matplotlib.rcParams.copy()  # dict() would ask for the backend, which loads pyplot
    film = figures.anatomy_film(walks_of("nag", steps=3))
    assert isinstance(film, Animation) and film.count == 3
    frames = list(film.frames([0, 2, 0]))
    assert (frames[0] == frames[2]).all() and (frames[0] != frames[1]).any()
    assert matplotlib.rcParams.copy() == before


# --- the command ------------------------------------------------------------------------------------------------------


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
    (["adam", "--start", "1,inf"], "2 numbers"), (["adam", "--frames", "0"], "from 1 on"),
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
