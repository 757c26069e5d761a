"""`numnet plot race`."""

import contextlib
import json
import re

import pytest
from PIL import Image

import numnet
from numnet import figures
from numnet.optim.optimizers import OPTIMIZERS
from tests.support.cli import call
from tests.support.races import texts


def race_in(folder, *words, code=0):
    with contextlib.chdir(folder):
        return call("plot", "race", *words, code=code)


def test_the_command_prints_the_table_and_writes_the_figure(tmp_path):
    out = race_in(tmp_path, "beale", "--optimizers", "momentum,adam", "--rate", "momentum=0.01").stdout
    assert re.search(r"1\. adam +0\.47 +97 +25/25 +4\.636e-22  arrived after 62 steps", out)
    assert re.search(r"2\. momentum +0\.01 +- +10/25 .* left the map at step 7, diverged at step 9", out)
    assert "momentum as given" in out and out.endswith("figure    race.png\n")
    assert (tmp_path / "race.png").read_bytes().startswith(b"\x89PNG")


def test_tuned_rates_come_with_their_grid_and_a_second_figure(tmp_path):
    words = ("ravine:condition=100", "--optimizers", "sgd", "--tune", "--sensitivity", "-o", "a.svg")
    out = race_in(tmp_path, *words).stdout
    assert "grid      1e-05 1.1e-05" in out and "each rule's best of 169 from 1e-05 to 100" in out
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
    assert "even where some do not arrive, found by tuning; sgd as given\ngrid      1e-05" in out
    assert re.search(r"\d\. sgd +0\.01 ", out)
    out = race_in(tmp_path, *words, "--no-tune").stdout
    assert "rates     the rules' defaults; tuning looks for better ones; sgd as given" in out and "grid" not in out
    out = race_in(tmp_path, "--expression", "x**3 + y", "--steps", "3").stdout
    assert "lowest    at no point inside the map\n" in out


def test_rates_noise_and_schedule_are_disclosed_in_text_and_figure(tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(figures, "save", lambda axes, path: drawn.append(axes))
    words = ("beale", "--noise", "0.5", "--seed", "3", "--schedule", "cosine", "--steps", "20")
    out = race_in(tmp_path, *words).stdout
    rates = "the surface's defaults; tuning looks for better ones"
    others = "noise of deviation 0.5 on every gradient, seed 3; schedule cosine"
    assert f"rates     {rates}\nwith      {others}\n" in out
    (axes,) = drawn
    notes = " ".join(texts(axes[-1])[-1].split())
    assert rates in notes and others in notes
    assert "arrived: first within 0.05 of a lowest point, without having left the map" in notes
    assert "arrived   first within 0.05 of" in out and "each with noise of its own" in out
    out = race_in(tmp_path, "beale").stdout
    best = "each rule's best of 169 from 1e-05 to 100: lowest median of 25 starts, even where some do not arrive"
    assert f"rates     {best}\n" in out and "\nwith " not in out


@pytest.mark.parametrize("words", [["beale", "--start", "1,1"], ["ravine:condition=9"], ["beale", "--steps", "9"],
                                   ["beale", "--start", "9,1"], ["beale", "--schedule", "cosine"]])
def test_rates_are_called_the_best_only_where_they_were_tuned(words, tmp_path):
    assert "rates     the surface's defaults; tuning looks for better ones" in race_in(tmp_path, *words).stdout
    assert "rates     each rule's best of 169 from" in race_in(tmp_path, *words, "--tune").stdout


BAD = [
    (("nowhere",), "surface must be one of"),
    (("beale", "--expression", "x*y"), "not both"),
    (("--expression", "x +"), "expression"),
    (("--expression", "import os"), "expression"),
    (("--expression", "beale"), "leave out --expression"),
    (("--expression", "ravine:condition=9"), "leave out --expression"),
    (("--expression", "sin"), "is a function"),
    (("--expression", "lambda: x"), "':' at position 7"),
    (("ravine:condition=0",), "condition"),
    (("--optimizers", "sgd,adan"), "did you mean"),
    (("--rate", "adam"), "RULE=VALUE"),
    (("--rate", "adam=-1"), "-1"),
    (("--rate", "adam=nan"), "nan"),
    (("--rate", "lion=0.1"), "not in the race"),
    (("--rate", "adam=0.1", "--tune"), "leave out --rate"),
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
