"""Which values of the options did best in the sweep in FOLDER, and what each option does to the result.

With one or two options that vary, a map: a line with quartiles, or a heat map. With more, the map of the two that
matter most, parallel coordinates of all configurations, and the effect of each option.

\b
Example:
  numnet plot sweep sweeps/spiral-1 -o rates.svg
  numnet plot sweep sweeps/spiral-1 --kind effects
"""

import functools
import math

import numpy as np

from numnet.figures.drawing import parallel_coordinates, style, sweep_map
from numnet.figures.drawing.option_axes import name, names, tick
from numnet.figures.drawing.option_effects import draw_effects
from numnet.figures.drawing.parallel_coordinates import draw_parallel
from numnet.figures.drawing.sweep_map import draw_map
from numnet.figures.drawing.takes import instance_of, takes
from numnet.studies.effects import effects, view
from numnet.studies.ranking import measure, standings
from numnet.studies.sweep import Sweep, load_sweep
from numnet.utils.language import gettext, message

NEEDS = "sweep"
KINDS = ("map", "parallel", "effects", "all")
WIDTH, ROOM = 13.6, 6.0  # inches of all panels; height of the map and the parallel coordinates among them
PARALLEL_WORDS = message("a line for each configuration; the more an option matters, the nearer it is to the result")
EFFECT_WORDS = message("per cent: share of the variance of the configurations' ranks that the option alone explains")


@takes(instance_of("a Sweep (numnet.sweep, numnet.load_sweep)", Sweep, load=load_sweep))
def sweep(sweep, ax=None, kind=None):
    """Scores of the configurations of a `numnet.studies.sweep.Sweep`, which are medians over the seeds.

    ``kind``, by default "map" where at most two options vary or axes are given, else "all":

    - "map": one option of numbers: a line with the quartiles as a band; one of names: points with the quartiles as
      bars. Two: a heat map, one cell a configuration, or points where they were drawn at random. More than two: the two
      that matter most, each cell at its best choice of the others, and the title says so.
    - "parallel": parallel coordinates, a line for each configuration through an axis for each option, to its score;
      the best are drawn on top, and of more than 3000 so many are drawn, evenly from the best to the worst.
    - "effects": a panel for each option, the one that matters most first: median and quartiles over all configurations
      that have a value, and the best of them; more than 8 numbers drawn at random are taken together in 6 groups of
      equal size. Its per cent are ε² (T. L. Kelley, 1935): the share of the variance of the configurations' ranks that
      the option alone explains, less what as many groups would by chance.
    - "all": these three.

    What diverged is grey: hatched, crossed, or dashed. Returns the axes: one, or an array of those of "effects" or
    "all"; as many may be given. Raises `ValueError` where no option varies, nothing was trained, or the kind is none.
    """
    if kind not in (None, *KINDS):
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {kind!r}")
    ranked, by = standings(sweep), measure(sweep)
    found = effects(sweep, ranked)
    kind = kind or ("map" if len(found) <= 2 or ax is not None else "all")
    seen = view(sweep, ranked, found) if kind in ("map", "all") else None
    axes, new = _panels(ax, kind, found, seen)
    best, about, single = _best(sweep, ranked), _about(sweep, by), kind in ("map", "parallel")
    label = best and (best if single else gettext("the best configuration"))
    parts = list(axes)
    if kind in ("map", "all"):
        panel = parts.pop(0)
        draw_map(panel, seen, by, label)
        style.title(panel, _lines(about * single, _choice(seen)))
    if kind in ("parallel", "all"):
        panel = parts.pop(0)
        draw_parallel(panel, found, ranked, sweep, by, label)
        style.title(panel, _lines(about * single, gettext(PARALLEL_WORDS) if len(found) > 1 else ""))
    if parts:
        draw_effects(parts, found, ranked, sweep, by, new)
        style.headline(axes, new, _lines(about, best, gettext(EFFECT_WORDS) if len(found) > 1 else ""))
    return axes[0] if single else np.array(axes, dtype=object)


def _panels(ax, kind, found, seen):
    """(axes, whether they are new): of the map, of parallel coordinates, of each effect, as far as the kind has them.
    """
    options = [one.option for one in found]
    words = {"map": ["map"], "parallel": ["parallel"], "effects": options, "all": ["map", "parallel", *options]}[kind]
    what = f"this sweep with kind={kind!r}"
    if kind == "map":
        return style.take_axes(ax, 1, what, size=sweep_map.size(seen), words=words)
    if kind == "parallel":
        return style.take_axes(ax, 1, what, size=parallel_coordinates.size(len(found)), words=words)
    make = functools.partial(_grid, len(found), ROOM if kind == "all" else 0)
    return style.take_axes(ax, len(words), what, make=make, words=words)


def _grid(count, room):
    """Axes for so many effects, up to four in a row; with room, in inches, for a map and parallel coordinates above."""
    across = count if count <= 4 else 3 if count in (5, 6, 9) else 4
    rows = math.ceil(count / across)
    height = 2.9 * rows + 1.3
    many = count > 4
    width = (WIDTH + 3 * many) if room else max(6.4, 3.2 * across + 0.6)
    drawing = style.new_figure((width, room + height))
    grid = drawing.add_gridspec(2, 1, height_ratios=[room, height]) if room else [None, drawing.add_gridspec(1, 1)[0]]
    above = grid[0].subgridspec(1, 2 + many) if room else None
    top = [drawing.add_subplot(above[0]), drawing.add_subplot(above[1:])] if room else []
    panels = grid[1].subgridspec(rows, across)
    return top + [drawing.add_subplot(panels[divmod(k, across)]) for k in range(count)]


def _lines(*texts):
    return "\n".join(filter(None, texts))


def _about(sweep, by):
    """What the scores are; of successive halving, that some were trained longer."""
    text = gettext("{data}: {measure}, median of {seeds} trainings") if sweep.seeds > 1 else gettext(
        "{data}: {measure} of one training each")  # fmt: skip
    text = text.format(data=sweep.config["data"]["name"], measure=name(by.column), seeds=sweep.seeds)
    *early, last = sweep.rungs or [0]
    halved = gettext("stopped at epoch {epochs}, the best went on to {last}")
    return _lines(text, early and halved.format(epochs=", ".join(map(str, early)), last=last))


def _choice(seen):
    """Which options a map shows, where there are others."""
    if not seen.others:
        return ""
    words = gettext("{options} matter most; not shown: {others}") if seen.drawn else gettext(
        "{options} matter most; in each cell the best {others}")  # fmt: skip
    return words.format(options=names(seen.options), others=names(seen.others))


def _best(sweep, ranked):
    """The best configuration in words, or "" where all diverged."""
    if not math.isfinite(ranked[0].median):
        return ""
    own = sweep.configurations[ranked[0].configuration]
    chosen = ", ".join(f"{name(option)} {tick(own[option])}" for option in sweep.varied)
    return gettext("best: {choice}").format(choice=chosen)
