"""Counts, lists and quotations in messages."""

import unicodedata

from numnet.utils.language import Said


def printable(text, keep=""):
    """The text on one line, control characters escaped but for those to ``keep``: a terminal would obey them.

    >>> printable("a\\x1b[2Jb\\nc")
    'a\\\\x1b[2Jb\\\\nc'
    """
    if text.isprintable():
        return text
    return "".join(letter if _harmless(letter) or letter in keep else ascii(letter)[1:-1] for letter in text)


def _harmless(letter):
    return letter.isprintable() or unicodedata.category(letter) == "Zs"  # a space of any width


def shown(cell):
    """A cell as a message quotes it: in quotes, on one line, not too long."""
    return repr(shortened(cell))


def shortened(cell, most=40):
    """A cell, not too long."""
    return cell if len(cell) <= most else cell[: most - 3] + "..."


def label(name):
    """Any name as it stands in a line of words: on one line, not too long."""
    return printable(shortened(str(name)))


def listed(names, most=5):
    """``a, b, c and 7 more``."""
    names = list(map(printable, names))
    rest = len(names) - most
    return ", ".join(names if rest <= 1 else [*names[:most]]) + (f" and {rest} more" if rest > 1 else "")


def plural(count, noun):
    """``1 row``, ``2 rows``."""
    return f"{count} {noun}" + ("" if count == 1 else "s")


def series(names, most=None):
    """``a``, ``a and b``, ``a, b and c``; of more than ``most`` the first: ``a, b and 3 others``."""
    names = list(names)
    if most is not None and len(names) > most:
        names = [*names[: most - 1], Said("{count} others", count=len(names) - most + 1)]
    *first, last = names
    return Said("{first} and {last}", first=", ".join(first), last=last) if first else last


def either(names):
    """``a``, ``a or b``, ``a, b or c``."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last
