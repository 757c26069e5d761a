"""Race update rules down an error SURFACE, by default long_valley; a .gif or .mp4 shows it as an animation."""

import math

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patheffects import withStroke

from numnet.figures.drawing import slides, style
from numnet.figures.drawing.animation import Animation
from numnet.figures.drawing.folding import fold
from numnet.figures.drawing.race_panels import INK, ROW, UNDER, RaceDrawing, leave_out, loss_panel, standings_panel
from numnet.figures.drawing.takes import instance_of, takes
from numnet.surfaces.descent import Descents
from numnet.surfaces.race import Race
from numnet.utils.language import gettext

LAYOUTS = {  # view: rows of panels, widths of the columns
    "contour": ((("map", "loss"), ("map", "standings")), (1.2, 1)),
    "3d": ((("scene", "loss"), ("scene", "standings")), (1.2, 1)),
    "both": ((("map", "scene"), ("loss", "standings")), (1, 1)),
}
PROJECTIONS = {"scene": "3d"}
LEVELS = 18
WALKS = instance_of("a Race (numnet.race), or walks with their paths (numnet.descend_many)", Race, Descents)
HALO = [withStroke(linewidth=3.6, foreground="white")]
EASE = 1.6  # of a film: step = steps * share ** EASE, so that the first ones, where most happens, are seen slowly
TAIL = 12  # frames that a comet's tail is long


@takes(WALKS)
def race(walks, axes=None, view="contour", note=""):
    """The walks of a `numnet.Descents` on their surface, their loss against the steps, and the standings.

    ``walks``: such, or a `numnet.surfaces.race.Race` of them. ``view`` is "contour", "3d" or "both". The lowest points
    are stars, the start a ring; each rule has its colour and marker, and stands in the table with its rate, the median
    of the steps from 25 starts around, from how many of them it arrives, and what became of the walk that is shown,
    the winner on top. A walk that runs over the map's edge for good ends there in a cross. ``note`` is a
    line under the table, by default what the race says of its rates. Returns the axes, an array: map (or scene, or
    both), loss, standings; ``axes`` is as many, a scene with projection="3d". Raises `ValueError` for another number or
    view, for walks without paths, and for a start outside the map.
    """
    return _draw(walks, axes, view, note)[1]


@takes(WALKS)
def race_film(walks, frames=120, view="contour", note="", dpi=90):
    """The same as an `Animation`, for `numnet.figures.save_animation`: comets on the map, the losses in step.

    Between two steps a comet is on the straight line between them. Early steps are shown slower than late ones.
    """
    drawn, axes = _draw(walks, None, view, note, film=True)
    steps = drawn.span * np.linspace(0, 1, frames) ** EASE

    def draw(k):
        for move in drawn.moves:
            move(steps[k], steps[max(0, k - TAIL)], k == frames - 1)

    return Animation(axes[0].figure, draw, frames, drawn.moving, dpi)


def _draw(walks, axes, view, note, film=False):
    """The `RaceDrawing`, and its axes, an array."""
    if view not in LAYOUTS:
        raise ValueError(f"view must be one of {', '.join(LAYOUTS)}, got {view!r}")
    race = walks if isinstance(walks, Race) else Race(walks)
    if race.descents.path is None:
        raise ValueError('a race needs walks with their paths: descend_many(..., record="path")')
    drawn = RaceDrawing(race, note.splitlines() or race.notes, film)
    title = gettext(race.surface.title)
    name = title if race.surface.program else title[0].upper() + title[1:]
    names = [panel for panel in PANELS if any(panel in row for row in LAYOUTS[view][0])]
    if axes is None:
        panels = _new_panels(view, names, len(drawn.names), film)
        if slides.alone(panels[names[0]]):
            style.headline([*panels.values()], True, f"{name}: {gettext(race.verdict)}")
        else:
            _title(drawn, panels[names[0]].figure.suptitle("", x=0.01, ha="left", fontsize=15, fontweight="bold"), name)
        headline = gettext("the loss; a marker where the rule arrives or the walk ends")
    else:
        panels = dict(zip(names, style.take_axes(axes, len(names), f"a race, view {view},")[0], strict=True))
        headline = f"{name}: {gettext(race.verdict)}"
    for panel, ax in panels.items():
        PANELS[panel](ax, drawn)
    style.title(panels["loss"], gettext("the loss") if film else headline)
    if slides.wanted() and axes is None:
        _name_walks(panels)
    return drawn, np.array([*panels.values()], dtype=object)


def _new_panels(view, names, walks, film):
    """{name: axes} of a new figure."""
    if slides.wanted():
        return _slides(names, film)
    rows, widths = LAYOUTS[view]
    table = ROW * (walks + 0.6 + UNDER)
    heights = (4.8, max(3.0, table)) if view == "both" else (max(2.9, 5.2 - table), table)
    drawing = (style.figure if film else style.new_figure)(size=(12, sum(heights) + 1.2))
    made = drawing.subplot_mosaic(
        [list(row) for row in rows],
        width_ratios=widths,
        height_ratios=heights,
        per_subplot_kw={name: {"projection": PROJECTIONS[name]} for name in names if name in PROJECTIONS},
    )
    return {name: made[name] for name in names}


def _slides(names, film):
    """{name: axes}, each on a slide; of a film side by side, without the table."""
    if not film:
        return dict(zip(names, slides.pages(names, PROJECTIONS), strict=True))
    names = [name for name in names if name != "standings"]
    spaces = {name: {"projection": PROJECTIONS[name]} for name in names if name in PROJECTIONS}
    return style.film_figure(None).subplot_mosaic([names], per_subplot_kw=spaces)


def _name_walks(panels):
    """The legends of slides, which stand without the table, the first first; one for the panels of a film."""
    names = {name: ax.get_legend_handles_labels()[0][::-1] for name, ax in panels.items() if name != "standings"}
    if not slides.alone(panels["loss"]):
        panels["loss"].figure.legend(handles=names["loss"], loc="outside lower left", ncols=6, handlelength=1.4,
                                     columnspacing=1.2)  # fmt: skip
        for name in panels.keys() - {"loss"}:
            panels[name].set_title("", loc="left")  # too long for half of a slide
        return
    for name, handles in names.items():
        style.legend_below(panels[name], handles)


def _title(drawn, text, name):
    """The verdict; in a film a question until the end, since the verdict is over more than the walks shown."""

    def move(time, since, last):
        fold(text, f"{name}: {gettext(drawn.race.verdict if last else drawn.race.question)}")

    move(0, 0, True)
    drawn.on(move, text)


def _map(ax, drawn):
    """Contours, start and lowest points, and the paths on them."""
    heights, surface = drawn.heights, drawn.surface
    E, levels = heights.of(heights.E), heights.levels(LEVELS)
    ax.contourf(heights.x, heights.y, E, levels, cmap=style.LAND, extend="both")
    lines = ax.contour(heights.x, heights.y, E, levels, colors=style.CONTOUR, linewidths=0.5, linestyles="-")
    ax.clabel(lines, heights.named(levels), fmt=heights.label, fontsize=8, colors="#5A6775")
    leave_out(ax.texts)
    if surface.escape is not None:
        ax.contour(heights.x, heights.y, heights.E, [surface.escape], colors=INK, linewidths=1.3, linestyles="--")
    ax.set(xlim=drawn.limits[0], ylim=drawn.limits[1], xlabel="x", ylabel="y")
    ax.spines[:].set_visible(True)
    style.title(ax, f"{gettext(surface.title)}: E = {surface.formula}" if slides.alone(ax) else _words(surface))
    ax.title.set_fontsize(10.5)
    _places(ax, drawn)
    for r in drawn.race.order[::-1]:
        _comet(ax, drawn, r)
    _name_the_lost(ax, drawn)


def _scene(ax, drawn):
    """The surface in space; its heights are logarithms where they span decades."""
    heights, every = drawn.heights, 2
    x, y = np.meshgrid(heights.x[::every], heights.y[::every])
    ax.computed_zorder = False
    z = heights.of(heights.E)[::every, ::every]
    shades = LinearSegmentedColormap.from_list("slope", style.LAND(np.linspace(0.3, 1, 9)))  # no white on white
    ax.plot_surface(x, y, z, cmap=shades, rcount=120, ccount=120, zorder=1, linewidth=0, antialiased=False)
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.set_pane_color("white")
    ax.contour(x, y, z, heights.levels(LEVELS), colors=style.CONTOUR, linewidths=0.6, linestyles="-", zorder=2)
    way = np.sum([path.points[-1] - path.points[0] for path in drawn.paths], axis=0)
    ax.view_init(elev=48, azim=math.degrees(math.atan2(way[1], way[0])) - 35)  # towards us, mostly
    ax.set_box_aspect((1, 1, 0.6), zoom=0.85 if slides.alone(ax) else 1.08)
    ax.set(xlabel="x", ylabel="y", xlim=drawn.limits[0], ylim=drawn.limits[1])
    ax.tick_params(labelsize=8)
    words = gettext("height: {height}").format(height=heights.words)
    style.title(ax, words)  # a label of the z axis lies where the view happens to put it
    ax.title.set_fontsize(10.5)
    _places(ax, drawn, heights.of)
    for r in drawn.race.order[::-1]:
        _comet(ax, drawn, r, heights.of)


def _words(surface):
    """The surface in a line of words, and its formula."""
    known = "" if surface.program else f"{gettext(surface.help)}\n"
    return f"{known}E = {surface.formula}"


def _places(ax, drawn, lift=None):
    """A ring at every start, a star at every lowest point."""
    starts, stars = np.unique(drawn.descents.walks.start, axis=0), np.reshape(drawn.surface.minima, (-1, 2))
    for points, label, look in (
        (starts, gettext("start"), {"marker": "o", "markersize": 12, "markerfacecolor": "none", "zorder": 7}),
        (stars, gettext("lowest point"), {"marker": "*", "markersize": 26, "markerfacecolor": "#FFD92F", "zorder": 3}),
    ):
        if len(points):
            height = [] if lift is None else [lift(drawn.surface(*points.T))]
            ax.plot(*points.T, *height, linestyle="", color=INK, markeredgewidth=1.4, label=label, **look)


def _comet(ax, drawn, r, lift=None):
    """The path of walk r on the map, or in space, and its head: a cross where it ran away."""
    path, look, lost = drawn.paths[r], drawn.looks[r], drawn.race.outcomes[r].lost
    color, empty = look["color"], [[]] * (2 if lift is None else 3)
    rate = drawn.descents.optimizers[r].learning_rate
    label = gettext("{name}, rate {rate:g}").format(name=drawn.names[r], rate=rate)
    point = {"linestyle": "", "color": color, "marker": look["marker"], "markeredgecolor": "white"}
    cut = path.time[-1] < drawn.descents.steps  # ends on the map's edge
    (line,) = ax.plot(*empty, color=color, linestyle=look["linestyle"], linewidth=1.8, zorder=5, label=label,
                      path_effects=HALO if lift is None else None)  # fmt: skip
    (tail,) = ax.plot(*empty, color=color, linewidth=4, solid_capstyle="round", zorder=5.5)
    (ticks,) = ax.plot(*empty, **point, markersize=5.5, markeredgewidth=0.6, zorder=5.7)
    (head,) = ax.plot(*empty, **point, markersize=8.5, markeredgewidth=1.1, zorder=6, clip_on=not cut)

    def place(artist, rows):
        rows = np.reshape(rows, (-1, 3)).T
        (artist.set_data if lift is None else artist.set_data_3d)(
            *(rows[:2] if lift is None else (*rows[:2], lift(rows[2])))
        )

    def move(time, since, last):
        place(line, path.until(time))
        place(tail, path.until(time, since)[: 0 if last else None])
        place(ticks, [path.at(tick) for tick in np.arange(drawn.tick, min(time, path.time[-1]), drawn.tick)])
        place(head, [path.at(time)])
        head.set_marker("X" if lost and time >= path.time[-1] else look["marker"])

    leave_out((line, tail, ticks, head))
    move(drawn.descents.steps, drawn.descents.steps, True)
    drawn.on(move, line, tail, ticks, head)


def _name_the_lost(ax, drawn):
    """Beside its cross, which walk ran away, and when; one line above the other where crosses are close."""
    (x0, x1), (y0, y1) = drawn.limits
    taken = []
    for r in sorted(range(len(drawn.names)), key=lambda r: drawn.paths[r].points[-1, 1]):
        outcome = drawn.race.outcomes[r]
        if not outcome.lost:
            continue
        x, y = (drawn.paths[r].points[-1] - (x0, y0)) / (x1 - x0, y1 - y0)
        while any(abs(y - other) < 0.04 for other in taken):
            y += 0.045
        taken.append(y)
        words = gettext("{name} {outcome}").format(name=drawn.names[r], outcome=gettext(outcome.short))
        side, ha = (0.02, "left") if x < 0.5 else (-0.02, "right")
        text = ax.text(x + side, min(max(y, 0.03), 0.97), words, transform=ax.transAxes, fontsize=10, zorder=9,
                       va="center", ha=ha, color=drawn.looks[r]["color"], path_effects=HALO)  # fmt: skip
        text.set_in_layout(False)
        drawn.on(lambda time, _, last, text=text, step=outcome.step: text.set_visible(time >= step), text)


PANELS = {"map": _map, "scene": _scene, "loss": loss_panel, "standings": standings_panel}
