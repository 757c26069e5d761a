"""Which classes RUN takes for which, on its validation set, with precision, recall and F1 of each.

Of several labels there is a panel each, and one of their combinations.

\b
Example:
  numnet plot confusion runs/digits-1
"""

import numpy as np
from matplotlib.ticker import PercentFormatter

from numnet.figures.drawing import slides, style
from numnet.figures.drawing.decision_colors import Combinations
from numnet.figures.drawing.run_labels import describe, outputs, parts
from numnet.figures.drawing.takes import ONE_RUN, takes
from numnet.model.decisions import decide
from numnet.model.metrics import classification, confusion_matrix
from numnet.utils.language import gettext

MOST_TEXT = 20  # classes up to which the cells carry numbers
SLIDE_SHARES = 6  # and up to which, on a slide, the shares too


@takes(ONE_RUN)
def confusion(run, ax=None):
    """Confusion matrix of the validation set, or of the training set where there is no other.

    A row is the true class, a column the predicted one: counts, and below them their share of the row, which is the
    colour too. Beside each row stand precision, recall and F1 of its class. Of several labels there is a panel each,
    and one of their combinations. `ax` is one axes, or an array of as many as there are panels. Returns the axes, or an
    array of them. Raises `ValueError` for a regression.
    """
    data = run.data()
    if data.task == "regression":
        raise ValueError(f"{data.name!r} is a regression, which confuses no classes; draw its boundary instead")
    part, X, T = parts(data)[-1]
    answers = decide(data.task, outputs(run, X))
    labels = data.task == "multilabel"
    k = len(data.target_names)
    count, size = (k + 1, _label_size(k + 1)) if labels else (1, _size(data.target_names))
    axes, new = style.take_axes(ax, count, f"the confusion matrix of {data.name!r}", size=size,
                                words=[*data.target_names, "combinations"] if labels else None)  # fmt: skip
    if labels:
        for one, name, t, y in zip(axes, data.target_names, T.T, answers.T, strict=False):
            scores = classification(t, y, ("no", "yes"))
            _matrix(one, scores["confusion"], (gettext("no"), gettext("yes")))
            style.title(one, f"{name}\n{_words(scores['classes']['yes'])}")
        mean = _combinations(axes[-1], data, T, answers)
    else:
        scores = classification(T, answers, data.target_names)
        _matrix(axes[0], scores["confusion"], data.target_names)
        rows = list(scores["classes"].values())
        _scores(axes[0], rows)
        mean = gettext("mean F1 of the classes {mean:.3f}").format(mean=np.mean([row["f1"] for row in rows]))
    style.headline(axes, new, f"{describe(run)}\n{_which(part, len(X))}; {mean}")
    if not labels:
        axes[0].set_title(axes[0].get_title(loc="left"), pad=26)  # above the heads of the scores
    return np.array(axes, dtype=object) if labels else axes[0]


def _which(part, count):
    """Which rows are counted, in words."""
    if part == "data":
        return gettext("{count} rows").format(count=count)
    words = gettext("{part} set, {count} rows").format(part=gettext(part), count=count)
    return words + gettext(", there is no validation set") * (part == "training")


def _words(score):
    return gettext("precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}").format_map(score)


def _combinations(ax, data, T, answers):
    """The matrix of whole combinations of labels; returns how many rows are right in all labels, in words."""
    combinations = Combinations(np.concatenate([T for _, _, T in parts(data)]), data.target_names)
    truth, said = combinations.index(T), combinations.index(answers)
    k = max(len(combinations.rows), 1 + truth.max(), 1 + said.max())  # "other" only where it occurs
    _matrix(ax, confusion_matrix(truth, said, k), combinations.names[:k], shares=k <= 4)
    style.title(ax, gettext("combinations"))
    share = 100 * (T == answers).all(axis=1).mean()
    return gettext("all labels right in {share:.1f} % of them").format(share=share)


def _scores(ax, rows):
    """Precision, recall and F1 in columns to the right of the matrix, a line for each of its rows."""
    heads = {"precision": gettext("precision"), "recall": gettext("recall"), "f1": "F1"}
    for column, (key, name) in enumerate(heads.items()):
        look = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "ha": "center", "fontsize": 10,
                "annotation_clip": False}  # fmt: skip
        ax.annotate(name, (1, -0.5), (40 + 58 * column, 6), va="bottom", color="#555555", **look)
        for k, row in enumerate(rows):
            ax.annotate(f"{row[key]:.3f}", (1, k), (40 + 58 * column, 0), va="center", **look)


def _size(names):
    """Width and height in inches: a square, the names to its left, the scores to its right."""
    side = max(3.6, 0.56 * len(names))
    return side + 3.4 + 0.09 * min(max(map(len, names)), 20) + (len(names) > MOST_TEXT), side + 1.6


def _label_size(count):
    """Width and height in inches of so many panels."""
    columns = count if count <= 3 else int(np.ceil(np.sqrt(count)))
    return 4.9 * columns, 4.6 * -(-count // columns) + 0.4


def _matrix(ax, counts, names, shares=True):
    """Shares of each row in colour, counts and, if asked for, shares as text."""
    counts = np.asarray(counts)
    k, slide, names = len(counts), slides.alone(ax), [style.shortened(name, 20) for name in names]
    written = shares and not (slide and k > SLIDE_SHARES)
    totals = counts.sum(axis=1, keepdims=True)
    shares = counts / np.maximum(totals, 1)
    image = ax.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto" if slide else "equal")
    turned = max(map(len, names)) * k > 40
    ax.set_xticks(
        range(k),
        names,
        rotation=40 if turned else 0,
        ha="right" if turned else "center",
        rotation_mode="anchor" if turned else "default",
    )
    ax.set_yticks(range(k), names)
    ax.set(xlabel=gettext("predicted"), ylabel=gettext("true"))
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_xticks(np.arange(k + 1) - 0.5, minor=True)
    ax.set_yticks(np.arange(k + 1) - 0.5, minor=True)
    ax.grid(True, which="minor", color="white", linewidth=2)
    ax.tick_params(which="minor", length=0)
    if k <= MOST_TEXT:
        _write(ax, counts, shares, written)
    else:
        ends = PercentFormatter(1, decimals=0, symbol=" %")
        ax.figure.colorbar(image, ax=ax, label=gettext("share of the row"), ticks=[0, 0.5, 1], format=ends, pad=0.2)


def _write(ax, counts, shares, written):
    """Counts, and the shares if they are to be written; empty cells of a large matrix stay empty."""
    k = len(counts)
    size = {2: 13, 3: 12}.get(k, 10 if k <= 6 else 8.5)
    for (i, j), count in np.ndenumerate(counts):
        if count or k <= 4:
            share = f"{100 * shares[i, j]:.0f} %" if counts[i].sum() else "–"
            ax.text(
                j,
                i,
                f"{count}\n{share}" if written else f"{count}",
                ha="center",
                va="center",
                fontsize=size,
                linespacing=1.15,
                color="white" if shares[i, j] > 0.55 else "#222222",
            )
