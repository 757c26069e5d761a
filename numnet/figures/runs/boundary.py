"""What the model of RUN says at every point: class regions with probabilities, or the fitted curve or surface.

Of more than two features the answer is drawn on a slice, the plane of their first two principal components, and the
rows are moved onto it; those that the network really has wrong are ringed.

\b
Example:
  numnet plot boundary runs/spiral-1
"""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from numnet.figures.drawing import style
from numnet.figures.drawing.data_points import part_swatches, scatter
from numnet.figures.drawing.decision_colors import RIM, SCALE, columns
from numnet.figures.drawing.decision_map import DecisionMap
from numnet.figures.drawing.prediction_curves import PredictionCurves
from numnet.figures.drawing.projection import frame, limits
from numnet.figures.drawing.run_labels import describe, outputs, parts
from numnet.figures.drawing.takes import ONE_RUN, takes
from numnet.model.decisions import decide
from numnet.utils.language import gettext

RESOLUTION = 240  # points along each side of the plane
BANDS = np.linspace(0, 1, 11)


@takes(ONE_RUN)
def boundary(run, ax=None):
    """The network's answer over the plane of its inputs, and the data: circles training, diamonds validation.

    Classes: regions, darker where the network is surer, and the lines between them. Labels: a panel a label and one of
    their combinations. Regression: filled contours, the points in the colour of their target; with one feature the
    fitted curve. Of more than two features the answer is shown on a slice, the plane of their first two principal
    components, and the rows are moved onto it: those that the network really has wrong are ringed. `ax` is one axes, or
    an array of as many as there are panels. Returns the axes, or an array of them. Raises `ValueError` for another
    number of axes.
    """
    data = run.data()
    task, d = data.task, np.asarray(data.X).shape[1]
    count = {"multilabel": len(data.target_names) + (d > 1), "regression": len(data.target_names)}.get(task, 1)
    plane = None if d == 1 else DecisionMap(run, data, RESOLUTION)
    size = _size(plane.points) if plane and count == 1 else None
    words = [*data.target_names, "combinations"][:count] if count > 1 else None
    axes, new = style.take_axes(ax, count, f"the boundary of {data.name!r}", size=size, words=words)
    if plane is None:
        PredictionCurves(data, 500).draw(axes, run)
    else:
        drawer = {"regression": _draw_targets, "multilabel": _draw_labels}.get(task, _draw_classes)
        drawer(axes, plane, plane.outputs(run), _wrong(run, data))
        for one in axes:
            frame(one, plane.plane, short=count > 1)
    style.headline(axes, new, "\n".join(filter(None, [describe(run), plane and plane.note])))
    return axes[0] if count == 1 else np.array(axes, dtype=object)


def _size(points):
    """Width and height in inches of a figure for one panel, as high as the data asks for."""
    width, height = np.ptp(np.concatenate([P for P, _ in points.values()]), axis=0)
    ratio = height / width if width > 0 and 0.5 <= height / width <= 2 else 0.9
    return (6.8, 1.7 + 5.0 * ratio) if ratio <= 1 else (1.8 + 5.0 / ratio, 6.7)


def _wrong(run, data):
    """{part: (n, labels or 1) whether the network has a row wrong}; empty where the place of a point says so."""
    if data.task == "regression" or np.asarray(data.X).shape[1] <= 2:
        return {}
    return {part: decide(data.task, outputs(run, X)).reshape(len(X), -1) != T.reshape(len(X), -1)
            for part, X, T in parts(data)}  # fmt: skip


def _rings(ax, plane, wrong):
    """Rings around the rows that the network has wrong; the entry of the legend, a list."""
    if not wrong:
        return []
    spots = np.concatenate([plane.points[part][0][rows.any(axis=1)] for part, rows in wrong.items()])
    size = 2 + 1.7 * float(np.clip(400 / np.sqrt(plane.count), 10, 110)) ** 0.5
    words = gettext("wrong: {count} of {all} rows") if len(spots) else gettext("wrong: none of {all} rows")
    (ring,) = ax.plot(*spots.T, "o", color=style.BLACK, markersize=size, markerfacecolor="none", markeredgewidth=1.4,
                      zorder=6, label=words.format(count=len(spots), all=plane.count))  # fmt: skip
    return [ring]


def decision_line(ax, plane, margin):
    """Where the margin (len(y), len(x)) changes its sign; above the points, with a white rim."""
    if margin.min() < 0 < margin.max():
        line = ax.contour(plane.x, plane.y, margin, [0], colors=style.BLACK, linewidths=1.8, zorder=5)
        line.set_path_effects(RIM)


def _draw_targets(axes, plane, P, wrong):
    """One panel a target: filled contours of the output, the points in the colour of their target."""
    for k, (ax, name) in enumerate(zip(axes, plane.data.target_names, strict=True)):
        targets = {part: columns(T)[:, k] for part, (_, T) in plane.points.items()}
        low, high = limits(np.concatenate(list(targets.values())), margin=0)
        levels = MaxNLocator(14).tick_values(low, high)
        surface = ax.contourf(plane.x, plane.y, np.clip(P[..., k], levels[0], levels[-1]), levels, cmap=SCALE, zorder=0)
        style.thin_lines(ax, plane.x, plane.y, P[..., k], levels[1:-1:2])
        for part, (coordinates, _) in plane.points.items():
            scatter(ax, coordinates, surface.cmap(surface.norm(targets[part])), part, plane.count, filled=True)
        style.colorbar(ax, surface, gettext("{name}: output and targets").format(name=name))
        if len(axes) > 1:
            style.title(ax, name)
        style.legend_below(ax, part_swatches(plane.points, gettext("targets"), filled=True))


def _draw_classes(axes, plane, P, wrong):
    """Bands of a probability, or regions of the most probable class, with thin lines at 50, 70 and 90 %."""
    ax, names, colors = axes[0], plane.data.target_names, plane.colors.colors
    if plane.data.task == "binary":
        words = gettext("probability of {name!r}").format(name=style.shortened(names[1]))
        _probability(ax, plane, P[..., 0], colors, words)
    else:
        _shade(ax, plane, P)
        style.thin_lines(ax, plane.x, plane.y, P.max(axis=2), [0.5, 0.7, 0.9])
        for margin in plane.colors.margins(P):
            decision_line(ax, plane, margin)
    plane.scatter(ax)
    line = Line2D([], [], color=style.BLACK, linewidth=1.8, label=gettext("decision line"))
    rings = _rings(ax, plane, wrong)
    style.legend_below(ax, plane.colors.swatches(), [*part_swatches(plane.points), line, *rings])


def _probability(ax, plane, p, colors, label):
    """Bands of the probability of one thing against another, and the line at one half."""
    low, high = (style.tint(color, 0.55) for color in colors)
    cmap = LinearSegmentedColormap.from_list("", [low, "white", high])
    bands = ax.contourf(plane.x, plane.y, p, BANDS, cmap=cmap, zorder=0)
    decision_line(ax, plane, p - 0.5)
    style.colorbar(ax, bands, label, ticks=[0, 0.25, 0.5, 0.75, 1])


def _shade(ax, plane, P):
    """An image of regions: the colour says which, its strength how certain."""
    plane.shade(ax, plane.image(P), interpolation="nearest", aspect="auto")


def _draw_labels(axes, plane, P, wrong):
    """A panel a label, and one of which labels hold together, with points in the colour of what is true of them."""
    names = plane.data.target_names
    for k, (ax, name, color) in enumerate(zip(axes[:-1], names, style.class_colors(len(names)), strict=True)):
        _probability(ax, plane, P[..., k], ["#A8A8A8", color], gettext("probability"))
        for part, (coordinates, T) in plane.points.items():
            scatter(ax, coordinates, np.array([style.GREY, color])[T[:, k]], part, 2 * plane.count)
        style.title(ax, name)
        swatches = [style.swatch(gettext("yes"), color), style.swatch(gettext("no"), style.GREY)]
        rings = _rings(ax, plane, {part: rows[:, [k]] for part, rows in wrong.items()})
        style.legend_below(ax, [*swatches, *part_swatches(plane.points)], rings)
    ax = axes[-1]
    _shade(ax, plane, P)
    for margin in plane.colors.margins(P):
        decision_line(ax, plane, margin)
    plane.scatter(ax, crowding=2)
    style.title(ax, gettext("combinations"))
    style.legend_below(ax, plane.colors.swatches(), _rings(ax, plane, wrong))
