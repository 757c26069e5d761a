"""The factor on the learning rate against the update, for every schedule."""

from dataclasses import fields

import numpy as np

from numnet.figures.drawing import style
from numnet.figures.drawing.takes import takes
from numnet.utils.language import gettext


def _example(kind, updates):
    """A schedule that shows its nature within so many updates; what it has no period for keeps its defaults."""
    names = {parameter.name: parameter.default for parameter in fields(kind)}
    if "multiply" in names:
        return kind(period=-(-updates // 7))  # three cycles, each twice as long: 1 + 2 + 4
    if names.get("period"):
        return kind(period=max(updates // 4, 1))
    return kind(warmup=max(updates // 5, 1)) if names.get("warmup") else kind()


@takes()
def schedules(ax=None, updates=1000):
    """The factor on the learning rate against the update, for every schedule, each with parameters that show it.

    The legend gives them as `--schedule` takes them. Raises `ValueError` for updates < 1.
    """
    import numnet

    if updates < 1:
        raise ValueError(f"updates must be >= 1, got {updates}")
    (ax,), _ = style.take_axes(ax, 1, "schedules", size=(9.5, 4.6))
    styles = ("-", (0, (5, 1.5)), "-", "-.", "-", "-", (0, (1.5, 1)))
    colors = [style.BLACK, *style.class_colors(len(numnet.SCHEDULES) - 1)]
    for index, (kind, color) in enumerate(zip(numnet.SCHEDULES.values(), colors, strict=True)):
        schedule = _example(kind, updates)
        ax.plot(
            np.arange(updates),
            schedule.factors(updates),
            color=color,
            linestyle=styles[index % len(styles)],
            label=str(schedule),
            linewidth=2.3,
        )
    ax.set(xlabel=gettext("update"), ylabel=gettext("factor on the learning rate"))
    ax.set(xlim=(0, max(updates - 1, 1)), ylim=(-0.03, 1.06))
    ax.grid(True)
    style.title(ax, gettext("learning-rate schedules: large steps early, small steps late"))
    style.legend_right(ax, title="--schedule", alignment="left")
    return ax
