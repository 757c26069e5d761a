"""`confusion`: which classes are taken for which."""

import numpy as np
from matplotlib.ticker import PercentFormatter

from numnet.figures import style
from numnet.figures.subject import decisions, describe, outputs, parts

MOST_TEXT = 20  # classes up to which the cells carry numbers


@style.styled
def confusion(run, ax=None):
    """Confusion matrix of the validation part, or of the training part where there is no other; one a label.

    A row is what is true, a column what the network says: counts, and below them their share of the row, which is the
    colour too. `ax` is one axes, or an array of one for each label. Returns the axes, or an array of them. Raises
    `ValueError` for a regression.
    """
    data = run.data()
    if data.task == "regression":
        raise ValueError(f"{data.name!r} is a regression, which confuses no classes; draw its boundary instead")
    part, X, T = parts(data)[-1]
    answers = decisions(data.task, outputs(run, X))
    labels = data.task == "multilabel"
    k = len(data.target_names)
    size = None if labels else _size(data.target_names)
    axes, new = style.take_axes(ax, k if labels else 1, f"the confusion matrix of {data.name!r}", size=size)
    if labels:
        for one, name, t, y in zip(axes, data.target_names, T.T, answers.T, strict=True):
            _matrix(one, counted(t, y, 2), ("no", "yes"))
            style.title(one, name)
    else:
        _matrix(axes[0], counted(T, answers, k), data.target_names)
    missing = "" if part == "validation" else ", there is no validation part"
    style.headline(axes, new, f"{describe(run)}\n{part} part, {len(X)} rows{missing}")
    return np.array(axes, dtype=object) if labels else axes[0]


def _size(names):
    """Width and height in inches: a square, the names to its left, the colour bar to its right."""
    side = max(3.6, 0.56 * len(names))
    return side + 2.4 + 0.09 * min(max(map(len, names)), 20), side + 1.3


def counted(truth, answers, k):
    """Matrix (k, k) int64: how often class i (row) was taken for class j (column).

    >>> counted(np.array([0, 1, 1]), np.array([0, 1, 0]), 2).tolist()
    [[1, 0], [1, 1]]
    """
    return np.bincount(k * np.asarray(truth) + answers, minlength=k * k).reshape(k, k)


def _matrix(ax, counts, names):
    """Shares of each row in colour, counts and shares as text."""
    k, names = len(counts), [style.shortened(name, 20) for name in names]
    totals = counts.sum(axis=1, keepdims=True)
    shares = counts / np.maximum(totals, 1)
    image = ax.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    turned = max(map(len, names)) * k > 40
    ax.set_xticks(
        range(k),
        names,
        rotation=40 if turned else 0,
        ha="right" if turned else "center",
        rotation_mode="anchor" if turned else "default",
    )
    ax.set_yticks(range(k), names)
    ax.set(xlabel="predicted", ylabel="true")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_xticks(np.arange(k + 1) - 0.5, minor=True)
    ax.set_yticks(np.arange(k + 1) - 0.5, minor=True)
    ax.grid(True, which="minor", color="white", linewidth=2)
    ax.tick_params(which="minor", length=0)
    percent = PercentFormatter(1, decimals=0, symbol=" %")
    style.colorbar(ax, image, "share of the row", ticks=[0, 0.5, 1], format=percent)
    if k <= MOST_TEXT:
        _write(ax, counts, shares)


def _write(ax, counts, shares):
    """Counts and shares; empty cells of a large matrix stay empty."""
    k = len(counts)
    size = {2: 13, 3: 12}.get(k, 10 if k <= 6 else 8.5)
    for (i, j), count in np.ndenumerate(counts):
        if count or k <= 4:
            share = f"{100 * shares[i, j]:.0f} %" if counts[i].sum() else "–"
            ax.text(
                j,
                i,
                f"{count}\n{share}",
                ha="center",
                va="center",
                fontsize=size,
                linespacing=1.15,
                color="white" if shares[i, j] > 0.55 else "#222222",
            )
