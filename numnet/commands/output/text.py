"""Tables, numbers and names as several commands print them."""

import math
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


def format_number(value):
    """A loss in four digits; nothing for None."""
    return "" if value is None else f"{value:.4g}"


def format_metric(name, value):
    """Accuracies in percent, the rest in four digits."""
    if math.isnan(value):
        return "undefined"
    return f"{100 * value:.1f} %" if "accuracy" in name else format_number(value)


def named_metric(name, value):
    """``accuracy 97.3 %``; nothing for None."""
    return "" if value is None else f"{name.replace('_', ' ')} {format_metric(name, value)}"


def format_result(name, value):
    """A loss or metric of a training, infinite where it diverged, in a few digits or in words."""
    return "diverged" if math.isinf(value) else format_metric(name, value)
