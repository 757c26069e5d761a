"""The output of each unit of RUN over the plane of the inputs, layer by layer."""

import math
from itertools import accumulate, pairwise

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.ticker import MaxNLocator

from numnet.analysis.layers import image_shape, layers, scale_inputs, top_units
from numnet.analysis.snapshots import at_epoch
from numnet.figures.drawing import slides, style
from numnet.figures.drawing.data_points import scatter
from numnet.figures.drawing.decision_colors import columns
from numnet.figures.drawing.decision_map import DecisionMap
from numnet.figures.drawing.prediction_curves import PredictionCurves
from numnet.figures.drawing.projection import COMPONENT, limits
from numnet.figures.drawing.run_labels import describe
from numnet.figures.drawing.takes import ONE_RUN, takes
from numnet.model.inputs import input_names
from numnet.tracing.notation import low, up
from numnet.utils.language import gettext

COLUMNS = 8  # units in a row, at most
RESOLUTION = 60  # points along each side of a unit's map
WIDTH = 10.0  # inches of all maps of a row


@takes(ONE_RUN)
def neurons(run, ax=None, epoch=None, most=16):
    """What every unit answers: a small map of the inputs' plane each, layer by layer, blue above 0 and orange below.

    In the first layer a unit cuts the plane along a straight line, where net = 0; later layers bend and join such cuts.
    Data of one feature give curves; of more than two the plane of their first two principal components; the pixels of
    an image the weights of the first layer, as images. ``epoch``: the weights of the snapshot nearest to it, in place
    of those the run kept. ``most``: units of a layer that are drawn, those with the largest outgoing weights. ``ax``:
    axes, one for each unit that is drawn and one more for the answer with the data, which images lack. Returns them,
    an array. Raises `ValueError` for another number of axes, and for an epoch where there are no snapshots.
    """
    shown, then = at_epoch(run, epoch)
    data, net = run.data(), shown.network
    head = describe(shown, then)
    shape = image_shape(input_names(net))
    if shape:
        return _images(shown, data, shape, head, 2 * most, ax)
    d = np.asarray(data.X).shape[1]
    kept = [top_units(net, layer, most) for layer in range(1, len(net.sizes))]
    drawer = (_Curves if d == 1 else Maps)(shown, data)
    boxes, columns = _panels([len(units) + (k == len(kept) - 1) for k, units in enumerate(kept)], ax, run)
    for layer, (units, box) in enumerate(zip(kept, boxes, strict=True), 1):
        last = layer == len(kept)
        for one, unit in zip(box, units, strict=False):
            drawer.unit(one, layer, unit)
            one.set_title(_name(data, layer, unit, last), fontsize=9, loc="center", pad=3)
        if last:
            drawer.answer(box[-1])
            box[-1].set_title(gettext("answer and data"), fontsize=9, loc="center", pad=3)
        what = gettext("hidden {layer}").format(layer=layer)
        text = gettext("output") if last else f"{what}\n{net.sizes[layer]} {net.activation[layer - 1]}"
        more = gettext("(… {count} more)").format(count=net.sizes[layer] - len(units))
        text += f"\n{more}" * (len(units) < net.sizes[layer])
        box[0].set_ylabel(text, rotation=0, ha="right", va="center", labelpad=8, fontsize=10)
    drawer.finish(boxes, columns)
    used = [one for box in boxes for one in box]
    style.headline([*used, used[0]], ax is None, head + "\n" + drawer.words)
    return np.array(used, dtype=object)


def _name(data, layer, unit, last):
    """h²₃; of an output what it stands for."""
    if last:
        names = data.target_names if data.task != "binary" else data.target_names[1:]
        return style.shortened(names[unit], 16)
    return f"h{up(layer)}{low(unit + 1)}"


def _panels(counts, given, run):
    """A list of so many axes for each layer, the given ones or rows of a new figure, and how many are in a row."""
    ends = [0, *accumulate(counts)]
    if given is not None:
        axes, _ = style.take_axes(given, ends[-1], f"the units of {run.name}")
        return [axes[a:b] for a, b in pairwise(ends)], max(counts)
    if slides.wanted():
        columns = math.ceil(math.sqrt(2.5 * max(counts)))
        return [_on_slide(count, columns, layer, len(counts)) for layer, count in enumerate(counts, 1)], columns
    columns = min(COLUMNS, max([2, *counts]))
    rows = [math.ceil(count / columns) for count in counts]
    side = min(2.2, WIDTH / columns)
    drawing = style.new_figure((side * columns + 2.0, (side + 0.3) * sum(rows) + 0.9))
    axes, boxes = drawing.subplots(sum(rows), columns, squeeze=False), []
    for count, (first, last) in zip(counts, pairwise([0, *accumulate(rows)]), strict=True):
        box = axes[first:last].ravel()
        for ax in box[:count]:
            ax.set(xticks=[], yticks=[])
        for spare in box[count:]:
            spare.remove()
        boxes.append(list(box[:count]))
    return boxes, columns


def _on_slide(count, columns, layer, layers):
    """So many axes on a slide."""
    page = slides.page("output" if layer == layers else f"layer-{layer}")
    axes = page.subplots(math.ceil(count / columns), min(count, columns), squeeze=False).ravel()
    for ax in axes[:count]:
        ax.set(xticks=[], yticks=[], box_aspect=0.8)
    for spare in axes[count:]:
        spare.remove()
    return list(axes[:count])


class Maps:
    """Units over a plane: `unit` draws one on axes, `answer` what comes of all of them, with the data."""

    def __init__(self, run, data):
        self.data, self.map = data, DecisionMap(run, data, RESOLUTION)
        self.net, self.h = layers(run, self.map.X)
        self.out = self.map.outputs(run)
        self.inputs = scale_inputs(run, self.map.X)
        self.most = [float(np.abs(h).max()) or 1.0 for h in self.h]
        bare = run.network.terms is None
        plane = gettext("the plane of the inputs") if bare else gettext("the plane of the features")
        self.where = self.map.plane.name() or plane
        words = gettext("each map: the output of one unit over {plane}; black line: net = 0")
        self.words = words.format(plane=self.where)

    def _extent(self):
        return (self.map.x[0], self.map.x[-1], self.map.y[0], self.map.y[-1])

    def unit(self, ax, layer, unit):
        """One unit's answer in colour, and the line where its net is 0; in layer 0 an input, as the network gets it."""
        extent = self._extent()
        if layer == len(self.h):
            self._output(ax, unit, extent)
        else:
            values = self.h[layer - 1] if layer else self.inputs
            most = self.most[layer - 1] if layer else np.abs(values[:, unit]).max() or 1.0
            ax.imshow(self.map.on_grid(values[:, unit]), extent=extent, origin="lower", aspect="auto",
                      cmap=style.DIVERGING, vmin=-most, vmax=most, interpolation="bilinear")  # fmt: skip
        if layer == 0:
            return
        net = self.map.on_grid(self.net[layer - 1][:, unit])
        if net.min() < 0 < net.max() and not (layer == len(self.h) and self.data.task in ("multiclass", "regression")):
            ax.contour(self.map.x, self.map.y, net, [0], colors=style.BLACK, linewidths=1.1)

    def _output(self, ax, unit, extent):
        """A probability from white to the colour of its class, or a value on the scale of the targets."""
        look = {"extent": extent, "origin": "lower", "aspect": "auto", "interpolation": "bilinear"}
        if self.data.task == "regression":
            norm = self.map.colors.norm if unit == 0 else None
            ax.imshow(self.out[..., unit], cmap=self.map.colors.map, norm=norm, **look)
            return
        color = style.class_colors(len(self.data.target_names))[unit + (self.data.task == "binary")]
        fade = LinearSegmentedColormap.from_list("", ["white", color])
        ax.imshow(self.out[..., unit], cmap=fade, vmin=0, vmax=1, **look)

    def answer(self, ax):
        """What comes of all units together, with the data."""
        ax.imshow(self.map.image(self.out), extent=self._extent(), origin="lower", aspect="auto",
                  interpolation="bilinear")  # fmt: skip
        for line in self.map.colors.lines(self.map.x, self.map.y, self.out):
            ax.plot(*line.T, color=style.BLACK, linewidth=1.1)
        for P, T in self.map.points.values():
            points = scatter(ax, P, self.map.colors.of_targets(T), "training", self.map.count)
            points.set_sizes([float(np.clip(120 / np.sqrt(self.map.count), 3, 40))])
        self.map.limit(ax)

    def finish(self, boxes, columns):
        """Names of the axes at the last panel of all, and a colour bar for each hidden layer."""
        short = [label.replace(gettext(COMPONENT), gettext("PC")).split(" (")[0] for label in self.map.plane.labels]
        across, up = (style.shortened(label, 14) for label in short)
        boxes[-1][-1].set_xlabel(gettext("{x} across, {y} up").format(x=across, y=up), fontsize=9)
        for box, h, most in zip(boxes[:-1], self.h, self.most, strict=False):
            bar = style.colorbar(box[:columns][-1], ScalarMappable(Normalize(-most, most), style.DIVERGING), "",
                                 ticks=[-most, 0, most], format="%.2g")  # fmt: skip
            bar.ax.tick_params(labelsize=8, length=2)
            if h.min() >= 0:
                bar.ax.set_ylim(0, most)


class _Curves:
    """Units along a line."""

    def __init__(self, run, data):
        self.data, self.line = data, PredictionCurves(data, 300)
        self.x = self.line.x
        self.net, self.h = layers(run, self.x[:, None])
        self.out = self.line.outputs(run)
        words = gettext("each curve: the output of one unit against {feature}; dashed: 0")
        self.words = words.format(feature=data.feature_names[0])

    def unit(self, ax, layer, unit):
        """One unit's answer along the feature."""
        last = layer == len(self.h)
        values = self.out[:, unit] if last else self.h[layer - 1][:, unit]
        if last:
            low, high = limits(values)
        else:
            high = 1.08 * (float(np.abs(self.h[layer - 1]).max()) or 1.0)
            low = -high if self.h[layer - 1].min() < 0 else -0.08 * high
        ax.axhline(0, color=style.GREY, linewidth=0.8, linestyle="--")
        ax.plot(self.x, values, color=style.VERMILION if last else style.PLUS)
        ax.set(xlim=(self.x[0], self.x[-1]), ylim=(low, high))

    def answer(self, ax):
        """The first output, over the data of a regression; the probability of every class."""
        if self.data.task == "regression":
            for x, T in self.line.points.values():
                ax.scatter(x, columns(T)[:, 0], s=5, color=style.SKY, linewidths=0)
            ax.plot(self.x, self.out[:, 0], color=style.VERMILION)
        else:
            for curve, color in zip(self.line.curves(self.out), self.line.colors, strict=True):
                ax.plot(self.x, curve, color=color)
        ax.set(xlim=(self.x[0], self.x[-1]))

    def finish(self, boxes, columns):
        """The name of the feature at the last panel of all, the scales at the first of every layer."""
        last = boxes[-1][-1]
        last.set_xlabel(self.data.feature_names[0], fontsize=9)
        x = next(iter(self.line.points.values()))[0]  # of the training part
        last.set_xticks([x.min(), x.max()])
        last.xaxis.set_major_formatter("{x:.3g}")
        for ax in (*(box[0] for box in boxes[:-1]), *boxes[-1]):
            ax.yaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 5, 10]))
        for ax in (ax for box in boxes for ax in box):
            ax.tick_params(labelsize=8, length=2)
            ax.spines[["top", "right"]].set_visible(True)


def _images(run, data, shape, head, most, given):
    """The weights that lead into each unit of the first layer, as images."""
    net = run.network
    W, units = net.weights[0], top_units(net, 1, most)
    count, limit = len(units), float(np.abs(W).max()) or 1.0
    ((box,), _) = _panels([count], given, run)
    for ax, unit in zip(box, units, strict=True):
        ax.set_box_aspect(None)
        picture = ax.imshow(W[:, unit].reshape(shape), cmap=style.DIVERGING, vmin=-limit, vmax=limit)
        ax.set_title(_name(data, 1, unit, len(net.sizes) == 2), fontsize=9, loc="center", pad=3)
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
    bar = box[0].figure.colorbar(picture, ax=box, pad=0.01, aspect=30, label=gettext("weight of the pixel"))
    bar.outline.set_visible(False)
    words = gettext(
        "each image: the weights into one unit of the first layer; ink on blue raises net, ink on orange lowers it"
    )
    if count < W.shape[1]:
        more = gettext(", {count} of {all}: those with the largest outgoing weights")
        words += more.format(count=count, all=W.shape[1])
    style.headline([*box, box[0]], given is None, f"{head}\n{words}")
    return np.array(box, dtype=object)
