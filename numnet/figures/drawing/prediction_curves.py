"""Regression over the plane, and everything with one feature: curves over points."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from numnet.figures.drawing import style
from numnet.figures.drawing.data_points import part_swatches, scatter
from numnet.figures.drawing.projection import field, limits, seen
from numnet.figures.drawing.run_labels import outputs, parts
from numnet.model.decisions import class_probabilities

COLORS = "viridis"  # even in lightness, and the same for all kinds of colour vision
STEP = 0.07  # between the rows of points under a probability curve


def draw_surfaces(axes, run, data, plane):
    """One panel a target: filled contours of the output, the points in the colour of their target."""
    points = seen(data, plane)
    x, y, Y = field(run, plane, points)
    total = sum(len(T) for _, T in points.values())
    for k, (ax, name) in enumerate(zip(axes, data.target_names, strict=True)):
        targets = {part: columns(T)[:, k] for part, (_, T) in points.items()}
        low, high = limits(np.concatenate(list(targets.values())), margin=0)
        levels = MaxNLocator(14).tick_values(low, high)
        surface = ax.contourf(x, y, np.clip(Y[..., k], levels[0], levels[-1]), levels, cmap=COLORS, zorder=0)
        style.thin_lines(ax, x, y, Y[..., k], levels[1:-1:2])
        for part, (coordinates, _) in points.items():
            colors = surface.cmap(surface.norm(targets[part]))
            scatter(ax, coordinates, colors, part, total, filled=True)
        style.colorbar(ax, surface, name)
        if len(axes) > 1:
            style.title(ax, name)
        style.legend_below(ax, part_swatches(points, "targets"))


def columns(T):
    """Targets (n,) or (n, k) as (n, k)."""
    return np.asarray(T).reshape(len(T), -1)


def draw_curves(axes, run, data):
    """One feature: the fitted curve over the points, or the probability of each class or label."""
    shown = {part: (X[:, 0], T) for part, X, T in parts(data)}
    low, high = limits(np.concatenate([x for x, _ in shown.values()]), margin=0.05)
    x = np.linspace(low, high, 500)
    Y = outputs(run, x[:, None])
    if data.task == "regression":
        for k, (ax, name) in enumerate(zip(axes, data.target_names, strict=True)):
            _fit(ax, x, Y[:, k], {part: (X, columns(T)[:, k]) for part, (X, T) in shown.items()}, name)
    elif data.task == "multilabel":
        colors = style.class_colors(len(axes))
        for k, (ax, name) in enumerate(zip(axes, data.target_names, strict=True)):
            rows = {part: (X, T[:, k]) for part, (X, T) in shown.items()}
            _probabilities(ax, x, [1 - Y[:, k], Y[:, k]], rows, ["no", name], [style.GREY, colors[k]])
            style.title(ax, name)
    else:
        colors = style.class_colors(len(data.target_names))
        _probabilities(axes[0], x, class_probabilities(data.task, Y).T, shown, data.target_names, colors)
    for ax in axes:
        ax.set(xlim=(low, high), xlabel=data.feature_names[0])


def _fit(ax, x, y, shown, name):
    """The curve y(x) over the points."""
    total = sum(len(T) for _, T in shown.values())
    size = float(np.clip(400 / np.sqrt(total), 14, 90))
    looks = {
        "training": {"color": style.SKY, "marker": "o", "edgecolors": "white", "linewidths": 0.5},
        "validation": {"facecolors": "white", "edgecolors": style.BLUE, "marker": "D", "linewidths": 1.3},
    }
    for part, (X, T) in shown.items():
        ax.scatter(X, T, s=size, label=part, zorder=2, **looks[part])
    ax.plot(x, y, color=style.VERMILION, linewidth=3, label="network", zorder=3)
    ax.set_ylabel(name)
    ax.grid(True)
    style.legend_below(ax, ax.get_legend_handles_labels()[0])


def _probabilities(ax, x, curves, shown, names, colors):
    """The probability of each class along the only feature; the points of a class lie in a row of their own below."""
    for curve, color in zip(curves, colors, strict=True):
        ax.plot(x, curve, color=color, linewidth=2.5, zorder=3)
    total = sum(len(T) for _, T in shown.values())
    for part, (X, T) in shown.items():
        scatter(ax, np.column_stack([X, -STEP * (1 + T)]), np.array(colors)[T], part, total)
    ax.axhline(0, color=style.GREY, linewidth=0.8)
    ax.set(ylim=(-STEP * (len(names) + 0.8), 1.04), yticks=[0, 0.25, 0.5, 0.75, 1], ylabel="probability")
    ax.grid(True, axis="y")
    classes = [style.swatch(name, color) for name, color in zip(names, colors, strict=True)]
    style.legend_below(ax, classes, part_swatches(shown))
