"""How the parts of the data look: a marker for the points of each, a line for the curve of each."""

import numpy as np

from numnet.figures.drawing import style
from numnet.utils.language import gettext

LINES = {  # the curve of a part: the pair of the live page, told apart by colour and by dashes
    "training": {"color": style.BLUE, "linestyle": "-"},
    "validation": {"color": style.VERMILION, "linestyle": style.DASHES},
}


def scatter(ax, P, colors, part, total, filled=False):
    """The points of a part: diamonds for validation, white inside or `filled`, else filled circles."""
    size = float(np.clip(400 / np.sqrt(total), 10, 110))
    if part != "validation":
        return ax.scatter(*P.T, s=size, c=colors, marker="o", edgecolors="white", linewidths=0.4, zorder=3)
    if filled:
        return ax.scatter(*P.T, s=size, c=colors, marker="D", edgecolors="black", linewidths=0.6, zorder=4)
    return ax.scatter(*P.T, s=size, c="white", marker="D", edgecolors=colors, linewidths=1.3, zorder=4)


def part_swatches(names, what="", filled=False):
    """Legend entries that say which marker is which part, of what: "training", "validation targets"."""
    entries = []
    for name in names:
        look = ("D", not filled) if name == "validation" else ()
        entries.append(style.swatch(f"{gettext(name)} {what}".strip(), "#888888" if filled else "#555555", *look))
        if filled and look:
            entries[-1].set_markeredgecolor(style.BLACK)
    return entries
