"""The words of figures in other languages: every message has a translation, and figures are drawn with them.

``python -m tests.figures.test_language`` lists the messages that have none or a stale one; with ``--write``, which is
``make translations``, it first brings the catalogues in ``numnet/locale`` up to date with the code, and compiles them.
Needs Babel, which Sphinx brings along.
"""

import io
import string
import sys

from numnet.utils.language import LOCALE
from tests.support.catalogues import bring_up_to_date, catalogue, open_messages
from tests.support.documents import REPOSITORY

LANGUAGES = ("ko",)
KEYWORDS = {"gettext": None, "ngettext": (1, 2), "message": None}


def template():
    """The messages that the code marks."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_dir

    found = Catalog()
    for _, _, message, _, _ in extract_from_dir(REPOSITORY / "numnet", [("**.py", "python")], keywords=KEYWORDS):
        found.add(message)
    return found


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


if __name__ == "__main__":
    for language in LANGUAGES:
        if "--write" in sys.argv:
            bring_up_to_date(path_of(language), template())
            path_of(language).with_suffix(".mo").write_bytes(compiled(language))
        for what, message in open_messages(template(), catalogue(path_of(language))):
            print(f"{language} figures: {what}: {message[:90]!r}")
