"""The boundary of RUN as it came about, beside the loss: a film, or a strip of some epochs."""

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from numnet.analysis.snapshots import moments as inside_moments
from numnet.figures.drawing import prediction_curves as fits
from numnet.figures.drawing import style
from numnet.figures.drawing.animation import Animation
from numnet.figures.drawing.data_points import part_swatches, scatter
from numnet.figures.drawing.decision_colors import RIM, Answers
from numnet.figures.drawing.projection import frame, grid, limits, plane_of, seen
from numnet.figures.drawing.run_labels import architecture, class_probabilities, parts, score_text
from numnet.figures.drawing.style import DASHES

RESOLUTION = 160  # points along each side of a map
EPOCHS = 5  # maps of a strip
LEVELS = 8  # shades of a colour in a film


@style.styled
def training(run, ax=None, count=EPOCHS):
    """A strip: the network's answer at some of the snapshots, and below the loss over the epochs, with dots there.

    Classes as regions, labels as regions of their combinations, a regression as colours, one feature as a curve; more
    than two features in the plane of their first two principal components. Of several regression targets the first.
    ``ax``: as many as maps, and one for the loss. ``count``: maps, the first snapshot and the last among them.
    Returns the axes, an array. Raises `ValueError` where there are no snapshots, and for another number of axes.
    """
    epochs = run.snapshots.epochs
    chosen = epochs[np.unique(np.linspace(0, len(epochs) - 1, count).round().astype(int))]
    moments = inside_moments(run, chosen)
    view = _view(run)
    axes, new = _strip_axes(ax, len(moments), run)
    for k, (ax, moment) in enumerate(zip(axes, moments, strict=False)):
        view.points_on(ax, 4)
        view.show(view.movers(ax), moment.run)
        style.title(ax, f"epoch {moment.epoch}\n{score_text(run.history.metric_name, moment.metric)}")
        if k:
            ax.set(ylabel="", yticklabels=[])
    loss = axes[-1]
    lines = _curves(loss, run, moments)
    style.legend_below(loss, lines, *view.keys(axes[len(moments) - 1]))
    for moment in moments:
        loss.plot(moment.epoch, moment.train_loss, "o", color=style.VERMILION, markersize=8, markeredgecolor="white",
                  zorder=5, clip_on=False)  # fmt: skip
    style.headline([*axes, axes[0]], new, _head(run, view))
    return np.array(axes, dtype=object)


@style.styled
def training_film(run):
    """All snapshots as an `Animation`: the answer on the left, the loss that has come so far on the right.

    What is drawn is as in `training`. Raises `ValueError` where there are no snapshots.
    """
    moments, view = inside_moments(run), _view(run)
    drawing = style.figure(size=(10.4, 5.0))
    left, right = drawing.subplots(1, 2, width_ratios=(1.15, 1))
    drawing.suptitle(style.wrapped(_head(run, view), 100), x=0.01, ha="left")
    points, movers = view.points_on(left, 2), view.movers(left)
    style.legend_below(left, *view.keys(left))
    style.legend_below(right, _curves(right, run, moments, faint=True))
    train = np.array([moment.train_loss for moment in moments])
    held = np.array([moment.validation_loss for moment in moments])
    epochs = np.array([moment.epoch for moment in moments])
    (trail,) = right.plot([], [], color=style.BLUE, linewidth=2.4)
    (shadow,) = right.plot([], [], color=style.BLUE, linewidth=2, linestyle=DASHES)
    (dot,) = right.plot([], [], "o", color=style.VERMILION, markersize=10, markeredgecolor="white", clip_on=False)
    label = right.text(0.98, 0.97, "", transform=right.transAxes, ha="right", va="top", fontsize=13)
    label.set_bbox({"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 2})

    def draw(k):
        view.show(movers, moments[k].run, LEVELS)
        for line, values, part in ((trail, train, "train"), (shadow, held, "validation")):
            line.set_data(*_until(run.history, part, epochs, values, k))
        dot.set_data([epochs[k]], [train[k]])
        result = score_text(run.history.metric_name, moments[k].metric)
        label.set_text(f"epoch {epochs[k]}\nloss {train[k]:.3g}\n{result}")

    return Animation(drawing, draw, len(moments), (*movers, *points, trail, shadow, dot, label), dpi=80)


def _until(history, part, epochs, values, k):
    """The curve up to snapshot k: the rows of the history before it, then the snapshot itself."""
    before = np.asarray(history.epoch) < epochs[k]
    losses = np.asarray(getattr(history, f"{part}_loss"), float)[before]
    return [*np.asarray(history.epoch)[before], epochs[k]], [*losses, values[k]]


def _head(run, view):
    words = f"{run.config['data']['name']}: {architecture(run.network)}, {run.config['optimizer']['name']}"
    return words + (f"\n{view.note}" if view.note else "")


def _strip_axes(given, count, run):
    """Axes for `count` maps in a row and the loss below."""
    if given is not None:
        return style.take_axes(given, count + 1, f"the training of {run.name}")
    drawing = style.new_figure((max(6.4, 2.7 * count + 1.6), 6.6))
    cells = drawing.add_gridspec(2, count, height_ratios=(1.15, 1))
    return [*(drawing.add_subplot(cells[0, k]) for k in range(count)), drawing.add_subplot(cells[1, :])], True


def _curves(ax, run, moments, faint=False):
    """The losses of all epochs, or of the snapshots where the run recorded none; returns legend entries."""
    history, color = run.history, style.tint(style.BLUE, 0.3) if faint else style.BLUE
    epoch = np.asarray(history.epoch)
    curves = [np.asarray(history.train_loss, float), np.asarray(history.validation_loss, float)]
    if len(epoch) < 2:
        epoch = np.array([moment.epoch for moment in moments])
        curves = [np.array([getattr(m, f"{part}_loss") for m in moments]) for part in ("train", "validation")]
    named = zip(curves, ("training", "validation"), ("-", DASHES), strict=True)
    entries = []
    for values, part, dashes in named:
        kept = np.isfinite(values)
        if kept.any():
            ax.plot(epoch[kept], values[kept], color=color, linewidth=1.8, linestyle=dashes)
            entries.append(Line2D([], [], color=style.BLUE, linestyle=dashes, label=part))
    positive = np.concatenate(curves)
    positive = positive[np.isfinite(positive) & (positive > 0)]
    logarithmic = len(positive) and positive.max() > 10 * positive.min()
    ax.set(xscale="symlog", xlim=(0, max(1, epoch[-1])), yscale="log" if logarithmic else "linear", xlabel="epoch",
           ylabel=f"loss ({run.network.loss_name.replace('_', '-')})")  # fmt: skip
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    if logarithmic:
        ax.yaxis.set_major_locator(LogLocator(subs=(1,) if positive.max() > 100 * positive.min() else (1, 2, 5)))
        ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        ax.yaxis.set_minor_formatter(NullFormatter())
    ax.grid(True)
    return entries


def _view(run):
    """What shows the answers of the run's networks."""
    data = run.data()
    return (_Line if np.asarray(data.X).shape[1] == 1 else _Map)(run, data)


class _Map:
    """Answers over a plane: an image, and lines where the answer changes."""

    def __init__(self, run, data):
        self.data, self.answers = data, Answers(data)
        self.plane = plane_of(np.asarray(data.X), data.feature_names, run.scaler)
        self.points, self.note = seen(data, self.plane), self.plane.note()
        self.x, self.y, coordinates = grid(np.concatenate([P for P, _ in self.points.values()]), RESOLUTION)
        self.X = self.plane.lift(coordinates)

    def points_on(self, ax, small):
        """The points, so many times smaller, and the axes; returns what is drawn."""
        total = small * sum(len(T) for _, T in self.points.values())
        filled = self.data.task == "regression"
        drawn = [scatter(ax, P, self.answers.of_targets(T), part, total, filled)
                 for part, (P, T) in self.points.items()]  # fmt: skip
        ax.set(xlim=(self.x[0], self.x[-1]), ylim=(self.y[0], self.y[-1]))
        frame(ax, self.plane, short=True)
        return drawn

    def movers(self, ax):
        """The image and the lines."""
        half_x, half_y = (self.x[1] - self.x[0]) / 2, (self.y[1] - self.y[0]) / 2
        extent = (self.x[0] - half_x, self.x[-1] + half_x, self.y[0] - half_y, self.y[-1] + half_y)
        blank = np.ones((RESOLUTION, RESOLUTION, 3))
        image = ax.imshow(blank, extent=extent, origin="lower", aspect=ax.get_aspect(), zorder=0)
        lines = LineCollection([], colors=style.BLACK, linewidths=1.8, path_effects=RIM, zorder=5)
        ax.add_collection(lines, autolim=False)
        ax.set(xlim=(self.x[0], self.x[-1]), ylim=(self.y[0], self.y[-1]))
        return image, lines

    def show(self, movers, run, levels=None):
        """Sets the image and the lines to the answers of these weights."""
        P = np.asarray(run.forward(self.X), float).reshape(len(self.X), -1)
        image, lines = movers
        image.set_data(self.answers.of_outputs(P, levels).reshape(RESOLUTION, RESOLUTION, 3))
        lines.set_segments(self.answers.lines(self.x, self.y, P.reshape(RESOLUTION, RESOLUTION, -1)))

    def keys(self, ax):
        """Entries of two legends; a regression gets the scale of its colours beside the axes."""
        if self.data.task == "regression":
            style.colorbar(ax, ScalarMappable(self.answers.norm, self.answers.map), self.data.target_names[0])
        return self.answers.swatches(), part_swatches(self.points)


class _Line:
    """Answers along the only feature: curves."""

    note = ""

    def __init__(self, run, data):
        self.data = data
        self.shown = {part: (X[:, 0], T) for part, X, T in parts(data)}
        self.x = np.linspace(*limits(np.concatenate([x for x, _ in self.shown.values()]), margin=0.05), 400)
        names = data.target_names
        self.colors = style.class_colors(len(names)) if data.task != "regression" else [style.VERMILION]

    def points_on(self, ax, small):
        """The points, so many times smaller, and the axes; returns what is drawn."""
        total, drawn = small * sum(len(T) for _, T in self.shown.values()), []
        if self.data.task == "regression":
            targets = np.concatenate([fits.columns(T)[:, 0] for _, T in self.shown.values()])
            for part, (x, T) in self.shown.items():
                colors = np.full(len(x), style.SKY if part == "training" else style.BLUE)
                drawn.append(scatter(ax, np.column_stack([x, fits.columns(T)[:, 0]]), colors, part, total))
            ax.set(ylim=limits(targets, 0.15), ylabel=self.data.target_names[0])
        else:
            for part, (x, T) in self.shown.items():
                at = T if self.data.task != "multilabel" else T.argmax(axis=1)
                P = np.column_stack([x, -fits.STEP * (1 + at)])
                drawn.append(scatter(ax, P, np.array(self.colors)[at], part, total))
            ax.set(ylim=(-fits.STEP * (len(self.colors) + 0.8), 1.04), ylabel="probability")
        ax.set(xlim=(self.x[0], self.x[-1]), xlabel=self.data.feature_names[0])
        ax.grid(True)
        return drawn

    def movers(self, ax):
        """A curve for each class, or one."""
        return [ax.plot([], [], color=color, linewidth=3, zorder=5)[0] for color in self.colors]

    def show(self, movers, run, levels=None):
        """Sets the curves to the answers of these weights."""
        Y = np.asarray(run.forward(self.x[:, None]), float).reshape(len(self.x), -1)
        for line, values in zip(movers, class_probabilities(self.data.task, Y).T):
            line.set_data(self.x, values)

    def keys(self, ax):
        """Entries of two legends."""
        names = ["network"] if self.data.task == "regression" else self.data.target_names
        lines = [Line2D([], [], color=color, linewidth=3, label=style.shortened(name))
                 for name, color in zip(names, self.colors, strict=True)]  # fmt: skip
        return lines, part_swatches(self.shown)
