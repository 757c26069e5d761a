"""What networks answer over the plane of the data: a grid in colours, and lines where the answer changes."""

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection

from numnet.figures.drawing import style
from numnet.figures.drawing.data_points import part_swatches, scatter
from numnet.figures.drawing.decision_colors import RIM, AnswerColors
from numnet.figures.drawing.projection import frame, grid, plane_of_features, seen
from numnet.figures.drawing.run_labels import outputs


class DecisionMap:
    """A grid over the plane that data are drawn in, and the colours of what networks answer there.

    x, y: the sides of the grid; X (len(y) * len(x), d): its points as rows in the features' own units, y varies
    slowest; points: {part of the data: (coordinates (n, 2), targets)}.
    """

    def __init__(self, run, data, resolution):
        self.data, self.colors = data, AnswerColors(data)
        self.plane = plane_of_features(run, np.asarray(data.X), data.feature_names)
        self.points, self.note = seen(data, self.plane), self.plane.note(data.task)
        self.x, self.y, coordinates = grid(np.concatenate([P for P, _ in self.points.values()]), resolution)
        self.X = self.plane.lift(coordinates)
        self.count = sum(len(T) for _, T in self.points.values())

    def on_grid(self, values):
        """Values (len(X), ...) as (len(y), len(x), ...)."""
        return values.reshape(len(self.y), len(self.x), *values.shape[1:])

    def outputs(self, run):
        """Outputs of the run's network at every point of the grid, (len(y), len(x), k)."""
        return self.on_grid(outputs(run, self.X))

    def image(self, P, levels=None):
        """RGB (len(y), len(x), 3) of outputs (len(y), len(x), k), in so many shades."""
        return self.on_grid(self.colors.of_outputs(P.reshape(len(self.X), -1), levels))

    def shade(self, ax, image, **look):
        """Draw an image of the grid, a cell around each of its points, over the whole axes."""
        half_x, half_y = (self.x[1] - self.x[0]) / 2, (self.y[1] - self.y[0]) / 2
        extent = (self.x[0] - half_x, self.x[-1] + half_x, self.y[0] - half_y, self.y[-1] + half_y)
        drawn = ax.imshow(image, extent=extent, origin="lower", zorder=0, **look)
        self.limit(ax)
        return drawn

    def limit(self, ax):
        """Show the grid, and no more."""
        ax.set(xlim=(self.x[0], self.x[-1]), ylim=(self.y[0], self.y[-1]))

    def scatter(self, ax, crowding=1):
        """The points in the colours of their targets, as small as if there were ``crowding`` times as many."""
        filled = self.data.task == "regression"
        return [scatter(ax, P, self.colors.of_targets(T), part, crowding * self.count, filled)
                for part, (P, T) in self.points.items()]  # fmt: skip

    # --- answers that change: the pictures of a film, or of a strip -----------------------------------------------

    def points_on(self, ax, crowding):
        """The points, and the axes; returns what is drawn."""
        drawn = self.scatter(ax, crowding)
        self.limit(ax)
        frame(ax, self.plane, short=True)
        return drawn

    def movers(self, ax):
        """The image and the lines, to be filled by `show`."""
        image = self.shade(ax, np.ones((len(self.y), len(self.x), 3)), aspect=ax.get_aspect())
        lines = LineCollection([], colors=style.BLACK, linewidths=1.8, path_effects=RIM, zorder=5)
        ax.add_collection(lines, autolim=False)
        return image, lines

    def show(self, movers, run, levels=None):
        """Sets the image and the lines to the answers of these weights."""
        P, (image, lines) = self.outputs(run), movers
        image.set_data(self.image(P, levels))
        lines.set_segments(self.colors.lines(self.x, self.y, P))

    def keys(self, ax):
        """Entries of two legends; a regression gets the scale of its colours beside the axes."""
        if self.data.task == "regression":
            style.colorbar(ax, ScalarMappable(self.colors.norm, self.colors.map), self.data.target_names[0])
        return self.colors.swatches(), part_swatches(self.points, filled=self.data.task == "regression")
