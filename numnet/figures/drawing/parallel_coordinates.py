"""Parallel coordinates (A. Inselberg, 1985): a line for each configuration of a sweep through an axis for each option.
"""

import math
import textwrap

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.ticker import LogLocator, MaxNLocator

from numnet.figures.drawing import style
from numnet.figures.drawing.folding import wrapped
from numnet.figures.drawing.option_axes import (
    PALE_TO_DARK,
    colors_of,
    drawn_of,
    evenly,
    name,
    positions,
    span,
    spans_decades,
    tick,
)
from numnet.studies.effects import numbers
from numnet.utils.language import gettext

BEST, MOST_LINES = 10, 3000  # lines in full strength; lines in all
FLOOR = -0.12  # where lines end that diverged; axes go from 0 to 1
APART = 0.045  # between two labels of an axis, at least
OUTLINE = [withStroke(linewidth=2.5, foreground="white")]


def size(options):
    """Width and height in inches of the figure of so many options."""
    return min(max(7.6, 1.35 * (options + 1) + 1), 24), 5.6


def draw_parallel(ax, found, ranked, sweep, by, best_words=None):
    """A line for each configuration through its values, to its score, the best on top; what diverged ends below.

    ``found``: the `Effect` of each option, the strongest first: its axis is the one next to the score.
    """
    found, medians = found[::-1], [score.median for score in ranked]
    chosen = [ranked[k] for k in np.union1d(np.arange(min(BEST, len(ranked))), evenly(len(ranked), MOST_LINES))]
    places = [_places(effect) for effect in found]
    score_at = _score_axis(medians, by)
    y = np.array([[*(at[sweep.configurations[score.configuration][effect.option]] for effect, at in zip(found, places)),
                   score_at(score.median)] for score in chosen])  # fmt: skip
    whole = np.array([math.isfinite(score.median) for score in chosen])
    colors = colors_of(medians, by, PALE_TO_DARK).to_rgba([score.median if fine else np.nan
                                                           for score, fine in zip(chosen, whole)])  # fmt: skip
    _lines(ax, y, whole, colors)
    for k, effect in enumerate(found):
        _axis(ax, k, *_ticks(effect, places[k]))
    _axis(ax, len(found), *_score_ticks(medians, by, score_at), right=True)
    diverged = not whole.all()
    if diverged:
        ax.text(len(found) + 0.04, FLOOR, gettext("diverged"), va="center", fontsize=9, color="#555555")
    words = [textwrap.fill(name(option), 12) for option in (*(effect.option for effect in found), by.column)]
    ax.set_xticks(range(len(words)), words)
    ax.set(xlim=(-0.45, len(found) + 0.45), ylim=(FLOOR - 0.06 if diverged else -0.06, 1.06), yticks=[])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    below = 30 + 13 * max(text.count("\n") for text in words)
    style.legend_below(ax, _keys(ranked, chosen, whole, best_words), points=below, wide=True)


def _keys(ranked, chosen, whole, best_words):
    """The entries of the legend: what is drawn how, and how many lines of how many."""
    count, fine = len(chosen), int(whole.sum())
    keys = []
    if fine:
        text = gettext("the darker, the better; the {count} best are thick").format(count=min(BEST, fine))
        text = text if fine > BEST else gettext("the darker, the better")
        keys.append(Line2D([], [], color="#2171B5", linewidth=2, label=text))
    if fine < count:
        keys.append(Line2D([], [], color=style.GREY, linewidth=1, linestyle=style.DASHES,
                           label=gettext("at least half of the trainings diverged")))  # fmt: skip
    keys += drawn_of(count, len(ranked))
    if best_words:
        label = wrapped(style.shortened(best_words, 160), 80)
        keys.append(Line2D([], [], color=style.VERMILION, linewidth=2.5, label=label))
    return keys


def _lines(ax, y, whole, colors):
    """The lines, from the worst to the best: thin and pale, but for the best ones."""
    x = np.arange(y.shape[1])
    paths = np.stack([np.broadcast_to(x, y.shape), y], -1)
    strength = min(0.9, max(0.07, 4 / math.sqrt(len(y))))
    heavy = np.arange(len(y)) < BEST
    many = len(y) > MOST_LINES // 6
    for which, look in (
        (~whole, {"colors": style.GREY, "alpha": strength * 0.6, "linewidths": 0.8, "linestyles": style.DASHES}),
        (whole & ~heavy, {"alpha": strength, "linewidths": 1.0}),
        (whole & heavy, {"linewidths": 2.0}),
    ):
        look = {"colors": colors[which][::-1], **look}
        ax.add_collection(LineCollection(paths[which][::-1], rasterized=many, **look), autolim=False)
    if whole[0]:
        ax.plot(x, y[0], color=style.VERMILION, linewidth=2.5, zorder=3)


def _places(effect):
    """{value: where it is on its axis, 0 to 1}."""
    at = {text: math.log(place) if effect.scale == "log" else place
          for text, place in positions(effect.values, effect.scale).items()}  # fmt: skip
    low, high = min(at.values()), max(at.values())
    return {text: (place - low) / (high - low) for text, place in at.items()}


def _score_axis(medians, by):
    """The function from a score to its place: the best at 1, the worst at 0, what diverged below."""
    (low, high), bent = span(medians), math.log if spans_decades(medians, by) else float
    first, last = (bent(high), bent(low)) if by.sign > 0 else (bent(low), bent(high))

    def at(median):
        if not math.isfinite(median):
            return FLOOR
        return (bent(median) - first) / (last - first) if last != first else 1.0

    return at


def _ticks(effect, places):
    """Places and words of the ticks of an option: its values where they are few, else round numbers."""
    if len(effect.values) <= 12 or numbers(effect.values) is None or effect.scale == "even":
        return _apart([(places[text], tick(text)) for text in effect.values])
    values = numbers(effect.values)
    low, high = min(values), max(values)
    bent = math.log if effect.scale == "log" else float
    return _apart([((bent(value) - bent(low)) / (bent(high) - bent(low)), f"{value:.3g}")
                   for value in _round_numbers(low, high, effect.scale == "log")])  # fmt: skip


def _score_ticks(medians, by, at):
    low, high = span(medians)
    if not any(map(math.isfinite, medians)):
        return []
    ends = [low, high] if low < high else [low]
    inner = _round_numbers(low, high, spans_decades(medians, by)) if low < high else []
    return _apart([(at(value), f"{value:.3g}") for value in [*ends, *inner]])


def _round_numbers(low, high, log):
    """Round numbers from low to high, at least two of them."""
    locators = [LogLocator(numticks=8), LogLocator(subs=(1, 2, 5), numticks=8)] * log + [MaxNLocator(6)]
    for locator in locators:
        found = [value for value in locator.tick_values(low, high) if low <= value <= high]
        if len(found) > 2:
            break
    return found


def _apart(ticks):
    """The ticks without those that would touch one that comes before in the list."""
    kept = []
    for place, text in ticks:
        if all(abs(place - other) >= APART for other, _ in kept):
            kept.append((place, text))
    return kept


def _axis(ax, x, *ticks, right=False):
    """A vertical line with ticks, and their words beside it."""
    ax.plot([x, x], [0, 1], color="#555555", linewidth=1, zorder=4, solid_capstyle="butt")
    for place, text in ticks:
        ax.plot([x, x + (0.025 if right else -0.025)], [place] * 2, color="#555555", linewidth=1, zorder=4)
        ax.text(x + (0.04 if right else -0.04), place, text, ha="left" if right else "right", va="center", fontsize=9,
                path_effects=OUTLINE, zorder=5)  # fmt: skip
