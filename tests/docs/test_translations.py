"""The course in other languages: every message of its pages has a translation, and none is of an older English text.

``python -m tests.docs.test_translations`` lists the messages that have none or a stale one; with ``--write``, which is
``make translations``, it first brings the catalogues in ``docs/locale`` up to date with the pages.  Needs the extra
``docs``.
"""

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.catalogues import NOT_WORDS, bring_up_to_date, catalogue, has_words, open_messages
from tests.support.documents import REPOSITORY, course

LANGUAGES = ("ko",)
LOCALE = REPOSITORY / "docs" / "locale"
EVERYDAY = frozenset({"run", "sweep"})  # terms that the pages use as ordinary words, too

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


# --- terms ------------------------------------------------------------------------------------------------------------


def terms(language):
    """{term, in lower case: its translations}, from terms.csv beside the catalogues of a language."""
    with (LOCALE / language / "terms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {term.lower(): words.split("|") for term, words in rows if term not in EVERYDAY}


def terms_of(message, known):
    """The known terms in a message, singular or plural, the longest at each place; code and formulas are left out."""
    longest = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    found = re.finditer(rf"(?<![\w-])({longest})(?:s|es)?(?![\w-])", NOT_WORDS.sub(" ", message), re.IGNORECASE)
    return {match[1].lower() for match in found}


def without_their_terms(messages, known):
    """[(term, its translations, message, translation)] where a term's translation is missing; spaces don't count."""
    found = []
    for message in messages:
        if not message.id or not message.string or message.fuzzy:
            continue
        words = re.sub(r"\s", "", message.string).lower()
        found += [(term, known[term], message.id, message.string) for term in sorted(terms_of(message.id, known))
                  if not any(word.replace(" ", "").lower() in words for word in known[term])]  # fmt: skip
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", course())
def test_a_translation_has_the_terms_of_its_message(page, language):
    pytest.importorskip("babel")
    assert without_their_terms(catalogue(path_of(language, page)), terms(language)) == []


def test_the_longest_term_counts_and_code_does_not():
    known = {"weight": ["가중치"], "weighted sum": ["가중합"], "layer": ["층"], "class": ["클래스"]}
    assert terms_of("Weighted sums of classes, `layer` and $layer$", known) == {"weighted sum", "class"}
    catalog = pytest.importorskip("babel.messages.catalog")
    right, wrong = (catalog.Message(text, "가중치") for text in ("A weight", "A weight of a layer"))
    assert [each[0] for each in without_their_terms([right, wrong], known)] == ["layer"]


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
