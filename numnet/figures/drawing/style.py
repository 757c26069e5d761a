"""The look that all figures share: colours, sizes, new figures, legends.

Nothing here changes Matplotlib's settings: `styled` applies `RC` while a figure function draws, and restores them.
"""

import functools
import math

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator, NullFormatter
from matplotlib.transforms import ScaledTranslation

from numnet.figures.drawing import fonts, slides
from numnet.figures.drawing.folding import columns_of, wrapped
from numnet.figures.drawing.notebook import pyplot
from numnet.kernels.rules import RULES
from numnet.utils.language import message
from numnet.utils.wording import plural

DASHES = (0, (4, 1.5))
RC = {
    "font.size": 11,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "axes.titlepad": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#555555",
    "axes.axisbelow": True,
    "grid.color": "#E3E3E3",
    "grid.linewidth": 0.8,
    "legend.frameon": False,
    "legend.fontsize": 10,
    "lines.linewidth": 2.0,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "figure.titlesize": 13,
}
# M. Okabe and K. Ito (2008), colours that people with any kind of colour vision tell apart.
BLACK, GREY = "#000000", "#999999"
ORANGE, SKY, GREEN, YELLOW = "#E69F00", "#56B4E9", "#009E73", "#F0E442"
BLUE, VERMILION, PURPLE = "#0072B2", "#D55E00", "#CC79A7"
PLUS, MINUS = BLUE, ORANGE  # of numbers above and below 0
DIVERGING = LinearSegmentedColormap.from_list("minus to plus", ["#C77B00", "#EDB84D", "#FFFFFF", "#6FB1D9", PLUS])
# Beyond seven (black is for lines) there is no such set: colours that differ in lightness too, most by P. Tol.
_CLASSES = (BLUE, ORANGE, GREEN, PURPLE, VERMILION, SKY, YELLOW)
_MORE = ("#882255", GREY, "#44AA99", "#332288", "#8C510A", "#DDCC77", "#117733", "#AA4499", BLACK)
# The chapter's six rules have Okabe and Ito's colours and solid lines; the others colours as far as can be from these
# and from each other for normal, red-blind, green-blind and blue-blind eyes (tests/figures/drawing/test_style.py
# measures), and dashes.
OPTIMIZER_COLORS = {name: rule.color for name, rule in RULES.items()}
DASHES_OF = {"solid": "-", "long": (0, (6, 1.5)), "short": (0, (3, 1.2)), "dotted": (0, (1.2, 1.2))}
# The ground of error surfaces, the lower the paler, so that paths stand out where they end; and its contours.
LAND = LinearSegmentedColormap.from_list("land", ("#FFFFFF", "#E3E8EE", "#B9C4D0"))
CONTOUR = "#8795A5"
PADS = {"w_pad": 0.08, "h_pad": 0.08}  # inches around every panel
TASK_WORDS = {"accuracy": message("accuracy"), "label_accuracy": message("label accuracy"), "r2": "R²"}


def class_colors(k):
    """k colours for k classes, the same first colours for every k; they repeat after sixteen.

    >>> class_colors(2)
    ['#0072B2', '#E69F00']
    """
    colors = (*_CLASSES, *_MORE)
    return [colors[index % len(colors)] for index in range(k)]


def optimizer_look(rule):
    """Colour, line style and marker of a rule, for `plot`: the same in every figure.

    >>> optimizer_look("nag")
    {'color': '#D55E00', 'linestyle': '-', 'marker': 'D'}
    """
    return {
        "color": RULES[rule].color,
        "linestyle": DASHES_OF[RULES[rule].dashes],
        "marker": RULES[rule].marker,
    }


def rule_colors(rules):
    """Colours of update rules: each rule's where all differ; else one colour after another.

    >>> rule_colors(["sgd", "adam"]), rule_colors(["sgd", "sgd"])
    (['#000000', '#0072B2'], ['#0072B2', '#E69F00'])
    """
    if len(set(rules)) == len(rules) > 1 and set(rules) <= set(OPTIMIZER_COLORS):
        return [OPTIMIZER_COLORS[rule] for rule in rules]
    return class_colors(len(rules))


def tint(color, strength):
    """RGB (..., 3) between white (strength 0) and `color` (strength 1); strength may be an array."""
    strength = np.asarray(strength, dtype=float)[..., None]
    return 1 - strength * (1 - np.array(to_rgb(color)))


def styled(draw):
    """Runs a figure function under `RC`, in the chosen language; afterwards Matplotlib's settings are as they were."""

    @functools.wraps(draw)
    def wrapper(*args, **options):
        with fonts.in_language(), fonts.without_warnings():
            with matplotlib.rc_context({**RC, "font.family": fonts.families()}):
                return draw(*args, **options)

    return wrapper


def figure(rows=1, columns=1, size=None):
    """An empty `Figure` with constrained layout, sized for rows x columns panels, made without pyplot."""
    drawing = Figure(figsize=size or panel_size(rows, columns), layout=ConstrainedLayoutEngine(**PADS))
    FigureCanvasAgg(drawing)
    return drawing


def film_figure(size):
    """An empty figure for the frames of a film, of the size of a slide where slides are wanted."""
    return figure(size=slides.SIZE if slides.wanted() else size)


def panel_size(rows, columns):
    """Width and height in inches: one large panel, or several smaller ones."""
    return (6.4, 5.4) if rows == columns == 1 else (4.2 * columns, 3.7 * rows + 0.4)


def new_figure(size):
    """An empty figure; pyplot knows it where pyplot is in use."""
    plt = pyplot()
    return plt.figure(figsize=size, layout=ConstrainedLayoutEngine(**PADS)) if plt else figure(size=size)


def new_axes(count=1, columns=None, size=None, make=None, words=None, **options):
    """`count` axes on a new figure, a list; each on a slide of its own, with its word, where slides are wanted.

    ``make``: makes them, where they are no grid of columns.
    """
    if slides.wanted():
        return slides.pages(words or [""] * count)
    if make:
        return make()
    columns = columns or (count if count <= 3 else math.ceil(math.sqrt(count)))
    rows = math.ceil(count / columns)
    drawing = new_figure(size or panel_size(rows, columns))
    axes = drawing.subplots(rows, columns, squeeze=False, **options).ravel()
    for spare in axes[count:]:
        spare.remove()
    return list(axes[:count])


def take_axes(given, count, what, **options):
    """The axes to draw on, a list, and whether they are new. Raises `ValueError` where `given` is of another number."""
    if given is None:
        return new_axes(count, **options), True
    axes = list(np.ravel(np.array(given, dtype=object)))
    if len(axes) != count:
        raise ValueError(f"{what} has {plural(count, 'panel')}, got {len(axes)} axes; pass {count}, or none")
    return axes, False


def room(ax):
    """Width in inches of the column of panels, or the columns, that the axes are in."""
    spec = ax.get_subplotspec()
    return ax.figure.get_figwidth() * (len(spec.colspan) / spec.get_gridspec().ncols if spec is not None else 1)


def title(ax, text):
    """The title of a panel, folded to the room it has; `set_title` of these axes takes its place."""
    ax.set_title(text if slides.alone(ax) else wrapped(text, 12.2 * (room(ax) - 0.9)))
    ax.set_title = functools.partial(type(ax).set_title, ax, loc="left")  # elsewhere it would be a second title


def shortened(text, most=30):
    """The text, cut where it is longer than `most` characters.

    >>> shortened("a label longer than any figure can hold")
    'a label longer than any figur…'
    """
    return text if len(text) <= most else text[: most - 1] + "…"


def headline(axes, new, text):
    """The title of a figure: over all panels of a new figure, on the axes where there is only one."""
    if len(axes) == 1:
        title(axes[0], text)
    elif new and slides.alone(axes[0]):
        for ax in axes:
            ax.figure.headline = text
    elif new:
        drawing = axes[0].figure
        drawing.suptitle(wrapped(text, 10.5 * drawing.get_figwidth()), x=0.01, ha="left")


def legend_below(ax, *groups, points=44, wide=False):
    """A legend for each group of entries, one under the other, so many points below the axes, past all labels.

    On a slide it is beside the axes, unless they are ``wide``.
    """
    if slides.alone(ax) and not wide:
        ax.figure.keys += groups
        return
    for entries in filter(None, groups):
        down = ScaledTranslation(0, -points / 72, ax.figure.dpi_scale_trans)
        columns = _columns([entry.get_label() for entry in entries], room(ax))
        legend = ax.legend(
            handles=by_rows(entries, columns),
            loc="upper center",
            bbox_to_anchor=(0.5, 0),
            ncols=columns,
            bbox_transform=ax.transAxes + down,
            borderaxespad=0,
            borderpad=0,
            handletextpad=0.3,
            columnspacing=1.4,
        )
        ax.legend_ = None  # the next call of `legend` would remove it; it becomes an artist like others
        ax.add_artist(legend).set_clip_on(False)  # the layout leaves room only for what is not clipped
        points += 18 * math.ceil(len(entries) / columns)


def _columns(labels, width, most=5):
    """The columns of a legend of these labels: few rows, evenly filled, and no wider than `width` inches."""
    for rows in range(math.ceil(len(labels) / most), len(labels)):
        columns = math.ceil(len(labels) / rows)
        if sum(0.5 + 0.075 * max(map(columns_of, labels[column::columns])) for column in range(columns)) <= width:
            return columns
    return 1


def by_rows(entries, columns):
    """The entries in the order that makes a legend of so many columns, filled downwards, read across."""
    return [entry for column in range(columns) for entry in entries[column::columns]]


def legend_right(ax, handles=None, **options):
    """A legend to the right of the axes."""
    if slides.alone(ax):
        ax.figure.keys.append(ax.get_legend_handles_labels()[0] if handles is None else handles)
        ax.figure.look = options
        return
    handles = {} if handles is None else {"handles": handles}
    ax.legend(loc="upper left", bbox_to_anchor=(1.02, 1), borderaxespad=0, **handles, **options)


def legend_inside(ax, **options):
    """A legend in free space of the axes, on white where it crosses the grid; on a slide beside the axes."""
    if slides.alone(ax):
        ax.figure.keys.append(options.get("handles", ax.get_legend_handles_labels()[0]))
        return
    ax.legend(frameon=True, facecolor="white", edgecolor="none", framealpha=0.9, **options)


def swatch(label, color, marker="o", hollow=False):
    """A legend entry for points."""
    face = "white" if hollow else color
    return Line2D(
        [], [], linestyle="", marker=marker, markersize=7, color=color, markerfacecolor=face, label=shortened(label)
    )


def thin_lines(ax, x, y, values, levels):
    """White contour lines at those levels that the values (len(y), len(x)) reach."""
    reached = [level for level in levels if values.min() < level < values.max()]
    if reached:
        ax.contour(x, y, values, reached, colors="white", linewidths=0.7, linestyles="-", zorder=1)


def colorbar(ax, mappable, label, **options):
    """A colour bar just right of the axes and as high as they are, whatever their aspect."""
    bar = ax.figure.colorbar(mappable, cax=ax.inset_axes([1.03, 0, 0.04, 1]), **options)
    bar.set_label(label)
    bar.outline.set_visible(False)
    return bar


def plain_ticks(ax):
    """0.1, 0.2, 0.5, 1, … on a logarithmic axis that spans one or two decades."""
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.yaxis.set_major_formatter("{x:g}")
    ax.yaxis.set_minor_formatter(NullFormatter())

