"""Long texts in lines that fit."""

import math
import textwrap
import unicodedata


def wrapped(text, width):
    """Every line of the text folded to at most `width` letters, of which one of Hangul takes nearly two."""
    return "\n".join(_folded(line, max(20, int(width))) for line in text.splitlines())


def fold(text, words, most=110, share=0.98):
    """Sets the words of a headline, in lines of at most so many letters and no wider than a share of the figure."""
    for width in range(most, 20, -1):
        text.set_text(wrapped(words, width))
        if text.get_window_extent().width <= share * text.figure.bbox.width:
            return


def _folded(line, width):
    return textwrap.fill(line, math.ceil(width * len(line) / max(1, columns_of(line))))


def columns_of(text):
    """How many Latin letters are as wide as the text.

    >>> columns_of("loss"), columns_of("손실")
    (4, 3.4)
    """
    return sum(1.7 if unicodedata.east_asian_width(letter) == "W" else 1 for letter in text)
