"""Beside the map of a race: the losses against the steps, and the standings."""

import math

import numpy as np
from matplotlib.ticker import MaxNLocator

from numnet.figures.drawing import style

INK = "#333333"
ROW, UNDER = 0.27, 2.9  # inches of a row of the standings; rows for the notes under them
COLUMNS = {"swatch": (0.0, 0.085), "rule": 0.11, "rate": 0.45, "outcome": 0.485}


class Beside:
    """These panels of `numnet.figures.surfaces.race._Race`, which knows the walks and what moves."""

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
        ax.set(xlim=(0, 1), ylim=(len(self.order) + UNDER, -0.6))
        ax.axis("off")
        for name, words in (("rule", "rule"), ("rate", "rate"), ("outcome", "what became of it")):
            ax.text(COLUMNS[name], 0, words, va="center", ha="right" if name == "rate" else "left", color="#777777")
        ax.plot([0, 1], [0.5, 0.5], color="#CCCCCC", linewidth=0.8)
        best = self.outcomes[self.order[0]]
        for row, r in enumerate(self.order, 1):
            won = best.kind in ("arrived", "escaped") and self.outcomes[r].step == best.step
            self.row(ax, row, r, "bold" if won else "normal")
        note = style.wrapped(f"{self.note}\nsmall markers on the paths: every {self.tick} steps".strip(), 70)
        ax.text(0, len(self.order) + 0.75, note, linespacing=1.5, va="top", fontsize=9, color="#777777")

        leave_out([*ax.texts, *ax.lines])

    def row(self, ax, row, r, weight):
        """The line of walk r."""
        look, own = self.looks[r], self.outcomes[r]
        low, high = COLUMNS["swatch"]
        ax.plot([low, high], [row, row], color=look["color"], linestyle=look["linestyle"], linewidth=2)
        ax.plot((low + high) / 2, row, color=look["color"], marker=look["marker"], markersize=8, linestyle="",
                markeredgecolor="white")  # fmt: skip
        rate, words = f"{self.descents.optimizers[r].learning_rate:g}", own.words.partition(",")[0]
        text = [
            ax.text(COLUMNS[name], row, shown, va="center", ha="right" if name == "rate" else "left", weight=weight,
                    fontsize=10.5)
            for name, shown in (("rule", self.names[r]), ("rate", rate), ("outcome", words))
        ]  # fmt: skip
        step = self.descents.steps if own.step is None else own.step

        def move(time, since, last):
            over = last or time >= step
            for part in text:
                part.set_weight(weight if over else "normal")
            text[-1].set_text(words if over else f"E = {self.lanes[r].at(time)[2]:.3g}".replace("-", "−"))
            text[-1].set_color("black" if over else "#777777")

        self.on(move, *text)


def leave_out(artists):
    """Let the layout of the figure not measure these: a third of the time of a picture."""
    for artist in artists:
        artist.set_in_layout(False)


def round_part(steps):
    """A round number of steps, an eighth or less of all."""
    power = 10 ** max(0, math.floor(math.log10(max(steps, 8) / 8)))
    return next(m * power for m in (1, 2, 5, 10) if m * power * 16 >= steps)
