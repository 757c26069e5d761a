"""How the hidden layers of RUN bend the plane of the inputs until a straight cut separates the classes."""

from itertools import combinations

import numpy as np
from contourpy import contour_generator
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from numnet.analysis.layers import layers
from numnet.analysis.linear_probe import linear_probe
from numnet.analysis.snapshots import at_epoch
from numnet.analysis.straight_cuts import nets
from numnet.figures.drawing import slides, style
from numnet.figures.drawing.data_points import part_swatches, scatter
from numnet.figures.drawing.decision_colors import RIM, AnswerColors
from numnet.figures.drawing.decision_map import DecisionMap
from numnet.figures.drawing.prediction_curves import PredictionCurves
from numnet.figures.drawing.projection import MARGIN, limits, plane_of, plane_of_features
from numnet.figures.drawing.run_labels import describe, parts, score_text
from numnet.figures.drawing.takes import ONE_RUN, takes
from numnet.model.tasks import TASKS
from numnet.utils.language import gettext, ngettext

MESH = 91  # points along each side of the sheet
THREADS = 13  # lines of the grid, each way


@takes(ONE_RUN)
def hidden(run, ax=None, epoch=None):
    """The plane of the inputs and the points on it, as every hidden layer maps them.

    First the inputs, with the network's answer as colour, a grid, and black lines where the answer changes; then the
    same sheet in the space of every hidden layer: its two units, or the first two principal components of more. Each
    title says how many rows straight cuts have right there (`numnet.analysis.linear_probe`): cuts found on the training
    part, measured on the validation part, and dashed where they lie in the plane that is drawn. More than two features
    are no plane: then the points are drawn alone. ``epoch``: the weights of the snapshot nearest to it, in place of
    those the run kept. ``ax``: axes, one for the inputs and one for each
    hidden layer. Returns them, an array. Raises `ValueError` for a network without hidden layers, for another number
    of axes, and for an epoch where there are no snapshots.
    """
    shown, then = at_epoch(run, epoch)
    net, data = shown.network, run.data()
    if len(net.sizes) == 2:
        raise ValueError(f"run {run.name} has no hidden layer; train with --hidden 8 or the like")
    axes, new = style.take_axes(ax, len(net.sizes) - 1, f"the layers of {run.name}", size=_size(len(net.sizes) - 1),
                                words=["inputs", *(f"layer-{k}" for k in range(1, len(net.sizes) - 1))])  # fmt: skip
    answers = AnswerColors(data)
    values = {part: _through(shown, X) for part, X, _ in parts(data)}
    sheet = _Sheet(shown, data) if data.X.shape[1] <= 2 else None
    first = gettext("inputs") if net.terms is None else gettext("features")
    for layer, ax in enumerate(axes):
        here = {part: held[layer] for part, held in values.items()}
        view = _view(shown, here, layer, data)
        spots = {part: view.project(H) for part, H in here.items()}
        _frame(ax, [*spots.values(), *([view.project(sheet.values[layer])] if sheet else [])], sheet)
        straight = layer == len(axes) - 1 and net.sizes[layer] == 2
        if sheet:
            sheet.draw(ax, layer, view, not straight)
        probe = linear_probe(shown, here)
        if straight:
            _straight(ax, np.vstack([net.weights[-1], net.biases[-1]]), data.task)
        elif len(probe.weights) == 3 and data.task != "regression":
            _straight(ax, probe.weights, data.task, "--")
        _points(ax, spots, data, answers)
        name = gettext("hidden layer {layer}: {width} {activation}")
        name = first if layer == 0 else name.format(
            layer=layer, width=net.sizes[layer], activation=net.activation[layer - 1])  # fmt: skip
        style.title(ax, f"{name}\n{_probed(net, probe)}")
        ax.set(xlabel=view.labels[0], ylabel=view.labels[1])
    _keys(axes, answers, data, values)
    style.headline([*axes, axes[0]], new, f"{describe(shown, then)}\n{_way(net, data.X.shape[1])}")
    return np.array(axes, dtype=object)


def _way(net, d):
    """What the layers do with rows of d features, in words."""
    bare = net.terms is None
    return {
        1: gettext("the line of the input, bent by layer after layer") if bare
        else gettext("the line of the feature, bent by layer after layer"),
        2: gettext("the plane of the inputs, bent by layer after layer") if bare
        else gettext("the plane of the features, bent by layer after layer"),
    }.get(d, gettext("the rows, moved by layer after layer"))  # fmt: skip


def _probed(net, probe):
    """What straight cuts, or a linear fit, come to in the space of a layer, in words."""
    width, k = probe.weights.shape[0] - 1, probe.weights.shape[1]
    what = ngettext("best straight cut", "best straight cuts", k)
    what = gettext("linear fit") if net.task == "regression" else what
    if width > 2:
        what = gettext("{cuts} through all {width} dimensions").format(cuts=what, width=width)
    known = "" if probe.part == "data" else f"{gettext(probe.part)} "
    return f"{what}:\n{known}{score_text(TASKS[net.task].metric, probe.score)}"


def _size(count):
    columns = count if count <= 3 else int(np.ceil(np.sqrt(count)))
    return 4.6 * columns, 4.9 * -(-count // columns) + 0.5


def _through(run, X):
    """[X, h¹, …] of the hidden layers for rows X (n, d) in original units."""
    return [X, *layers(run, X)[1][:-1]]


class _Flat:
    """The space of a layer of one unit: its value across, nothing up."""

    def __init__(self, name):
        self.labels = (name, "")

    def project(self, H):
        """Coordinates (n, 2) of H (n, 1)."""
        return np.column_stack([H[:, 0], np.zeros(len(H))])


def _view(run, here, layer, data):
    """The plane a layer is drawn in: `project` and `labels`; the rows of all parts decide on principal components."""
    H = np.concatenate(list(here.values())).astype(np.float64)
    unit = gettext("unit {unit} of layer {layer}").format
    names = data.feature_names if layer == 0 else [unit(unit=j + 1, layer=layer) for j in range(H.shape[1])]
    if H.shape[1] == 1:
        return _Flat(names[0])
    return plane_of_features(run, H, names) if layer == 0 else plane_of(H, names)


def _points(ax, spots, data, answers):
    """The rows of the data, as everywhere."""
    total = 1.5 * sum(map(len, spots.values()))
    for part, _, T in parts(data):
        scatter(ax, spots[part], answers.of_targets(T), part, total, filled=data.task == "regression")
    ax.locator_params(nbins=6)
    if not ax.get_ylabel() and all((at[:, 1] == 0).all() for at in spots.values()):
        ax.set_yticks([])


class _Sheet:
    """The plane of the inputs, or the line of one, and where each layer takes it."""

    def __init__(self, run, data):
        self.d = data.X.shape[1]
        if self.d == 1:
            line = PredictionCurves(data, 400, MARGIN)
            points, self.cuts = line.x[:, None], []
            self.colors = AnswerColors(data).of_outputs(line.outputs(run))
        else:
            plane = DecisionMap(run, data, MESH)
            points, P = plane.X, plane.outputs(run)
            self.colors = plane.image(P)
            self.cuts = [_through(run, line) for line in plane.colors.lines(plane.x, plane.y, P)]
        self.values = _through(run, points)

    def draw(self, ax, layer, view, cuts=True):
        """The sheet in the space of a layer, with the lines where the answer changes."""
        at = view.project(self.values[layer])
        if self.d == 1:
            ends = np.stack([at[:-1], at[1:]], axis=1)
            ax.add_collection(LineCollection(ends, colors=self.colors[:-1], linewidths=4, capstyle="round", zorder=1))
            return
        at = at.reshape(MESH, MESH, 2)
        middle = self.colors[:-1, :-1]
        ax.pcolormesh(at[..., 0], at[..., 1], middle, shading="flat", edgecolors="face", linewidth=1.5, zorder=0,
                      rasterized=True)  # fmt: skip
        kept = np.linspace(0, MESH - 1, THREADS).round().astype(int)
        threads = [*at[kept], *at[:, kept].transpose(1, 0, 2)]
        ax.add_collection(LineCollection(threads, colors="#555555", linewidths=0.5, alpha=0.55, zorder=1))
        for cut in self.cuts if cuts else ():
            _cut(ax, view.project(cut[layer]))


def _cut(ax, points, dashes="-"):
    """Draw a line where the answer changes."""
    (line,) = ax.plot(*points.T, dashes, color=style.BLACK, linewidth=1.8, zorder=5, scalex=False, scaley=False)
    line.set_path_effects(RIM)


def _straight(ax, weights, task, dashes="-"):
    """Straight lines over the whole panel: where the answer of a linear classifier (3, k), biases last, changes."""
    x, y = np.linspace(*ax.get_xlim(), 200), np.linspace(*ax.get_ylim(), 200)
    Z = nets(np.stack(np.meshgrid(x, y), axis=-1), weights.astype(float))
    margins = [Z[..., k] for k in range(Z.shape[-1])]
    if task == "multiclass":  # a line between two classes, once, where no third is above them
        most = Z.argmax(axis=-1)
        margins = [np.ma.masked_where((most != a) & (most != b), Z[..., a] - Z[..., b])
                   for a, b in combinations(range(Z.shape[-1]), 2)]  # fmt: skip
    for line in (line for margin in margins for line in contour_generator(x, y, margin).lines(0.0)):
        _cut(ax, line, dashes)


def _frame(ax, parts_of_it, sheet):
    """Limits: all of a sheet; of points alone the bulk, since a single stray one would hide the rest."""
    points = np.concatenate(parts_of_it)
    low, high = (points.min(axis=0), points.max(axis=0)) if sheet else np.percentile(points, [0.5, 99.5], axis=0)
    room = 0.06 * (high - low) if sheet else 0.3 * (high - low)
    low, high = (np.array(ends) for ends in zip(*(limits(ends, 0) for ends in zip(low - room, high + room))))
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    if slides.alone(ax):
        ax.set_box_aspect(0.8)
    outside = int(((points < low) | (points > high)).any(axis=1).sum())
    if outside:
        words = gettext("{count} outside").format(count=outside)
        ax.text(0.98, 0.98, words, transform=ax.transAxes, ha="right", va="top", fontsize=9,
                color="#555555")  # fmt: skip


def _keys(axes, answers, data, names):
    """Legends below the first two panels; the scale of a regression beside the last."""
    swatches = answers.swatches()
    if swatches:
        lines = {line.get_linestyle() for ax in axes for line in ax.lines}
        words = (("-", gettext("answer changes")), ("--", gettext("best straight cut")))
        cuts = [Line2D([], [], color=style.BLACK, linestyle=dashes, linewidth=1.8, label=label)
                for dashes, label in words if dashes in lines]  # fmt: skip
        for ax in slides.carriers(axes):
            style.legend_below(ax, swatches, cuts)
    else:
        for ax in slides.carriers(axes, -1):
            style.colorbar(ax, ScalarMappable(answers.norm, answers.map), data.target_names[0])
    if len(axes) > 1:
        for ax in slides.carriers(axes, 1):
            style.legend_below(ax, part_swatches(names, filled=data.task == "regression"))
