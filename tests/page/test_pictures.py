"""The pictures of the page in figures/page: each has a scene that takes it, and a line in the gallery."""

import re
import runpy

import pytest

from tests.support.documents import REPOSITORY


def test_scenes_pictures_and_gallery_are_the_same():
    pytest.importorskip("playwright")
    scenes = set(runpy.run_path(str(REPOSITORY / "page/pictures.py"))["SCENES"])
    assert {path.stem for path in (REPOSITORY / "figures/page").glob("*.png")} == scenes
    assert set(re.findall(r"\]\(page/(\w+)\.png\)", (REPOSITORY / "figures/README.md").read_text("utf-8"))) == scenes
