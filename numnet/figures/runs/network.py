"""The network of RUN as a diagram: a circle for each unit, a line for each weight, for one sample."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection
from matplotlib.colors import Normalize, to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle

from numnet.analysis.layers import image_shape, passage, top_units
from numnet.analysis.snapshots import at_epoch
from numnet.figures.drawing import slides, style
from numnet.figures.drawing.decision_colors import RIM
from numnet.figures.drawing.run_labels import describe
from numnet.figures.drawing.short_numbers import probability, short_number
from numnet.figures.drawing.subject import Subject
from numnet.figures.drawing.takes import NETWORK_ALONE, takes
from numnet.figures.runs.neurons import Maps
from numnet.model.decisions import class_probabilities
from numnet.model.inputs import feature_count, input_names
from numnet.model.tasks import TASKS
from numnet.tracing.notation import number
from numnet.utils.language import gettext

RADIUS = 0.36  # of a unit, where neighbours in a column are 1 apart
WIDTH, THINNEST = 5.0, 0.25  # points of the widest edge, and of one of weight 0
SLIDE_UNITS = 4  # of a layer, whose numbers can be read on a slide
MOST_NUMBERS = 24  # edges up to which each carries its number
BEHIND = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.8}  # numbers on lines
ANSWER = 4.4  # side of the map of the whole network's answer
LETTERS = 22  # of a name beside the inputs


@dataclass
class Column:
    """The units of one layer that are drawn: which, how many there are, and where."""

    shown: np.ndarray
    size: int
    x: float

    @property
    def y(self):
        """Heights of the units, the first at the top."""
        return (len(self.shown) - 1) / 2 - np.arange(len(self.shown))

    @property
    def bias(self):
        """Place of the unit below that always says 1."""
        return self.x, -(len(self.shown) - 1) / 2 - 1.15 - 0.5 * self.cut

    @property
    def cut(self):
        """Whether units are left out."""
        return len(self.shown) < self.size


@takes(NETWORK_ALONE)
def network(run, ax=None, sample=None, backward=False, epoch=None, most=10, maps=False):
    """The network itself: a column a layer, a line a weight, as wide as |w|, blue above 0 and orange below.

    Circles are units in the colour of what they say for one sample, squares below them a constant 1, whose weights are
    the biases. ``sample``: a row of the data, from 0; by default row 0, with ``backward`` the one with the largest
    loss. ``backward``: circles in the colour of δ = ∂E/∂net, lines as wide as |∂E/∂w|. ``maps``: no sample, but in
    place of each circle what the unit answers over the plane of the inputs. ``epoch``: the weights of the snapshot
    nearest to it, in place of those the run kept. ``most``: units of a layer that are drawn, those with the largest
    outgoing weights; on a slide at most 4, but for ``maps``. A network without data is drawn without a sample. Returns
    the axes. Raises `ValueError` for a row that the data lack, ``maps`` of one feature, an epoch without snapshots.
    """
    shown, then = at_epoch(run, epoch)
    net = shown.network
    if maps and feature_count(net) == 1:
        raise ValueError(f"maps need two features, run {run.name} has one; draw its neurons instead")
    bare = isinstance(run, Subject) and run.parts is None and not maps and not backward and sample is None
    passed = None if maps or bare else passage(shown, 0 if sample is None and not backward else sample)
    columns = _columns(net, most if maps or not slides.wanted() else min(most, SLIDE_UNITS))
    names = input_names(net)
    left, right, low, high = _limits(columns, names, maps)
    (ax,), new = style.take_axes(ax, 1, f"the diagram of {run.name}", size=_size(left, right, low, high))
    drawn = passed.gradients if backward else list(zip(net.weights, net.biases, strict=True))
    widest = _edges(ax, columns, drawn)
    if maps:
        plane, bar = _maps(ax, columns, names, shown), Normalize(-1, 1)
        words = gettext("each map: the output h of a unit over {plane}").format(plane=plane)
    elif bare:
        bar, words = None, gettext("its weights; with X and T also the outputs of its units for a sample")
        _units(ax, columns, [None] * len(columns))
        _names(ax, columns, names, net.task, net.target_names or [f"y{k + 1}" for k in range(net.sizes[-1])])
    else:
        bar = _units(ax, columns, [None, *passed.delta] if backward else passed.h)
        _inputs(ax, columns[0], names, passed)
        _outputs(ax, columns[-1], run, passed)
        way = gettext("backward pass") if backward else gettext("forward pass")
        words = gettext("row {row} of the data, {way}: E = {loss:.3g}").format(**vars(passed), way=way)
    _heads(ax, columns, net)
    ax.set(xlim=(left, right), ylim=(low, high), aspect="equal")
    ax.axis("off")
    what = gettext("δ = ∂E/∂net of the unit") if backward else gettext("activation h of the unit")
    what = gettext("h, relative to the largest of its layer") if maps else what
    _keys(ax, bar if maps or not slides.alone(ax) else None, widest, "∂E/∂w" if backward else "w", what)
    style.headline([ax], new, f"{describe(shown, then)}\n{words}")
    return ax


def _columns(net, most):
    """A `Column` for each layer, the inputs first."""
    kept = [top_units(net, layer, most) for layer in range(len(net.sizes))]
    gap = 2.6 + 0.09 * max(map(len, kept))
    return [Column(units, size, gap * k) for k, (units, size) in enumerate(zip(kept, net.sizes, strict=True))]


def _limits(columns, names, maps):
    """Left, right, low and high: room for all that is drawn."""
    left = _left(names) - 3.4 * bool(image_shape(names) and not maps)
    low = min(*(column.bias[1] for column in columns[:-1]), columns[-1].y[-1] - 0.9) - 0.4
    right, high = columns[-1].x + 3.1, max(column.y[0] for column in columns) + 1.8
    if maps:
        right, low, high = right + ANSWER - 0.5, min(low, -ANSWER / 2 - 0.4), max(high, ANSWER / 2 + 0.8)
    return left, right, low, high


def _size(left, right, low, high):
    """Width and height in inches; small networks are drawn larger."""
    scale = max(0.62, min(0.85, 6.0 / (right - left)))
    return scale * (right - left) + 1.5, scale * (high - low) + 1.1


def _edges(ax, columns, drawn):
    """All lines, and the bias units that some of them come from; returns what the widest stands for."""
    parts = []
    for (left, right), (W, b) in zip(pairwise(columns), drawn, strict=True):
        parts.append((left, right, W[np.ix_(left.shown, right.shown)], b[right.shown]))
    widest = max(max(np.abs(W).max(), np.abs(b).max()) for _, _, W, b in parts)
    count = sum(W.size + b.size for _, _, W, b in parts)
    for left, right, W, b in parts:
        starts = [*((left.x, y) for y in left.y), left.bias]
        lines = [(start, (right.x, y)) for start in starts for y in right.y]
        values = np.concatenate([W.ravel(), b]).astype(float)
        _lines(ax, lines, values, widest)
        if count <= MOST_NUMBERS:
            _numbers(ax, lines, values, len(right.shown))
        x, y = left.bias
        ax.add_patch(Rectangle((x - 0.25, y - 0.25), 0.5, 0.5, facecolor="#F2F2F2", edgecolor="#777777", zorder=4))
        ax.text(x, y, "1", ha="center", va="center", fontsize=9, zorder=5)
    return float(widest)


def _lines(ax, lines, values, widest):
    """Lines as wide and as dark as |value|, the widest on top."""
    share = np.abs(values) / (widest or 1.0)
    order = np.argsort(share, kind="stable")
    colors = [to_rgba(style.PLUS if value >= 0 else style.MINUS, 0.25 + 0.7 * s) for value, s in zip(values, share)]
    ax.add_collection(
        LineCollection(
            [lines[k] for k in order],
            linewidths=THINNEST + WIDTH * share[order],
            colors=[colors[k] for k in order], capstyle="round", zorder=2,
        ),
        autolim=False,
    )


def _numbers(ax, lines, values, width):
    """The value of each line on it, nearer to the start for one target than for the next."""
    for k, (((x0, y0), (x1, y1)), value) in enumerate(zip(lines, values, strict=True)):
        at = 0.25 + 0.36 * (k % width) / (width - 1) if width > 1 else 0.42
        ax.text(
            x0 + at * (x1 - x0), y0 + at * (y1 - y0), short_number(value), fontsize=8.5, ha="center", va="center",
            zorder=3, color="#333333", bbox=BEHIND,
        )  # fmt: skip


def _units(ax, columns, values):
    """Circles in the colour of their value, with the value; grey where a layer has none. Returns the scale."""
    known = [values[layer][column.shown] for layer, column in enumerate(columns) if values[layer] is not None]
    most = max((np.abs(layer).max() for layer in known), default=1.0) or 1.0
    norm = Normalize(-most, most)
    for layer, column in enumerate(columns):
        for unit, y in zip(column.shown, column.y):
            value = None if values[layer] is None else float(values[layer][unit])
            face = "#F2F2F2" if value is None else style.DIVERGING(norm(value))
            ax.add_patch(Circle((column.x, y), RADIUS, facecolor=face, edgecolor="#444444", linewidth=1.1, zorder=4))
            if value is not None:
                look = {"color": "white" if abs(value) > 0.75 * most else "#222222"}
                look = {"path_effects": RIM} if slides.alone(ax) else look  # the letters leave the circle
                ax.text(column.x, y, short_number(value), fontsize=8.5, ha="center", va="center", zorder=5, **look)
            if column.cut and 0 < layer < len(columns) - 1:
                ax.text(column.x, y + RADIUS, f"{unit + 1}", fontsize=7, ha="center", va="bottom", color="#777777",
                        zorder=5, bbox=BEHIND)  # fmt: skip
        _rest(ax, column)
    return norm


def _rest(ax, column):
    """How many units are left out, below the others."""
    if column.cut:
        words = gettext("… {count} more").format(count=column.size - len(column.shown))
        ax.text(column.x, column.y[-1] - 0.9, words, fontsize=9, ha="center", va="center", color="#555555", zorder=5,
                bbox=BEHIND)  # fmt: skip


def _maps(ax, columns, names, run):
    """A small map in place of each unit, and a large one of what comes of all; returns over what, in words."""
    data, side = run.data(), 2 * RADIUS + 0.06
    maps = Maps(run, data)
    for layer, column in enumerate(columns):
        for unit, y in zip(column.shown, column.y):
            small = ax.inset_axes([column.x - side / 2, y - side / 2, side, side], transform=ax.transData, zorder=6)
            maps.unit(small, layer, unit)
            small.set(xticks=[], yticks=[])
            small.spines[:].set_visible(True)
        _rest(ax, column)
    _names(ax, columns, names, data.task, data.target_names)
    large = ax.inset_axes([columns[-1].x + 2.2, -ANSWER / 2, ANSWER, ANSWER], transform=ax.transData)
    maps.answer(large)
    large.set(xticks=[], yticks=[])
    large.set_title(gettext("answer and data"), fontsize=10, loc="center")
    return maps.where


def _names(ax, columns, names, task, outputs):
    """The names of inputs and outputs beside them."""
    outputs = outputs[1:] if task == "binary" and len(outputs) == 2 else outputs
    for column, texts, way in ((columns[0], names, "right"), (columns[-1], outputs, "left")):
        away = (RADIUS + 0.15) * (1 if way == "left" else -1)
        for unit, y in zip(column.shown, column.y):
            ax.text(column.x + away, y, style.shortened(texts[unit], LETTERS), fontsize=9.5, ha=way, va="center")


def _inputs(ax, column, names, passed):
    """The name and the value, in its own units, of each input that is drawn; the image where they are its pixels."""
    for unit, y in zip(column.shown, column.y):
        text = f"{style.shortened(names[unit], LETTERS)}\n{number(passed.x[unit], 4)}"
        ax.text(column.x - RADIUS - 0.15, y, text, fontsize=9, ha="right", va="center", linespacing=1.2)
    shape = image_shape(names)
    if shape:
        picture = ax.inset_axes([_left(names) - 3.2, column.y.mean() - 1.4, 2.8, 2.8], transform=ax.transData)
        picture.imshow(passed.x.reshape(shape), cmap="gray_r")
        picture.set(xticks=[], yticks=[])
        picture.set_title(gettext("row {row}").format(row=passed.row), fontsize=10, loc="center")


def _left(names):
    """Where the names beside the inputs begin."""
    return -RADIUS - 0.4 - 0.135 * min(LETTERS, max(6, *map(len, names)))


def _outputs(ax, column, run, passed):
    """The name of each output, what it says, and which is right."""
    task, names, y = run.network.task, run.network.target_names, passed.h[-1].astype(float)[None]
    names = names or [f"y{k + 1}" for k in range(column.size)]
    if task == "regression":
        Y = y if run.scaler is None else run.scaler.inverse_targets(y)
        truth = np.ravel(passed.t)
        true = gettext("{value}, true {truth}")
        words = [f"{name}\n" + true.format(value=number(Y[0, k], 4), truth=number(truth[k], 4))
                 for k, name in enumerate(names)]  # fmt: skip
        right = np.zeros(len(names), bool)
    elif task == "binary":
        said = {"name": style.shortened(names[1]), "probability": probability(y[0, 0]), "truth": names[int(passed.t)]}
        words, right = [gettext("probability of {name}\n{probability}, true: {truth}").format(**said)], [False]
    else:
        P = class_probabilities(task, y)[0]
        right = np.ravel(passed.t).astype(bool) if task == "multilabel" else np.arange(len(P)) == passed.t
        words = [f"{style.shortened(name)}\n{probability(P[k])}" + gettext(", true") * bool(right[k])
                 for k, name in enumerate(names)]  # fmt: skip
    for unit, at in zip(column.shown, column.y):
        weight = "bold" if right[unit] else "normal"
        ax.text(column.x + RADIUS + 0.15, at, words[unit], fontsize=9.5, ha="left", va="center",
                fontweight=weight, linespacing=1.2)  # fmt: skip


def _heads(ax, columns, net):
    """The name of every column above it."""
    top = max(column.y[0] for column in columns) + 0.95
    last, output = len(columns) - 1, TASKS[net.task].output
    for layer, column in enumerate(columns):
        what = {0: gettext("input"), last: gettext("output") + f"\n{output}"}.get(layer)
        what = what or gettext("hidden {layer}").format(layer=layer) + f"\n{column.size} {net.activation[layer - 1]}"
        ax.text(column.x, top, what, fontsize=10, ha="center", va="bottom", color="#333333")


def _keys(ax, norm, widest, of, what):
    """The legend of colours and widths."""
    labels = gettext("{what} above 0"), gettext("{what} below 0"), gettext("widest line: {value}")
    labels = [label.format(what=of, value=short_number(widest)) for label in labels]
    entries = [Line2D([], [], color=color, linewidth=WIDTH, solid_capstyle="butt", label=label)
               for label, color in zip(labels, (style.PLUS, style.MINUS, "#777777"))]  # fmt: skip
    entries.append(style.swatch("", "#777777", "s"))
    entries[-1].set(markersize=8, markerfacecolor="#F2F2F2", label=gettext("always 1: its lines are the biases"))
    style.legend_below(ax, entries, points=14 if slides.alone(ax) else 4, wide=True)
    if norm is not None:
        style.colorbar(ax, ScalarMappable(norm, style.DIVERGING), what)
