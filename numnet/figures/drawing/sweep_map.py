"""The map of a sweep: the median over the values of one option or of two, as a line, points, or a heat map."""

import math

import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch, Rectangle
from matplotlib.path import Path

from numnet.figures.drawing import style
from numnet.figures.drawing.option_axes import (
    DIVERGED_WORDS,
    colors_of,
    cross,
    drawn_of,
    evenly,
    freeze,
    name,
    positions,
    quartile_line,
    ring,
    score_scale,
    score_ticks,
    set_scale,
    tick,
)
from numnet.studies.effects import numbers
from numnet.utils.language import gettext

DIVERGED = {"facecolor": "#DDDDDD", "edgecolor": style.GREY, "hatch": "////", "linewidth": 0}
NARROW, MOST_COLUMNS = 9, 50  # columns from which labels and numbers are turned; up to which the figure grows
LABEL = 0.26  # inches between labels, at least
LEAST_WIDTH, LEAST_TURNED = 0.55, 0.2  # inches of a cell with a number beside it, and with one that is turned
MOST_POINTS = 3000  # of configurations drawn at random
MOST_COVERED = 8  # points at one name that need not be spread
SQUARE = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]])  # a cell around its middle


def draw_map(ax, seen, by, best_words=None):
    """The map of a `View` by a `Measure`; ``best_words``: for the best, in the legend, where one did not diverge."""
    if len(seen.options) == 1:
        keys, marker = _line(ax, seen, by), "o"
    elif seen.drawn:
        keys, marker = _points(ax, seen, by), "o"
    else:
        keys, marker = _cells(ax, seen, by), "s"
    turned = marker == "s" and _fit(ax, seen)[0]
    below = 44 + (4.5 * max(map(len, map(tick, seen.values[0]))) if turned else 0)
    keys = [*keys, ring(best_words, marker)] if best_words else keys
    style.legend_below(ax, *([key] for key in keys), points=below, wide=marker == "s")


def _medians(seen):
    return [score.median for score in seen.best.values()]


def _line(ax, seen, by):
    """Median and quartiles against the one option; what diverged as crosses at the worse edge."""
    (values,), at = seen.values, positions(seen.values[0], seen.scales[0])
    tried = [text for text in values if (text,) in seen.best]
    x = np.array([at[text] for text in tried], float)
    scores = [seen.best[(text,)] for text in tried]
    quartiles = np.array([(score.low, score.median, score.high) for score in scores], float)
    score_scale(ax, _medians(seen), by)
    set_scale(ax.xaxis, seen.options[0], values, seen.scales[0])
    ax.set_ylabel(name(by.column))
    ax.grid(True)
    freeze(ax, x, quartiles.ravel())
    shown = quartile_line(ax, x, quartiles, by, joined=numbers(values) is not None)
    whole = np.isfinite(shown)
    if whole.any():
        best = np.nanargmin(by.sign * shown)
        ax.plot(x[best], shown[best], "o", markersize=11, markerfacecolor="none", markeredgewidth=2,
                color=style.VERMILION, zorder=4)  # fmt: skip
    band = Patch(color=style.BLUE, alpha=0.3, label=gettext("the middle half of the trainings"))
    return [band, *([] if whole.all() else [cross(gettext(DIVERGED_WORDS))])]


def _bar(ax, colors, seen, by):
    """The colour bar, where there is a colour."""
    if not np.isfinite(_medians(seen)).any():
        return
    bar = style.colorbar(ax, colors, name(by.column))
    if isinstance(colors.norm, LogNorm):
        score_ticks(bar.ax, _medians(seen))


def _points(ax, seen, by):
    """Configurations drawn at random, where they are, in the colour of their median."""
    chosen = evenly(len(seen.best), MOST_POINTS)
    colors, area = colors_of(_medians(seen), by), min(35, max(6, 5000 / len(chosen)))  # in square points
    for axis, *about in zip((ax.xaxis, ax.yaxis), seen.options, seen.values, seen.scales):
        set_scale(axis, *about)
    places = np.column_stack([_spread(*about) for about in zip(zip(*seen.best), seen.values, seen.scales)])
    places, medians = places[chosen], np.array(_medians(seen))[chosen]
    whole = np.isfinite(medians)
    ax.grid(True)
    ax.plot(*places[~whole].T, "x", color=style.GREY, markersize=area**0.5,
            markeredgewidth=min(2, area / 8))  # fmt: skip
    ax.scatter(*places[whole][::-1].T, s=2 * area, zorder=3, c=colors.to_rgba(medians[whole][::-1]),
               edgecolor=style.GREY, linewidth=min(0.8, area / 20))  # fmt: skip
    if whole[0]:  # the best of all
        ax.plot(*places[:1].T, "o", markersize=13, markerfacecolor="none", markeredgewidth=2, color=style.VERMILION,
                zorder=4)  # fmt: skip
    _bar(ax, colors, seen, by)
    broken = [cross(gettext(DIVERGED_WORDS))] * (not whole.all())
    return broken + drawn_of(len(chosen), len(seen.best))


def _spread(texts, values, scale):
    """Where these values of an option stand; many at one name are spread around it, as they would cover each other."""
    at = positions(values, scale)
    places = np.array([at[text] for text in texts], float)
    if scale == "even" and len(texts) > MOST_COVERED * len(values):
        places += 0.6 * (np.arange(len(texts)) * (math.sqrt(5) - 1) / 2 % 1 - 0.5)
    return places


def size(seen):
    """Width and height in inches of the figure of a map alone: cells are wide enough for their numbers."""
    if len(seen.options) == 1 or seen.drawn:
        return 7.6, 5.2
    columns, rows = (len(values) if len(values) <= MOST_COLUMNS else NARROW * 2 for values in seen.values)
    label = max(map(len, map(tick, seen.values[1])))
    width = (0.42 if columns >= NARROW else 0.72) * columns + 2.3 + 0.08 * label
    return min(max(width, 6.0), 24), min(max(0.55 * rows + 2.6, 4.0), 20)


def _cells(ax, seen, by):
    """A cell for each pair of values in the colour of its median; hatched where it diverged."""
    across, down = seen.values
    columns, rows = ({text: place for place, text in enumerate(texts)} for texts in seen.values)
    colors, (turned, written) = colors_of(_medians(seen), by), _fit(ax, seen)
    values, broken = np.full((len(down), len(across)), np.nan), []
    for (a, b), score in seen.best.items():
        row, column = rows[b], columns[a]
        if math.isfinite(score.median):
            values[row, column] = score.median
        else:
            broken.append((column, row))
        if written:
            _write(ax, row, column, score, colors, turned)
    ax.imshow(np.ma.masked_invalid(values), cmap=colors.cmap, norm=colors.norm, aspect="auto", zorder=1)
    if broken:
        corners = np.array(broken)[:, None] + SQUARE  # one patch, however many they are
        ax.add_patch(PathPatch(Path.make_compound_path_from_polys(corners), **DIVERGED))
    (a, b), score = next(iter(seen.best.items()))
    if math.isfinite(score.median):
        corner = (columns[a] - 0.5, rows[b] - 0.5)
        ax.add_patch(Rectangle(corner, 1, 1, fill=False, edgecolor=style.VERMILION, linewidth=2.5, zorder=4))
    at, up = (evenly(len(texts), int(room / LABEL)) for texts, room in zip(seen.values, _inches(ax)))
    ax.set_xticks(at, [tick(across[k]) for k in at], rotation=45 if turned else 0, ha="right" if turned else "center",
                  rotation_mode="anchor")  # fmt: skip
    ax.set_yticks(up, [tick(down[k]) for k in up])
    ax.set(xlabel=name(seen.options[0]), ylabel=name(seen.options[1]))
    ax.set(xlim=(-0.5, len(across) - 0.5), ylim=(-0.5, len(down) - 0.5))
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    _bar(ax, colors, seen, by)
    some = written and any(score.diverged and math.isfinite(score.median) for score in seen.best.values())
    count = Line2D([], [], linestyle="", label=gettext("(k/n): k of n trainings diverged"))
    return [Patch(**DIVERGED, label=gettext(DIVERGED_WORDS))] * bool(broken) + [count] * some


def _fit(ax, seen):
    """Whether labels and numbers are turned, since columns are narrow, and whether cells have room for numbers."""
    columns, rows = map(len, seen.values)
    wide, high = np.array(_inches(ax)) / (columns, rows)
    turned = columns >= NARROW or bool(wide < LEAST_WIDTH)
    return turned, bool(wide > LEAST_TURNED and high > (LEAST_WIDTH if turned else LEAST_TURNED))


def _inches(ax):
    """Width and height of the axes, nearly: they are laid out later."""
    place, (width, height) = ax.get_position(original=True), ax.figure.get_size_inches()
    return place.width * width, place.height * height


def _write(ax, row, column, score, colors, turned):
    """The median of a cell, and how many of its trainings diverged."""
    if not math.isfinite(score.median):
        return
    text = f"{score.median:.2g}"
    if score.diverged:
        text += f"{' ' if turned else chr(10)}({score.diverged}/{score.trained})"
    dark = np.dot(colors.to_rgba(score.median)[:3], (0.3, 0.59, 0.11)) < 0.55
    ax.text(column, row, text, ha="center", va="center", fontsize=8.5 if turned else 10, zorder=3,
            rotation=90 if turned else 0, color="white" if dark else "#222222")  # fmt: skip
