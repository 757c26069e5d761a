"""How the weights of each layer of RUN are distributed over the epochs, from its snapshots.

Above the spread over time, of few weights a line for each; below the first and the last weights. A layer whose
bands stay where they began has hardly learned.

\b
Example:
  numnet plot weights runs/spiral-1
"""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from numnet.figures.drawing import slides, style
from numnet.figures.drawing.run_labels import describe
from numnet.figures.drawing.subject import Subject
from numnet.figures.drawing.takes import NETWORK_ALONE, takes
from numnet.utils.language import gettext

FEW = 24  # weights of a layer up to which each has its own line
BANDS = ((0, 100, 0.15), (5, 95, 0.25), (25, 75, 0.45))  # percentiles, and how dark they are
MOST = 12  # layers


@takes(NETWORK_ALONE)
def weights(run, ax=None):
    """The weights of every layer over the epochs, a panel a layer, from the snapshots; to the right the last and first.

    Bands hold all of them, 90 % and half of them, a line is their median; layers of few weights have a line for each.
    Biases are orange. ``ax``: one for each layer; of a deep network the first and the last are drawn. Returns them,
    an array. Of a network without history: its weights as they are, as histograms. Raises `ValueError` where there are
    no snapshots, and for another number of axes.
    """
    if isinstance(run, Subject):
        return _as_they_are(run, ax)
    taken, net = run.snapshots, run.network.copy()
    count, layers = len(net.weights), _layers(net)
    held = {l: ([], []) for l in layers}
    for parameters in taken.parameters:
        net.parameters[:] = parameters
        for l in layers:
            held[l][0].append(net.weights[l].ravel().copy())
            held[l][1].append(net.biases[l].copy())
    axes, new, columns = _panels(ax, run, layers)
    for ax, l in zip(axes, layers, strict=True):
        W, b = (np.array(part, dtype=float) for part in held[l])
        _over_time(ax, taken.epochs, W, b)
        _first_and_last(ax, W)
    _name_rows(axes, columns, gettext("weight"))
    for ax in slides.carriers(axes, (len(axes) - 1) // columns * columns):
        _keys(ax, taken.epochs, any(net.weights[l].size > FEW for l in layers))
    words = gettext("weights over the epochs") + _left_out(count, layers)
    style.headline([*axes, axes[0]], new, f"{describe(run)}\n{words}")
    return np.array(axes, dtype=object)


def _layers(net):
    """The layers that are drawn: all, or the first and the last."""
    count = len(net.weights)
    return [*range(count)] if count <= MOST else [*range(MOST // 2), *range(count - MOST // 2, count)]


def _left_out(count, layers):
    words = gettext(", {count} layers in the middle left out").format(count=count - len(layers))
    return words * (count > len(layers))


def _panels(given, run, layers):
    """Axes with the names of the layers, whether they are new, and how many are in a row."""
    columns, net = min(3, len(layers)), run.network
    size = max(6.4, 4.6 * columns), 3.4 * -(-len(layers) // columns) + 1.3
    axes, new = style.take_axes(given, len(layers), f"the weights of {run.name}", columns=columns, size=size,
                                words=[f"layer-{l + 1}" for l in layers])  # fmt: skip
    for ax, l in zip(axes, layers, strict=True):
        last = l == len(net.weights) - 1
        name = gettext("output layer") if last else gettext("hidden layer {layer}").format(layer=l + 1)
        size = gettext("{inputs} × {outputs} weights").format(inputs=net.sizes[l], outputs=net.sizes[l + 1])
        style.title(ax, f"{name}: {size}")
    return axes, new, columns


def _name_rows(axes, columns, label):
    """The y label, once for the panels of a row."""
    for first in range(0, len(axes), columns):
        for ax in slides.carriers(axes[first : first + columns]):
            ax.set_ylabel(label)


def _as_they_are(run, given):
    """Histograms of the weights of every layer; its biases as strokes above them."""
    net, layers = run.network, _layers(run.network)
    axes, new, columns = _panels(given, run, layers)
    for ax, l in zip(axes, layers, strict=True):
        W, b = net.weights[l].ravel().astype(float), net.biases[l].astype(float)
        ax.hist(W, int(np.clip(2 * len(W) ** 0.5, 8, 40)), color=style.BLUE, alpha=0.75)
        top = ax.get_ylim()[1]
        ax.plot(b, np.full(len(b), 1.05 * top), "|", color=style.ORANGE, markersize=9, markeredgewidth=1.4)
        ax.axvline(0, color=style.GREY, linewidth=0.8, zorder=0)
        ax.set(ylim=(0, 1.12 * top), xlabel=gettext("weight"))
        ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    _name_rows(axes, columns, gettext("number of weights"))
    keys = [Patch(color=style.BLUE, alpha=0.75, label=gettext("weights")),
            Line2D([], [], linestyle="", marker="|", markersize=9, markeredgewidth=1.4, color=style.ORANGE,
                   label=gettext("a bias"))]  # fmt: skip
    for ax in slides.carriers(axes, (len(axes) - 1) // columns * columns):
        style.legend_below(ax, keys)
    words = gettext("its weights") + _left_out(len(net.weights), layers)
    style.headline([*axes, axes[0]], new, f"{describe(run)}\n{words}")
    return np.array(axes, dtype=object)


def _over_time(ax, epochs, W, b):
    """Bands of the weights (epochs, n), or a line each; biases as thin lines."""
    if W.shape[1] <= FEW:
        ax.plot(epochs, W, color=style.BLUE, linewidth=1.4)
    else:
        for low, high, strength in BANDS:
            ax.fill_between(epochs, *np.percentile(W, [low, high], axis=1), color=style.BLUE, alpha=strength,
                            linewidth=0)  # fmt: skip
        ax.plot(epochs, np.median(W, axis=1), color=style.BLUE, linewidth=2)
    ax.plot(epochs, b, color=style.ORANGE, linewidth=1.4 if b.shape[1] <= FEW else 0.6, alpha=0.8)
    ax.axhline(0, color=style.GREY, linewidth=0.8, zorder=0)
    ax.set(xscale="symlog", xlim=(0, max(1, epochs[-1])), xlabel=gettext("epoch"))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.grid(True)


def _first_and_last(ax, W):
    """Histograms of the first and the last weights, to the right, on the same scale of weights."""
    side = ax.inset_axes([1.03, 0, 0.2, 1], sharey=ax)
    bins = np.linspace(*ax.get_ylim(), int(np.clip(2 * W.shape[1] ** 0.5, 16, 40)))
    for values, look in ((W[0], {"color": style.GREY, "alpha": 0.55}),
                         (W[-1], {"color": style.BLUE, "histtype": "step", "linewidth": 1.6})):  # fmt: skip
        side.hist(values, bins, orientation="horizontal", density=True, **look)
    side.tick_params(labelleft=False, left=False, bottom=False, labelbottom=False)
    side.spines[["left", "bottom"]].set_visible(False)


def _keys(ax, epochs, banded):
    """Legend below a panel."""
    entries = [Line2D([], [], color=style.BLUE, label=gettext("median") if banded else gettext("a weight"))]
    if banded:
        darkness = np.cumsum([strength for *_, strength in BANDS])
        names = (gettext("all weights"), "90 %", gettext("half of them"))
        entries += [Patch(color=style.tint(style.BLUE, dark), label=name) for name, dark in zip(names, darkness)]
    entries.append(Line2D([], [], color=style.ORANGE, label=gettext("a bias")))
    start = gettext("right: epoch {epoch}").format(epoch=epochs[0])
    end = gettext("epoch {epoch}").format(epoch=epochs[-1])
    beside = [Patch(color=style.GREY, alpha=0.55, label=start),
              Patch(facecolor="none", edgecolor=style.BLUE, linewidth=1.6, label=end)]  # fmt: skip
    style.legend_below(ax, entries, beside)
