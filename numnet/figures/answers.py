"""What networks answer and what is true, in colours: one way for regions that move or bend, for all four tasks."""

import numpy as np
from contourpy import contour_generator
from matplotlib import colormaps
from matplotlib.colors import Normalize
from matplotlib.patheffects import Normal, Stroke

from numnet.figures import style
from numnet.figures.fits import COLORS, columns
from numnet.figures.plane import limits
from numnet.figures.regions import Combinations
from numnet.figures.subject import class_probabilities, decisions, parts

RIM = (Stroke(linewidth=3.2, foreground="white"), Normal())  # of a decision line


class Answers:
    """Colours of the targets and the outputs of one data set.

    Classes have theirs, paler where the network is less sure; labels that of their combination; a regression a scale,
    on which its first target lies.
    """

    def __init__(self, data):
        self.task, self.names = data.task, data.target_names
        T = np.concatenate([T for _, _, T in parts(data)])
        if self.task == "regression":
            self.norm, self.map = Normalize(*limits(columns(T)[:, 0], margin=0)), colormaps[COLORS]
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
            winner = self.combinations.index(decisions(self.task, P))
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

    def lines(self, x, y, P):
        """Where the answer changes: polylines (n, 2) in the plane of a grid, from outputs (len(y), len(x), k)."""
        if self.task == "regression":
            return []
        if self.task == "multiclass":
            heights = [P[..., k] - np.delete(P, k, axis=2).max(axis=2) for k in range(P.shape[2])]
        else:
            heights = [P[..., k] - 0.5 for k in range(P.shape[2])]
        return [line for height in heights for line in contour_generator(x, y, height).lines(0.0)]

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
