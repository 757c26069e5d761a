"""What the model of RUN says at every point: class regions with probabilities, or the fitted curve or surface.

Data of more than two features are drawn in the plane of their first two principal components.

\b
Example:
  numnet plot boundary runs/spiral-1
"""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D

from numnet.figures.drawing import prediction_curves as fits
from numnet.figures.drawing import style
from numnet.figures.drawing.data_points import part_swatches, scatter
from numnet.figures.drawing.decision_colors import RIM, Answers
from numnet.figures.drawing.projection import field, frame, plane_of, seen
from numnet.figures.drawing.run_labels import describe

BANDS = np.linspace(0, 1, 11)
OTHER = "#EDEDED"  # the absence of a label


@style.styled
def boundary(run, ax=None):
    """The network's answer over the plane of its inputs, and the data: circles training, diamonds validation.

    Classes: regions, darker where the network is surer, and the lines between them. Labels: a panel a label and one of
    their combinations. Regression: filled contours, the points in the colour of their target; with one feature the
    fitted curve. More than two features are shown in the plane of their first two principal components. `ax` is one
    axes, or an array of as many as there are panels. Returns the axes, or an array of them. Raises `ValueError` for
    another number of axes.
    """
    data = run.data()
    task, d = data.task, np.asarray(data.X).shape[1]
    count = {"multilabel": len(data.target_names) + (d > 1), "regression": len(data.target_names)}.get(task, 1)
    plane = None if d == 1 else plane_of(np.asarray(data.X), data.feature_names, run.scaler)
    size = _size(seen(data, plane)) if plane and count == 1 else None
    axes, new = style.take_axes(ax, count, f"the boundary of {data.name!r}", size=size)
    if plane is None:
        fits.draw_curves(axes, run, data)
    else:
        drawer = {"regression": fits.draw_surfaces, "multilabel": _draw_labels}.get(task, _draw_classes)
        drawer(axes, run, data, plane)
        for one in axes:
            frame(one, plane, short=count > 1)
    style.headline(axes, new, "\n".join(filter(None, [describe(run), plane and plane.note()])))
    return axes[0] if count == 1 else np.array(axes, dtype=object)


def _size(points):
    """Width and height in inches of a figure for one panel, as high as the data asks for."""
    width, height = np.ptp(np.concatenate([P for P, _ in points.values()]), axis=0)
    ratio = height / width if width > 0 and 0.5 <= height / width <= 2 else 0.9
    return (6.8, 1.7 + 5.0 * ratio) if ratio <= 1 else (1.8 + 5.0 / ratio, 6.7)


def decision_line(ax, x, y, difference):
    """Where the difference (len(y), len(x)) changes its sign; above the points, with a white rim."""
    if difference.min() < 0 < difference.max():
        line = ax.contour(x, y, difference, [0], colors=style.BLACK, linewidths=1.8, zorder=5)
        line.set_path_effects(RIM)


def _line(label="decision line"):
    return Line2D([], [], color=style.BLACK, linewidth=1.8, label=label)


def _draw_classes(axes, run, data, plane):
    ax, points = axes[0], seen(data, plane)
    x, y, P = field(run, plane, points)
    colors = style.class_colors(len(data.target_names))
    if data.task == "binary":
        _probability(ax, x, y, P[..., 0], colors, f"probability of {style.shortened(data.target_names[1])!r}")
    else:
        _regions(ax, x, y, P, Answers(data))
    total = sum(len(T) for _, T in points.values())
    for part, (coordinates, T) in points.items():
        scatter(ax, coordinates, np.array(colors)[T], part, total)
    classes = [style.swatch(name, color) for name, color in zip(data.target_names, colors, strict=True)]
    style.legend_below(ax, classes, [*part_swatches(points), _line()])


def _probability(ax, x, y, p, colors, label):
    """Bands of the probability of one thing against another, and the line at one half."""
    low, high = (style.tint(color, 0.55) for color in colors)
    bands = ax.contourf(x, y, p, BANDS, cmap=LinearSegmentedColormap.from_list("", [low, "white", high]), zorder=0)
    decision_line(ax, x, y, p - 0.5)
    style.colorbar(ax, bands, label, ticks=[0, 0.25, 0.5, 0.75, 1])


def _regions(ax, x, y, P, answers):
    """The most probable of several classes, tinted by its probability; thin lines at 50, 70 and 90 %."""
    _shade(ax, x, y, P, answers)
    style.thin_lines(ax, x, y, P.max(axis=2), [0.5, 0.7, 0.9])
    for one in np.unique(P.argmax(axis=2)):
        others = np.delete(P, one, axis=2).max(axis=2)
        decision_line(ax, x, y, P[..., one] - others)


def _shade(ax, x, y, P, answers):
    """An image of regions: the colour says which, its strength how certain."""
    image = answers.of_outputs(P.reshape(-1, P.shape[2])).reshape(*P.shape[:2], 3)
    half_x, half_y = (x[1] - x[0]) / 2, (y[1] - y[0]) / 2
    extent = (x[0] - half_x, x[-1] + half_x, y[0] - half_y, y[-1] + half_y)
    ax.imshow(image, extent=extent, origin="lower", interpolation="nearest", aspect="auto", zorder=0)
    ax.set(xlim=(x[0], x[-1]), ylim=(y[0], y[-1]))


def _draw_labels(axes, run, data, plane):
    points = seen(data, plane)
    x, y, P = field(run, plane, points)
    total = sum(len(T) for _, T in points.values())
    colors = style.class_colors(len(data.target_names))
    for k, (ax, name, color) in enumerate(zip(axes[:-1], data.target_names, colors, strict=True)):
        _probability(ax, x, y, P[..., k], ["#A8A8A8", color], "probability")
        for part, (coordinates, T) in points.items():
            scatter(ax, coordinates, np.array([style.GREY, color])[T[:, k]], part, 2 * total)
        style.title(ax, name)
        style.legend_below(ax, [style.swatch("yes", color), style.swatch("no", style.GREY), *part_swatches(points)])
    _draw_combinations(axes[-1], x, y, P, points, Answers(data))


def _draw_combinations(ax, x, y, P, points, answers):
    """Which labels hold together: regions, and points in the colour of what is true of them."""
    _shade(ax, x, y, P, answers)
    for k in range(P.shape[2]):
        decision_line(ax, x, y, P[..., k] - 0.5)
    total = sum(len(T) for _, T in points.values())
    for part, (coordinates, T) in points.items():
        scatter(ax, coordinates, answers.of_targets(T), part, 2 * total)
    style.title(ax, "combinations")
    style.legend_below(ax, answers.swatches())
