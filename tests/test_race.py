"""`plot race`: who wins, what is drawn, the film, the command."""

import contextlib
import itertools
import json
import re
import stat

import numpy as np
import pytest
from matplotlib.colors import same_color, to_rgb
from PIL import Image
from program import call

import numnet
from numnet import figures
from numnet.figures.drawing import style
from numnet.figures.drawing.animation import Animation, save_animation, save_strip
from numnet.optim.optimizers import CHAPTER, OPTIMIZERS
from numnet.surfaces import race as results
from numnet.surfaces.rate_tuning import sensitivity
from numnet.surfaces.visible_path import framed, widened
from numnet.surfaces.visible_path import lane as results_lane

SADDLE = ("sgd", "momentum", "adam")


def walks(surface="long_valley", rules=CHAPTER, **options):
    return numnet.descend_many(surface, list(rules), **options)


def runaway():
    """Momentum at Adam's kind of rate leaves Beale's map; Adam stays."""
    return walks("beale", [numnet.Momentum(0.01), numnet.Adam(0.01)], steps=60)


def lines(ax, label):
    return [line for line in ax.lines if line.get_label().startswith(label)]


def texts(ax):
    return [text.get_text() for text in ax.texts]


def everything_drawn_is_finite(axes):
    for ax in axes:
        for line in ax.lines:
            for column in line.get_data():
                assert np.isfinite(np.asarray(column, float)).all(), line.get_label()


# --- what became of whom ----------------------------------------------------------------------------------------------


def test_the_standings_are_by_step_then_by_loss_and_runaways_are_last():
    d = walks("beale", ["sgd", numnet.Momentum(0.01), "adam", "nag", "adagrad"])
    order = results.standings(d)
    assert [d.optimizers[r].name for r in order[:2]] == ["nag", "adam"]
    rest = [d.end_value[r] for r in order[2:] if not results.outcome(d, r).lost]
    assert rest == sorted(rest)
    lost = [results.outcome(d, r).lost for r in order]
    assert lost == sorted(lost)


def test_outcomes_name_what_happened_and_when():
    d = runaway()
    own = results.outcome(d, 0)
    assert own.kind == "left" and own.step == d.left_at[0] > 0
    assert own.words == f"left the map at step {d.left_at[0]}, diverged at step {d.diverged_at[0]}"
    assert results.outcome(walks(), 2).words == "arrived after 84 steps"
    assert results.outcome(walks("rastrigin", ["sgd"]), 0).kind == "caught"
    assert results.outcome(walks("x**2 + y**2", ["sgd"]), 0).kind == "walked"


def test_the_verdict_is_who_arrived_first():
    assert results.verdict(walks()) == "nag arrives first, after 84 steps; sgd and adagrad do not"
    assert results.verdict(walks("saddle", SADDLE, start=(1.0, 0.0))).startswith(
        "every rule is stuck: no slope along y"
    )
    assert "gets lowest" in results.verdict(walks("x**2 + y**2", ["sgd", "adam"]))


def test_a_lane_ends_on_the_edge_of_the_map_where_the_walk_crosses_it():
    d = runaway()
    lane, t = results_lane(d, 0), int(d.left_at[0])
    (x0, x1), (y0, y1) = d.surface.limits
    x, y = lane.points[-1]
    assert min(abs(x - x0), abs(x - x1), abs(y - y0), abs(y - y1)) < 1e-12 and d.surface.holds(lane.points).all()
    inside, outside = d.path[0, t - 1], d.path[0, t]
    along, way = lane.points[-1] - inside, outside - inside
    assert abs(along[0] * way[1] - along[1] * way[0]) < 1e-9 * np.linalg.norm(way)
    assert lane.time[-1] == pytest.approx(t - 1 + np.linalg.norm(along) / np.linalg.norm(way))
    assert lane.value[-1] == pytest.approx(float(d.surface(x, y)))


def test_between_two_steps_a_lane_is_straight():
    d = walks("beale", ["adam"], steps=20)
    lane = results_lane(d, 0)
    assert np.allclose(lane.at(3.25)[:2], 0.75 * d.path[0, 3] + 0.25 * d.path[0, 4])
    assert np.allclose(lane.until(5.5)[:, :2], [*d.path[0, :6], 0.5 * (d.path[0, 5] + d.path[0, 6])])


def test_a_map_is_widened_to_hold_a_start_outside():
    beale = numnet.SURFACES["beale"]
    assert widened(beale, (1, 1)) is beale
    wide = widened(beale, (7.0, 0.0))
    assert wide.holds((7.0, 0.0)) and wide.limits[1] == beale.limits[1] and wide.limits[0][0] == -4.5
    with pytest.raises(ValueError, match="outside the map"):
        figures.race(walks("beale", ["adam"], start=(7.0, 0.0)))


@pytest.mark.parametrize("surface", numnet.SURFACES)
def test_the_frame_holds_all_that_happens_and_little_else(surface):
    d = walks(surface)
    limits = framed(d).limits
    seen = np.concatenate([d.path.reshape(-1, 2), np.reshape(d.surface.minima, (-1, 2))])
    if d.surface.escape is not None:
        assert limits == d.surface.limits
        return
    for (low, high), (from_, to), column in zip(limits, d.surface.limits, seen.T):
        assert from_ <= low < column.min() and column.max() < high <= to
        assert high - low < max(1.25 * np.ptp(column), 0.31 * (to - from_)) or (low, high) == (from_, to)


def test_who_runs_away_is_seen_on_the_whole_map():
    d = runaway()
    assert framed(d) is d.surface


def test_sensitivity_is_what_each_walk_alone_does():
    found = sensitivity("beale", ["momentum", "adam"], rates=(0.001, 0.01, 0.3), steps=60)
    for k, n in itertools.product(range(2), range(3)):
        alone = walks("beale", [OPTIMIZERS[found.rules[k]](found.rates[n])], steps=60)
        assert found.end_value[k, n] == alone.end_value[0]
        assert found.lost[k, n] == results.outcome(alone, 0).lost
    assert {k: v.learning_rate for k, v in found.tuned().items()} == {"momentum": 0.001, "adam": 0.3}


# --- the picture ------------------------------------------------------------------------------------------------------


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
    assert {results.outcome(d, r).words for r in range(len(d))} <= set(texts(table))


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


def test_the_sensitivity_marks_the_best_rates():
    found = sensitivity("beale", ["momentum", "adam"], steps=60)
    ax = figures.sensitivity(found)
    assert ax.get_xscale() == ax.get_yscale() == "log"
    rings = [line.get_xdata()[0] for line in ax.lines if line.get_markersize() == 13]
    assert rings == [found.rates[k] for k in found.best]
    hollow = lines(ax, "_wild")
    for k, line in enumerate(hollow):
        assert line.get_markevery() == np.flatnonzero(found.wild[k] & ~found.lost[k]).tolist()
        assert same_color(line.get_color(), style.OPTIMIZER_COLORS[found.rules[k]])
        assert same_color(line.get_markerfacecolor(), "white") and found.best[k] not in line.get_markevery()
    assert len(hollow) == 2 and sum(len(line.get_markevery()) for line in hollow) > 3
    assert "a step over 0.45; not picked" in ax.get_title("left")
    assert figures.sensitivity(sensitivity("saddle", ["adam"])).get_ylabel() == "steps until it escapes"


MACHADO = {  # G. Machado, M. Oliveira and L. Fernandes, 2009: how eyes without one kind of cone see linear RGB
    "all": np.eye(3),
    "red-blind": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "green-blind": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "blue-blind": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}  # fmt: skip


def lab(linear):
    """CIE L*a*b* of linear sRGB."""
    xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
    )
    f = xyz @ np.clip(linear, 0, 1) / (0.95047, 1, 1.08883)
    f = np.where(f > 0.008856, np.cbrt(f), 7.787 * f + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eyes", MACHADO)
def test_the_rules_look_different_to_all_eyes(eyes):
    assert set(style.OPTIMIZER_COLORS) == set(OPTIMIZERS)
    seen = {}
    for rule, color in style.OPTIMIZER_COLORS.items():
        c = np.array(to_rgb(color))
        linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
        seen[rule] = lab(np.array(MACHADO[eyes]) @ linear)
    for a, b in itertools.combinations(seen, 2):
        assert np.linalg.norm(seen[a] - seen[b]) > 15, (a, b)
    assert len({style.optimizer_look(rule)["marker"] for rule in OPTIMIZERS}) == len(OPTIMIZERS)


# --- the film ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def film():
    return figures.race_film(walks("beale", ["sgd", "adam"], steps=60), frames=5, dpi=50)


def has(frame, color, tolerance=12):
    return (np.abs(frame.astype(int) - 255 * np.array(to_rgb(color))).max(axis=-1) < tolerance).sum()


def test_the_film_begins_at_the_start_and_ends_like_the_picture(film):
    first, *_, last = frames = list(film.frames())
    assert len(frames) == 5 and all(frame.shape == first.shape for frame in frames)
    assert all((a != b).any() for a, b in itertools.pairwise(frames))
    blue = style.OPTIMIZER_COLORS["adam"]
    assert has(last, blue) > 2 * has(first, blue) > 0
    paths = {line.get_label(): line for line in film.drawing.axes[0].lines}
    assert np.allclose(paths["adam, rate 0.3"].get_xydata(), walks("beale", ["adam"], steps=60).path[0])


def test_the_film_asks_first_and_answers_when_somebody_has_won():
    d = walks("beale")
    won = int(d.converged_at[d.converged_at > 0].min())
    film = figures.race_film(d, frames=41, dpi=40)
    said, bold = [], []
    for k in range(41):
        film.draw(k)
        said.append(film.drawing.get_suptitle())
        texts = film.drawing.axes[-1].texts
        bold.append([text.get_text() for text in texts if text.get_weight() == "bold"])
    question, answer, verdict = dict.fromkeys(said)
    assert question == "Beale's function: who arrives first?"
    assert answer == f"Beale's function: nag arrives first, after {won} steps" and verdict.startswith(f"{answer}; ")
    assert said.count(verdict) == 1 and said[-1] == verdict == figures.race(d)[0].figure.get_suptitle()
    assert {len(words) for words in bold} == {0, 3} and bold[-1] == ["nag", "0.003", f"arrived after {won} steps"]
    assert bold.index(bold[-1]) == said.index(answer)


def test_a_gif_has_all_frames_in_the_same_exact_colours(film, tmp_path):
    done = []
    save_animation(film, tmp_path / "new" / "a.gif", progress=lambda k, n: done.append((k, n)))
    assert done == [(k, 5) for k in range(1, 6)]
    with Image.open(tmp_path / "new" / "a.gif") as gif:
        assert gif.n_frames == 5 and gif.info["loop"] == 0
        for k, frame in enumerate(film.frames()):
            gif.seek(k)
            shown = np.asarray(gif.convert("RGB")).astype(int)
            assert (np.abs(shown - frame).max(axis=-1) < 48).mean() > 0.999 and (shown[0, 0] == 255).all()
        assert gif.info["duration"] > 1000


def test_a_gif_is_kept_small_or_refused(film, tmp_path):
    whole = save_animation(film, tmp_path / "a.gif").stat().st_size
    small = save_animation(film, tmp_path / "b.gif", most=int(0.8 * whole)).stat().st_size
    assert small <= 0.8 * whole
    with pytest.raises(ValueError, match="fewer frames"):
        save_animation(film, tmp_path / "c.gif", most=1000)
    assert not (tmp_path / "c.gif").exists()


def test_more_frames_than_steps_and_more_steps_than_frames():
    for steps, frames in ((3, 9), (90, 4)):
        film = figures.race_film(walks("beale", ["adam"], steps=steps), frames=frames, dpi=30)
        lengths = []
        path = next(line for line in film.drawing.axes[0].lines if line.get_label().startswith("adam"))
        for k in range(frames):
            film.draw(k)
            lengths.append(np.linalg.norm(np.diff(path.get_xydata(), axis=0), axis=1).sum())
        assert lengths[0] == 0 and all(a < b for a, b in itertools.pairwise(lengths))


def test_a_strip_is_a_picture_of_some_frames(film, tmp_path):
    save_strip(film, tmp_path / "strip.png", count=4, columns=2)
    height, width, _ = next(film.frames([0])).shape
    with Image.open(tmp_path / "strip.png") as strip:
        assert strip.size == (2 * width, 2 * height)


def test_without_moving_artists_everything_is_drawn_afresh():
    drawing = style.figure(size=(2, 1))
    ax = drawing.subplots()
    film = Animation(drawing, lambda k: ax.set_facecolor(("red", "blue")[k]), 2, dpi=40)
    red, blue = film.frames()
    assert has(red, "red") > 100 and has(blue, "blue") > 100 and not has(blue, "red")


def test_mp4_goes_through_ffmpeg_or_says_that_it_is_missing(film, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ValueError, match="ffmpeg"):
        save_animation(film, tmp_path / "a.mp4")
    program = tmp_path / "ffmpeg"
    program.write_text('#!/bin/sh\nfor last; do :; done\necho "$@" >> "$0.log"\n/usr/bin/wc -c > "$last"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    save_animation(film, tmp_path / "a.mp4", hold=0.1)
    height, width, _ = next(film.frames([0])).shape
    assert int((tmp_path / "a.mp4").read_text()) == height * width * 3 * (5 + 2)  # the last frame is held for 0.1 s
    assert f"{width}x{height}" in (tmp_path / "ffmpeg.log").read_text()
    program.write_text("#!/bin/sh\necho no such codec >&2\nexit 1\n")
    with pytest.raises(OSError, match="no such codec"):
        save_animation(film, tmp_path / "b.mp4")
    assert not (tmp_path / "b.mp4").exists()


@pytest.mark.slow
@pytest.mark.parametrize("surface", ["long_valley", "beale", "saddle"])
def test_the_film_of_a_closing_picture_is_small(surface, tmp_path):
    save_animation(figures.race_film(walks(surface)), tmp_path / "a.gif")
    with Image.open(tmp_path / "a.gif") as gif:
        assert gif.n_frames == 120
    assert (tmp_path / "a.gif").stat().st_size < 1_000_000


# --- the command ------------------------------------------------------------------------------------------------------


def race_in(folder, *words, code=0):
    with contextlib.chdir(folder):
        return call("plot", "race", *words, code=code)


def test_the_command_prints_the_table_and_writes_the_figure(tmp_path):
    out = race_in(tmp_path, "beale", "--optimizers", "momentum,adam", "--rate", "momentum=0.01").stdout
    assert re.search(r"1\. adam +0\.3 +7\.236e-21  arrived after 117 steps", out)
    assert re.search(r"2\. momentum +0\.01 .* left the map at step 7, diverged at step 9", out)
    assert "momentum as given" in out and out.endswith("figure    race.png\n")
    assert (tmp_path / "race.png").read_bytes().startswith(b"\x89PNG")


def test_tuned_rates_come_with_their_grid_and_a_second_figure(tmp_path):
    words = ("ravine:condition=100", "--optimizers", "sgd", "--tune", "--sensitivity", "-o", "a.svg")
    out = race_in(tmp_path, *words).stdout
    assert "grid      1e-05 1.5e-05" in out and "each rule's best of 43 from 1e-05 to 100" in out
    best = numnet.tune("ravine:condition=100", ["sgd"])["sgd"].learning_rate
    assert re.search(rf"1\. sgd +{best:g} ", out)
    assert {path.name for path in tmp_path.iterdir()} == {"a.svg", "a-sensitivity.svg"}


def test_a_start_on_the_saddle_is_stuck_and_json_says_so(tmp_path):
    out = race_in(tmp_path, "saddle", "--start", "1,0", "--optimizers", "all", "--json", "-o", "a.pdf").stdout
    found = json.loads(out)
    assert len(found["results"]) == len(OPTIMIZERS) and all(row["stuck"] for row in found["results"])
    assert found["start"] == [1, 0] and found["results"][0]["escaped_at"] is None and found["figures"] == ["a.pdf"]


def test_an_expression_a_start_off_the_map_noise_and_a_film(tmp_path):
    words = "--start=-5,4 --optimizers sgd,adam --noise 0.1 --seed 3 --schedule cosine --steps 20 --frames 3 -o a.gif"
    done = race_in(tmp_path, "--expression", "x**2 + 10*y**2", *words.split())
    assert "frame 3/3" in done.stderr and "x**2 + 10*y**2" in done.stdout
    with Image.open(tmp_path / "a.gif") as gif:
        assert gif.n_frames == 3


def test_the_lowest_point_of_an_expression_is_looked_for(tmp_path):
    words = ("--expression", "(x - 1)**2 + 10*(y + 0.5)**2 + 3", "--optimizers", "nag,sgd", "--rate", "sgd=0.01")
    out = race_in(tmp_path, *words).stdout
    assert "lowest    E = 3 at (1, -0.5)\n" in out and re.search(r"1\. nag .* arrived after \d+ steps", out)
    assert "rates     the rules' defaults; --tune looks for better ones; sgd as given" in out
    out = race_in(tmp_path, "--expression", "x**3 + y", "--steps", "3").stdout
    assert "lowest    at no point inside the map\n" in out


def test_rates_noise_and_schedule_are_disclosed_in_text_and_figure(tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(figures, "save", lambda drawing, path: drawn.append(drawing))
    words = ("beale", "--noise", "0.5", "--seed", "3", "--schedule", "cosine", "--steps", "20")
    out = race_in(tmp_path, *words).stdout
    rates = "the surface's defaults; --tune looks for better ones"
    others = "noise of deviation 0.5 on every gradient, seed 3; schedule cosine"
    assert f"rates     {rates}\nwith      {others}\n" in out
    (drawing,) = drawn
    notes = " ".join(texts(drawing.axes[-1])[-1].split())
    assert rates in notes and others in notes
    out = race_in(tmp_path, "beale").stdout
    assert "rates     each rule's best of 43 from 1e-05 to 100, no step over 0.45\n" in out and "\nwith " not in out


@pytest.mark.parametrize("words", [["beale", "--start", "1,1"], ["ravine:condition=9"], ["beale", "--steps", "9"],
                                   ["beale", "--start", "9,1"], ["beale", "--schedule", "cosine"]])
def test_rates_are_called_the_best_only_where_they_were_tuned(words, tmp_path):
    assert "rates     the surface's defaults; --tune looks for better ones" in race_in(tmp_path, *words).stdout
    assert "rates     each rule's best of 43 from" in race_in(tmp_path, *words, "--tune").stdout


BAD = [
    (("nowhere",), "surface must be one of"),
    (("beale", "--expression", "x*y"), "not both"),
    (("--expression", "x +"), "expression"),
    (("--expression", "import os"), "expression"),
    (("--expression", "beale"), "leave --expression away"),
    (("--expression", "ravine:condition=9"), "leave --expression away"),
    (("--expression", "sin"), "is a function"),
    (("--expression", "lambda: x"), "':' at position 7"),
    (("ravine:condition=0",), "condition"),
    (("--optimizers", "sgd,adan"), "did you mean"),
    (("--rate", "adam"), "RULE=VALUE"),
    (("--rate", "adam=-1"), "-1"),
    (("--rate", "adam=nan"), "nan"),
    (("--rate", "lion=0.1"), "not in the race"),
    (("--rate", "adam=0.1", "--tune"), "leave --rate away"),
    (("--start", "1"), "two numbers"),
    (("--start", "1,inf"), "finite"),
    (("--start", "-1,1", "--expression", "log(x)"), "start"),
    (("--steps", "0"), "steps"),
    (("--noise", "-1"), "noise"),
    (("--schedule", "sometimes"), "sometimes"),
    (("--view", "top"), "view"),
    (("-o", "race.bmp"), ".gif"),
    (("-o", "race.mp4"), "ffmpeg"),
]


@pytest.mark.parametrize(("words", "says"), BAD, ids=lambda value: " ".join(value) if isinstance(value, tuple) else "")
def test_bad_calls_end_in_one_line(words, says, tmp_path, monkeypatch):
    if "race.mp4" in words:
        monkeypatch.setenv("PATH", "")
    done = race_in(tmp_path, *words, code=2)
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert says in line and done.stdout == "" and not list(tmp_path.iterdir())
