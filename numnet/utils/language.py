"""The words of figures, in English or in the language of $NUMNET_LANGUAGE; whatever else numnet says is English.

A message is marked where it stands, ``gettext("cost of {name}").format(name=name)``: with the names of what is put in,
so that a translation may order them. Its translation is in the catalogue ``numnet/locale/<language>``, which is used
only `in_figures`: a sentence that is both printed and drawn, `Said`, is printed in English.

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
    """The message, or what was `Said`, in the language of the figure that is being drawn; in English elsewhere."""
    return message.again() if isinstance(message, Said) else _catalogue.get().gettext(message)


def ngettext(singular, plural, count):
    """`gettext` of what stands beside a count: ``ngettext("{count} row", "{count} rows", n).format(count=n)``."""
    return _catalogue.get().ngettext(singular, plural, count)


class Said(str):
    """A sentence in English that `gettext` says in another language: a message, and what is put into it.

    >>> after = counted("{count} step", "{count} steps", 2)
    >>> Said("arrived after {steps}", steps=after)
    'arrived after 2 steps'
    """

    def __new__(cls, message, **values):
        words = message.format(**values)
        self = super().__new__(cls, words)
        self.say, self.values = functools.partial(gettext, message), values
        return self

    def again(self):
        """The sentence in the language of the figure that is being drawn."""
        values = {name: gettext(value) if isinstance(value, Said) else value for name, value in self.values.items()}
        return self.say().format(**values)


def counted(singular, plural, count):
    """What stands beside a count, as `Said`."""
    said = Said(singular if count == 1 else plural, count=count)
    said.say = functools.partial(ngettext, singular, plural, count)
    return said


def message(text):
    """Marks a message that is looked up later, ``gettext(text)``; returns it as it is."""
    return text
