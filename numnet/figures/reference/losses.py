"""The losses against the error, and why mse stalls where a sigmoid is wrong.

\b
Example:
  numnet plot losses
"""

import numpy as np

from numnet.figures.drawing import style
from numnet.figures.drawing.takes import takes
from numnet.figures.reference.activations import without_jumps
from numnet.model.activations import ACTIVATIONS
from numnet.model.losses import LOSSES, REGRESSION_LOSSES
from numnet.utils.language import gettext
from numnet.utils.wording import series

LOSS_COLORS = dict.fromkeys(LOSSES, style.VERMILION)  # the cross-entropies have panels of their own
LOSS_COLORS |= zip(REGRESSION_LOSSES, style.class_colors(len(REGRESSION_LOSSES)))
WORDS = ("regression", "regression-gradient", "sigmoid", "sigmoid-gradient")  # of the panels
DASHES = ("-", "--", ":", "-.")


@takes()
def losses(axes=None):
    """Regression losses and their derivative against y − t; for a sigmoid output with target 1, cross-entropy and mse.

    The lower panels show why cross-entropy suits a sigmoid: where the output is wrong and sure, the gradient of mse
    vanishes. `axes` is an array of four. Returns them. Raises `ValueError` for another number.
    """
    axes, new = style.take_axes(axes, 4, "losses", columns=2, size=(10.5, 8), words=WORDS)
    _regression_losses(*axes[:2])
    _sigmoid_losses(*axes[2:])
    for ax in axes:
        ax.grid(True)
        ax.axhline(0, color=style.GREY, linewidth=0.8)
        ax.axvline(0, color=style.GREY, linewidth=0.8)
    style.headline(axes, new, gettext("losses, and the gradients they send back through the network"))
    return np.array(axes, dtype=object)


def _regression_losses(value_axes, slope_axes):
    e, near = np.linspace(-3, 3, 601), np.linspace(-0.5, 0.5, 101)
    for index, name in enumerate(REGRESSION_LOSSES):
        loss, look = LOSSES[name], {"color": LOSS_COLORS[name], "label": name, "linewidth": 2.5}
        below = [LOSSES[other].values(near, 0.0) for other in REGRESSION_LOSSES[:index]]
        hidden = sum(np.allclose(loss.values(near, 0.0), values, atol=0.02) for values in below)
        look["linestyle"] = DASHES[hidden % len(DASHES)]  # huber lies on mse near 0
        value_axes.plot(e, loss.values(e, 0.0), **look)
        slope_axes.plot(e, without_jumps(e, loss.gradients(e, 0.0)), **look)
    bounded = [name for name in REGRESSION_LOSSES if abs(LOSSES[name].gradients(1e6, 0.0)) < 1e3]
    value_axes.set(title=gettext("regression: the error"), xlabel="y − t", ylabel="E", ylim=(-0.2, 4.6), xlim=(-3, 3))
    slope_axes.set(
        title=gettext("regression: its gradient, which {names} bound").format(names=gettext(series(bounded, most=2))),
        xlabel="y − t",
        ylabel="∂E/∂y",
        ylim=(-3.2, 3.2),
        xlim=(-3, 3),
    )
    style.legend_inside(value_axes, loc="upper center")
    style.legend_inside(slope_axes, loc="upper left")


def _sigmoid_losses(value_axes, slope_axes):
    net = np.linspace(-8, 8, 801)
    one = np.ones_like(net)
    sigmoid, mse, cross_entropy = ACTIVATIONS["sigmoid"], LOSSES["mse"], LOSSES["cross_entropy"]
    y = sigmoid(net)
    shown = {
        "cross_entropy": (cross_entropy.values(net, one), cross_entropy.gradients(net, one)),
        "mse": (mse.values(y, one), mse.gradients(y, one) * sigmoid.derivative(net)),
    }
    for name, (value, slope) in shown.items():
        look = {"color": LOSS_COLORS[name], "label": gettext(name.replace("_", "-")), "linewidth": 2.5}
        value_axes.plot(net, value, **look)
        slope_axes.plot(net, np.abs(slope), **look)
    for ax in (value_axes, slope_axes):
        ax.axvspan(-8, -4, color="#F3E3DA", linewidth=0, zorder=0)
        ax.set(xlabel=gettext("net   (output y = σ(net), target t = 1)"), xlim=(-8, 8))
        style.legend_inside(ax, loc="upper right")
    value_axes.set(title=gettext("sigmoid output: the error"), ylabel="E", ylim=(-0.3, 8.3))
    value_axes.text(-6, 0.9, gettext("sure, and\nwrong"), ha="center", fontsize=10, color="#8A4B2A")
    slope_axes.set(title=gettext("sigmoid output: the gradient that is learned from"), ylabel="|∂E/∂net|")
    slope_axes.set_ylim(-0.05, 1.1)
    slope_axes.annotate(
        gettext("mse: gradient near 0,\nlearning stalls"),
        (-5.6, 0.012),
        xytext=(-7.6, 0.3),
        fontsize=10,
        color=LOSS_COLORS["mse"],
        arrowprops={"arrowstyle": "->", "color": LOSS_COLORS["mse"]},
    )
