"""The panels beside the map of a race: the losses against the steps, and the standings; and what all panels share."""

import math

import numpy as np
from matplotlib.ticker import MaxNLocator

from numnet.figures.drawing import slides, style
from numnet.surfaces.plot_scales import height_map, loss_axis
from numnet.surfaces.visible_path import visible_path
from numnet.tracing.notation import number
from numnet.utils.language import gettext, ngettext

INK = "#333333"
ROW, UNDER = 0.27, 4.6  # inches of a row of the standings; rows for the notes under them
MOST_ROWS = 8  # of the table on a slide, that leave room for the notes
SWATCH = (0.0, 0.065)
COLUMNS = {"rule": (0.085, "left"), "rate": (0.355, "right"), "median": (0.475, "right"), "arrive": (0.59, "right"),
           "outcome": (0.62, "left")}  # fmt: skip
RETURNED = " ↩"  # left the map on the way and came back


class RaceDrawing:
    """What the panels of a `numnet.surfaces.race.Race` share: paths, looks and scales; in a film, also what moves."""

    def __init__(self, race, notes=(), film=False):
        self.race, self.descents, self.surface, self.notes = race, race.descents, race.surface, notes
        self.film, self.moves, self.moving = film, [], []  # functions of (time, time of the tail, last?); their artists
        self.paths = [visible_path(self.descents, r) for r in range(len(self.descents))]
        self.names = [optimizer.name for optimizer in self.descents.optimizers]
        self.looks = [style.optimizer_look(name) for name in self.names]
        self.limits = race.window.limits
        self.heights = height_map(race.window)
        self.losses = loss_axis(self.surface, self.paths)
        self.span = math.ceil(max(path.time[-1] for path in self.paths))  # steps until nothing is to be seen any more
        self.tick = round_part(self.span)

    def on(self, move, *artists):
        """In a film these artists are moved by ``move``."""
        if self.film:
            self.moves.append(move)
            self.moving.extend(artists)


def loss_panel(ax, drawn):
    """The loss of every walk against the steps; a marker where it arrives, a cross where it runs away."""
    steps, losses = drawn.span, drawn.losses
    ax.set(xlabel=gettext("step"), ylabel=losses.words, xlim=(-0.01 * steps, 1.02 * steps or 1), ylim=losses.limits)
    ax.set_yscale("log" if losses.log else "linear")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.grid(True)
    if drawn.surface.escape is not None and not losses.log:
        ax.axhline(drawn.surface.escape, color=INK, linewidth=1.3, linestyle="--")
        words = gettext("escaped below E = {E}").format(E=f"{drawn.surface.escape:g}".replace("-", "−"))
        ax.annotate(words, (1, drawn.surface.escape), (-4, 3), xycoords=ax.get_yaxis_transform(), ha="right",
                    textcoords="offset points", fontsize=9.5, color=INK).set_in_layout(False)  # fmt: skip
    for r in drawn.race.order[::-1]:
        _curve(ax, drawn, r)
    if drawn.film:
        _clock(ax, drawn)


def _curve(ax, drawn, r):
    """The loss of walk r, and its head."""
    path, look, outcome = drawn.paths[r], drawn.looks[r], drawn.race.outcomes[r]
    (line,) = ax.plot([], [], color=look["color"], linestyle=look["linestyle"], linewidth=1.8, label=drawn.names[r])
    (head,) = ax.plot([], [], linestyle="", color=look["color"], markersize=8, markeredgecolor="white", zorder=6)

    def move(time, since, last):
        over = outcome.step is not None and time >= outcome.step
        stop = min(outcome.step if over and not outcome.lost else time, path.time[-1])
        shown = np.append(path.time[path.time < time], min(time, path.time[-1]))
        line.set_data(shown, drawn.losses.of(np.interp(shown, path.time, path.value)))
        head.set_data([stop], [drawn.losses.of(path.at(stop)[2])])
        head.set_marker("X" if over and outcome.lost else look["marker"])

    move(drawn.descents.steps, 0, True)
    drawn.on(move, line, head)


def _clock(ax, drawn):
    """A film's step: a line through the losses, and its number."""
    line = ax.axvline(0, color=INK, linewidth=1, zorder=1)
    text = ax.text(1, 1.03, "", transform=ax.transAxes, ha="right", va="bottom", fontsize=12, color=INK)

    def move(time, since, last):
        line.set_xdata([time, time])
        text.set_text(gettext("step {step} of {steps}").format(step=math.floor(time), steps=drawn.span))

    drawn.on(move, line, text)


def standings_panel(ax, drawn):
    """A table: line and marker, rule, rate, what the starts around say, what became of the walk; winners are bold."""
    race = drawn.race
    bare = slides.alone(ax) and len(race.order) > MOST_ROWS
    ax.set(xlim=(0, 1), ylim=(len(race.order) + (0.6 if bare else UNDER), -0.6))
    ax.axis("off")
    heads = {"rule": gettext("rule"), "rate": gettext("rate"), "median": gettext("median"),
             "outcome": gettext("the walk shown"), "arrive": gettext(race.verb)}  # fmt: skip
    for name, (x, side) in COLUMNS.items():
        ax.text(x, 0, heads[name], va="center", ha=side, color="#777777", fontsize=9.5)
    ax.plot([0, 1], [0.5, 0.5], color="#CCCCCC", linewidth=0.8)
    for row, r in enumerate(race.order, 1):
        _row(ax, drawn, row, r, "bold" if r in race.winners else "normal")
    if not bare:
        _notes(ax, drawn)
    leave_out([*ax.texts, *ax.lines])


def _notes(ax, drawn):
    """What the columns of the table mean, below it."""
    race = drawn.race
    back = [RETURNED.strip() + gettext(" left the map and came back")]
    back *= any(outcome.returned for outcome in race.outcomes)
    ticks = ngettext("small markers on the paths: every step", "small markers on the paths: every {count} steps",
                     drawn.tick).format(count=drawn.tick)  # fmt: skip
    lines = [*map(gettext, [*drawn.notes, *race.legend]), "; ".join([*back, ticks])]
    note = "\n".join(style.wrapped(line, 100 if slides.alone(ax) else 78) for line in lines)
    ax.text(0, len(race.order) + 0.75, note, linespacing=1.4, va="top", fontsize=8.2, color="#777777")


def _row(ax, drawn, row, r, weight):
    """The line of walk r."""
    look, outcome, race = drawn.looks[r], drawn.race.outcomes[r], drawn.race
    ax.plot(SWATCH, [row, row], color=look["color"], linestyle=look["linestyle"], linewidth=2)
    ax.plot(sum(SWATCH) / 2, row, color=look["color"], marker=look["marker"], markersize=8, linestyle="",
            markeredgecolor="white")  # fmt: skip
    words = gettext(outcome.short) + RETURNED * outcome.returned
    shown = (drawn.names[r], f"{drawn.descents.optimizers[r].learning_rate:g}", race.median_words(r),
             race.share_words(r), words)  # fmt: skip
    text = [
        ax.text(x, row, cell, va="center", ha=side, weight=weight, fontsize=9.2)
        for cell, (x, side) in zip(shown, COLUMNS.values())
    ]
    step = drawn.descents.steps if outcome.step is None else outcome.step

    def move(time, since, last):
        over = last or time >= step
        for part in text:
            part.set_weight(weight if last else "normal")
        for part in text[2:4]:
            part.set_visible(last)
        text[-1].set_text(words if over else f"E = {number(drawn.paths[r].at(time)[2], 3)}")
        text[-1].set_color("black" if over else "#777777")

    drawn.on(move, *text)


def leave_out(artists):
    """Let the layout of the figure not measure these: a third of the time of a picture."""
    for artist in artists:
        artist.set_in_layout(False)


def round_part(steps):
    """A round number of steps, an eighth or less of all."""
    power = 10 ** max(0, math.floor(math.log10(max(steps, 8) / 8)))
    return next(m * power for m in (1, 2, 5, 10) if m * power * 16 >= steps)
