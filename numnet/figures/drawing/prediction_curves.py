"""What networks answer to the only feature: the fitted curve over the points, or the probability of each class."""

import numpy as np
from matplotlib.lines import Line2D

from numnet.figures.drawing import style
from numnet.figures.drawing.data_points import part_swatches, scatter
from numnet.figures.drawing.decision_colors import columns
from numnet.figures.drawing.projection import limits
from numnet.figures.drawing.run_labels import outputs, parts
from numnet.model.decisions import class_probabilities
from numnet.utils.language import gettext

STEP = 0.07  # between the rows of points under a probability curve


class PredictionCurves:
    """Points along the only feature, and curves of what networks answer there.

    x (m,): evenly apart, over the data and a margin; points: {part of the data: (x (n,), targets)}.
    """

    note = ""

    def __init__(self, data, count, margin=0.05):
        self.data, self.points = data, {part: (X[:, 0], T) for part, X, T in parts(data)}
        self.x = np.linspace(*limits(np.concatenate([x for x, _ in self.points.values()]), margin), count)
        self.colors = [style.VERMILION] if data.task == "regression" else style.class_colors(len(data.target_names))
        self.count = sum(len(T) for _, T in self.points.values())

    def outputs(self, run):
        """Outputs of the run's network along x, (m, k)."""
        return outputs(run, self.x[:, None])

    def curves(self, Y):
        """The curves (k, m) of outputs: of a regression its targets, else a probability for each class or label."""
        return class_probabilities(self.data.task, Y).T

    def rows(self, ax, classes, colors, crowding=1):
        """The points of every class in a row of their own below 0; classes: (n,) of each part."""
        drawn = [scatter(ax, np.column_stack([x, -STEP * (1 + k)]), np.array(colors)[k], part, crowding * self.count)
                 for (part, (x, _)), k in zip(self.points.items(), classes, strict=True)]  # fmt: skip
        ax.set(ylim=(-STEP * (len(colors) + 0.8), 1.04), ylabel=gettext("probability"))
        return drawn

    # --- answers that change: the pictures of a film, or of a strip -----------------------------------------------

    def points_on(self, ax, crowding):
        """The points, as small as if there were ``crowding`` times as many, and the axes; returns what is drawn."""
        targets = [columns(T)[:, 0] if self.data.task == "regression" else T for _, T in self.points.values()]
        if self.data.task == "regression":
            drawn = []
            for (part, (x, _)), t in zip(self.points.items(), targets, strict=True):
                colors = np.full(len(x), style.BLUE if part == "validation" else style.SKY)
                drawn.append(scatter(ax, np.column_stack([x, t]), colors, part, crowding * self.count))
            ax.set(ylim=limits(np.concatenate(targets), 0.15), ylabel=self.data.target_names[0])
        else:
            classes = [t.argmax(axis=1) if self.data.task == "multilabel" else t for t in targets]
            drawn = self.rows(ax, classes, self.colors, crowding)
        ax.set(xlim=(self.x[0], self.x[-1]), xlabel=self.data.feature_names[0])
        ax.grid(True)
        return drawn

    def movers(self, ax):
        """A curve for each class, or one, to be filled by `show`."""
        return [ax.plot([], [], color=color, linewidth=3, zorder=5)[0] for color in self.colors]

    def show(self, movers, run, levels=None):
        """Sets the curves to the answers of these weights."""
        for line, values in zip(movers, self.curves(self.outputs(run))):
            line.set_data(self.x, values)

    def keys(self, ax):
        """Entries of two legends."""
        names = [gettext("network")] if self.data.task == "regression" else self.data.target_names
        lines = [Line2D([], [], color=color, linewidth=3, label=style.shortened(name))
                 for name, color in zip(names, self.colors, strict=True)]  # fmt: skip
        return lines, part_swatches(self.points)

    # --- one answer, large ----------------------------------------------------------------------------------------

    def draw(self, axes, run):
        """The answers of a run: on one axes, or on one for each target of a regression, or label."""
        Y, names = self.outputs(run), self.data.target_names
        if self.data.task == "regression":
            for k, (ax, name) in enumerate(zip(axes, names, strict=True)):
                self._fit(ax, Y[:, k], k, name)
        elif self.data.task == "multilabel":
            for k, (ax, name, color) in enumerate(zip(axes, names, self.colors, strict=True)):
                held = [T[:, k] for _, T in self.points.values()]
                self._probabilities(ax, [1 - Y[:, k], Y[:, k]], held, [gettext("no"), name], [style.GREY, color])
                style.title(ax, name)
        else:
            classes = [T for _, T in self.points.values()]
            self._probabilities(axes[0], self.curves(Y), classes, names, self.colors)
        for ax in axes:
            ax.set(xlim=(self.x[0], self.x[-1]), xlabel=self.data.feature_names[0])

    def _fit(self, ax, y, k, name):
        """The curve y of target k over the points."""
        size = float(np.clip(400 / np.sqrt(self.count), 14, 90))
        circles = {"color": style.SKY, "marker": "o", "edgecolors": "white", "linewidths": 0.5}
        diamonds = {"facecolors": "white", "edgecolors": style.BLUE, "marker": "D", "linewidths": 1.3}
        for part, (x, T) in self.points.items():
            look = diamonds if part == "validation" else circles
            ax.scatter(x, columns(T)[:, k], s=size, label=gettext(part), zorder=2, **look)
        ax.plot(self.x, y, color=style.VERMILION, linewidth=3, label=gettext("network"), zorder=3)
        ax.set_ylabel(name)
        ax.grid(True)
        style.legend_below(ax, ax.get_legend_handles_labels()[0])

    def _probabilities(self, ax, curves, classes, names, colors):
        """The probability of each class; the points of a class lie in a row of their own below."""
        for curve, color in zip(curves, colors, strict=True):
            ax.plot(self.x, curve, color=color, linewidth=2.5, zorder=3)
        self.rows(ax, classes, colors)
        ax.axhline(0, color=style.GREY, linewidth=0.8)
        ax.set(yticks=[0, 0.25, 0.5, 0.75, 1])
        ax.grid(True, axis="y")
        swatches = [style.swatch(name, color) for name, color in zip(names, colors, strict=True)]
        style.legend_below(ax, swatches, part_swatches(self.points))
