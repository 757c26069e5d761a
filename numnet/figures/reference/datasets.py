"""A picture of every bundled data set, or of those named."""

import numpy as np

from numnet.data import DATASETS, Dataset, Scaler, load_dataset
from numnet.figures.drawing import slides, style
from numnet.figures.drawing.decision_colors import SCALE, Combinations
from numnet.figures.drawing.projection import frame, plane_of
from numnet.figures.drawing.takes import takes
from numnet.utils.language import gettext

MOST_POINTS = 800


@takes()
def datasets(names=None, axes=None):
    """A gallery of the bundled data sets, or of those in `names`, a panel each; a `Dataset` may stand for a name.

    Classes and combinations of labels in colours, targets of regression as height or colour; more than two features
    in the plane of their first two principal components, standardised. `axes` is an array of as many axes. Returns
    them. Raises `DataError`, a `ValueError`, for an unknown name, `TypeError` for anything else.
    """
    names = DATASETS if names is None else [names] if isinstance(names, str | Dataset) else names
    names = list(names) if np.iterable(names) else [names]
    wrong = [name for name in names if not isinstance(name, str | Dataset)]
    if wrong:
        raise TypeError(f"datasets needs names of bundled data sets, or Datasets; got {type(wrong[0]).__name__}")
    if not names:
        raise ValueError(f"names is empty; pass some of {', '.join(DATASETS)}, or None for all")
    sets = [load_dataset(name) if isinstance(name, str) else name for name in names]
    columns = min(5, len(sets))
    rows = -(-len(sets) // columns)
    size = (3.3 * columns + 0.6, 3.5 * rows + 0.4)
    axes, new = style.take_axes(axes, len(sets), "the gallery", columns=columns, size=size,
                                words=[data.name for data in sets])  # fmt: skip
    for ax, data in zip(axes, sets, strict=True):
        _panel(ax, data)
    if len(axes) > 1 and new:
        style.headline(axes, new, gettext("{count} data sets that come with numnet").format(count=len(sets)))
    return np.array(axes, dtype=object)


def _panel(ax, data):
    """One data set: at most `MOST_POINTS` of its points, evenly chosen."""
    kept = np.unique(np.linspace(0, len(data.X) - 1, min(len(data.X), MOST_POINTS)).astype(int))
    size = float(np.clip(200 / np.sqrt(len(kept)), 6, 110))
    look = {"s": size, "edgecolors": "white", "linewidths": 0.3}
    if data.X.shape[1] == 1:
        ax.scatter(data.X[kept, 0], data.T[kept], color=style.BLUE, **look)
        ax.set(xlabel=data.feature_names[0], ylabel=data.target_names[0])
    else:
        scaler = Scaler.fit(data.X) if data.X.shape[1] > 2 else None
        plane = plane_of(data.X, data.feature_names, scaler)
        points = plane.project(data.X)[kept]
        if data.task == "regression":
            values = ax.scatter(*points.T, c=data.T[kept], cmap=SCALE, **look)
            if slides.alone(ax):
                style.colorbar(ax, values, data.target_names[0])
        else:
            swatches = _swatches(data)
            colors = np.array([swatch.get_color() for swatch in swatches])
            ax.scatter(*points.T, c=colors[_groups(data)[kept]], **look)
            if slides.alone(ax):
                style.legend_below(ax, swatches)
        frame(ax, plane)
        if plane.share is not None and not slides.alone(ax):
            words = gettext("PC 1 + PC 2: {share:.0f} % of variance")
            ax.set(xlabel=words.format(share=plane.share), ylabel="")
    if data.truth_table:
        ax.set(xticks=(0, 1), yticks=(0, 1), xlim=(-0.3, 1.3), ylim=(-0.3, 1.3))
    ax.set_anchor("N")
    ax.tick_params(labelsize=8, length=2)
    ax.xaxis.label.set_size(9)
    ax.yaxis.label.set_size(9)
    ax.set_title(f"{data.name}\n", fontsize=12, fontweight="bold", pad=4)
    ax.text(0, 1.03, _words(data), transform=ax.transAxes, fontsize=9, color="#555555")


def _words(data):
    """Size and task: "1797 × 64, 10 classes"."""
    count = len(data.target_names)
    kinds = {"regression": gettext("regression"), "multilabel": gettext("{count} labels").format(count=count)}
    kind = kinds.get(data.task, gettext("{count} classes").format(count=count))
    return f"{data.X.shape[0]} × {data.X.shape[1]}, {kind}"


def _groups(data):
    """Group of each row: its class, or its combination of labels."""
    return Combinations(data.T, data.target_names).index(data.T) if data.task == "multilabel" else data.T


def _swatches(data):
    """Legend entries of the groups, in their colours."""
    if data.task == "multilabel":
        return Combinations(data.T, data.target_names).swatches()
    names = data.target_names
    return [style.swatch(name, color) for name, color in zip(names, style.class_colors(len(names)), strict=True)]
