"""The course in other languages: every message of its pages has a translation, and none is of an older English text.

A translation keeps the links, code, formulas and numbers of its message, and is one paragraph.

``python -m tests.docs.test_translations`` lists the messages that have none or a stale one; with ``--write``, which is
``make translations``, it first brings the catalogues in ``docs/locale`` up to date with the pages.  Needs the extra
``docs``.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.documents import REPOSITORY, course

LANGUAGES = ("ko",)
LOCALE = REPOSITORY / "docs" / "locale"
NOT_WORDS = re.compile(r"\$[^$]+\$|`[^`]+`|\]\([^)]*\)|[^\s|()\[\]]*[_/.\\][^\s|()\[\]]+|numnet")
NAMES = frozenset()  # that stay as they are

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


def catalogue(language, page):
    """The messages of a page with their translations; empty where the file is not there."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    path = LOCALE / language / "LC_MESSAGES" / f"{page}.po"
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def bring_up_to_date(language, page, template):
    """Write the catalogue of a page: new messages empty, changed ones with their old translation, marked as fuzzy."""
    from babel.messages.pofile import write_po

    now = catalogue(language, page)
    now.update(template, update_header_comment=False)
    now.obsolete.clear()
    path = LOCALE / language / "LC_MESSAGES" / f"{page}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, now, width=110, omit_header=True, include_previous=True)


# --- what is missing --------------------------------------------------------------------------------------------------


def has_words(message):
    """Whether anything is left to translate without formulas, code, and the targets of links."""
    return bool(set(re.findall(r"[A-Za-z]{2,}", NOT_WORDS.sub(" ", message))) - NAMES)


def open_messages(template, translated):
    """[(what is wrong, message)] of a page's catalogue."""
    found = []
    for message in template:
        have = translated.get(message.id)
        if not message.id or not has_words(message.id):
            continue
        if have is None or not have.string:
            found.append(("untranslated", message.id))
        elif have.fuzzy:
            found.append(("stale", message.id))
    return found + [("not in the page", m.id) for m in translated if m.id and m.id not in template]


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


@pytest.fixture(scope="module")
def messages(tmp_path_factory):
    pytest.importorskip("sphinx")
    return templates(tmp_path_factory.mktemp("gettext"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", course())
def test_every_message_of_the_course_has_a_translation_that_is_not_stale(page, language, messages):
    assert open_messages(messages[page], catalogue(language, page)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", course())
def test_a_translation_keeps_links_code_formulas_and_numbers(page, language):
    pytest.importorskip("myst_parser")
    translated = [(m.id, m.string) for m in catalogue(language, page) if m.id and m.string and not m.fuzzy]
    assert [line for message, string in translated for line in changed(message, string)] == []


def is_a_paragraph(translation):
    """Whether Markdown reads it as one paragraph; Sphinx shows the message itself where the translation is no such."""
    return [token.type for token in markdown().parse(translation)] == ["paragraph_open", "inline", "paragraph_close"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", course())
def test_a_translation_is_a_paragraph(page, language):
    pytest.importorskip("myst_parser")
    assert [m.string for m in catalogue(language, page) if m.id and m.string and not is_a_paragraph(m.string)] == []


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
                bring_up_to_date(language, page, template)
            for what, message in open_messages(template, catalogue(language, page)):
                print(f"{language} {page}: {what}: {message[:90]}")
