"""The plane that data is drawn in: its two features, or the first two principal components of more."""

from dataclasses import dataclass

import numpy as np

from numnet.analysis.principal_components import principal_plane
from numnet.data import Scaler
from numnet.figures.drawing.run_labels import parts
from numnet.figures.drawing.slides import alone
from numnet.utils.language import gettext, message

MARGIN = 0.08
COMPONENT = message("principal component")


@dataclass(frozen=True, eq=False)
class Plane:
    """An affine plane through the feature space, with coordinates.

    A row x has the coordinates directions · ((x - shift) / scale - centre). `directions` (2, d) is orthonormal, the
    other arrays are (d,); `labels` name the two coordinates; `share` is the part of the variance that the plane
    holds, in percent, and None where the plane is all there is.
    """

    shift: np.ndarray
    scale: np.ndarray
    centre: np.ndarray
    directions: np.ndarray
    labels: tuple[str, str]
    share: float | None

    def project(self, X):
        """Coordinates (n, 2) of the rows of X (n, d)."""
        return ((X - self.shift) / self.scale - self.centre) @ self.directions.T

    def lift(self, points):
        """Rows (n, d), in the features' own units, of coordinates (n, 2): what is not in the plane is at its mean."""
        return (points @ self.directions + self.centre) * self.scale + self.shift

    def name(self):
        """What the plane is, in words; empty for two features."""
        if self.share is None:
            return ""
        words = gettext("the plane of the first two principal components ({share:.0f} % of variance)")
        return words.format(share=self.share)

    def note(self, task):
        """What a title has to say of colours over the plane and points on it; empty where that goes without saying."""
        if self.share is None and task != "regression":
            return ""
        words = {
            (2, True): gettext("colours: the network's output; points: the targets,\nhardly seen where the two agree"),
            (3, True): gettext("colours: the output on a flat slice through the {count} features\n"
                               "points: the targets of the rows moved onto it"),
            (3, False): gettext("colours: the answer on a flat slice through the {count} features\n"
                                "points: rows moved onto it, where the answer may be another"),
        }  # fmt: skip
        return words[2 + (self.share is not None), task == "regression"].format(count=len(self.shift))


def plane_of(X, feature_names, scaler=None):
    """The plane for rows X (n, d), d >= 2: as it is for two features, by principal components for more.

    The components are those of the rows as the network sees them, standardised where `scaler` is not None.
    """
    d = X.shape[1]
    if d == 2:
        return Plane(np.zeros(2), np.ones(2), np.zeros(2), np.eye(2), tuple(feature_names), None)
    shift, scale = (np.zeros(d), np.ones(d)) if scaler is None else (scaler.mean, scaler.scale)
    centre, directions, shares = principal_plane((X - shift) / scale)
    held = [gettext("{share:.0f} % of variance").format(share=100 * share) for share in shares[:2]]
    labels = tuple(f"{gettext(COMPONENT)} {i + 1} ({held[i]})" for i in range(2))
    return Plane(shift, scale, centre, directions, labels, 100 * sum(shares))


def plane_of_features(run, X, names):
    """The plane for rows X (n, d) of a run's features, by these names; see `plane_of`."""
    scaler = run.scaler
    if scaler is not None and run.network.terms is not None and X.shape[1] > 2:
        scaler = Scaler.fit(X)  # the run's own is of the terms
    return plane_of(X, names, scaler)


def limits(values, margin=MARGIN):
    """Lowest and highest of `values` with a margin; one apart where all are equal."""
    low, high = float(np.min(values)), float(np.max(values))
    room = margin * (high - low) if high > low else 0.5
    return low - room, high + room


def grid(points, m):
    """x (m,), y (m,) and all m² coordinates (m², 2) of a grid that covers the points (n, 2); y varies slowest."""
    x = np.linspace(*limits(points[:, 0]), m)
    y = np.linspace(*limits(points[:, 1]), m)
    return x, y, np.column_stack([array.ravel() for array in np.meshgrid(x, y)])


def seen(data, plane):
    """Coordinates (n, 2) and targets of each part, by name."""
    return {name: (plane.project(X), T) for name, X, T in parts(data)}


def frame(ax, plane, short=False):
    """Axis labels, and one unit as long as the other where the two spans are alike."""
    labels = plane.labels
    if (short or alone(ax)) and plane.share is not None:
        labels = [label.replace(gettext(COMPONENT), gettext("PC")) for label in labels]
    ax.set(xlabel=labels[0], ylabel=labels[1])
    width, height = np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())
    ax.set_aspect("equal" if 0.5 <= width / height <= 2 else "auto")
