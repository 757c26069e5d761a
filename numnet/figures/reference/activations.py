"""Every activation f and its derivative f′.

\b
Example:
  numnet plot activations
"""

import math

import numpy as np

from numnet.figures.drawing import style
from numnet.figures.drawing.takes import takes
from numnet.utils.language import gettext

RANGE = 4.0
COLUMNS = 3
LETTERS = 36  # of a line of a legend, at most: what a panel holds


@takes()
def activations(axes=None):
    """f and f′ of every activation, a panel each.

    `axes` is an array of as many axes as there are activations. Returns them. Raises `ValueError` for another number.
    """
    import numnet

    net = np.linspace(-RANGE, RANGE, 801)
    size = (10.5, 3 * math.ceil(len(numnet.ACTIVATIONS) / COLUMNS))
    axes, new = style.take_axes(axes, len(numnet.ACTIVATIONS), "activations", columns=COLUMNS, size=size,
                                words=list(numnet.ACTIVATIONS))  # fmt: skip
    for ax, (name, activation) in zip(axes, numnet.ACTIVATIONS.items(), strict=True):
        ax.axhline(0, color=style.GREY, linewidth=0.8)
        ax.axvline(0, color=style.GREY, linewidth=0.8)
        ax.plot(net, activation(net), color=style.BLUE, linewidth=2.5, label=_label("f", activation.formula))
        slope = without_jumps(net, activation.derivative(net))
        ax.plot(net, slope, color=style.VERMILION, linestyle="--", label=_label("f′", activation.derivative_formula))
        ax.set(title=name, xlabel="net", xlim=(-RANGE, RANGE), ylim=(-1.6, 4.2))
        ax.grid(True)
        style.legend_inside(ax, loc="upper left", fontsize=9, handlelength=1.6)
        if ax.get_legend():
            ax.get_legend().set_in_layout(False)  # a long formula must not move the panels
    style.headline(axes, new, gettext("activations h = f(net), and the derivative that back-propagation multiplies by"))
    return np.array(axes, dtype=object)


def _label(name, formula):
    return style.wrapped(f"{name} = {formula}", LETTERS)


def without_jumps(x, y):
    """y with a gap where it jumps, so that no vertical line suggests values in between."""
    y = np.array(y, dtype=np.float64)
    y[1:][np.abs(np.diff(y)) > 50 * (x[1] - x[0])] = np.nan
    return y
