"""Tables as several commands print them."""

from unicodedata import combining, east_asian_width

from numnet.utils.wording import printable


def table(header, rows, left=(0,)):
    """A table in aligned columns: those of ``left`` to the left, the others to the right."""
    rows = [[printable(str(cell)) for cell in row] for row in [header, *rows]]
    widths = [max(width(row[c]) for row in rows) for c in range(len(header))]
    lines = []
    for row in rows:
        gaps = [" " * (w - width(cell)) for cell, w in zip(row, widths)]
        lines.append([cell + gap if c in left else gap + cell for c, (cell, gap) in enumerate(zip(row, gaps))])
    return "\n".join("  ".join(line).rstrip() for line in lines)


def width(text):
    """The columns of a terminal that a text takes: two a Hangul or Han character, none an accent of its own."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
