"""The course in other languages: every message of its pages has a translation, and none is of an older English text.

A translation keeps the links, code, formulas and numbers of its message, and is one paragraph.

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


# --- what stays -------------------------------------------------------------------------------------------------------


def markdown():
    """What reads Markdown as MyST does, as far as messages have it."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    return MarkdownIt().use(dollarmath_plugin)


def inline_tokens(message):
    """The pieces of a message's Markdown, with those inside of others."""
    pending = markdown().parseInline(message)
    while pending:
        token = pending.pop()
        pending += token.children or []
        yield token


def what_stays(message):
    """{kind: values} that are the same in every language, each once and in no order."""
    tokens = list(inline_tokens(message))
    text = "\n".join(token.content for token in tokens if token.type == "text")
    return {
        "targets of links": {token.attrs[key] for token in tokens for key in ("href", "src") if key in token.attrs},
        "code": {token.content for token in tokens if token.type == "code_inline"},
        "formulas": {token.content for token in tokens if token.type == "math_inline"},
        "marks that mean nothing where they stand": set(re.findall(r"[*`$\[\]]", text)),
        "numbers": set(re.findall(r"\d+(?:[.,]\d+)*", text)),
    }


def changed(message, translation):
    """What a translation lacks of its message or adds to it; a number may be added: "twice" is 2배 in Korean."""
    found = []
    for (kind, english), other in zip(what_stays(message).items(), what_stays(translation).values(), strict=True):
        found += [f"{kind}: {value} is missing in {translation!r}" for value in sorted(english - other)]
        if kind != "numbers":
            found += [f"{kind}: {value} is not in {message!r}" for value in sorted(other - english)]
    return found


# --- what is missing --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def messages(tmp_path_factory):
    pytest.importorskip("sphinx")
    return templates(tmp_path_factory.mktemp("gettext"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", course())
def test_every_message_of_the_course_has_a_translation_that_is_not_stale(page, language, messages):
    assert open_messages(messages[page], catalogue(path_of(language, page))) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", course())
def test_a_translation_keeps_links_code_formulas_and_numbers(page, language):
    pytest.importorskip("myst_parser")
    translated = [(m.id, m.string) for m in catalogue(path_of(language, page)) if m.id and m.string and not m.fuzzy]
    assert [line for message, string in translated for line in changed(message, string)] == []


def is_a_paragraph(translation):
    """Whether Markdown reads it as one paragraph; Sphinx shows the message itself where the translation is no such."""
    return [token.type for token in markdown().parse(translation)] == ["paragraph_open", "inline", "paragraph_close"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", course())
def test_a_translation_is_a_paragraph(page, language):
    pytest.importorskip("myst_parser")
    messages = catalogue(path_of(language, page))
    assert [m.string for m in messages if m.id and m.string and not is_a_paragraph(m.string)] == []


def test_the_start_of_a_list_is_no_paragraph():
    pytest.importorskip("myst_parser")
    assert is_a_paragraph("1\\. 명령") and not any(map(is_a_paragraph, ["1. 명령", "- 명령", "# 명령", "명령\n\n명령"]))


def test_what_a_translation_changes_is_told():
    pytest.importorskip("myst_parser")
    message = "**Far**: [see](depth.md#run-it) `numnet check` of $w_1$, twice in 1,000."
    assert changed(message, "1,000번 가운데 2번, $w_1$의 `numnet check`를 [보세요](depth.md#run-it). **멀리**") == []
    wrong = changed(message, "**멀리:**는 [보세요](xor.md) `numnet` $w_2$ 1000")
    assert {line.partition(":")[0] for line in wrong} == set(what_stays(message))


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
