"""`race`: update rules down an error surface, as a picture and as a film."""

import math

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from numnet import race as results
from numnet import relief
from numnet.figures import style
from numnet.figures.animation import Animation

LAYOUTS = {  # view: rows of panels, widths of the columns
    "contour": ((("map", "loss"), ("map", "standings")), (1.2, 1)),
    "3d": ((("scene", "loss"), ("scene", "standings")), (1.2, 1)),
    "both": ((("map", "scene"), ("loss", "standings")), (1, 1)),
}
PANELS = ("map", "scene", "loss", "standings")
LAND = LinearSegmentedColormap.from_list("land", ("#FFFFFF", "#E3E8EE", "#B9C4D0"))  # pale: paths lie on it
LEVELS = 18
INK, PALE = "#333333", "#8795A5"
HALO = [withStroke(linewidth=3.6, foreground="white")]
ROW = 0.27  # inches, of the standings
COLUMNS = {"swatch": (0.0, 0.085), "rule": 0.11, "rate": 0.42, "outcome": 0.455}
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


class _Race:
    """All artists; those that move have a function in `moves`, of the time, the time of the tail, and the last."""

    def __init__(self, descents, axes, view, note, moves):
        if view not in LAYOUTS:
            raise ValueError(f"view must be one of {', '.join(LAYOUTS)}, got {view!r}")
        if descents.path is None:
            raise ValueError('a race needs walks with their paths: descend_many(..., record="path")')
        self.descents, self.surface, self.note = descents, descents.surface, note
        self.moves, self.moving = moves, []
        self.order = results.standings(descents)
        self.lanes = [results.lane(descents, r) for r in range(len(descents))]
        self.outcomes = [results.outcome(descents, r) for r in range(len(descents))]
        self.looks = [style.optimizer_look(o.name) for o in descents.optimizers]
        self.names = [o.name for o in descents.optimizers]
        self.relief = relief.relief(self.surface)
        self.losses = relief.losses(descents, self.lanes)
        self.tick = _tick(descents.steps)
        panels = self.panels(axes, view)
        for name, ax in panels.items():
            getattr(self, name)(ax)
        self.axes = np.array([*panels.values()], dtype=object)

    def panels(self, axes, view):
        """{name: axes}, given or new; the verdict stands over a new figure, else over the losses."""
        rows, widths = LAYOUTS[view]
        names = [name for name in PANELS if any(name in row for row in rows)]
        title = self.surface.title if self.surface.program else self.surface.title[0].upper() + self.surface.title[1:]
        self.headline = f"{title}: {results.verdict(self.descents)}"
        if axes is not None:
            return dict(zip(names, style.take_axes(axes, len(names), f"a race, view {view},")[0], strict=True))
        table = ROW * (len(self.names) + 2.8)
        heights = (4.8, max(3.0, table)) if view == "both" else (max(2.9, 5.2 - table), table)
        drawing = style.new_figure((12, sum(heights) + 1.2))
        made = drawing.subplot_mosaic(
            [list(row) for row in rows],
            width_ratios=widths,
            height_ratios=heights,
            per_subplot_kw={"scene": {"projection": "3d"}} if "scene" in names else None,
        )
        drawing.suptitle(style.wrapped(self.headline, 110), x=0.01, ha="left", fontsize=15, fontweight="bold")
        self.headline = "the loss, with a marker where it arrives or ends"
        return {name: made[name] for name in names}

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
        ax.contourf(relief.x, relief.y, heights, levels, cmap=LAND, extend="both")
        lines = ax.contour(relief.x, relief.y, heights, levels, colors=PALE, linewidths=0.5, linestyles="-")
        ax.clabel(lines, relief.named(levels), fmt=relief.label, fontsize=8, colors="#5A6775")
        _leave_out(ax.texts)
        if surface.escape is not None:
            ax.contour(relief.x, relief.y, relief.E, [surface.escape], colors=INK, linewidths=1.3, linestyles="--")
        ax.set(xlim=surface.limits[0], ylim=surface.limits[1], xlabel="x", ylabel="y")
        ax.spines[:].set_visible(True)
        style.title(ax, self.words())
        ax.title.set_fontsize(10.5)
        self.places(ax)
        for r in self.order[::-1]:
            self.comet(ax, r)
        self.name_the_lost(ax)

    def scene(self, ax):
        """The surface in space; its heights are logarithms where they span decades."""
        relief, every = self.relief, 3
        x, y = np.meshgrid(relief.x[::every], relief.y[::every])
        ax.computed_zorder = False
        z = relief.height(relief.E)[::every, ::every]
        ax.plot_surface(x, y, z, cmap=LAND, rcount=80, ccount=80, zorder=1, linewidth=0, antialiased=False)
        ax.contour(x, y, z, relief.levels(LEVELS), colors=PALE, linewidths=0.6, linestyles="-", zorder=2)
        way = np.sum([lane.points[-1] - lane.points[0] for lane in self.lanes], axis=0)
        ax.view_init(elev=48, azim=math.degrees(math.atan2(way[1], way[0])) - 35)  # towards us, mostly
        ax.set_box_aspect((1, 1, 0.6), zoom=1.08)
        ax.set(xlabel="x", ylabel="y", xlim=self.surface.limits[0], ylim=self.surface.limits[1])
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

        _leave_out((path, tail, ticks, head))
        move(self.descents.steps, self.descents.steps, True)
        self.on(move, path, tail, ticks, head)

    def name_the_lost(self, ax):
        """Beside its cross, which walk ran away, and when; one line above the other where crosses are close."""
        (x0, x1), (y0, y1) = self.surface.limits
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

    # --- the losses ---------------------------------------------------------------------------------------------------

    def loss(self, ax):
        """The loss of every walk against the steps; a marker where it arrives, a cross where it runs away."""
        steps, losses = self.descents.steps, self.losses
        ax.set(xlabel="step", ylabel=losses.words, xlim=(-0.01 * steps, 1.02 * steps or 1), ylim=losses.limits)
        ax.set_yscale("log" if losses.log else "linear")
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.grid(True)
        style.title(ax, self.headline if self.moves is None else "the loss")
        if self.surface.escape is not None and not losses.log:
            ax.axhline(self.surface.escape, color=INK, linewidth=1.3, linestyle="--")
            words = f"escaped below E = {self.surface.escape:g}".replace("-", "−")
            ax.annotate(words, (1, self.surface.escape), (-4, 3), xycoords=ax.get_yaxis_transform(), ha="right",
                        textcoords="offset points", fontsize=9.5, color=INK).set_in_layout(False)  # fmt: skip
        for r in self.order[::-1]:
            self.curve(ax, r)
        if self.moves is not None:
            self.clock(ax)

    def curve(self, ax, r):
        """The loss of walk r, and its head."""
        lane, look, own = self.lanes[r], self.looks[r], self.outcomes[r]
        (line,) = ax.plot([], [], color=look["color"], linestyle=look["linestyle"], linewidth=1.8, label=self.names[r])
        (head,) = ax.plot([], [], linestyle="", color=look["color"], markersize=8, markeredgecolor="white", zorder=6)

        def move(time, since, last):
            over = own.step is not None and time >= own.step
            stop = min(own.step if over and not own.lost else time, lane.time[-1])
            shown = np.append(lane.time[lane.time < time], min(time, lane.time[-1]))
            line.set_data(shown, self.losses.of(np.interp(shown, lane.time, lane.value)))
            head.set_data([stop], [self.losses.of(lane.at(stop)[2])])
            head.set_marker("X" if over and own.lost else look["marker"])

        move(self.descents.steps, 0, True)
        self.on(move, line, head)

    def clock(self, ax):
        """A film's step: a line through the losses, and its number."""
        line = ax.axvline(0, color=INK, linewidth=1, zorder=1)
        text = ax.text(1, 1.03, "", transform=ax.transAxes, ha="right", va="bottom", fontsize=12, color=INK)

        def move(time, since, last):
            line.set_xdata([time, time])
            text.set_text(f"step {math.floor(time)} of {self.descents.steps}")

        self.on(move, line, text)

    # --- the standings ------------------------------------------------------------------------------------------------

    def standings(self, ax):
        """A table: line and marker, rule, rate, what became of it; the best on top, the winners bold."""
        ax.set(xlim=(0, 1), ylim=(len(self.order) + 2.2, -0.6))
        ax.axis("off")
        for name, words in (("rule", "rule"), ("rate", "rate"), ("outcome", "what became of it")):
            ax.text(COLUMNS[name], 0, words, va="center", ha="right" if name == "rate" else "left", color="#777777")
        ax.plot([0, 1], [0.5, 0.5], color="#CCCCCC", linewidth=0.8)
        best = self.outcomes[self.order[0]]
        for row, r in enumerate(self.order, 1):
            won = best.kind in ("arrived", "escaped") and self.outcomes[r].step == best.step
            self.row(ax, row, r, "bold" if won else "normal")
        note = f"{self.note}\nsmall markers on the paths: every {self.tick} steps".strip()
        ax.text(0, len(self.order) + 0.75, note, linespacing=1.5, va="top", fontsize=9, color="#777777")

        _leave_out([*ax.texts, *ax.lines])

    def row(self, ax, row, r, weight):
        """The line of walk r."""
        look, own = self.looks[r], self.outcomes[r]
        low, high = COLUMNS["swatch"]
        ax.plot([low, high], [row, row], color=look["color"], linestyle=look["linestyle"], linewidth=2)
        ax.plot((low + high) / 2, row, color=look["color"], marker=look["marker"], markersize=8, linestyle="",
                markeredgecolor="white")  # fmt: skip
        ax.text(COLUMNS["rule"], row, self.names[r], va="center", weight=weight, fontsize=10.5)
        rate = f"{self.descents.optimizers[r].learning_rate:g}"
        ax.text(COLUMNS["rate"], row, rate, va="center", ha="right", weight=weight, fontsize=10.5)
        words = own.words.partition(",")[0]
        text = ax.text(COLUMNS["outcome"], row, words, va="center", weight=weight, fontsize=10.5)
        step = self.descents.steps if own.step is None else own.step

        def move(time, since, last):
            over = last or time >= step
            text.set_text(words if over else f"E = {self.lanes[r].at(time)[2]:.3g}")
            text.set(weight=weight if over else "normal", color="black" if over else "#777777")

        self.on(move, text)


def _leave_out(artists):
    """Let the layout of the figure not measure these: a third of the time of a picture."""
    for artist in artists:
        artist.set_in_layout(False)


def _tick(steps):
    """A round number of steps, an eighth or less of all."""
    power = 10 ** max(0, math.floor(math.log10(max(steps, 8) / 8)))
    return next(m * power for m in (1, 2, 5, 10) if m * power * 16 >= steps)
