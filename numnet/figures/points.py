"""The points of the data: one marker for each part."""

import numpy as np

from numnet.figures import style


def scatter(ax, P, colors, part, total):
    """The points of a part: filled circles for training, white diamonds with coloured edges for validation."""
    size = float(np.clip(400 / np.sqrt(total), 10, 110))
    if part == "training":
        return ax.scatter(*P.T, s=size, c=colors, marker="o", edgecolors="white", linewidths=0.5, zorder=3)
    return ax.scatter(*P.T, s=size, c="white", marker="D", edgecolors=colors, linewidths=1.3, zorder=4)


def part_swatches(names, color="#555555"):
    """Legend entries that say which marker is which part."""
    kinds = {"training": ("o", False), "validation": ("D", True)}
    return [style.swatch(name, color, *kinds[name]) for name in names]
