"""Batch, mini-batch and stochastic gradient descent on the same two weights, from the same start."""

import numpy as np

from numnet.experiments.batches import Batches, arrival_rows
from numnet.figures.drawing import slides, style
from numnet.figures.drawing.takes import instance_of, takes
from numnet.utils.language import gettext, message, ngettext

KIND_COLORS = {message("batch"): style.BLUE, message("mini-batch"): style.ORANGE, message("stochastic"): style.GREEN}
LEVELS = 14
PANELS = (*KIND_COLORS, "loss-epochs", "loss-updates", "loss-time", "variance", "target")
STRONG = {"fontweight": "bold"}


@takes(instance_of("the result of numnet.experiments.batches.batches", Batches))
def batches(result, axes=None):
    """Batch, mini-batch and stochastic gradient descent, from `numnet.experiments.batches`.

    Above the three paths over the same contours of the error; then the loss against epochs, updates and seconds; then
    the variance of the gradient against the size of the mini-batch, and who reaches the target soonest for which number
    of samples. `axes` is an array of eight. Returns them. Raises `ValueError` for another number.
    """
    axes, new = style.take_axes(axes, len(PANELS), "batches", make=_grid_of_eight, words=PANELS)
    _paths(axes[:3], result)
    _losses(axes[3:6], result)
    _variance(axes[6], result)
    _arrivals(axes[7], result)
    words = gettext("one neuron, two weights, {n} samples: an update by the gradient of all, of some, or of one")
    style.headline(axes, new, words.format(n=result.n))
    return np.array(axes, dtype=object)


def _grid_of_eight():
    drawing = style.new_figure((12.6, 11.4))
    grid = drawing.add_gridspec(3, 3, height_ratios=(1.15, 1, 1))
    cells = [grid[row, column] for row in range(2) for column in range(3)] + [grid[2, 0], grid[2, 1:]]
    return [drawing.add_subplot(cell) for cell in cells]


def _paths(axes, result):
    """The paths of the two weights, each over the same contours."""
    points = np.concatenate([path.weights for path in result.paths])
    points = points[np.isfinite(points).all(axis=1)]
    low, high = (
        np.minimum(points.min(axis=0), result.lowest - 1),
        np.maximum(points.max(axis=0), result.lowest + 1),
    )
    margin = 0.08 * (high - low)
    (left, bottom), (right, top) = low - margin, high + margin
    w, b = np.linspace(left, right, 50), np.linspace(bottom, top, 50)
    above = np.maximum(result.loss(*np.meshgrid(w, b)) - result.lowest_loss, 1e-12)
    levels = np.geomspace(0.02, above.max(), LEVELS)
    shades = style.LAND(np.linspace(0, 1, LEVELS))
    for ax, path in zip(axes, result.paths, strict=True):
        color = KIND_COLORS[path.arrival.kind]
        ax.contourf(w, b, above, [0, *levels], colors=shades, zorder=0)
        ax.contour(w, b, above, levels, colors=style.CONTOUR, linewidths=0.5, zorder=0)
        few = len(path.update) < 60
        ax.plot(*path.weights.T, "o-" if few else "-", color=color, markersize=4, linewidth=1.8 if few else 1.1)
        ax.plot(*result.start, "o", color="white", markeredgecolor=style.BLACK, markersize=8, zorder=5,
                label=gettext("start"))  # fmt: skip
        ax.plot(*result.lowest, "*", color=style.YELLOW, markeredgecolor=style.BLACK, markersize=14, zorder=5,
                linestyle="", label=gettext("lowest point"))  # fmt: skip
        ax.set(xlim=(left, right), ylim=(bottom, top), xlabel=gettext("weight w"), ylabel=gettext("bias b"))
        ax.set_title(_pace(path, result.n), fontsize=11)


def _pace(path, n):
    """How many samples an update has, and how many updates the path has, in two lines."""
    size, rate = path.arrival.batch_size, f"{path.arrival.rate:g}"
    updates, epochs = int(path.update[-1]), round(path.epoch[-1])
    words = {
        "batch": gettext("{kind}: all {n} samples per update, rate {rate}").format,
        "mini-batch": gettext("{kind}: {size} samples per update, rate {rate}").format,
        "stochastic": gettext("{kind}: 1 sample per update, rate {rate}").format,
    }[path.arrival.kind](kind=gettext(path.arrival.kind), n=n, size=size, rate=rate)
    updates = ngettext("{count} update", "{count} updates", updates).format(count=updates)
    epochs = ngettext("{count} epoch", "{count} epochs", epochs).format(count=epochs)
    return f"{words}\n" + gettext("{updates} in {epochs}").format(updates=updates, epochs=epochs)


def _losses(axes, result):
    """The loss against epochs, updates and seconds."""
    clocks = (
        ("epoch", gettext("epochs: passes over the data"), gettext("loss against epochs")),
        ("update", gettext("updates"), gettext("loss against updates")),
        ("seconds", gettext("time / ms"), gettext("loss against time")),
    )
    for ax, (name, label, title) in zip(axes, clocks, strict=True):
        for path in result.paths:
            x = getattr(path, name) * (1000 if name == "seconds" else 1)
            ax.plot(x[1:], path.loss[1:], color=KIND_COLORS[path.arrival.kind], label=gettext(path.arrival.kind),
                    marker="o" if len(x) < 60 else None, markersize=4, linewidth=1.8)  # fmt: skip
        ax.axhline(result.target, color=style.GREY, linewidth=1, linestyle="--")
        ax.set(xscale="log", yscale="log", xlabel=label, title=title)
        ax.grid(True)
        style.plain_ticks(ax)
    look = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "fontsize": 9, "color": "#666666"}
    for ax in slides.carriers(axes):
        ax.set_ylabel(gettext("loss of all samples"))
        ax.annotate(gettext("target"), (0, result.target), xytext=(4, 3), ha="left", **look)
    for ax in slides.carriers(axes, 1):
        style.legend_inside(ax, loc="upper right")


def _variance(ax, result):
    """The variance of the gradient at the start against the size of the mini-batch, and 1/B."""
    size, measured, exact = result.variance
    ax.plot(size, measured[0] / size, color=style.BLACK, linewidth=1.2, label="1/B")
    ax.plot(size, exact, color=style.GREY, linestyle="--", linewidth=1.5, label="1/B · (n − B)/(n − 1)")
    ax.plot(size, measured, "o", color=style.VERMILION, markersize=6, label=gettext("measured"))
    ax.set(xscale="log", yscale="log", xlabel=gettext("samples in the mini-batch, B"))
    ax.set_ylabel(gettext("mean ‖g − mean g‖²"))
    ax.set_xscale("log", base=2)
    ax.xaxis.set_major_formatter("{x:g}")
    ax.set_title(gettext("variance of the gradient"))
    ax.grid(True)
    style.legend_inside(ax, loc="lower left")


def _arrivals(ax, result):
    """The table of arrivals; for each number of samples the least updates, epochs and time are bold."""
    header, *rows = arrival_rows(result)
    ax.axis("off")
    ax.set(xlim=(0, 1), ylim=(0, 1))
    left = np.array([0.1, 0.14, 0.39, 0.54, 0.68, 0.83, 0.99])
    height = 1 / (1.15 * len(rows) + 1.5)
    ax.set_title(gettext("until the loss stays below the target, 99 % of the decrease; the smallest in bold"))
    for column, word in enumerate(header):
        ax.text(left[column], 1 - height, word, ha="left" if column == 1 else "right", color="#555555", fontsize=10)
    best = {}
    for arrival in result.arrivals:
        for name in ("updates", "epochs", "seconds"):
            if arrival.updates >= 0:
                key = (arrival.n, name)
                best[key] = min(best.get(key, np.inf), getattr(arrival, name))
    at = 1 - 1.35 * height
    for k, (arrival, row) in enumerate(zip(result.arrivals, rows, strict=True)):
        if k % 3 == 0:
            ax.axhline(at, color="#CCCCCC", linewidth=0.8)
            at -= 0.1 * height
        at -= height
        for column, word in enumerate(row):
            name = {3: "updates", 4: "epochs", 5: "seconds"}.get(column)
            wins = name and arrival.updates >= 0 and getattr(arrival, name) == best[arrival.n, name]
            color = KIND_COLORS[arrival.kind] if column == 1 or wins else style.BLACK
            word = gettext(word) if column == 1 else word
            ax.text(left[column], at, word if column or k % 3 == 0 else "", ha="left" if column == 1 else "right",
                    color=color, fontsize=11, **(STRONG if wins or column == 1 else {}))  # fmt: skip
        at -= 0.35 * height * (k % 3 == 2)
