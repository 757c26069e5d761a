"""One update rule explained: its steps on an error surface, with the equations and their numbers."""

import math

import numpy as np
from matplotlib.lines import Line2D

from numnet.figures.drawing import slides, style
from numnet.figures.drawing.anatomy_panels import (
    HEIGHT,
    MEMORY,
    WIDTHS,
    WITHOUT,
    AnatomyDrawing,
    average_panel,
    lens_panel,
    map_panel,
    numbers_panel,
    squares_panel,
)
from numnet.figures.drawing.animation import Animation
from numnet.figures.drawing.folding import columns_of, fold
from numnet.figures.drawing.takes import instance_of, takes
from numnet.surfaces.descent import Descents
from numnet.utils.language import gettext

NEEDS = "walks"
WALKS = instance_of('walks (numnet.descend_many(..., record="anatomy"))', Descents)


@takes(WALKS)
def anatomy(walks, r=0, steps=None, axes=None):
    """Walk r of `numnet.descend_many(..., record="anatomy")`, a row of panels for each of the steps (from 1).

    Left the map with the path so far, then the step alone, enlarged, with its arrows; for rules that have them, the
    sum of squares as squares and the average gradient as bars; right the rule's equations with their numbers. By
    default the first step, one soon after, and the last. `axes` holds as many axes as a new figure has, row by row.
    Returns them, (steps, panels). Raises `ValueError` for a step that was not taken.
    """
    drawn = AnatomyDrawing(walks, r)
    steps = default_steps(drawn.last) if steps is None else list(steps)
    for step in steps:
        if not 1 <= step <= drawn.last:
            raise ValueError(f"steps must be from 1 to {drawn.last}, got {step}")
    if not steps:
        raise ValueError("steps must name at least one step")
    new = axes is None
    axes = _new_axes(drawn, steps) if new else np.array(axes, dtype=object)
    panels = 3 + len(drawn.panels)
    if axes.size != panels * len(steps):
        raise ValueError(
            f"{len(steps)} steps of {drawn.optimizer.name} have {panels} panels each, got {axes.size} axes"
        )
    axes = axes.reshape(len(steps), panels)
    for row, step in zip(axes, steps, strict=True):
        _draw(row, drawn, step)
    _legend(axes, drawn, new)
    if new:
        _headline(axes, drawn)
    return axes


@takes(WALKS)
def anatomy_film(walks, r=0):
    """The same as an `Animation`: a frame for each step."""
    drawn = AnatomyDrawing(walks, r)
    (row,) = _new_axes(drawn, [1], film=True)

    @style.styled
    def draw(k):
        for ax in row:  # wiped, not cleared, which would make all ticks anew; the map keeps its ground
            for artist in [*ax.lines, *ax.patches, *ax.texts, *(ax.collections if ax is not row[0] else ())]:
                artist.remove()
        _draw(row, drawn, k + 1)

    draw(drawn.last - 1)
    _legend(row[None], drawn, True)
    _headline(row[None], drawn)
    return Animation(row[0].figure, draw, drawn.last, dpi=100, fps=2)


def default_steps(last):
    """The first step, one soon after, and the last.

    >>> default_steps(30)
    [1, 5, 30]
    """
    return sorted({1, min(last, round(math.sqrt(last))), last})


def _new_axes(drawn, steps, film=False):
    """Axes (steps, panels): rows of a new figure, or a slide each; a film of slides has room for two panels."""
    names = ["map", "lens", *drawn.panels, "numbers"]
    if slides.wanted():
        axes = style.film_figure(None).subplots(1, 2) if film else slides.pages(
            [f"{step}-{name}" for step in steps for name in names])  # fmt: skip
        return np.reshape(np.array(axes, dtype=object), (len(steps), -1))
    widths = [WIDTHS["map"], WIDTHS["lens"], *[WIDTHS["memory"]] * bool(drawn.panels), WIDTHS["numbers"]]
    size = sum(widths), HEIGHT * len(steps) + 0.75
    drawing = style.film_figure(size) if film else style.new_figure(size)
    grid = drawing.add_gridspec(len(steps), len(widths), width_ratios=widths)
    axes = []
    for k in range(len(steps)):
        inner = grid[k, 2].subgridspec(len(drawn.panels), 1) if drawn.panels else []
        cells = [grid[k, 0], grid[k, 1], *(inner[i] for i in range(len(drawn.panels))), grid[k, -1]]
        axes.append([drawing.add_subplot(cell) for cell in cells])
    return np.array(axes, dtype=object)


def _draw(row, drawn, step):
    """One step on its panels."""
    map_panel(row[0], drawn, step)
    lens_panel(row[1], drawn, step)
    slides.group(row[1:], row[0].get_title(loc="left").partition(":")[0])  # the step
    if len(row) == 2:
        return
    for ax, panel in zip(row[2:-1], drawn.panels, strict=True):
        {"squares": squares_panel, "steps": squares_panel, "average": average_panel}[panel](ax, drawn, step, panel)
    numbers_panel(row[-1], drawn, step)


def _legend(axes, drawn, new):
    """The legend of the arrows, once for all rows."""
    handles = [Line2D([], [], color=color, linewidth=2.5, label=label) for label, _, _, color in drawn.arrows(1)]
    if "look_ahead" in drawn.parts:
        handles.insert(1, style.swatch(gettext("look-ahead: here g is taken"), MEMORY, "D", hollow=True))
    if drawn.panels:
        for handle in handles[:-1]:
            handle.set_label(gettext("{arrow} (direction)").format(arrow=handle.get_label()))
    arrows = list(handles)
    if drawn.without is not None:
        handles.append(Line2D([], [], color=drawn.color, linewidth=1.2, linestyle=WITHOUT,
                              label=gettext("path without bias correction")))  # fmt: skip
    if slides.alone(axes[0, 0]):
        for way, step, *_ in axes:
            style.legend_below(way, handles[len(arrows) :])
            style.legend_below(step, arrows)
    elif new:
        columns = math.ceil(len(handles) / 2) if slides.wanted() else len(handles)
        axes[0, 0].figure.legend(handles=handles, loc="outside lower left", ncols=columns, handlelength=1.8)
    else:
        axes[-1, 1].legend(handles=handles)


def _headline(axes, drawn):
    kind = type(drawn.optimizer)
    words = gettext("{rule} on {surface}: {about}")
    about = gettext(kind.__doc__.splitlines()[0])
    text = words.format(rule=kind.__name__, surface=gettext(drawn.surface.title), about=about)
    if slides.alone(axes[0, 0]):
        style.headline([*axes.flat], True, text)
    else:
        fold(axes[0, 0].figure.suptitle("", x=0.01, ha="left"), text, math.ceil(columns_of(text)))
