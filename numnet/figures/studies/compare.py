"""The comparison in FOLDER: the median loss of each competitor over the seeds, and the quartiles."""

import math

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.transforms import ScaledTranslation

from numnet.displays.curves import DECADES
from numnet.figures.drawing import style
from numnet.figures.drawing.takes import instance_of, takes
from numnet.studies.comparison import Comparison, load_comparison
from numnet.utils.language import gettext

AXES = {"epochs": "epoch", "updates": "step", "seconds": "seconds"}  # --x: column of the curves
HEADROOM = 3  # times the loss at the start: what climbs higher leaves the figure
LOGARITHMIC = 8  # times longer than another is a curve for which updates or seconds get a logarithmic axis
STYLES = ("-", (0, (5, 1.5)), (0, (1.5, 1.2)), (0, (6, 1.5, 1.5, 1.5)))


@takes(instance_of("a Comparison (numnet.compare, numnet.load_comparison)", Comparison, load=load_comparison))
def compare(comparison, ax=None, x="epochs", part=None):
    """Median over the seeds of the loss of a `numnet.studies.comparison.Comparison`, with a band between the quartiles.

    ``x``: "epochs", "updates" or "seconds"; ``part``: "train" or "validation", by default what was compared. Update
    rules have their own colours, rates are in the legend, best first. Where at least half of the seeds have diverged a
    curve leaves through the ceiling, to a cross; how many did is in the legend. Returns the axes.
    """
    if x not in AXES:
        raise ValueError(f"x must be one of {', '.join(AXES)}, got {x!r}")
    part = part or comparison.config["part"]
    if part == "validation" and not comparison.held_out:
        raise ValueError(f"the comparison on {comparison.config['data']['name']} has no validation set")
    (ax,), _ = style.take_axes(ax, 1, "a comparison", size=(9.6, 5.4))
    looks, keys = _looks(comparison.competitors), []
    _axis(ax, comparison, part, x)
    broken = []
    for score in comparison.standings(part):
        c = score.competitor
        broken += [c] if _curve(ax, comparison, c, part, x, looks[c]) else []
        keys.append(_key(comparison, score, looks[c], c in broken))
    _ends(ax, comparison, part, x, looks, broken)
    keys.append(Patch(color="#555555", alpha=0.2, label=gettext("the middle half of the trainings")))
    target = comparison.target(part)
    if target is not None:
        keys.append(ax.axhline(target, color="#777777", linewidth=1.2, linestyle=":", zorder=2))
        keys[-1].set_label(gettext("target loss {loss:.3g}").format(loss=target))
    style.legend_right(ax, keys, handlelength=2.4)
    tuned = gettext(", each at its tuned rate") if comparison.config.get("tuning") else ""
    words = gettext("{loss}, median of {seeds} trainings").format(loss=_loss(part), seeds=comparison.seeds) + tuned
    style.title(ax, f"{comparison.config['data']['name']}: {_winner(comparison, part)}{words}")
    return ax


def _winner(comparison, part):
    """Who ends lowest of several, unless all diverged; the name of one alone."""
    best = comparison.standings(part)[0]
    name = style.shortened(comparison.competitors[best.competitor]["name"], 34)
    if len(comparison.competitors) == 1:
        return f"{name}\n"
    return gettext("{name} ends lowest\n").format(name=name) if math.isfinite(best.loss[0]) else ""


def _loss(part):
    return gettext("training loss") if part == "train" else gettext("validation loss")


def _looks(competitors):
    """(colour, line style) of each: a rule its colour, and a line style where it comes several times."""
    rules = [competitor["optimizer"] for competitor in competitors]
    most = max(rules.count(rule) for rule in rules)
    if len(set(rules)) > 1 and most <= len(STYLES) and set(rules) <= set(style.OPTIMIZER_COLORS):
        return [(style.OPTIMIZER_COLORS[rule], STYLES[rules[:k].count(rule)]) for k, rule in enumerate(rules)]
    return [(color, STYLES[k // 16 % len(STYLES)]) for k, color in enumerate(style.class_colors(len(rules)))]


def _axis(ax, comparison, part, x):
    """Scales and names of the axes."""
    triples = [comparison.quartiles(c, f"{part}_loss") for c in range(len(comparison.competitors))]
    starts = max(float(triple[0][0]) for triple in triples)
    values = np.concatenate([np.ravel(triple) for triple in triples])
    values = values[np.isfinite(values)]
    top = min(float(values.max()), HEADROOM * starts) if math.isfinite(starts) else float(values.max())
    positive = values[values > 0]
    if len(positive) and top > 10**DECADES * positive.min():
        ax.set(yscale="log", ylim=(positive.min() / 1.3, top * 1.3))
    else:
        ax.set_ylim(0, top * 1.05)
    ends = [np.nanmax(comparison.along(c, AXES[x])) for c in range(len(comparison.competitors))]
    ends = [comparison.config["options"]["epochs"]] if x == "epochs" else [end for end in ends if end > 0] or [1]
    if x != "epochs" and max(ends) > LOGARITHMIC * min(ends):
        ax.set_xscale("log")
    else:
        ax.set_xlim(-0.01 * max(ends), 1.01 * max(ends))
    seconds = gettext("seconds of training on one core")
    ax.set(xlabel={"epochs": gettext("epoch"), "updates": gettext("update")}.get(x, seconds), ylabel=_loss(part))
    ax.grid(True)


def _curve(ax, comparison, c, part, x, look):
    """The median with its band; returns whether it ends in divergence."""
    (color, line), along = look, comparison.along(c, AXES[x])
    median, low, high = comparison.quartiles(c, f"{part}_loss")
    whole = np.isfinite(median) & np.isfinite(along) & ((along > 0) | (ax.get_xscale() == "linear"))
    at, edge = along[whole], 10 * ax.get_ylim()[1]
    upper = np.where(np.isfinite(high), high, edge)[whole]
    ax.fill_between(at, low[whole], upper, color=color, alpha=0.13, linewidth=0, zorder=1)
    ax.plot(at, median[whole], color=color, linestyle=line, zorder=3)
    return not math.isfinite(median[-1])


def _ends(ax, comparison, part, x, looks, broken):
    """Curves that diverge leave through the ceiling, each to a cross of its own."""
    ceiling = ax.get_ylim()[1]
    for k, c in enumerate(broken):
        median, along = comparison.quartiles(c, f"{part}_loss")[0], comparison.along(c, AXES[x])
        last = int(np.isfinite(median).sum()) - 1
        end = along[last + 1] if np.isfinite(along[last + 1]) else along[last]
        ax.plot([along[last], end], [median[last], ceiling], color=looks[c][0], linestyle=looks[c][1], zorder=3)
        aside = ScaledTranslation(k * 13 / 72, 0, ax.figure.dpi_scale_trans)  # several may diverge at once
        ax.plot(end, 0.97, "X", color=looks[c][0], markersize=11, markeredgecolor="white", zorder=5, clip_on=False,
                transform=ax.get_xaxis_transform() + aside)  # fmt: skip


def _key(comparison, score, look, broken):
    """The entry of the legend: who, at which rate, and how many diverged."""
    competitor = comparison.competitors[score.competitor]
    text = style.shortened(competitor["name"], 34)
    if "learning rate" not in competitor["name"]:
        text += gettext(", rate {rate:g}").format(rate=competitor["learning_rate"])
    if score.diverged:
        text += "\n" + gettext("{count} of {seeds} diverged").format(count=score.diverged, seeds=comparison.seeds)
    marker = {"marker": "X", "markersize": 9, "markeredgecolor": "white"} if broken else {}
    return Line2D([], [], color=look[0], linestyle=look[1], label=text, **marker)
