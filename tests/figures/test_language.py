"""The words of figures in other languages: every message has a translation, and figures are drawn with them.

``python -m tests.figures.test_language`` lists the messages that have none or a stale one; with ``--write``, which is
``make translations``, it first brings the catalogues in ``numnet/locale`` up to date with the code, and compiles them.
Needs Babel, which Sphinx brings along.
"""

import inspect
import io
import re
import string
import sys

import pytest

import numnet
from numnet import figures
from numnet.figures.drawing import fonts
from numnet.figures.runs.convergence import SETTINGS
from numnet.model.tasks import TASKS
from numnet.options.swept import LEFT_OUT, SINGLE
from numnet.utils.language import LOCALE, VARIABLE, gettext, in_figures, ngettext
from tests.docs.test_translations import terms, terms_of
from tests.support import sweeps
from tests.support.catalogues import bring_up_to_date, catalogue, first, has_words, open_messages
from tests.support.cli import call
from tests.support.documents import REPOSITORY
from tests.support.fake_runs import RUNS
from tests.support.korean import english_in

LANGUAGES = ("ko",)
KEYWORDS = {"gettext": None, "ngettext": (1, 2), "message": None, "Said": None, "counted": (1, 2)}


def template():
    """The messages that the code marks, and the words of registries that figures show."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_dir

    found = Catalog()
    for _, _, message, _, _ in extract_from_dir(REPOSITORY / "numnet", [("**.py", "python")], keywords=KEYWORDS):
        found.add(message)
    for rule in numnet.OPTIMIZERS.values():
        found.add(rule.__doc__.splitlines()[0])
        for words, _ in rule.rule.given.values():
            if has_words(words):
                found.add(words.split(", ")[0])
    for name in {name.removeprefix("learning_") for name in SETTINGS} | options_of_a_sweep():
        found.add(name.replace("_", " "))
    for surface in numnet.SURFACES.values():
        found.add(surface.title)
        found.add(surface.help)
    return found


def options_of_a_sweep():
    """The options that the axes of a sweep may be, and the columns that it may show."""
    options = set(inspect.signature(numnet.fit).parameters) - {*SINGLE, *LEFT_OUT, "T"}
    metrics = ["loss", *(task.metric for task in TASKS.values())]
    return options | {f"{part}_{metric}" for part in ("train", "validation") for metric in metrics}


def path_of(language):
    """The catalogue of a language."""
    return LOCALE / language / "LC_MESSAGES" / "numnet.po"


def compiled(language):
    """The bytes of the catalogue as Python's gettext reads it."""
    from babel.messages.mofile import write_mo

    content = io.BytesIO()
    write_mo(content, catalogue(path_of(language)))
    return content.getvalue()


def fields(message):
    """The names, with their formats, that a message puts in."""
    return {(name, form) for _, name, form, _ in string.Formatter().parse(message) if name is not None}


# --- catalogues -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_figure_has_a_translation_that_is_not_stale(language):
    pytest.importorskip("babel")
    assert open_messages(template(), catalogue(path_of(language))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_puts_in_what_its_message_puts_in(language):
    pytest.importorskip("babel")
    for message in catalogue(path_of(language)):
        if message.id:
            english = message.id if isinstance(message.id, str) else message.id[1]  # the plural: it has the count
            assert fields(first(message.string)) == fields(english), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_terms_of_its_message(language):
    pytest.importorskip("babel")
    for message in catalogue(path_of(language)):
        words = re.sub(r"\{[^}]*\}", "", first(message.id)) if message.id else ""
        for term in terms_of(words, terms(language)):
            have = first(message.string).replace(" ", "")
            assert any(word.replace(" ", "") in have for word in terms(language)[term]), (term, message.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_of_the_one_that_is_read(language):
    mofile = pytest.importorskip("babel.messages.mofile")
    with path_of(language).with_suffix(".mo").open("rb") as file:
        found = {first(message.id): first(message.string) for message in mofile.read_mo(file) if message.id}
    assert found == {first(message.id): first(message.string) for message in catalogue(path_of(language)) if message.id}


# --- figures ----------------------------------------------------------------------------------------------------------


def test_words_are_translated_in_figures_alone(korean):
    assert gettext("learning rate") == "learning rate"
    with in_figures():
        assert gettext("learning rate") == "학습률" and gettext("adam") == "adam"
        assert ngettext("{count} update", "{count} updates", 2).format(count=2) == "갱신 2회"
    assert gettext("learning rate") == "learning rate"


def test_the_language_of_the_system_is_not_asked(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    for name in ("LANGUAGE", "LC_ALL", "LANG"):
        monkeypatch.setenv(name, "ko_KR.UTF-8")
    assert figures.schedules().get_xlabel() == "update"


def test_an_unknown_language_is_told_before_anything_is_drawn(monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, "kr")
    said = "NUMNET_LANGUAGE is 'kr': figures are drawn in en or ko"
    with pytest.raises(ValueError, match=said):
        figures.schedules()
    result = call("plot", "schedules", "-o", tmp_path / "a.png", code=None)
    assert result.exit_code == 2 and result.stderr == f"Error: {said}\n" and not list(tmp_path.iterdir())


def test_a_missing_font_is_told_with_one_that_has_the_letters(monkeypatch):
    monkeypatch.setenv(VARIABLE, "ko")
    monkeypatch.setattr(fonts, "FALLBACKS", ())
    with pytest.raises(ValueError, match="no installed font has its letters; install NanumGothic or"):
        figures.schedules()


def test_a_font_that_was_installed_later_is_found(monkeypatch):
    monkeypatch.setenv(VARIABLE, "ko")
    manager = fonts.font_manager.fontManager
    own = [font for font in manager.ttflist if "mpl-data" in font.fname]
    monkeypatch.setattr(manager, "ttflist", own)
    found = [path for path in fonts.font_manager.findSystemFonts() if re.search("CJK|Nanum|malgun|AppleSD", path)]
    if not found:
        pytest.skip("no Korean font is installed")
    assert figures.schedules().get_xlabel() == "갱신"
    assert {font.fname for font in manager.ttflist} & set(found)


# --- what is left in English ------------------------------------------------------------------------------------------

@pytest.mark.parametrize("draw", [
    figures.activations, figures.losses, figures.schedules, figures.neuron,
    lambda: figures.datasets(["xor", "iris", "sine", "discs"]),
    *(lambda make=make, d=d: figures.boundary(make(d)) for make in RUNS.values() for d in (1, 2, 5)),
    *(lambda make=make: figures.confusion(make()) for name, make in RUNS.items() if name != "regression"),
    *(lambda make=make: figures.convergence(make()) for make in RUNS.values()),
    lambda: figures.convergence(RUNS["binary"](optimizer="sgd"), RUNS["multiclass"](optimizer="adam")),
    lambda: figures.sweep(sweeps.made(sweeps.LISTED, sweeps.rate_loss)),
    lambda: numnet.sweep("xor", {"learning_rate": [0.1, 0.2, 0.3]}, search="halving", seeds=1, epochs=3).plot(),
])  # fmt: skip
def test_no_english_is_left_in_a_korean_figure(draw, korean):
    assert english_in(draw()) == set()


if __name__ == "__main__":
    for language in LANGUAGES:
        if "--write" in sys.argv:
            bring_up_to_date(path_of(language), template())
            path_of(language).with_suffix(".mo").write_bytes(compiled(language))
        for what, message in open_messages(template(), catalogue(path_of(language))):
            print(f"{language} figures: {what}: {message[:90]!r}")
