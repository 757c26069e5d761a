"""The words of walks on surfaces in Korean."""

import pytest

import numnet
from numnet import figures
from numnet.figures.drawing import fonts
from tests.support.korean import english_in


@pytest.mark.parametrize("surface", ["saddle", "beale", "rastrigin"])
def test_no_english_is_left_in_a_korean_race(surface, korean):
    race = numnet.race(surface, ["sgd", "adam", "momentum"])
    assert " of 25 starts" in race.verdict  # what is printed stays English
    assert english_in(figures.race(race, view="both")) == set()
    film = figures.race_film(race, frames=3)
    for k in range(3):
        with fonts.in_language(), fonts.without_warnings():
            film.draw(k)
        assert english_in(film.drawing.axes) == set()


def test_no_english_is_left_in_a_korean_sensitivity(korean):
    assert english_in(figures.sensitivity(numnet.race("ravine", ["sgd", "adam"], tune=True).tried)) == set()


@pytest.mark.parametrize("rule", numnet.OPTIMIZERS)
def test_no_english_is_left_in_a_korean_anatomy(rule, korean):
    walks = numnet.descend_many("beale", [f"{rule}:learning_rate=0.01"], steps=6, record="anatomy")
    assert english_in(figures.anatomy(walks)) == set()
