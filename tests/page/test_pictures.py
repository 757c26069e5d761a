"""Pictures and films of the page in figures/page: each has a scene that takes it, and a line in the gallery."""

import re
import runpy

import pytest

from tests.support.documents import REPOSITORY

MADE = {"png": ("page/pictures.py", "SCENES"), "gif": ("page/films.py", "FILMS")}
MOST = 1_500_000  # bytes


@pytest.mark.parametrize("kind", MADE)
def test_scenes_pictures_and_gallery_are_the_same(kind):
    pytest.importorskip("playwright")
    file, name = MADE[kind]
    scenes = set(runpy.run_path(str(REPOSITORY / file))[name])
    made = list((REPOSITORY / "figures/page").glob(f"*.{kind}"))
    assert {path.stem for path in made} == scenes and all(path.stat().st_size < MOST for path in made)
    gallery = (REPOSITORY / "figures/README.md").read_text("utf-8")
    assert set(re.findall(rf"\]\(page/([\w-]+)\.{kind}\)", gallery)) == scenes
