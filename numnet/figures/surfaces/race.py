"""Race update rules down an error SURFACE, by default long_valley; a .gif or .mp4 is the race itself."""

import math

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patheffects import withStroke

from numnet.figures.drawing import style
from numnet.figures.drawing.animation import Animation
from numnet.figures.drawing.race_panels import INK, ROW, UNDER, Beside, leave_out, round_part
from numnet.surfaces import plot_scales as relief
from numnet.surfaces import race as results
from numnet.surfaces.visible_path import framed
from numnet.surfaces.visible_path import lane as results_lane

LAYOUTS = {  # view: rows of panels, widths of the columns
    "contour": ((("map", "loss"), ("map", "standings")), (1.2, 1)),
    "3d": ((("scene", "loss"), ("scene", "standings")), (1.2, 1)),
    "both": ((("map", "scene"), ("loss", "standings")), (1, 1)),
}
PANELS = ("map", "scene", "loss", "standings")
LEVELS = 18
HALO = [withStroke(linewidth=3.6, foreground="white")]
EASE = 1.6  # of a film: step = steps * share ** EASE, so that the first ones, where most happens, are seen slowly
TAIL = 12  # frames that a comet's tail is long


@style.styled
def race(descents, axes=None, view="contour", note=""):
    """The walks of a `numnet.Descents` on their surface, their loss against the steps, and the standings.

    ``view`` is "contour", "3d" or "both". The lowest points are stars, the start a ring; each rule has its colour and
    marker, and stands in the table with its rate and what became of it, the winner on top. A walk that runs over the
    map's edge for good ends there in a cross. ``note`` is a line under the table. Returns the axes, an array: map (or
    scene, or both), loss, standings; ``axes`` is as many, a scene with projection="3d". Raises `ValueError` for another
    number or view, for walks without paths, and for a start outside the map.
    """
    return _Race(descents, axes, view, note, moves=None).axes


@style.styled
def race_film(descents, frames=120, view="contour", note="", dpi=90):
    """The same as an `Animation`, for `numnet.figures.save_animation`: comets on the map, the losses in step.

    Between two steps a comet is on the straight line between them. Early steps are shown slower than late ones.
    """
    made = _Race(descents, None, view, note, moves=[])
    steps = descents.steps * np.linspace(0, 1, frames) ** EASE

    def draw(k):
        for move in made.moves:
            move(steps[k], steps[max(0, k - TAIL)], k == frames - 1)

    return Animation(made.axes[0].figure, draw, frames, made.moving, dpi)


class _Race(Beside):
    """All artists; those that move have a function in `moves`, of the time, the time of the tail, and the last."""

    def __init__(self, descents, axes, view, note, moves):
        if view not in LAYOUTS:
            raise ValueError(f"view must be one of {', '.join(LAYOUTS)}, got {view!r}")
        if descents.path is None:
            raise ValueError('a race needs walks with their paths: descend_many(..., record="path")')
        self.descents, self.surface, self.note = descents, descents.surface, note
        self.moves, self.moving = moves, []
        title = self.surface.title
        self.name = title if self.surface.program else title[0].upper() + title[1:]
        self.order = results.standings(descents)
        self.lanes = [results_lane(descents, r) for r in range(len(descents))]
        self.outcomes = [results.outcome(descents, r) for r in range(len(descents))]
        self.looks = [style.optimizer_look(o.name) for o in descents.optimizers]
        self.names = [o.name for o in descents.optimizers]
        self.limits = framed(descents).limits
        self.relief = relief.relief(framed(descents))
        self.losses = relief.losses(descents, self.lanes)
        self.tick = round_part(descents.steps)
        panels = self.panels(axes, view)
        for name, ax in panels.items():
            getattr(self, name)(ax)
        self.axes = np.array([*panels.values()], dtype=object)

    def panels(self, axes, view):
        """{name: axes}, given or new; the verdict stands over a new figure, else over the losses."""
        rows, widths = LAYOUTS[view]
        names = [name for name in PANELS if any(name in row for row in rows)]
        verdict = f"{self.name}: {results.verdict(self.descents)}"
        self.headline = verdict
        if axes is not None:
            return dict(zip(names, style.take_axes(axes, len(names), f"a race, view {view},")[0], strict=True))
        table = ROW * (len(self.names) + 0.6 + UNDER)
        heights = (4.8, max(3.0, table)) if view == "both" else (max(2.9, 5.2 - table), table)
        drawing = style.new_figure((12, sum(heights) + 1.2))
        made = drawing.subplot_mosaic(
            [list(row) for row in rows],
            width_ratios=widths,
            height_ratios=heights,
            per_subplot_kw={"scene": {"projection": "3d"}} if "scene" in names else None,
        )
        self.title(drawing.suptitle("", x=0.01, ha="left", fontsize=15, fontweight="bold"), verdict)
        self.headline = "the loss, with a marker where it arrives or ends"
        return {name: made[name] for name in names}

    def title(self, text, verdict):
        """The verdict; in a film a question until somebody has won, and what became of the others at the end."""
        first = self.outcomes[self.order[0]]
        won = first.step if results.ORDER[first.kind] == 0 else math.inf
        question = f"{self.name}: {results.question(self.surface)}"

        def move(time, since, last):
            shown = verdict if last else verdict.partition(";")[0] if time >= won else question
            text.set_text(style.wrapped(shown, 110))

        move(0, 0, True)
        self.on(move, text)

    def on(self, move, *artists):
        """In a film these artists are moved by ``move``."""
        if self.moves is not None:
            self.moves.append(move)
            self.moving.extend(artists)

    # --- the surface --------------------------------------------------------------------------------------------------

    def map(self, ax):
        """Contours, start and lowest points, and the paths on them."""
        relief, surface = self.relief, self.surface
        heights, levels = relief.height(relief.E), relief.levels(LEVELS)
        ax.contourf(relief.x, relief.y, heights, levels, cmap=style.LAND, extend="both")
        lines = ax.contour(relief.x, relief.y, heights, levels, colors=style.CONTOUR, linewidths=0.5, linestyles="-")
        ax.clabel(lines, relief.named(levels), fmt=relief.label, fontsize=8, colors="#5A6775")
        leave_out(ax.texts)
        if surface.escape is not None:
            ax.contour(relief.x, relief.y, relief.E, [surface.escape], colors=INK, linewidths=1.3, linestyles="--")
        ax.set(xlim=self.limits[0], ylim=self.limits[1], xlabel="x", ylabel="y")
        ax.spines[:].set_visible(True)
        style.title(ax, self.words())
        ax.title.set_fontsize(10.5)
        self.places(ax)
        for r in self.order[::-1]:
            self.comet(ax, r)
        self.name_the_lost(ax)

    def scene(self, ax):
        """The surface in space; its heights are logarithms where they span decades."""
        relief, every = self.relief, 2
        x, y = np.meshgrid(relief.x[::every], relief.y[::every])
        ax.computed_zorder = False
        z = relief.height(relief.E)[::every, ::every]
        shades = LinearSegmentedColormap.from_list("slope", style.LAND(np.linspace(0.3, 1, 9)))  # no white on white
        ax.plot_surface(x, y, z, cmap=shades, rcount=120, ccount=120, zorder=1, linewidth=0, antialiased=False)
        for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
            axis.set_pane_color("white")
        ax.contour(x, y, z, relief.levels(LEVELS), colors=style.CONTOUR, linewidths=0.6, linestyles="-", zorder=2)
        way = np.sum([lane.points[-1] - lane.points[0] for lane in self.lanes], axis=0)
        ax.view_init(elev=48, azim=math.degrees(math.atan2(way[1], way[0])) - 35)  # towards us, mostly
        ax.set_box_aspect((1, 1, 0.6), zoom=1.08)
        ax.set(xlabel="x", ylabel="y", xlim=self.limits[0], ylim=self.limits[1])
        ax.set_zlabel(relief.words)
        ax.tick_params(labelsize=8)
        self.places(ax, relief.height)
        for r in self.order[::-1]:
            self.comet(ax, r, relief.height)

    def words(self):
        """What the surface is like, and its formula."""
        known = "" if self.surface.program else f"{self.surface.help}\n"
        return f"{known}E = {self.surface.formula}"

    def places(self, ax, lift=None):
        """A ring at every start, a star at every lowest point."""
        starts, stars = np.unique(self.descents.walks.start, axis=0), np.reshape(self.surface.minima, (-1, 2))
        for points, label, look in (
            (starts, "start", {"marker": "o", "markersize": 12, "markerfacecolor": "none", "zorder": 7}),
            (stars, "lowest point", {"marker": "*", "markersize": 26, "markerfacecolor": "#FFD92F", "zorder": 3}),
        ):
            if len(points):
                height = [] if lift is None else [lift(self.surface(*points.T))]
                ax.plot(*points.T, *height, linestyle="", color=INK, markeredgewidth=1.4, label=label, **look)

    def comet(self, ax, r, lift=None):
        """The path of walk r on the map, or in space, and its head: a cross where it ran away."""
        lane, look, lost = self.lanes[r], self.looks[r], self.outcomes[r].lost
        color, empty = look["color"], [[]] * (2 if lift is None else 3)
        label = f"{self.names[r]}, rate {self.descents.optimizers[r].learning_rate:g}"
        point = {"linestyle": "", "color": color, "marker": look["marker"], "markeredgecolor": "white"}
        cut = lane.time[-1] < self.descents.steps  # ends on the map's edge
        (path,) = ax.plot(*empty, color=color, linestyle=look["linestyle"], linewidth=1.8, zorder=5, label=label,
                          path_effects=HALO if lift is None else None)  # fmt: skip
        (tail,) = ax.plot(*empty, color=color, linewidth=4, solid_capstyle="round", zorder=5.5)
        (ticks,) = ax.plot(*empty, **point, markersize=5.5, markeredgewidth=0.6, zorder=5.7)
        (head,) = ax.plot(*empty, **point, markersize=8.5, markeredgewidth=1.1, zorder=6, clip_on=not cut)

        def place(line, rows):
            rows = np.reshape(rows, (-1, 3)).T
            (line.set_data if lift is None else line.set_data_3d)(
                *(rows[:2] if lift is None else (*rows[:2], lift(rows[2])))
            )

        def move(time, since, last):
            place(path, lane.until(time))
            place(tail, lane.until(time, since)[: 0 if last else None])
            place(ticks, [lane.at(tick) for tick in np.arange(self.tick, min(time, lane.time[-1]), self.tick)])
            place(head, [lane.at(time)])
            head.set_marker("X" if lost and time >= lane.time[-1] else look["marker"])

        leave_out((path, tail, ticks, head))
        move(self.descents.steps, self.descents.steps, True)
        self.on(move, path, tail, ticks, head)

    def name_the_lost(self, ax):
        """Beside its cross, which walk ran away, and when; one line above the other where crosses are close."""
        (x0, x1), (y0, y1) = self.limits
        taken = []
        for r in sorted(range(len(self.names)), key=lambda r: self.lanes[r].points[-1, 1]):
            if not self.outcomes[r].lost:
                continue
            x, y = (self.lanes[r].points[-1] - (x0, y0)) / (x1 - x0, y1 - y0)
            while any(abs(y - other) < 0.04 for other in taken):
                y += 0.045
            taken.append(y)
            words = f"{self.names[r]} {self.outcomes[r].words.partition(',')[0]}"
            side, ha = (0.02, "left") if x < 0.5 else (-0.02, "right")
            text = ax.text(x + side, min(max(y, 0.03), 0.97), words, transform=ax.transAxes, fontsize=10, zorder=9,
                           va="center", ha=ha, color=self.looks[r]["color"], path_effects=HALO)  # fmt: skip
            text.set_in_layout(False)
            self.on(lambda time, _, last, text=text, step=self.outcomes[r].step: text.set_visible(time >= step), text)
