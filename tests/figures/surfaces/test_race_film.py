"""The film of a race: frames, GIF, strip, MP4."""

import itertools
import stat

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from numnet import figures
from numnet.figures.drawing import style
from numnet.figures.drawing.animation import Animation, save_animation, save_strip
from tests.support.races import walks


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
    assert np.allclose(paths["adam, rate 0.47"].get_xydata(), walks("beale", ["adam"], steps=60).path[0])


def test_the_film_asks_first_and_answers_at_the_end():
    d = walks("beale")
    film = figures.race_film(d, frames=41, dpi=40)
    said, bold = [], []
    for k in range(41):
        film.draw(k)
        said.append(film.drawing.get_suptitle())
        texts = film.drawing.axes[-1].texts
        bold.append([text.get_text() for text in texts if text.get_weight() == "bold"])
    question, verdict = dict.fromkeys(said)
    assert question == "Beale's function: who arrives first?"
    assert said.count(verdict) == 1 and said[-1] == verdict == figures.race(d)[0].figure.get_suptitle()
    assert not any(bold[:-1])
    assert bold[-1][:5] == ["nag", "0.0036", "74", "22/25", f"arrived after {d.converged_at[2]} steps"]
    assert bold[-1][5] == "momentum" and len(bold[-1]) == 10  # a tie


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
