"""The points of the data: one marker for each part."""

import numpy as np

from numnet.figures.drawing import style
from numnet.utils.language import gettext


def scatter(ax, P, colors, part, total, filled=False):
    """The points of a part: diamonds for validation, white inside or `filled`, else filled circles."""
    size = float(np.clip(400 / np.sqrt(total), 10, 110))
    if part != "validation":
        return ax.scatter(*P.T, s=size, c=colors, marker="o", edgecolors="white", linewidths=0.4, zorder=3)
    if filled:
        return ax.scatter(*P.T, s=size, c=colors, marker="D", edgecolors="black", linewidths=0.6, zorder=4)
    return ax.scatter(*P.T, s=size, c="white", marker="D", edgecolors=colors, linewidths=1.3, zorder=4)


def part_swatches(names, what=""):
    """Legend entries that say which marker is which part, of what: "training", "validation targets"."""
    validation = ("D", True)
    return [style.swatch(f"{gettext(name)} {what}".strip(), "#555555", *(validation if name == "validation" else ()))
            for name in names]  # fmt: skip
