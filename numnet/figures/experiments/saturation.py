"""Mse against cross-entropy, from the same start: a sigmoid output that is sure and wrong."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, NullFormatter

from numnet.experiments.saturation import Saturation
from numnet.figures.drawing import slides, style
from numnet.figures.drawing.takes import instance_of, takes
from numnet.figures.reference.losses import LOSS_COLORS
from numnet.utils.language import gettext, message

TITLES = {
    "loss": message("loss (two different functions)"),
    "wrong": message("output: mean |y − t|"),
    "slope": message("f′(net) = y (1 − y), mean"),
    "gradient": message("‖∂E/∂w‖, all weights"),
}
WORDS = [f"{rate}-{part}" for rate in ("same-rate", "best-rate") for part in ("loss", "output", "slope", "gradient")]
NAMES = {"cross_entropy": message("cross-entropy"), "mse": "mse"}


@takes(instance_of("the result of numnet.experiments.saturation.saturation", Saturation))
def saturation(result, axes=None):
    """Mse against cross-entropy from one bad start, from `numnet.experiments.saturation`.

    Loss, output, f′(net) and the norm of the gradient against the updates: above both at one rate, below each at its
    best. Lines are medians of the seeds, bands hold all of them. `axes` is an array of eight. Returns them. Raises
    `ValueError` for another number.
    """
    axes, new = style.take_axes(axes, 8, "saturation", columns=4, size=(15.2, 7.4), words=WORDS)
    grid = np.array(axes, dtype=object).reshape(2, 4)
    for row, tuned in zip(grid, (False, True)):
        escapes = [escape for escape in result.escapes if escape.tuned == tuned]
        for ax, part in zip(row, TITLES):
            for escape in escapes:
                _curve(ax, result.update, getattr(escape, part), LOSS_COLORS[escape.loss_name])
            _axes(ax, result, part)
        words = gettext("each at its best rate") if tuned else gettext("both at the same rate")
        slides.name_row(row, words)
        for ax in slides.carriers(row, 1):
            style.legend_inside(ax, handles=[_key(escape) for escape in escapes], loc="lower left", fontsize=9,
                                handlelength=1.2)  # fmt: skip
        row[1].set_ylim(-0.05 if slides.alone(row[1]) else -0.62, 1.05)  # room for the legend
        row[1].set_yticks((0, 0.5, 1))
    for column in grid.T:
        low, high = min(ax.get_ylim()[0] for ax in column), max(ax.get_ylim()[1] for ax in column)
        for ax in column:
            ax.set_ylim(low, high)
    style.headline(axes, new, _words(result))
    return np.array(axes, dtype=object)


def _words(result):
    words = gettext(
        "{data}, 2-{hidden}-1, sigmoid output, gradient descent: at the start every output is saturated and wrong, "
        "mean |y − t| = {wrong:g}\nmse's gradient carries the factor f′(net), cross-entropy's does not; "
        "lines: median of {seeds} trainings, bands: all"
    )
    return words.format(data=result.data, hidden=result.hidden, wrong=result.wrong, seeds=result.seeds)


def _curve(ax, x, values, color):
    """Median and range of the seeds; nothing where all have diverged."""
    shown = np.isfinite(values).any(axis=0)
    x, values = x[shown], values[:, shown]
    if len(values) > 1:
        ax.fill_between(x, np.nanmin(values, axis=0), np.nanmax(values, axis=0), color=color, alpha=0.18, linewidth=0)
    ax.plot(x, np.nanmedian(values, axis=0), color=color)


def _axes(ax, result, part):
    """Scales, title and grid."""
    ax.set(title=gettext(TITLES[part]), xlabel=gettext("update"), yscale="linear" if part == "wrong" else "log")
    ax.set_xscale("symlog", linthresh=1)
    ax.set_xlim(0, result.updates)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.grid(True)


def _key(escape):
    """The loss, its rate, and when 95 % were right: the median of the seeds that got there."""
    words = gettext("{name}, rate {rate:g}:").format(name=gettext(NAMES[escape.loss_name]), rate=escape.rate)
    return Line2D([], [], color=LOSS_COLORS[escape.loss_name], label=f"{words}\n{escape.arrival}")
