"""The loss over a plane of weight space, with the paths that the RUNS took through it."""

import math

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, LogNorm
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from numnet.analysis.loss_landscape import Landscape, paths
from numnet.analysis.snapshots import with_parameters
from numnet.figures.drawing import slides, style
from numnet.figures.drawing.prediction_curves import PredictionCurves
from numnet.figures.drawing.run_labels import describe
from numnet.figures.drawing.short_numbers import percent
from numnet.figures.drawing.style import DASHES
from numnet.figures.drawing.takes import LANDSCAPE, takes
from numnet.figures.runs.convergence import run_colors, run_names
from numnet.utils.language import gettext

NEEDS = "runs"
GREYS = LinearSegmentedColormap.from_list(
    "valleys", ["#FFFFFF", "#E9EEF2", "#C3CDD6", "#8E9AA5"]
)  # low ground is light
LEVELS = 16  # shades; every second has a line
MOST_DECADES = 4  # below the highest loss that is drawn
MOMENTS = 7  # of a walk of two weights that are drawn among the data


@takes(LANDSCAPE)
def landscape(*runs, axes=None):
    """The loss over a plane of weight space, with the paths of runs, or around one network.

    ``runs``: one or more runs with snapshots, which `numnet.analysis.loss_landscape.paths` puts on their plane; one
    `Landscape`; or a network with X and T, around which it is drawn. Of paths there are two panels: the map, and the
    loss along each path beside that its place on the map, so that what the map does not show is seen. Of networks
    of two weights, one input and one output, the map has all there is, and beside it are the data, with the output
    of the network along its path. Around one network there is the map alone. Returns the axes. Raises what
    `numnet.analysis.loss_landscape.paths` raises.
    """
    plane = runs[0] if len(runs) == 1 and isinstance(runs[0], Landscape) else paths(runs)
    shown = plane.shares is not None
    axes, new = style.take_axes(axes, 1 + shown, "this landscape", **_layout(plane, shown),
                                words=("map", "data" if plane.whole else "heights")[: 1 + shown])  # fmt: skip
    walks = [walk.run for walk in plane.walks]
    colors = run_colors(walks)
    _map(axes[0], plane)
    if not shown:
        axes[0].plot(0, 0, "o", color=colors[0], markersize=9, markeredgecolor="white", zorder=5)
        axes[0].set_xlabel(gettext("random direction 1 (1: as long as each neuron's weights)"))
        axes[0].set_ylabel(gettext("random direction 2"))
        words = gettext("{loss} around the network") if walks[0].history is None else gettext(
            "{loss} around the trained network")  # fmt: skip
        style.headline(axes, new, f"{describe(walks[0])}\n{words.format(loss=_loss(plane))}")
        return axes[0]
    for walk, color in zip(plane.walks, colors, strict=True):
        _path(axes[0], walk, color)
    if _of_one_feature(plane):
        _two_weights(axes, plane, colors)
        style.headline(axes, new, _words(plane))
        return np.array(axes, dtype=object)
    for walk, color in zip(plane.walks, colors, strict=True):
        _heights(axes[1], walk, color)
    for k, name in enumerate("xy"):
        words = gettext("direction {k} ({share} of the variance)").format(k=k + 1, share=percent(plane.shares[k]))
        getattr(axes[0], f"set_{name}label")(words)
    axes[1].set(xscale="symlog", yscale="log", xlabel=gettext("epoch"), ylabel=gettext("training loss"))
    axes[1].set_title(gettext("how far to trust the map"))
    axes[1].xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes[1].set_xlim(left=0)
    axes[1].grid(True)
    _keys(axes, plane, colors)
    style.headline(axes, new, _words(plane))
    return np.array(axes, dtype=object)


def _layout(plane, shown):
    """Size and columns of the figure: the map as wide and high as the plane."""
    height = 5.2
    across, up = (float(np.ptp(side)) for side in (plane.x, plane.y))
    width = min(max(height * across / up, 4.0), 7.5)
    if not shown:
        return {"size": (width + 1.6, height + 0.6)}
    beside = width if _of_one_feature(plane) else 3.8
    return {"size": (width + 1.8 + beside + 1.2, height + 1.0), "columns": 2, "width_ratios": (width, beside)}


def _words(plane):
    names = list(dict.fromkeys(walk.run.config["data"]["name"] for walk in plane.walks))
    one, count = len(plane.walks) == 1, len(plane.walks)
    if _of_one_feature(plane):
        words = gettext("the training loss over the only two weights, and the path") if one else gettext(
            "the training loss over the only two weights, and the paths of {count} runs")  # fmt: skip
        return f"{names[0]}: {words.format(count=count)}"
    words = gettext("the path on the plane that holds most of its variance, {share}") if one else gettext(
        "the paths of {count} runs on the plane that holds most of their variance, {share}")  # fmt: skip
    return f"{names[0]}: {words.format(count=count, share=percent(sum(plane.shares)))}"


def _loss(plane):
    """Of which rows the loss is, in words."""
    return gettext("loss") if plane.walks[0].run.history is None else gettext("training loss")


def _map(ax, plane):
    """Shades and lines of the loss, evenly spaced in its logarithm; what overflows stays in the darkest shade."""
    finite = plane.loss[np.isfinite(plane.loss) & (plane.loss > 0)]
    high = float(finite.max()) if len(finite) else 1.0
    low = max(float(finite.min()) if len(finite) else 0.1, high * 10.0**-MOST_DECADES)
    high = max(high, low * 1.001)
    norm, levels = LogNorm(low, high), np.geomspace(low, high, LEVELS + 1)
    heights = np.clip(plane.loss, low, high)
    shades = ax.contourf(plane.x, plane.y, heights, levels, cmap=GREYS, norm=norm, zorder=0)
    ax.contour(plane.x, plane.y, heights, levels[2:-1:2], colors="white", linewidths=0.9, zorder=1)
    ax.set_aspect("equal")
    ax.spines[:].set_visible(False)
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    ticks = [m * 10.0**k for k in decades for m in ((1, 2, 5) if high < 300 * low else (1,))]
    ticks = [tick for tick in ticks if low <= tick <= high]
    words = gettext("{loss}, logarithmic").format(loss=_loss(plane))
    bar = style.colorbar(ax, shades, words, spacing="proportional", ticks=ticks)
    bar.ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    bar.ax.minorticks_off()
    bar.outline.set(visible=True, edgecolor="#BBBBBB")


def _path(ax, walk, color):
    """A path with a dot for each snapshot, a ring at its start and a large dot at its end."""
    x, y = walk.points.T
    ax.plot(x, y, "-", color="white", linewidth=3.6, zorder=2)
    ax.plot(x, y, ".-", color=color, markersize=6, linewidth=1.8, zorder=3)
    ax.plot(x[0], y[0], "o", color=style.BLACK, markerfacecolor="white", markersize=9, markeredgewidth=1.8, zorder=5)
    ax.plot(x[-1], y[-1], "o", color=color, markersize=11, markeredgecolor="white", markeredgewidth=1.5, zorder=6)


def _heights(ax, walk, color):
    """The loss of the snapshots, and of their shadows on the plane."""
    ax.plot(walk.epochs, walk.loss, ".-", color=color, markersize=6, linewidth=1.8)
    ax.plot(walk.epochs, walk.shadow, color=color, linestyle=DASHES, linewidth=1.4)


def _of_one_feature(plane):
    """Whether the network has two weights, and its data can be drawn against the only feature."""
    return plane.whole and plane.walks[0].run.data().X.shape[1] == 1


def _two_weights(axes, plane, colors):
    """Names of the two weights, and the outputs along each path, among the data."""
    first = plane.walks[0].run
    units = "" if first.scaler is None else gettext(", of the standardised values")
    axes[0].set(xlabel=gettext("weight w") + units, ylabel=gettext("bias b") + units)
    ax, curves = axes[1], PredictionCurves(first.data(), 200)
    for drawn in curves.points_on(ax, crowding=2):
        drawn.set_alpha(0.5)
    for walk, color in zip(plane.walks, colors, strict=True):
        last = len(walk.epochs) - 1
        left = np.linalg.norm(walk.points - walk.points[-1], axis=1)
        for k in np.unique([*(np.argmax(left <= share * left[0]) for share in np.linspace(1, 0, MOMENTS)), last]):
            at_it = with_parameters(walk.run, walk.run.snapshots.parameters[k])
            strength = 1.0 if k == last else 0.25 + 0.45 * k / last
            ax.plot(curves.x, curves.curves(curves.outputs(at_it))[-1], color=style.tint(color, strength),
                    linewidth=3 if k == last else 1.6, zorder=5 + (k == last))  # fmt: skip
    ax.set_title(gettext("the same path as lines through the data: first pale, at the end strong"))
    who = _keys(axes[:1], plane, colors)
    style.legend_below(ax, who if slides.alone(ax) else [], curves.keys(ax)[1])


def _keys(axes, plane, colors):
    """Legends: the runs below the map, the lines below the heights; returns the entries of the runs."""
    names = run_names([walk.run for walk in plane.walks])
    who = [Line2D([], [], color=c, marker="o", markersize=8, label=name) for name, c in zip(names, colors, strict=True)]
    start = Line2D([], [], linestyle="", marker="o", markersize=8, color=style.BLACK, markerfacecolor="white",
                   label=gettext("start"))  # fmt: skip
    style.legend_below(axes[0], [*who, start])
    if len(axes) == 1:
        return who
    true = Line2D([], [], color="#555555", marker=".", label=gettext("the network itself"))
    shadow = Line2D([], [], color="#555555", linestyle=DASHES, label=gettext("its place on the map"))
    style.legend_below(axes[1], who if slides.alone(axes[1]) else [], [true, shadow])
    return who
