"""The best of many networks, chosen by a validation set: its accuracy there, and on a test set."""

import numpy as np
from matplotlib.ticker import FuncFormatter

from numnet.experiments.selection import Selection
from numnet.figures.drawing import slides, style
from numnet.figures.drawing.takes import instance_of, takes
from numnet.utils.language import gettext, message

TITLES = {"moons": message("two moons that overlap"), "coin flips": message("labels by coin flips")}


@takes(instance_of("the result of numnet.experiments.selection.selection", Selection))
def selection(result, axes=None):
    """The best of k networks by validation accuracy, from `numnet.experiments.selection`.

    Against k its accuracy on the validation set that chose it, and on a test set, each the mean over all choices and
    data sets; a panel for two moons, and one for labels that nothing can predict. `axes` is an array of two. Returns
    them. Raises `ValueError` for another number.
    """
    axes, new = style.take_axes(axes, 2, "selection", columns=2, size=(11.4, 5.2), words=list(TITLES))
    for ax, kind in zip(axes, TITLES, strict=True):
        _panel(ax, result, kind)
    for ax in slides.carriers(axes):
        ax.set_ylabel(gettext("accuracy of the chosen network, %"))
    repeats, count = next(iter(result.test.values())).shape
    words = gettext("the best of k networks, chosen by {held} validation samples: how good it looks, how good it is\n"
                    "means over all choices among {count} networks, on {repeats} data sets")  # fmt: skip
    style.headline(axes, new, words.format(held=result.held, count=count, repeats=repeats))
    return np.array(axes, dtype=object)


def _panel(ax, result, kind):
    count = result.test[kind].shape[1]
    k = np.arange(1, count + 1)
    validation, test = 100 * np.array([result.best_of(kind, int(one)) for one in k]).T
    ax.fill_between(k, test, validation, color=style.ORANGE, alpha=0.18, linewidth=0)
    held = gettext("on the validation set")
    ax.plot(k, validation, color=style.ORANGE, linestyle=style.DASHES, linewidth=2.5, label=held)
    ax.plot(k, test, color=style.BLUE, linewidth=2.5, label=gettext("on the test set"))
    words = gettext("{points:.1f} points too good").format(points=validation[-1] - test[-1])
    ax.annotate(words, (count, (validation[-1] + test[-1]) / 2),
                xytext=(-8, 0), textcoords="offset points", ha="right", va="center", fontsize=11)  # fmt: skip
    ax.set_xscale("log", base=2)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    low, high = min(test.min(), validation.min()), validation.max()
    room = 0.25 * (high - low)
    ax.set(xlim=(1, count), ylim=(low - room, high + room), title=gettext(TITLES[kind]))
    ax.set_xlabel(gettext("networks to choose from, k"))
    ax.grid(True)
    style.legend_below(ax, ax.get_legend_handles_labels()[0])
