"""`boundary`: what a network answers over the plane of its inputs, with the data on top."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D
from matplotlib.patheffects import Normal, Stroke

from numnet.figures import fits, style
from numnet.figures.plane import field, plane_of, seen
from numnet.figures.points import part_swatches, scatter
from numnet.figures.subject import decisions, describe

BANDS = np.linspace(0, 1, 11)
OTHER = "#EDEDED"  # the absence of a label
MOST_COMBINATIONS = 7


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


def frame(ax, plane, short=False):
    """Axis labels, and one unit as long as the other where the two spans are alike."""
    labels = plane.labels
    if short and plane.share is not None:
        labels = [label.replace("principal component", "PC") for label in labels]
    ax.set(xlabel=labels[0], ylabel=labels[1])
    width, height = np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())
    ax.set_aspect("equal" if 0.5 <= width / height <= 2 else "auto")


def decision_line(ax, x, y, difference):
    """Where the difference (len(y), len(x)) changes its sign; above the points, with a white rim."""
    if difference.min() < 0 < difference.max():
        line = ax.contour(x, y, difference, [0], colors=style.BLACK, linewidths=1.8, zorder=5)
        line.set_path_effects([Stroke(linewidth=3.2, foreground="white"), Normal()])


def _line(label="decision line"):
    return Line2D([], [], color=style.BLACK, linewidth=1.8, label=label)


def _draw_classes(axes, run, data, plane):
    ax, points = axes[0], seen(data, plane)
    x, y, P = field(run, plane, points)
    colors = style.class_colors(len(data.target_names))
    if data.task == "binary":
        _probability(ax, x, y, P[..., 0], colors, f"probability of {style.shortened(data.target_names[1])!r}")
    else:
        _regions(ax, x, y, P, colors)
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


def _regions(ax, x, y, P, colors):
    """The most probable of several classes, tinted by its probability; thin lines at 50, 70 and 90 %."""
    k = P.shape[2]
    winner, sure = P.argmax(axis=2), P.max(axis=2)
    _shade(ax, x, y, winner, np.clip((sure - 1 / k) / (1 - 1 / k), 0, 1), colors)
    style.thin_lines(ax, x, y, sure, [0.5, 0.7, 0.9])
    for one in np.unique(winner):
        others = np.delete(P, one, axis=2).max(axis=2)
        decision_line(ax, x, y, P[..., one] - others)


def _shade(ax, x, y, winner, sure, colors):
    """An image of regions: the colour says which, its strength (sure, 0 to 1) how certain."""
    image = np.ones((*winner.shape, 3))
    for one in np.unique(winner):
        inside = winner == one
        image[inside] = style.tint(colors[one], 0.12 + 0.43 * sure[inside])
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
    _draw_combinations(axes[-1], x, y, P, points, data.target_names)


def _draw_combinations(ax, x, y, P, points, names):
    """Which labels hold together: regions, and points in the colour of what is true of them."""
    combinations = Combinations(np.concatenate([T for _, T in points.values()]), names)
    certain = np.abs(2 * P - 1).min(axis=2)
    winner = combinations.index(decisions("multilabel", P.reshape(-1, P.shape[2]))).reshape(P.shape[:2])
    _shade(ax, x, y, winner, certain, combinations.colors)
    for k in range(P.shape[2]):
        decision_line(ax, x, y, P[..., k] - 0.5)
    total = sum(len(T) for _, T in points.values())
    for part, (coordinates, T) in points.items():
        scatter(ax, coordinates, np.array(combinations.colors)[combinations.index(T)], part, 2 * total)
    style.title(ax, "combinations")
    style.legend_below(ax, combinations.swatches())


class Combinations:
    """The most frequent sets of labels, with a colour and a name for each; the rest are "other"."""

    def __init__(self, T, names):
        rows, counts = np.unique(T, axis=0, return_counts=True)
        kept = rows[np.argsort(-counts, kind="stable")[: MOST_COMBINATIONS + 1]]
        self.rows = kept[np.lexsort((*-kept.T[::-1], kept.sum(axis=1)))]  # none first, then single labels, pairs, ...
        self.names = [_joined(row, names) for row in self.rows] + ["other"]
        self.colors = [*_combination_colors(self.rows), "#5A5A5A"]
        self.other = len(rows) > len(kept)

    def index(self, T):
        """The place (n,) of each row of T (n, k) among the combinations; the last place is "other"."""
        same = (T[:, None, :] == self.rows).all(axis=2)
        return np.where(same.any(axis=1), same.argmax(axis=1), len(self.rows))

    def swatches(self):
        """Legend entries, "other" only where there are others."""
        shown = zip(self.names, self.colors, strict=True)
        return [style.swatch(name, color) for name, color in list(shown)[: None if self.other else -1]]


def _combination_colors(rows):
    """Grey for none, the label's own colour for a single label, and colours that are left for the others."""
    palette = style.class_colors(16)
    single = {int(row.argmax()) % 16 for row in rows if row.sum() == 1}
    left = iter(color for index, color in enumerate(palette) if index not in single)
    for row in rows:
        yield "#B0B0B0" if not row.any() else palette[row.argmax() % 16] if row.sum() == 1 else next(left)


def _joined(row, names):
    """'A + B' of the labels that hold, without the words they all begin with; 'none' where none does."""
    heads = {name.rpartition(" ")[0] for name in names}
    shown = [name.rpartition(" ")[2] if len(heads) == 1 else name for name in names]
    return " + ".join(name for name, holds in zip(shown, row, strict=True) if holds) or "none"
