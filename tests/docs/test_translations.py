"""The course in other languages: every message of its pages has a translation, and none is of an older English text.

``python -m tests.docs.test_translations`` lists the messages that have none or a stale one; with ``--write``, which is
``make translations``, it first brings the catalogues in ``docs/locale`` up to date with the pages.  Needs the extra
``docs``.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.catalogues import bring_up_to_date, catalogue, has_words, open_messages
from tests.support.documents import REPOSITORY, course

LANGUAGES = ("ko",)
LOCALE = REPOSITORY / "docs" / "locale"

pytestmark = [pytest.mark.filterwarnings("error")]


# --- catalogues -------------------------------------------------------------------------------------------------------


def templates(folder):
    """{page: its messages} as Sphinx finds them now in the pages of the course."""
    from babel.messages.pofile import read_po

    call = [sys.executable, "-m", "sphinx", "-q", "-b", "gettext", "docs", folder, "-d", f"{folder}/doctrees"]
    subprocess.run(call, cwd=REPOSITORY, check=True)
    found = {}
    for page in course():
        with open(Path(folder) / f"{page}.pot", "rb") as file:
            found[page] = read_po(file)
    return found


def path_of(language, page):
    """The catalogue of a page."""
    return LOCALE / language / "LC_MESSAGES" / f"{page}.po"


# --- what is missing --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def messages(tmp_path_factory):
    pytest.importorskip("sphinx")
    return templates(tmp_path_factory.mktemp("gettext"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", course())
def test_every_message_of_the_course_has_a_translation_that_is_not_stale(page, language, messages):
    assert open_messages(messages[page], catalogue(path_of(language, page))) == []


def test_only_words_are_to_be_translated():
    assert has_words("A neuron") and has_words("[the kernel](kernels.md) of $w$")
    assert not any(map(has_words, ["$w \\leftarrow w$", "`numnet train`", "numnet/kernels/rules/sgd.py", "0.5 < x"]))


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        found = templates(folder)
    for language in LANGUAGES:
        for page, template in found.items():
            if "--write" in sys.argv:
                bring_up_to_date(path_of(language, page), template)
            for what, message in open_messages(template, catalogue(path_of(language, page))):
                print(f"{language} {page}: {what}: {message[:90]}")
