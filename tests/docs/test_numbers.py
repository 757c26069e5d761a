"""The numbers in the text about pictures, in the gallery and in the course, are those of the runs that were drawn.

The functions in tests/support/claims_of_*.py work out what the text may say of a picture, from the run of the gallery;
in the gallery's table a number that none of them has worked out fails the test.
"""

import re

import pytest

from tests.support import claims_of_runs, claims_of_studies  # noqa: F401
from tests.support.claims import CLAIMS, GALLERY
from tests.support.documents import text
from tests.support.gallery import Gallery

pytestmark = pytest.mark.filterwarnings("error")

NUMBER = re.compile(
    r"(?<![xβηhv\w])\d[\d.,]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|twenty|hundred|thousand|half|quarters?|"
    r"twice)\b", re.IGNORECASE
)  # fmt: skip
# Numbers of what a picture is, not of what came out of it.
DEFINED = ("their first two principal components", "more than two inputs", "Two memories", "two random directions",
           "are nearly always 0", "is near 0", "from an input that is 0")  # fmt: skip


@pytest.fixture(scope="module")
def gallery(tmp_path_factory):
    return Gallery(tmp_path_factory.mktemp("gallery"))


def said():
    """{picture: what to look for} of the gallery."""
    return dict(re.findall(r"^\| \[([\w-]+\.\w+)\].*\| (.*) \|$", text(GALLERY), re.MULTILINE))


def prose(page, picture):
    """What a page says of the picture: in the gallery its row, elsewhere all of the page."""
    return said()[picture] if page == GALLERY else " ".join(text(page).split())


def numbers(words, known=()):
    """The numbers in a text, but for those in what is known of it."""
    return NUMBER.findall(re.sub("|".join(map(re.escape, [*known, *DEFINED])), "", words, flags=re.IGNORECASE))


@pytest.mark.parametrize(("page", "picture", "claim"), CLAIMS.values())
def test_the_text_says_what_the_run_says(page, picture, claim, gallery):
    words, known = prose(page, picture), claim(gallery)
    assert all(one.lower() in words.lower() for one in known), (known, words)
    assert picture in text(page)
    if page == GALLERY:
        assert not numbers(words, known), "a number that is not worked out"


@pytest.mark.parametrize("picture", said())
def test_no_number_is_without_its_run(picture):
    assert (GALLERY, picture) in CLAIMS or not numbers(said()[picture]), "a number that no function works out"
