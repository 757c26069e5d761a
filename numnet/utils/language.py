"""The words of figures, in English or in the language of $NUMNET_LANGUAGE; whatever else numnet says is English.

A message is marked where it stands, ``gettext("cost of {name}").format(name=name)``: with the names of what is put in,
so that a translation may order them. Its translation is in the catalogue ``numnet/locale/<language>``, which is used
only `in_figures`: a sentence that is both printed and drawn is printed in English.

>>> gettext("learning rate")
'learning rate'
"""

import functools
import gettext as catalogues
import os
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[1] / "locale"
VARIABLE = "NUMNET_LANGUAGE"
ENGLISH = catalogues.NullTranslations()
_catalogue = ContextVar("catalogue", default=ENGLISH)


def languages():
    """The languages that figures can be drawn in: English, and those of the catalogues."""
    return ["en", *sorted(path.parents[1].name for path in LOCALE.glob("*/LC_MESSAGES/numnet.mo"))]


def chosen():
    """The language that $NUMNET_LANGUAGE names, English where it is not set. Raises `ValueError` for an unknown one."""
    language = os.environ.get(VARIABLE) or "en"
    if language not in languages():
        raise ValueError(f"{VARIABLE} is {language!r}: figures are drawn in {' or '.join(languages())}")
    return language


@contextmanager
def in_figures():
    """What is said inside is in the chosen language. Raises what `chosen` raises."""
    before = _catalogue.set(_translations(chosen()))
    try:
        yield
    finally:
        _catalogue.reset(before)


@functools.cache
def _translations(language):
    return ENGLISH if language == "en" else catalogues.translation("numnet", LOCALE, [language])


def gettext(message):
    """The message in the language of the figure that is being drawn; in English elsewhere."""
    return _catalogue.get().gettext(message)


def ngettext(singular, plural, count):
    """`gettext` of what stands beside a count: ``ngettext("{count} row", "{count} rows", n).format(count=n)``."""
    return _catalogue.get().ngettext(singular, plural, count)


def message(text):
    """Marks a message that is looked up later, ``gettext(text)``; returns it as it is."""
    return text
