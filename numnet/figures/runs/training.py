"""The decision boundary of RUN during training, beside the loss: a film, or a strip of some epochs."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from numnet.analysis.snapshots import snapshot_scores
from numnet.figures.drawing import slides, style
from numnet.figures.drawing.animation import Animation
from numnet.figures.drawing.data_points import LINES
from numnet.figures.drawing.decision_map import DecisionMap
from numnet.figures.drawing.folding import fold
from numnet.figures.drawing.prediction_curves import PredictionCurves
from numnet.figures.drawing.run_labels import architecture, score_text
from numnet.figures.drawing.takes import RUN_ALONE, takes
from numnet.utils.language import gettext

RESOLUTION, POINTS = 160, 400  # along each side of a map, and along a curve
EPOCHS = 5  # maps of a strip
LEVELS = 8  # shades of a colour in a film


@takes(RUN_ALONE)
def training(run, ax=None, count=EPOCHS):
    """A strip: the network's answer at some of the snapshots, and below the loss over the epochs, with dots there.

    Classes as regions, labels as regions of their combinations, a regression as colours, one feature as a curve; more
    than two features in the plane of their first two principal components. Of several regression targets the first.
    ``ax``: as many as maps, and one for the loss. ``count``: maps, the first snapshot and the last among them.
    Returns the axes, an array. Raises `ValueError` where there are no snapshots, and for another number of axes.
    """
    epochs = run.snapshots.epochs
    chosen = epochs[np.unique(np.linspace(0, len(epochs) - 1, count).round().astype(int))]
    moments = snapshot_scores(run, chosen)
    view = _view(run)
    words = [*(f"epoch-{moment.epoch}" for moment in moments), "loss"]
    axes, new = style.take_axes(ax, len(words), f"the training of {run.name}", make=lambda: _strip_axes(len(moments)),
                                words=words)  # fmt: skip
    for k, (ax, moment) in enumerate(zip(axes, moments, strict=False)):
        view.points_on(ax, 4)
        view.show(view.movers(ax), moment.run)
        style.title(ax, _moment(run, moment))
        if k and not slides.alone(ax):
            ax.set(ylabel="", yticklabels=[])
    loss = axes[-1]
    lines = _curves(loss, run, moments)
    for ax in slides.carriers(axes[:-1], -1):
        keys = view.keys(ax)
        if slides.alone(ax):
            style.legend_below(ax, *keys)
    style.legend_below(loss, lines, *([] if slides.alone(loss) else keys))
    for moment in moments:
        loss.plot(moment.epoch, moment.train_loss, "o", color=style.BLACK, markersize=8, markeredgecolor="white",
                  zorder=5, clip_on=False)  # fmt: skip
    style.headline([*axes, axes[0]], new, _head(run, view))
    return np.array(axes, dtype=object)


@takes(RUN_ALONE)
def training_film(run):
    """All snapshots as an `Animation`: the answer on the left, the loss that has come so far on the right.

    What is drawn is as in `training`. Raises `ValueError` where there are no snapshots.
    """
    moments, view = snapshot_scores(run), _view(run)
    drawing = style.film_figure((10.4, 5.0))
    left, right = drawing.subplots(1, 2, width_ratios=(1.15, 1))
    fold(drawing.suptitle("", x=0.01, ha="left"), _head(run, view), 100)
    points, movers = view.points_on(left, 2), view.movers(left)
    style.legend_below(left, *view.keys(left))
    style.legend_below(right, _curves(right, run, moments, faint=True))
    train = np.array([moment.train_loss for moment in moments])
    held = np.array([moment.validation_loss for moment in moments])
    epochs = np.array([moment.epoch for moment in moments])
    (trail,) = right.plot([], [], linewidth=2.4, **LINES["training"])
    (shadow,) = right.plot([], [], linewidth=2, **LINES["validation"])
    (dot,) = right.plot([], [], "o", color=style.BLACK, markersize=10, markeredgecolor="white", clip_on=False)
    label = right.text(0.98, 0.97, "", transform=right.transAxes, ha="right", va="top", fontsize=13)
    label.set_bbox({"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 2})

    def draw(k):
        view.show(movers, moments[k].run, LEVELS)
        for line, values, part in ((trail, train, "train"), (shadow, held, "validation")):
            line.set_data(*_until(run.history, part, epochs, values, k))
        dot.set_data([epochs[k]], [train[k]])
        result = score_text(run.history.metric_name, moments[k].metric)
        words = gettext("epoch {epoch}\nloss {loss:.3g}").format(epoch=epochs[k], loss=train[k])
        label.set_text(f"{words}\n{result}")

    return Animation(drawing, draw, len(moments), (*movers, *points, trail, shadow, dot, label), dpi=80, fps=4)


def _moment(run, moment):
    words = gettext("epoch {epoch}").format(epoch=moment.epoch)
    return f"{words}\n{score_text(run.history.metric_name, moment.metric)}"


def _until(history, part, epochs, values, k):
    """The curve up to snapshot k: the rows of the history before it, then the snapshot itself."""
    before = np.asarray(history.epoch) < epochs[k]
    losses = np.asarray(getattr(history, f"{part}_loss"), float)[before]
    return [*np.asarray(history.epoch)[before], epochs[k]], [*losses, values[k]]


def _head(run, view):
    words = f"{run.config['data']['name']}: {architecture(run.network)}, {run.config['optimizer']['name']}"
    return words + (f"\n{view.note}" if view.note else "")


def _strip_axes(count):
    """Axes for `count` maps in a row and the loss below."""
    drawing = style.new_figure((max(6.4, 2.7 * count + 1.6), 6.6))
    cells = drawing.add_gridspec(2, count, height_ratios=(1.15, 1))
    return [*(drawing.add_subplot(cells[0, k]) for k in range(count)), drawing.add_subplot(cells[1, :])]


def _curves(ax, run, moments, faint=False):
    """The losses of all epochs, or of the snapshots where the run recorded none; returns legend entries."""
    history = run.history
    epoch = np.asarray(history.epoch)
    curves = [np.asarray(history.train_loss, float), np.asarray(history.validation_loss, float)]
    if len(epoch) < 2:
        epoch = np.array([moment.epoch for moment in moments])
        curves = [np.array([getattr(m, f"{part}_loss") for m in moments]) for part in ("train", "validation")]
    entries = []
    for values, (part, look) in zip(curves, LINES.items(), strict=True):
        kept = np.isfinite(values)
        if kept.any():
            pale = {"color": style.tint(look["color"], 0.3)} if faint else {}
            ax.plot(epoch[kept], values[kept], linewidth=1.8, **{**look, **pale})
            entries.append(Line2D([], [], label=gettext(part), **look))
    positive = np.concatenate(curves)
    positive = positive[np.isfinite(positive) & (positive > 0)]
    logarithmic = len(positive) and positive.max() > 10 * positive.min()
    ax.set(xscale="symlog", xlim=(0, max(1, epoch[-1])), yscale="log" if logarithmic else "linear")
    loss = gettext(run.network.loss_name.replace("_", "-"))
    ax.set(xlabel=gettext("epoch"), ylabel=gettext("loss ({name})").format(name=loss))
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
    if np.asarray(data.X).shape[1] == 1:
        return PredictionCurves(data, POINTS)
    return DecisionMap(run, data, RESOLUTION)
