"""Axes for the options of a sweep and for the score of its configurations: names, scales, ticks, colours."""

import math

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, LogNorm, Normalize
from matplotlib.lines import Line2D

from numnet.displays.curves import DECADES
from numnet.figures.drawing import style
from numnet.figures.drawing.folding import wrapped
from numnet.studies.effects import numbers
from numnet.utils.language import gettext, message
from numnet.utils.wording import series

DIVERGED_WORDS = message("at least half of the trainings diverged")
# Of lines and points on white: the darker the better, the palest still seen.
PALE_TO_DARK = LinearSegmentedColormap.from_list("pale to dark", ["#C3DAEE", "#6BAED6", "#2171B5", "#08306B"])
MOST_TICKS, FEW = 24, 7  # labels along an axis of names; up to so many numbers each has a tick of its own


def name(option):
    """An option or a column in words, in the language of the figure."""
    return gettext(option.replace("_", " "))


def names(options):
    """Several of them: "hidden, l2 and batch size"."""
    return gettext(series(map(name, options)))


def tick(text):
    """A value on an axis, short.

    >>> [tick(text) for text in ("1024", "0.0633299", "32,32")]
    ['1024', '0.0633', '32,32']
    """
    found = numbers([text]) if len(text) > 5 else None
    return f"{found[0]:.3g}" if found else style.shortened(text, 18)


def positions(values, scale):
    """{value: where it stands on its axis}: at its number, or one after the other."""
    return dict(zip(values, range(len(values)) if scale == "even" else numbers(values)))


def set_scale(axis, option, values, scale):
    """Name, scale and ticks of an axis of an option."""
    ax, which = axis.axes, axis.axis_name
    getattr(ax, f"set_{which}label")(name(option))
    if scale == "even":
        every = math.ceil(len(values) / MOST_TICKS)
        axis.set_ticks(range(0, len(values), every), [tick(text) for text in values[::every]])
        ax.margins(**{which: 0.15})
        return
    getattr(ax, f"set_{which}scale")(scale)
    places = numbers(values)
    apart = np.diff(np.log(places) if scale == "log" else places)
    if len(values) <= FEW and apart.size and apart.min() > 0.6 * apart.sum() / FEW:
        axis.set_ticks(places, map(tick, values))
        axis.set_ticks([], minor=True)


def spans_decades(medians, by):
    """Whether these values of a measure want a logarithmic axis: losses that span decades."""
    low, high = span(medians)
    return bool(by.sign > 0 and low > 0 and high > low * 10**DECADES)


def score_scale(ax, medians, by):
    """The vertical axis for these values of a measure: logarithmic where they span decades."""
    if spans_decades(medians, by):
        ax.set_yscale("log")
        score_ticks(ax, medians)


def score_ticks(ax, medians):
    """0.1, 0.2, 0.5, … on a logarithmic axis, unless it spans many decades."""
    low, high = span(medians)
    if high < 1000 * low:
        style.plain_ticks(ax)


def span(medians):
    """(lowest, highest) of those that are finite; 0 and 1 where none is."""
    values = np.asarray(medians, float)
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)


def colors_of(medians, by, colormap="Blues"):
    """A mappable that gives better medians darker colours."""
    low, high = span(medians)
    norm = LogNorm(low, high) if spans_decades(medians, by) else Normalize(low, high if high > low else low + 1e-12)
    if not isinstance(colormap, str):
        return ScalarMappable(norm, colormap.reversed() if by.sign > 0 else colormap)
    return ScalarMappable(norm, f"{colormap}_r" if by.sign > 0 else colormap)


def evenly(count, most):
    """At most so many of the places 0, …, count − 1, the first and the last among them."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(int)) if count else np.arange(0)


def freeze(ax, x, values):
    """Fix the limits of the axes so that the places x and all finite values are within."""
    bounds = span(values)
    ax.update_datalim([*((place, bounds[0]) for place in x), *((x[0], value) for value in bounds)])
    ax.autoscale_view()
    ax.set(xlim=ax.get_xlim(), ylim=ax.get_ylim())


def quartile_line(ax, x, quartiles, by, joined=True):
    """Medians at the places x with a band between the quartiles (n, 3), the better one first; or, not joined, bars.

    A quartile that diverged is the worse edge of the axes, whose limits are fixed; a median that did is a cross there.
    """
    low, median, high = np.asarray(quartiles, float).T
    whole = np.isfinite(median)
    shown = np.where(whole, median, np.nan)
    ax.plot(x, shown, "o-" if joined else "o", color=style.BLUE, markersize=5, zorder=3)
    high = np.where(np.isfinite(high), high, ax.get_ylim()[by.sign > 0])
    if joined:
        ax.fill_between(x, low, high, where=whole, color=style.BLUE, alpha=0.2, linewidth=0)
    else:
        ax.vlines(x[whole], low[whole], high[whole], color=style.BLUE, alpha=0.35, linewidth=8)
    crosses_at_edge(ax, x[~whole], by)
    return shown


def crosses_at_edge(ax, x, by):
    """A cross at the worse edge for what diverged at each of the places x."""
    ax.plot(x, np.full(len(x), 0.97 if by.sign > 0 else 0.03), "x", color=style.GREY, markersize=8, markeredgewidth=2,
            transform=ax.get_xaxis_transform(), label="diverged")  # fmt: skip


def drawn_of(count, whole):
    """The entry of a legend that says how many configurations are drawn; none where all are."""
    text = gettext("{count} of {all} configurations are drawn, evenly from the best to the worst")
    return [Line2D([], [], linestyle="", label=text.format(count=count, all=whole))] * (count < whole)


def ring(label, marker="o"):
    """The entry of a legend for the best."""
    return Line2D([], [], linestyle="", marker=marker, markersize=10, markerfacecolor="none", markeredgewidth=2,
                  color=style.VERMILION, label=wrapped(style.shortened(label, 160), 80))  # fmt: skip


def cross(label):
    """The entry of a legend for what diverged."""
    return Line2D([], [], linestyle="", marker="x", markersize=7, markeredgewidth=2, color=style.GREY, label=label)
