"""Catalogues of translations: read, brought up to date with the messages there are, and what is open in them.

Needs Babel, which Sphinx brings along.
"""

import re

NOT_WORDS = re.compile(r"\$[^$]+\$|`[^`]+`|\]\([^)]*\)|[^\s|()\[\]]*[_/.\\][^\s|()\[\]]+|numnet")
NAMES = frozenset({"Glorot", "He"})  # that stay as they are


def catalogue(path):
    """The messages of ``…/<language>/LC_MESSAGES/<domain>.po`` with their translations; empty without a file."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    language = path.parents[1].name
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def bring_up_to_date(path, template):
    """Write a catalogue: new messages empty, changed ones with their old translation, marked as fuzzy."""
    from babel.messages.pofile import write_po

    now = catalogue(path)
    now.update(template, update_header_comment=False)
    now.obsolete.clear()
    for message in now:
        if not message.fuzzy:  # its English text of before is of no use any more
            message.previous_id, message.user_comments = [], []
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, now, width=110, omit_header=True, include_previous=True)


def has_words(message):
    """Whether anything is left to translate without formulas, code, and the targets of links."""
    return bool(set(re.findall(r"[A-Za-z]{2,}", NOT_WORDS.sub(" ", message))) - NAMES)


def open_messages(template, translated):
    """[(what is wrong, message)] of a catalogue."""
    found = []
    for message in template:
        have = translated.get(message.id)
        if not message.id or not has_words(first(message.id)):
            continue
        if have is None or not first(have.string):
            found.append(("untranslated", first(message.id)))
        elif have.fuzzy:
            found.append(("stale", first(message.id)))
    return found + [("no longer there", first(m.id)) for m in translated if m.id and m.id not in template]


def first(text):
    """A message; of one with a plural form the singular."""
    return text if isinstance(text, str) else text[0]
