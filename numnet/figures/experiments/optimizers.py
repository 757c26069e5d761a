"""Adagrad against RMSProp against Adam on inputs some of which are nearly always 0, with sgd beside them."""

import numpy as np
from matplotlib.lines import Line2D

from numnet.experiments.optimizers import Optimizers
from numnet.figures.drawing import style
from numnet.figures.drawing.takes import instance_of, takes
from numnet.figures.reference.schedules import schedules
from numnet.utils.language import gettext, message

RARE, FREQUENT = "-", (0, (2.5, 1.2))  # lines of the weights of rare features, of frequent ones
NOTES = {
    "adagrad": message("squares add up: rates only shrink"),
    "rmsprop": message("recent squares count: rates may rise"),
    "adam": message("recent squares, a longer memory"),
}


@takes(instance_of("the result of numnet.experiments.optimizers.optimizers", Optimizers))
def optimizers(result, axes=None):
    """Rules on data with rare features, from `numnet.experiments.optimizers`.

    Above, for each adaptive rule, the effective rate of every weight; below the loss, how far the weights of the rare
    features are from the truth, and the schedules: a rate can also change by the clock, for all weights alike. `axes`
    is an array of as many. Returns them. Raises `ValueError` for another number.
    """
    adaptive = [name for name, run in result.runs.items() if np.ptp(np.nan_to_num(run.rate)) > 0]
    columns = max(3, len(adaptive))
    axes, new = style.take_axes(axes, len(adaptive) + 3, "optimizers", columns=columns, size=(4.3 * columns + 1.2, 8.2),
                                words=[*adaptive, "loss", "weights", "schedules"])  # fmt: skip
    for ax, name in zip(axes, adaptive):
        _rates(ax, result, name)
    seen = np.concatenate(
        [line.get_ydata() for ax in axes[: len(adaptive)] for line in ax.lines if line.get_linewidth() > 1]
    )
    for ax in axes[: len(adaptive)]:
        ax.set_ylim(np.nanmin(seen) / 8, 8 * np.nanmax(seen))
    below = axes[len(adaptive) :]
    _compared(below[0], result, "loss", gettext("loss"))
    _compared(below[1], result, "missing", gettext("mean |w − truth|, rare features"))
    schedules(ax=below[2])
    below[2].set_title(gettext("schedules: one factor for all weights"))
    below[2].legend(fontsize=8, loc="upper left", bbox_to_anchor=(1.0, 1.03), borderaxespad=0.2)
    words = gettext(
        "a linear unit, {count} of whose inputs are 0 in {share:g} % of the samples: adaptive rules give their weights "
        "higher rates"
    )
    style.headline(axes, new, words.format(count=result.rare.sum(), share=100 * (1 - result.share)))
    return np.array(axes, dtype=object)


def _rates(ax, result, name):
    """The effective rate of every weight; thick, the median of a group over each epoch."""
    run, color, epoch = result.runs[name], style.OPTIMIZER_COLORS[name], result.updates_per_epoch
    update = np.arange(1, len(run.rate) + 1)
    last = []
    for group, dashes in ((result.rare, RARE), (~result.rare, FREQUENT)):
        ax.plot(update, run.rate[:, group], color=color, linewidth=0.5, alpha=0.35)
        x, median = _by_epoch(run.rate[:, group], epoch)
        ax.plot(x, median, color=color, linewidth=2.8, linestyle=dashes)
        last.append(median[-1])
    note = gettext(NOTES[name]) if name in NOTES else ""
    ax.set(
        yscale="log",
        xlim=(0, len(update)),
        xlabel=gettext("update"),
        title=f"{type(run.optimizer).__name__}, η = {run.optimizer.learning_rate:g}\n{note}",
    )
    ax.set_ylabel(gettext("effective rate of a weight"))
    ax.grid(True)
    times = gettext("rare features: {times:.2g} times the rate").format(times=last[0] / last[1])
    labels = (times, gettext("frequent features"))
    keys = [
        Line2D([], [], color=color, linestyle=dashes, linewidth=2.8, label=label)
        for dashes, label in zip((RARE, FREQUENT), labels)
    ]
    style.legend_inside(ax, handles=keys, loc="lower right", handlelength=2.6)


def _by_epoch(values, epoch):
    """(middles, medians) over stretches of so many rows."""
    count = max(1, len(values) // epoch)
    parts = np.array_split(values, count)
    at = np.cumsum([0, *map(len, parts)])
    return (at[:-1] + at[1:]) / 2, np.array(
        [np.nanmedian(part) if np.isfinite(part).any() else np.nan for part in parts]
    )


def _compared(ax, result, name, label):
    """One curve a rule against the updates."""
    for rule, run in result.runs.items():
        values = run.loss if name == "loss" else run.missing[:, 1]
        ax.plot(
            result.update,
            values,
            color=style.OPTIMIZER_COLORS[rule],
            label=f"{rule}, η = {run.optimizer.learning_rate:g}",
        )
    if name == "loss":
        ax.axhline(result.noise_loss, color=style.GREY, linewidth=1, linestyle="--")
        ax.annotate(
            gettext("noise"),
            (0, result.noise_loss),
            xycoords=("axes fraction", "data"),
            xytext=(4, 3),
            textcoords="offset points",
            fontsize=9,
            color="#666666",
        )
    ax.set(yscale="log", xlabel=gettext("update"), title=label, xlim=(0, result.update[-1]))
    ax.grid(True)
    if name == "loss":  # the first updates make the difference
        ax.set(xscale="log", xlim=(1, result.update[-1]))
        style.legend_inside(ax, loc="upper right", fontsize=9, handlelength=1.1, borderpad=0)
    else:
        ax.set_ylim(bottom=max(ax.get_ylim()[0], 0.01))
    style.plain_ticks(ax)
