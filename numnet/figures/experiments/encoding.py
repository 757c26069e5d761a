"""Regression on the class numbers 1, 2, 3, beside one-hot targets and softmax."""

import numpy as np

from numnet.experiments.encoding import ENCODINGS, Encoding, hidden_words
from numnet.figures.drawing import slides, style
from numnet.figures.drawing.data_points import scatter
from numnet.figures.drawing.decision_colors import RIM
from numnet.figures.drawing.projection import grid
from numnet.figures.drawing.takes import instance_of, takes
from numnet.utils.language import gettext

RESOLUTION = 301
LOOKS = {"class numbers": (style.ORANGE, "s"), "one-hot": (style.BLUE, "o")}


@takes(instance_of("the result of numnet.experiments.encoding.encoding", Encoding))
def encoding(result, axes=None):
    """Regression on class numbers beside one-hot targets, from `numnet.experiments.encoding`.

    Above, the regions of the classes, without hidden layer, on the first data set; below, the accuracies on the
    validation sets of all data sets, a panel for each network, a dot for each seed, and their mean. `axes` is an array
    of four, or of three where one network was trained. Returns them. Raises `ValueError` for another number, and where
    the first set has more than two features.
    """
    if result.data.X.shape[1] != 2:
        raise ValueError(f"the first set is drawn in the plane, and {result.sets[0]} has {result.data.X.shape[1]} "
                         "features; name one of two features first")  # fmt: skip
    count = 2 + len(result.networks)
    axes, new = style.take_axes(axes, count, "encoding", columns=2, size=(11.6, 10.2),
                                words=[*ENCODINGS, *map(hidden_words, result.networks)])  # fmt: skip
    for ax, which in zip(axes, ENCODINGS):
        _map(ax, result, result.drawn[which])
    low = min(float(accuracy.min()) for accuracy in result.accuracy.values())
    for ax, hidden in zip(axes[2:], result.networks):
        _accuracies(ax, result, hidden)
        ax.set_ylim(100 * low - 4, 102)
    for ax in slides.carriers(axes[2:]):
        ax.set_ylabel(gettext("validation accuracy, %"))
    words = gettext("the same data and networks: regression on the class numbers, and one output for each class")
    style.headline(axes, new, words)
    return np.array(axes, dtype=object)


def _map(ax, result, fitted):
    """The classes over the plane, with the points."""
    data, colors = result.data, style.class_colors(fitted.classes)
    x, y, points = grid(data.X, RESOLUTION)
    chosen = fitted.decide(points).reshape(len(y), len(x))
    image = np.array([style.tint(color, 0.35) for color in colors])[chosen]
    ax.imshow(image, extent=(x[0], x[-1], y[0], y[-1]), origin="lower", aspect="auto", zorder=0)
    outputs = fitted.outputs(points)
    for k, margin in enumerate(_margins(outputs, fitted.classes)):
        if margin.min() < 0 < margin.max():
            ax.contour(x, y, margin.reshape(chosen.shape), [0], colors="black", linewidths=1.8, zorder=5 + k,
                       linestyles="-").set_path_effects(RIM)  # fmt: skip
    scatter(ax, data.X, np.array(colors)[data.T], "training", 2 * len(data.X))
    ax.set(xlim=(x[0], x[-1]), ylim=(y[0], y[-1]), xlabel=data.feature_names[0], ylabel=data.feature_names[1])
    one_hot = outputs.ndim == 2
    right = 100 * np.mean(fitted.decide(data.X) == data.T)
    how = gettext("the class whose output is largest") if one_hot else gettext("the one nearest to the only output")
    words = gettext("{data}, no hidden layer: {share:.1f} % of all points right")
    words = words.format(data=result.sets[0], share=right)
    ax.set_title(f"{gettext(fitted.encoding)}: {how}\n{words}")
    names = data.target_names if one_hot else [f"{k}: {name}" for k, name in enumerate(data.target_names, 1)]
    style.legend_below(ax, [style.swatch(name, color) for name, color in zip(names, colors, strict=True)])


def _margins(outputs, classes):
    """What is 0 on each boundary between classes, (n,)."""
    if outputs.ndim == 1:
        return [outputs - border for border in np.arange(1.5, classes)]
    return [outputs[:, k] - np.delete(outputs, k, axis=1).max(axis=1) for k in range(outputs.shape[1])]


def _head(hidden, seeds):
    return gettext("{network}, {seeds} seeds").format(network=hidden_words(hidden), seeds=seeds)


def _accuracies(ax, result, hidden):
    """A dot a seed for every set and encoding, and a line at their mean."""
    for k, name in enumerate(result.sets):
        for side, which in zip((-0.18, 0.18), ENCODINGS):
            accuracy, (color, marker) = 100 * result.accuracy[name, hidden, which], LOOKS[which]
            at = k + side + np.linspace(-0.1, 0.1, len(accuracy))
            one, mean = gettext("{encoding}: one seed each"), gettext("{encoding}: their mean")
            ax.plot(at, accuracy, marker, color=color, markersize=6, markeredgecolor="white", markeredgewidth=0.5,
                    label=one.format(encoding=gettext(which)) if not k else None)  # fmt: skip
            ax.plot([k + side - 0.15, k + side + 0.15], 2 * [accuracy.mean()], color=color, linewidth=3, zorder=4,
                    label=mean.format(encoding=gettext(which)) if not k else None)  # fmt: skip
    ax.set(xlim=(-0.5, len(result.sets) - 0.5), title=_head(hidden, result.seeds))
    ax.set_xticks(range(len(result.sets)), result.sets)
    ax.grid(True, axis="y")
    style.legend_below(ax, ax.get_legend_handles_labels()[0], points=26)
