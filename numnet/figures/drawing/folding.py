"""Long texts in lines that fit."""

import textwrap


def wrapped(text, width):
    """Every line of the text folded to at most `width` characters."""
    return "\n".join(textwrap.fill(line, max(20, int(width))) for line in text.splitlines())


def fold(text, words, most=110, share=0.98):
    """Sets the words of a headline, in lines of at most so many characters and no wider than a share of the figure."""
    for width in range(most, 20, -1):
        text.set_text(wrapped(words, width))
        if text.get_window_extent().width <= share * text.figure.bbox.width:
            return
