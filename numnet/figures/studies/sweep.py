"""Which values of the options did best in the sweep in FOLDER: a line with quartiles, or a heat map.

\b
Example:
  numnet plot sweep sweeps/spiral-1 -o rates.svg
"""

import math

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LogNorm, Normalize
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from numnet.displays.curves import DECADES
from numnet.figures.drawing import style
from numnet.figures.drawing.takes import instance_of, takes
from numnet.studies.ranking import measure, numbers, standings, view
from numnet.studies.sweep import Sweep, load_sweep
from numnet.utils.language import gettext, message
from numnet.utils.wording import series

NEEDS = "sweep"
DIVERGED = {"facecolor": "#DDDDDD", "edgecolor": style.GREY, "hatch": "////", "linewidth": 0}
DIVERGED_WORDS = message("at least half of the trainings diverged")
MOST_TEXT = 400  # cells up to which they carry numbers
NARROW = 9  # columns from which labels and numbers are turned


@takes(instance_of("a Sweep (numnet.sweep, numnet.load_sweep)", Sweep, load=load_sweep))
def sweep(sweep, ax=None):
    """Median over the seeds of a `numnet.studies.sweep.Sweep` for each value of the options that vary.

    One option of numbers: a line with the quartiles as a band; one of names: points with the quartiles as bars. Two: a
    heat map, one cell a configuration, or points where they were drawn at random. More than two: the two that matter
    most, each cell at its best choice of the others, and the title says so. What diverged is grey, hatched or crossed.
    Returns the axes. Raises `ValueError` where no option varies, or nothing was trained.
    """
    seen, by = view(sweep), measure(sweep)
    kind = _line if len(seen.options) == 1 else _points if seen.drawn else _map
    (ax,), _ = style.take_axes(ax, 1, "a sweep", size=_size(seen) if kind is _map else (7.6, 5.2))
    turned = kind is _map and len(seen.values[0]) >= NARROW
    keys = kind(ax, seen, by)
    text = gettext("{data}: {measure}, median of {seeds} trainings")
    text = text.format(data=sweep.config["data"]["name"], measure=_name(by.column), seeds=sweep.seeds)
    if seen.others:
        words = gettext("{options} matter most; not shown: {others}") if seen.drawn else gettext(
            "{options} matter most; in each cell the best {others}")  # fmt: skip
        text += "\n" + words.format(options=_all(seen.options), others=_all(seen.others))
    best = standings(sweep)[0]
    chosen = ", ".join(f"{_name(o)} {sweep.configurations[best.configuration][o]}" for o in sweep.varied)
    if math.isfinite(best.median):
        keys = [*keys, _ring(gettext("best: {choice}").format(choice=chosen), "s" if kind is _map else "o")]
    style.title(ax, text)
    room = 44 + (4.5 * max(map(len, map(_tick, seen.values[0]))) if turned else 0)
    style.legend_below(ax, *([key] for key in keys), points=room, wide=kind is _map)
    return ax


def _name(option):
    return gettext(option.replace("_", " "))


def _all(options):
    return gettext(series(map(_name, options)))


def _ring(label, marker):
    return Line2D([], [], linestyle="", marker=marker, markersize=10, markerfacecolor="none", markeredgewidth=2,
                  color=style.VERMILION, label=style.shortened(label, 80))  # fmt: skip


def _cross(label):
    return Line2D([], [], linestyle="", marker="x", markersize=7, markeredgewidth=2, color=style.GREY, label=label)


def _finite(scores):
    return [score for score in scores if math.isfinite(score.median)]


def _positions(seen, k):
    """Where the values of option k stand on an axis: at their numbers, or one after the other."""
    found = numbers(seen.values[k])
    return dict(zip(seen.values[k], range(len(seen.values[k])) if found is None else found))


def _scale(axis, seen, k):
    """Name, scale and ticks of an axis of option k."""
    getattr(axis.axes, f"set_{axis.axis_name}label")(_name(seen.options[k]))
    if numbers(seen.values[k]) is None:
        axis.set_ticks(range(len(seen.values[k])), [style.shortened(text, 18) for text in seen.values[k]])
        axis.axes.margins(**{axis.axis_name: 0.15})
    elif seen.logarithmic[k]:
        getattr(axis.axes, f"set_{axis.axis_name}scale")("log")


def _span(seen, by):
    """(lowest, highest, logarithmic) of the finite medians; losses that span decades are logarithmic."""
    values = [score.median for score in _finite(seen.best.values())]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    return low, high, by.sign > 0 and low > 0 and high > low * 10**DECADES


def _line(ax, seen, by):
    """Median and quartiles against the one option; what diverged as crosses at the worse edge."""
    at = _positions(seen, 0)
    scores = [seen.best[(text,)] for text in seen.values[0] if (text,) in seen.best]
    x = np.array([at[text] for text in seen.values[0] if (text,) in seen.best], float)
    median, low, high = (np.array([getattr(score, name) for score in scores]) for name in ("median", "low", "high"))
    whole = np.isfinite(median)
    if _span(seen, by)[2]:
        ax.set_yscale("log")
    _scale(ax.xaxis, seen, 0)
    ax.set_ylabel(_name(by.column))
    ax.grid(True)
    line = numbers(seen.values[0]) is not None
    shown = np.where(whole, median, np.nan)
    ax.plot(x, shown, "o-" if line else "o", color=style.BLUE, markersize=5, zorder=3)
    bounds = np.array([v for v in (*median, *low, *high) if math.isfinite(v)] or [0.0, 1.0])
    ax.update_datalim([*((x[0], value) for value in bounds), *((place, bounds[0]) for place in x)])
    ax.autoscale_view()
    ax.set(xlim=ax.get_xlim(), ylim=ax.get_ylim())
    edge = ax.get_ylim()[by.sign > 0]
    high = np.where(np.isfinite(high), high, edge)
    if line:
        ax.fill_between(x, low, high, where=whole, color=style.BLUE, alpha=0.2, linewidth=0)
    else:
        ax.vlines(x[whole], low[whole], high[whole], color=style.BLUE, alpha=0.35, linewidth=8)
    ax.plot(x[~whole], np.full((~whole).sum(), 0.97 if by.sign > 0 else 0.03), "x", color=style.GREY, markersize=8,
            markeredgewidth=2, transform=ax.get_xaxis_transform(), label="diverged")  # fmt: skip
    if whole.any():
        best = np.nanargmin(by.sign * shown)
        ax.plot(x[best], median[best], "o", markersize=11, markerfacecolor="none", markeredgewidth=2,
                color=style.VERMILION, zorder=4)  # fmt: skip
    band = Patch(color=style.BLUE, alpha=0.3, label=gettext("the middle half of the trainings"))
    return [band, *([] if whole.all() else [_cross(gettext(DIVERGED_WORDS))])]


def _colors(seen, by):
    """A mappable that gives better medians darker colours."""
    low, high, log = _span(seen, by)
    norm = LogNorm(low, high) if log else Normalize(low, high if high > low else low + 1e-12)
    return ScalarMappable(norm, "Blues_r" if by.sign > 0 else "Blues")


def _points(ax, seen, by):
    """Configurations drawn at random, where they are, in the colour of their median."""
    xs, ys, colors = _positions(seen, 0), _positions(seen, 1), _colors(seen, by)
    for k, axis in enumerate((ax.xaxis, ax.yaxis)):
        _scale(axis, seen, k)
    finite = [(place, score) for place, score in seen.best.items() if math.isfinite(score.median)]
    broken = [place for place, score in seen.best.items() if not math.isfinite(score.median)]
    ax.grid(True)
    ax.plot([xs[a] for a, _ in broken], [ys[b] for _, b in broken], "x", color=style.GREY, markeredgewidth=2)
    ax.scatter([xs[a] for (a, _), _ in finite], [ys[b] for (_, b), _ in finite], s=70, zorder=3, edgecolor=style.GREY,
               c=colors.to_rgba([score.median for _, score in finite]), linewidth=0.8)  # fmt: skip
    if finite:
        (a, b), _ = finite[0]
        ax.plot(xs[a], ys[b], "o", markersize=13, markerfacecolor="none", markeredgewidth=2, color=style.VERMILION,
                zorder=4)  # fmt: skip
    style.colorbar(ax, colors, _name(by.column))
    return [_cross(gettext(DIVERGED_WORDS))] if broken else []


def _size(seen):
    """Width and height in inches of a heat map: cells wide enough for their numbers."""
    columns, rows = map(len, seen.values)
    label = max(map(len, map(_tick, seen.values[1])))
    width = (0.42 if columns >= NARROW else 0.72) * columns + 2.3 + 0.08 * label
    return min(max(width, 6.0), 24), min(max(0.55 * rows + 2.6, 4.0), 20)


def _tick(text):
    """A value on an axis, short."""
    found = numbers([text])
    return f"{found[0]:.3g}" if found else style.shortened(text, 18)


def _map(ax, seen, by):
    """A cell for each pair of values in the colour of its median; hatched where it diverged."""
    across, down = seen.values
    colors, narrow = _colors(seen, by), len(across) >= NARROW
    values = np.full((len(down), len(across)), np.nan)
    broken = False
    for (a, b), score in seen.best.items():
        row, column = down.index(b), across.index(a)
        if math.isfinite(score.median):
            values[row, column] = score.median
        else:
            ax.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, **DIVERGED))
            broken = True
        if values.size <= MOST_TEXT:
            _write(ax, row, column, score, colors, narrow)
    ax.imshow(np.ma.masked_invalid(values), cmap=colors.cmap, norm=colors.norm, aspect="auto", zorder=1)
    (a, b), score = next(iter(seen.best.items()))
    if math.isfinite(score.median):
        corner = (across.index(a) - 0.5, down.index(b) - 0.5)
        ax.add_patch(Rectangle(corner, 1, 1, fill=False, edgecolor=style.VERMILION, linewidth=2.5, zorder=4))
    ax.set_xticks(range(len(across)), map(_tick, across), rotation=45 if narrow else 0,
                  ha="right" if narrow else "center", rotation_mode="anchor")  # fmt: skip
    ax.set_yticks(range(len(down)), map(_tick, down))
    ax.set(xlabel=_name(seen.options[0]), ylabel=_name(seen.options[1]))
    ax.set(xlim=(-0.5, len(across) - 0.5), ylim=(-0.5, len(down) - 0.5))
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    style.colorbar(ax, colors, _name(by.column))
    some = any(score.diverged and math.isfinite(score.median) for score in seen.best.values())
    count = Line2D([], [], linestyle="", label=gettext("(k/n): k of n trainings diverged"))
    return [Patch(**DIVERGED, label=gettext(DIVERGED_WORDS))] * broken + [count] * some


def _write(ax, row, column, score, colors, narrow):
    """The median of a cell, and how many of its trainings diverged."""
    finite = math.isfinite(score.median)
    text = f"{score.median:.2g}" if finite else ""
    if score.diverged:
        text += f"{' ' if narrow else chr(10)}({score.diverged}/{score.trained})" if finite else ""
    dark = finite and np.dot(colors.to_rgba(score.median)[:3], (0.3, 0.59, 0.11)) < 0.55
    ax.text(column, row, text, ha="center", va="center", fontsize=8.5 if narrow else 10, zorder=3,
            rotation=90 if narrow else 0, color="white" if dark else "#222222")  # fmt: skip
