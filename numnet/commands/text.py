"""Small pieces of text that several commands print."""

import math

from numnet.data.cells import plural as plural


def printable(text):
    """The text on one line, without what a terminal would obey: names in a file may be anybody's.

    >>> printable("a\\x1b[2Jb\\nc")
    'a\\\\x1b[2Jb\\\\nc'
    """
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


def table(header, rows, left=(0,)):
    """A table in aligned columns: those of ``left`` to the left, the others to the right."""
    header, *rows = [[printable(str(cell)) for cell in row] for row in (header, *rows)]
    widths = [max(len(str(row[c])) for row in [header, *rows]) for c in range(len(header))]
    lines = [
        [str(cell).ljust(w) if c in left else str(cell).rjust(w) for c, (cell, w) in enumerate(zip(row, widths))]
        for row in [header, *rows]
    ]
    return "\n".join("  ".join(line).rstrip() for line in lines)


def format_metric(name, value):
    """Accuracies in percent, the rest in four digits."""
    if math.isnan(value):
        return "undefined"
    return f"{100 * value:.1f} %" if "accuracy" in name else f"{value:.4g}"


def words_of(value):
    """The value of an option as one types it: ``16,16``, ``none``, ``0.01``."""
    text = ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return (text.removesuffix(".0") if isinstance(value, float) else text) or "none"
