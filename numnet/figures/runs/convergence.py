"""Training and validation loss and metric against the epochs, of one or more RUNS.

\b
Example:
  numnet plot convergence runs/spiral-1 runs/spiral-2 -o both.png
"""

import math

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator, PercentFormatter

from numnet.displays.curves import DECADES
from numnet.figures.drawing import slides, style
from numnet.figures.drawing.data_points import LINES
from numnet.figures.drawing.run_labels import describe, settings
from numnet.figures.drawing.takes import HISTORIES, takes
from numnet.kernels.hyper_parameters import HYPER_PARAMETERS
from numnet.utils.language import gettext

NEEDS = "runs"
LOWEST_R2 = -0.5
WORDY = ("data", "network", "optimizer", "loss", "init", "schedule", "dtype", "device")  # values that need no name
_FIRST = ("data", "network", "optimizer", "learning_rate", "schedule", "batch_size", "loss", "init", "l1", "l2",
          "dropout", "clip_norm", "weight_decay")  # fmt: skip
SETTINGS = (*_FIRST, *(name for name in HYPER_PARAMETERS if name not in _FIRST), "seed", "dtype", "device")


@takes(HISTORIES)
def convergence(*runs, labels=None, axes=None):
    """Loss and metric against epochs, of one run or several: training solid, validation dashed and, of one, red.

    The loss axis is logarithmic where the losses span decades. The epoch whose weights are kept is marked for a single
    run; a run that diverged ends in a cross that says when. Runs, histories, or a list of them: ``labels`` are their
    names in the legend, by default those of the runs with what tells them apart, and "history 1", …. `axes` is a pair
    of axes. Returns both. Raises `ValueError` without a run, for runs whose metrics differ, for a run that recorded no
    epoch, and for another number of labels.
    """
    names = _names(runs, labels)
    _check(runs)
    axes, new = style.take_axes(axes, 2, "convergence", columns=2, size=(11, 4.4), words=("loss", "metric"))
    colors = style.rule_colors([settings(run).get("optimizer") or name for run, name in zip(runs, names, strict=True)])
    for run, color in zip(runs, colors, strict=True):
        history = run.history
        for ax, stem in zip(axes, ("loss", "metric"), strict=True):
            _curve(ax, history, stem, color if len(runs) > 1 else None)
    _loss_axis(axes[0], runs)
    _metric_axis(axes[1], runs)
    last = max(int(run.history.epoch[-1]) for run in runs)
    for ax in axes:
        ax.set(xlabel=gettext("epoch"), xlim=(-0.01 * max(last, 1), 1.01 * max(last, 1)))
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.grid(True)
    _divergences(axes[0], runs, colors, [run.name for run in runs] if labels is None else names)
    if len(runs) == 1:
        _mark_best(axes, runs[0])
    handles = [] if len(runs) == 1 else [_key(name, color) for name, color in zip(names, colors, strict=True)]
    held = any(_has_validation(run) or np.isfinite(run.history.validation_metric).any() for run in runs)
    for part in ("training", "validation")[: 1 + held]:
        handles.append(_key(gettext(part), **_look(part, None if len(runs) == 1 else "#555555")))
    for ax in slides.carriers(axes, 1):
        style.legend_right(ax, handles, handlelength=2.6)
    if len(runs) == 1:
        text = ": ".join(filter(None, [labels is not None and names[0], describe(runs[0])]))
    else:
        count = gettext("{count} runs") if _what(runs) == "runs" else gettext("{count} histories")
        text = ": ".join(filter(None, [count.format(count=len(runs)), _common(runs)]))
    style.headline(axes, new, text)
    return np.array(axes, dtype=object)


def _names(runs, labels):
    """What the runs are called in the legend."""
    if labels is None:
        return run_names(runs)
    labels = [labels] if isinstance(labels, str) else [str(label) for label in labels]
    if len(labels) != len(runs):
        raise ValueError(f"labels must be {len(runs)}, one for each of the {_what(runs)}; got {len(labels)}")
    return labels


def _what(runs):
    return "runs" if any(map(settings, runs)) else "histories"


def _check(runs):
    """Raises what `convergence` raises."""
    if not runs:
        raise ValueError("convergence needs at least one run")
    for run in runs:
        if len(run.history.epoch) == 0:
            option = "--evaluate-every 1" if settings(run) else "evaluate_every=1"
            raise ValueError(f"run {run.name!r} recorded no epoch; train it with {option}")
    metrics = {run.history.metric_name: run.name for run in runs}
    if len(metrics) > 1:
        shown = ", ".join(f"{name!r} has {metric}" for metric, name in metrics.items())
        raise ValueError(f"runs of different metrics don't go into one figure: {shown}")


def run_names(runs):
    """The names of the runs for a legend, with the settings that tell them apart; a history has none."""
    differing = _differing(runs)
    return [", ".join([run.name, *(_words(key, settings(run).get(key)) for key in differing if settings(run))])
            for run in runs]  # fmt: skip


def _differing(runs):
    """The settings that tell the runs apart, at most two: more would fill the legend."""
    known = list(filter(None, map(settings, runs)))
    return [key for key in SETTINGS if len({str(one.setdefault(key, None)) for one in known}) > 1][:2]


def _words(key, value):
    """A setting for the legend: "adam", "rate 0.01", "batch size 32", "default momentum"."""
    name = gettext(key.removeprefix("learning_").replace("_", " "))
    if value is None:
        return gettext("default {name}").format(name=name)
    if key in WORDY:
        return str(value).replace("_", "-") if key == "loss" else str(value)
    return f"{name} {value:g}" if isinstance(value, (int, float)) else f"{name} {value}"


def _common(runs):
    """The data sets of the runs, each once; "" where one is not known."""
    names = [run.config["data"]["name"] for run in runs]
    return ", ".join(dict.fromkeys(names)) if all(names) else ""


def run_colors(runs):
    """The colours of the optimizers where these differ, else one colour after another."""
    return style.rule_colors([settings(run).get("optimizer") for run in runs])


def _finite(values):
    values = np.array(values, dtype=np.float64)
    values[~np.isfinite(values)] = np.nan
    return values


def _has_validation(run):
    return bool(np.isfinite(run.history.validation_loss).any())


def _look(part, color):
    """Colour and dashes of the curve of a part of the data; ``color``: that of its run, among several."""
    return LINES[part] if color is None else {**LINES[part], "color": color}


def _curve(ax, history, stem, color):
    """Training and validation; gaps where a value is not finite, a dot where there is one row."""
    marker = "o" if len(history.epoch) == 1 else None
    ax.plot(history.epoch, _finite(getattr(history, f"train_{stem}")), marker=marker, **_look("training", color))
    validation = _finite(getattr(history, f"validation_{stem}"))
    if np.isfinite(validation).any():
        ax.plot(history.epoch, validation, marker=marker, **_look("validation", color))


def _all_values(runs, stem):
    columns = [getattr(run.history, f"{part}_{stem}") for run in runs for part in ("train", "validation")]
    values = np.concatenate([_finite(column) for column in columns])
    return values[np.isfinite(values)]


def _loss_axis(ax, runs):
    values = _all_values(runs, "loss")
    positive = values[values > 0]
    if len(positive) and math.log10(positive.max() / positive.min()) > DECADES:
        ax.set_yscale("log")
    elif len(values):
        ax.set_ylim(bottom=min(0.0, values.min()))
    losses = {getattr(run.network, "loss_name", "") for run in runs}
    name = losses.pop().replace("_", "-") if len(losses) == 1 else ""
    ax.set_ylabel(gettext("loss ({name})").format(name=gettext(name)) if name else gettext("loss"))


def _metric_axis(ax, runs):
    name, values = runs[0].history.metric_name, _all_values(runs, "metric")
    ax.set_ylabel(gettext(style.TASK_WORDS.get(name, name)))
    if not len(values):
        return
    low = max(values.min(), LOWEST_R2)
    room = 0.04 * max(1 - low, 0.05)
    ax.set_ylim(low - room, 1 + room)
    if name != "r2":
        ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0 if low < 0.9 else 1, symbol=" %"))


def _broken_epoch(history):
    """The epoch in which the run left the finite numbers, or None; its row may be missing, its status then tells."""
    broken = ~np.isfinite(np.asarray(history.train_loss, dtype=np.float64))
    if broken.any():
        return int(np.asarray(history.epoch)[broken.argmax()])
    return int(history.epoch[-1]) + 1 if getattr(history, "status", "") == "diverged" else None


def _divergences(ax, runs, colors, names):
    """A cross at the last finite loss of a run that left the finite numbers, and words."""
    lines = 0
    for run, color, name in zip(runs, colors, names, strict=True):
        epoch = _broken_epoch(run.history)
        if epoch is None:
            continue
        before = np.asarray(run.history.epoch) < epoch
        if before.any():
            last = np.flatnonzero(before)[-1]
            ax.plot(
                run.history.epoch[last],
                run.history.train_loss[last],
                "X",
                color=color,
                markersize=11,
                markeredgecolor="white",
                zorder=5,
                clip_on=False,
            )
        text = gettext("✕ {name} diverged in epoch {epoch}").format(name=style.shortened(name), epoch=epoch)
        ax.text(
            0.98,
            0.97 - 0.075 * lines,
            text,
            transform=ax.transAxes,
            ha="right",
            va="top",
            fontsize=10,
            color=color,
            zorder=6,
        )
        lines += 1


def _mark_best(axes, run):
    """A line through both panels at the epoch whose weights are kept, where validation chose it."""
    best = run.history.best_epoch
    if not _has_validation(run) or best < 0 or _broken_epoch(run.history) is not None:
        return
    for ax in axes:
        ax.axvline(best, color="#555555", linewidth=1.2, linestyle=":", zorder=1)
    loss = _finite(run.history.validation_loss)[np.asarray(run.history.epoch) == best]
    axes[0].plot([best] * len(loss), loss, "o", color=style.VERMILION, markersize=7, markeredgecolor="white", zorder=5)
    text, left = gettext("lowest validation loss: epoch {epoch}").format(epoch=best), best < np.mean(axes[0].get_xlim())
    axes[0].annotate(
        text,
        (best, 1),
        xycoords=("data", "axes fraction"),
        xytext=(5 if left else -5, -2),
        textcoords="offset points",
        ha="left" if left else "right",
        va="top",
        fontsize=10,
        color="#555555",
    )


def _key(label, color, linestyle="-"):
    return Line2D([], [], color=color, linestyle=linestyle, label=style.shortened(label, 45))
