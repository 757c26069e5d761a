"""What each option of a sweep does: a panel for each, with the scores of its values over all other options."""

import math

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from numnet.figures.drawing import slides, style
from numnet.figures.drawing.option_axes import (
    cross,
    crosses_at_edge,
    evenly,
    freeze,
    name,
    positions,
    quartile_line,
    score_scale,
    set_scale,
)
from numnet.studies.effects import numbers
from numnet.utils.language import gettext, message

MOST_POINTS = 2000  # of a scatter
LONG = 26  # letters of all labels of a narrow panel that stand side by side
BEST = message("the best of them")


def draw_effects(panels, found, ranked, sweep, by, new):
    """Draw an `Effect` on each of the panels, all with the same scale of the score.

    Median and quartiles over the configurations that have a value, whatever their other options; numbers drawn at
    random are taken together in groups, with every configuration as a point.
    """
    scatter = any(one.pooled for one in found)
    shown = [value for one in found for level in one.levels for value in (level.best, *level.quartiles)]
    seen = [score.median for score in ranked] if scatter else shown
    for ax, effect in zip(panels, found):
        score_scale(ax, seen, by)
        set_scale(ax.xaxis, effect.option, effect.values, effect.scale)
        if effect.scale == "even":
            _turn_long_labels(ax)
        ax.grid(True)
        freeze(ax, list(positions(effect.values, effect.scale).values()), seen)
        (_ranges if effect.pooled else _values)(ax, effect, by)
        if effect.pooled:
            _scatter(ax, effect, ranked, sweep, by)
        share = "" if len(found) == 1 else f": {effect.share:.0%}"
        ax.set_title(f"{style.shortened(name(effect.option), 28)}{share}")
        if slides.alone(ax) or ax.get_subplotspec() is None or ax.get_subplotspec().is_first_col():
            ax.set_ylabel(name(by.column))
        elif new:
            ax.tick_params(axis="y", labelleft=False)
    _legend(panels, _keys(found, shown, scatter), new)


def _legend(panels, keys, new):
    """One for all panels, below a new figure."""
    if new and not slides.alone(panels[0]):
        drawing = panels[0].figure
        drawing.legend(handles=keys, loc="outside lower left", ncols=3 if drawing.get_figwidth() > 9 else 2)
        return
    for ax in slides.carriers(panels):
        style.legend_below(ax, *([key] for key in keys))


def _keys(found, shown, scatter):
    broken = [cross(gettext("at least half of them diverged"))] * (not all(map(math.isfinite, shown)))
    if not any(map(math.isfinite, shown)):
        return broken
    median = gettext("median of the configurations with this value")
    grouped = gettext("median of each sixth of the configurations, by value")
    keys = [Line2D([], [], color=style.BLUE, marker="o", markersize=5, label=median)] * any(not e.pooled for e in found)
    keys += [Line2D([], [], color=style.BLUE, linewidth=2.5, label=grouped)] * scatter
    keys += [Patch(color=style.BLUE, alpha=0.3, label=gettext("the middle half of them")), _best([], [])]
    keys += [style.swatch(gettext("a configuration"), style.GREY)] * scatter
    return keys + broken


def _best(x, y):
    return Line2D(x, y, linestyle="", marker="D", markersize=4.5, color=style.VERMILION, zorder=4, label=gettext(BEST))


def _values(ax, effect, by):
    """A point for each value."""
    at = positions(effect.values, effect.scale)
    x = np.array([at[level.low] for level in effect.levels], float)
    quartile_line(ax, x, [level.quartiles for level in effect.levels], by, joined=numbers(effect.values) is not None)
    ax.add_line(_best(x, [level.best if math.isfinite(level.best) else math.nan for level in effect.levels]))


def _ranges(ax, effect, by):
    """A step for each range of numbers."""
    at, edge = positions(effect.values, effect.scale), ax.get_ylim()[by.sign > 0]
    for level in effect.levels:
        left, right = at[level.low], at[level.high]
        low, median, high = (value if math.isfinite(value) else edge for value in level.quartiles)
        middle = math.sqrt(left * right) if effect.scale == "log" else (left + right) / 2
        if math.isfinite(level.quartiles[1]):
            ax.fill_between([left, right], low, high, color=style.BLUE, alpha=0.25, linewidth=0, zorder=2)
            ax.plot([left, right], [median] * 2, color=style.BLUE, linewidth=2.5, zorder=3)
        else:
            crosses_at_edge(ax, np.array([middle]), by)
        if math.isfinite(level.best):
            ax.add_line(_best([at[level.best_at]], [level.best]))


def _scatter(ax, effect, ranked, sweep, by):
    """A point for each configuration that did not diverge, or for so many of them, evenly from best to worst."""
    at = positions(effect.values, effect.scale)
    finite = [score for score in ranked if math.isfinite(score.median)]
    chosen = [finite[k] for k in evenly(len(finite), MOST_POINTS)]
    x = [at[sweep.configurations[score.configuration][effect.option]] for score in chosen]
    ax.scatter(x, [score.median for score in chosen], s=9, color=style.GREY, alpha=0.5, linewidth=0, zorder=1.5,
               rasterized=len(chosen) > MOST_POINTS // 4)  # fmt: skip


def _turn_long_labels(ax):
    """Labels of names stand upright where they would touch side by side."""
    labels = [label.get_text() for label in ax.get_xticklabels()]
    if sum(map(len, labels)) + 2 * len(labels) > LONG * (style.room(ax) - 0.8) / 2.4:
        ax.tick_params(axis="x", labelrotation=90)
