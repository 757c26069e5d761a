"""Pictures and films of the page in figures/page: each has a scene that takes it, and a line in the gallery."""

import re
import runpy

import pytest

from tests.support.documents import REPOSITORY

MADE = {"png": ("page/pictures.py", "SCENES"), "gif": ("page/films.py", "FILMS")}
MOST, MOST_OF_A_LESSON = 1_500_000, 30_000  # bytes


@pytest.mark.parametrize("kind", MADE)
def test_scenes_pictures_and_gallery_are_the_same(kind):
    pytest.importorskip("playwright")
    file, name = MADE[kind]
    scenes = set(runpy.run_path(str(REPOSITORY / file))[name])
    made = list((REPOSITORY / "figures/page").glob(f"*.{kind}"))
    assert {path.stem for path in made} == scenes and all(path.stat().st_size < MOST for path in made)
    gallery = (REPOSITORY / "figures/README.md").read_text("utf-8")
    assert set(re.findall(rf"\]\(page/([\w-]+)\.{kind}\)", gallery)) == scenes


def test_each_lesson_of_the_course_has_a_small_picture():
    pytest.importorskip("playwright")
    lessons = runpy.run_path(str(REPOSITORY / "page/pictures.py"))["course_lessons"]()
    made = list((REPOSITORY / "figures/page/lessons").iterdir())
    assert {path.name for path in made} == {f"lesson-{name}.png" for name in lessons}
    assert all(path.stat().st_size <= MOST_OF_A_LESSON for path in made)
