"""A small picture as SVG in the colour of the text around it."""

from numnet.displays.html import safe


def svg(width, height, label, *parts):
    """A picture of so many pixels, with the words that stand for it where it can't be seen."""
    return (
        f'<svg role="img" aria-label="{safe(label, 200)}" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" style="max-width:100%" fill="none" stroke="currentColor" stroke-linecap="round" '
        f'stroke-linejoin="round">{"".join(parts)}</svg>'
    )


def words(x, y, text, anchor="middle", more=""):
    """Text whose baseline is at y."""
    return (f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" font-size="12" fill="currentColor" stroke="none"'
            f"{more}>{safe(text)}</text>")  # fmt: skip
