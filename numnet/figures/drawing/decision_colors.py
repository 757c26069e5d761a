"""Colours of targets and of what networks answer, for all four tasks."""

import numpy as np
from contourpy import contour_generator
from matplotlib import colormaps
from matplotlib.colors import Normalize
from matplotlib.patheffects import Normal, Stroke

from numnet.figures.drawing import style
from numnet.figures.drawing.projection import limits
from numnet.figures.drawing.run_labels import parts
from numnet.model.decisions import class_probabilities, decide
from numnet.utils.language import gettext

SCALE = "viridis"  # of targets of a regression: even in lightness, and the same for all kinds of colour vision
MOST_COMBINATIONS = 7
RIM = (Stroke(linewidth=3.2, foreground="white"), Normal())  # of a decision line


def columns(T):
    """Targets (n,) or (n, k) as (n, k)."""
    return np.asarray(T).reshape(len(T), -1)


class AnswerColors:
    """Colours of the targets and the outputs of one data set.

    Classes have theirs, paler where the network is less sure; labels that of their combination; a regression a scale,
    on which its first target lies.
    """

    def __init__(self, data):
        self.task, self.names = data.task, data.target_names
        T = np.concatenate([T for _, _, T in parts(data)])
        if self.task == "regression":
            self.norm, self.map = Normalize(*limits(columns(T)[:, 0], margin=0)), colormaps[SCALE]
        elif self.task == "multilabel":
            self.combinations = Combinations(T, data.target_names)
            self.colors = self.combinations.colors
        else:
            self.colors = style.class_colors(len(data.target_names))

    def of_targets(self, T):
        """RGBA (n, 4) or names (n,) of targets as in `Dataset.T`."""
        if self.task == "regression":
            return self.map(self.norm(columns(T)[:, 0]))
        return np.array(self.colors)[self.combinations.index(T) if self.task == "multilabel" else T]

    def of_outputs(self, P, levels=None):
        """RGB (n, 3) of outputs (n, k), those of a regression in original units; in steps where ``levels`` are given.

        Few colours keep an animated GIF small, and its other colours true.
        """
        if self.task == "regression":
            share = np.clip(self.norm(P[:, 0]), 0, 1)
            return self.map(_stepped(share, 3 * levels if levels else None))[:, :3]
        if self.task == "multilabel":
            winner = self.combinations.index(decide(self.task, P))
            sure = np.abs(2 * P - 1).min(axis=1)
        else:
            P = class_probabilities(self.task, P)
            winner, k = P.argmax(axis=1), P.shape[1]
            sure = np.clip((P.max(axis=1) - 1 / k) / (1 - 1 / k), 0, 1)
        sure, image = _stepped(sure, levels), np.empty((len(P), 3))
        for one in np.unique(winner):
            inside = winner == one
            image[inside] = style.tint(self.colors[one], 0.12 + 0.43 * sure[inside])
        return image

    def margins(self, P):
        """What changes its sign where the answer changes, a list of (...), from outputs (..., k)."""
        if self.task == "regression":
            return []
        if self.task == "multiclass":
            return [P[..., k] - np.delete(P, k, axis=-1).max(axis=-1) for k in range(P.shape[-1])]
        return [P[..., k] - 0.5 for k in range(P.shape[-1])]

    def lines(self, x, y, P):
        """Where the answer changes: polylines (n, 2) in the plane of a grid, from outputs (len(y), len(x), k)."""
        return [line for margin in self.margins(P) for line in contour_generator(x, y, margin).lines(0.0)]

    def swatches(self):
        """Legend entries; none for a regression, whose scale is a colour bar."""
        if self.task == "regression":
            return []
        if self.task == "multilabel":
            return self.combinations.swatches()
        return [style.swatch(name, color) for name, color in zip(self.names, self.colors, strict=True)]


def _stepped(share, levels):
    """Shares (n,), 0 to 1, rounded to so many steps; as they are for None."""
    return share if levels is None else np.round(share * levels) / levels


class Combinations:
    """The most frequent sets of labels, with a colour and a name for each; the rest are "other"."""

    def __init__(self, T, names):
        rows, counts = np.unique(T, axis=0, return_counts=True)
        kept = rows[np.argsort(-counts, kind="stable")[: MOST_COMBINATIONS + 1]]
        self.rows = kept[np.lexsort((*-kept.T[::-1], kept.sum(axis=1)))]  # none first, then single labels, pairs, ...
        self.names = [_joined(row, names) for row in self.rows] + [gettext("other")]
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
    return " + ".join(name for name, holds in zip(shown, row, strict=True) if holds) or gettext("none")
