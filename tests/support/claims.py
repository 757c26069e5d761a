"""What the text about pictures may say: functions that work it out from the runs of the gallery.  For the tests."""

import pytest

GALLERY = "figures/README.md"
WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
CLAIMS = {}


def says(picture, page=GALLERY, slow=False):
    """The decorator of a function of `Gallery` that returns what a page is to say of the picture."""

    def decorate(claim):
        marks = [pytest.mark.slow] * slow
        CLAIMS[page, picture] = pytest.param(page, picture, claim, marks=marks, id=f"{page}-{picture}")
        return claim

    return decorate


def word(number):
    """A number as it is written."""
    return WORDS[number] if number < len(WORDS) else str(number)
