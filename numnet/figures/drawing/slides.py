"""Slides: every panel of a figure on a page of its own, 16:9, with text that people read from the last row.

A figure function knows of it what it must: which panels share a legend or a label, `carriers`, what panels have in
common, `group`, and whether axes stand alone, `alone`. Within `slides` new panels are made by `pages`; when the figure
is drawn, `finish` gives each page a title, a legend beside its panel, and letters of at least `LEAST` points.

A page is small, and so are its letters and lines, in inches: it is drawn as all figures are, and `MAGNIFIED` when it is
shown. What has 9.6 points on it has 18 on a slide of 13.33 x 7.5 inches.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.axis import Axis, YAxis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import ScaledTranslation

from numnet.figures.drawing.animation import Animation
from numnet.figures.drawing.folding import fold, wrapped
from numnet.figures.drawing.notebook import figures_of, pyplot

SIZE = (64 / 9, 4.0)  # inches
MAGNIFIED = 7.5 / SIZE[1]
LEAST = 18 / MAGNIFIED  # points
DPI, FILM_DPI = 270, 180  # 1920 x 1080 pixels, 1280 x 720
MARKER = 12  # points, at most, in a legend
TIGHT = 0.1  # of the size of letters, between the entries of a legend
ROUNDS = 4  # of the layout
TITLE, CAPTION, KEY = 76, 130, 24  # characters of a line, at most
GREY = "#555555"
PADS = {"w_pad": 0.1, "h_pad": 0.1}
_wanted = ContextVar("slides", default=False)


@contextmanager
def slides():
    """Figures that are drawn in the body of this ``with`` are slides: 16:9, every panel a figure of its own.

    `numnet.figures.save` writes each into a file of its own; films are 16:9, too.

    >>> from numnet import figures
    >>> with figures.slides():
    ...     axes = figures.losses()
    >>> [ax.figure.word for ax in axes]
    ['regression', 'regression-gradient', 'sigmoid', 'sigmoid-gradient']
    """
    before = _wanted.set(True)
    try:
        yield
    finally:
        _wanted.reset(before)


def wanted():
    """Whether figures are drawn as slides now."""
    return _wanted.get()


def alone(ax):
    """Whether the axes stand alone on a slide, without the panels beside them."""
    return isinstance(ax.figure, Slide)


def carriers(panels, k=0):
    """Which of the panels that share a legend, a label or a scale carry it: the one at k; as slides all of them."""
    return panels if alone(panels[k]) else [panels[k]]


def group(panels, name):
    """What panels have in common: the title of each, where it stands alone on a slide, begins with it."""
    for ax in panels:
        if alone(ax):
            ax.figure.group = name


def name_row(panels, name):
    """The name of a row of panels, left of the first of them."""
    group(panels, name)
    if not alone(panels[0]):
        panels[0].set_ylabel(name, fontweight="bold")


class Slide(Figure):
    """A page for one panel.

    word: of the panel, for the name of its file, or ""; group: what the panel has in common with others, which its
    title begins with; headline: what the whole figure is about; keys: the groups of entries of its legend; look:
    options of the legend.
    """

    word = group = headline = ""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.keys, self.look = [], {}

    def finish(self):
        """Title, legend and caption of what was drawn, in letters that are large enough."""
        self._add_title()
        enlarge(self)
        self._add_legend()
        self._lay_out()

    def _add_title(self):
        """The panel's own title above, the headline of the whole figure below; or its first line above."""
        own = ""
        if len(self.axes) == 1:
            (ax,) = self.axes
            places = [place for place in ("left", "center", "right") if ax.get_title(loc=place).strip()]
            own = "\n".join(ax.get_title(loc=place).strip() for place in places)
            for place in places:
                Axes.set_title(ax, "", loc=place)
        if self.group:
            own = f"{self.group}: {own or self.axes[0].get_ylabel()}"
        head, _, rest = self.headline.partition("\n")
        title, caption = (own, self.headline) if own else (head, rest)
        fold(self.suptitle("", x=0.015, ha="left"), title, TITLE, 0.95)
        if caption:
            look = {"x": 0.015, "ha": "left", "fontsize": LEAST, "color": GREY}
            fold(self.supxlabel("", **look), caption.replace("\n", "; "), CAPTION, 0.95)

    def _add_legend(self):
        """All keys in a column right of the panel; where none were given, those of whatever has a name in it."""
        ax = self.axes[0]
        groups = [group for group in self.keys if group]
        if not groups and len(self.axes) == 1:
            groups = [handles for handles in [ax.get_legend_handles_labels()[0]] if handles]
        if not groups:
            return
        gap = Line2D([], [], linestyle="", label=" ")
        entries = [entry for k, group in enumerate(groups) for entry in ([gap] * (k > 0) + [*group])]
        labels = [wrapped(entry.get_label(), KEY) for entry in entries]
        ax.legend_ = None  # of the axes as a part of a larger figure
        place = ax.transAxes + ScaledTranslation(self._beside(ax), 0, self.dpi_scale_trans)
        look = {"handlelength": 1.6, "alignment": "left", **self._spacing(ax, labels), **self.look}
        legend = ax.legend(handles=entries, labels=labels, loc="upper left", bbox_to_anchor=(1, 1), borderaxespad=0,
                           bbox_transform=place, borderpad=0, **look)  # fmt: skip
        for handle in legend.legend_handles:
            if isinstance(handle, Line2D):
                handle.set_markersize(min(handle.get_markersize(), MARKER))
        enlarge(legend)

    def _spacing(self, ax, labels):
        """How a legend of many lines is kept as high as the panel: closer lines, then two columns."""
        size = rcParams["font.size"]
        room = 72 * (ax.get_position(original=True).height * self.get_figheight() + 0.2)
        lines = sum(label.count("\n") + 1 for label in labels)
        between = (room - 1.2 * size * lines) / (size * max(1, len(labels) - 1))
        if between < TIGHT:
            return {"ncols": 2, "columnspacing": 1.0, "labelspacing": 0.3}
        return {"labelspacing": min(between, rcParams["legend.labelspacing"])}

    def _lay_out(self):
        """Give axes of a fixed shape their place, which takes some rounds, and fold labels longer than their axis."""
        for _ in range(ROUNDS):
            self.get_layout_engine().execute(self)
        for axis in self.findobj(YAxis):
            if axis.label.get_window_extent().height > axis.axes.get_window_extent().height:
                axis.label.set_text(wrapped(axis.label.get_text(), len(axis.label.get_text()) // 2 + 4))

    def _beside(self, ax):
        """Inches from the right edge of the axes past what stands there already: a colour bar, or a column of words."""
        self.draw_without_rendering()
        return (ax.get_tightbbox().x1 - ax.get_window_extent().x1) / self.dpi + 0.12


def page(word):
    """A new slide; pyplot knows it where pyplot is in use."""
    plt, layout = pyplot(), ConstrainedLayoutEngine(**PADS)
    made = plt.figure(figsize=SIZE, layout=layout, FigureClass=Slide) if plt else Slide(SIZE, layout=layout)
    if not plt:
        FigureCanvasAgg(made)
    made.word = word
    return made


def pages(words, projections=None):
    """Axes, each on a new slide with its word; ``projections``: {word: projection} of those in space."""
    return [page(word).add_subplot(projection=(projections or {}).get(word)) for word in words]


def finish(drawn):
    """Finish what was drawn: the slides among the figures of axes, or a film."""
    if not isinstance(drawn, Animation):
        for one in figures_of(drawn):
            if isinstance(one, Slide):
                one.finish()
    elif wanted():
        drawn.dpi = FILM_DPI
        enlarge(drawn.drawing)
        if not drawn.moving:  # it draws all texts anew
            drawn.draw = _enlarged(drawn.draw, drawn.drawing)


def _enlarged(draw, drawing):
    def draw_large(k):
        draw(k)
        enlarge(drawing)

    return draw_large


def enlarge(drawing):
    """No text smaller than `LEAST`."""
    for axis in drawing.findobj(Axis):
        for which in ("major", "minor"):
            labels = axis.get_ticklabels(which=which)
            if labels and labels[0].get_size() < LEAST:
                axis.set_tick_params(which=which, labelsize=LEAST)
    for text in drawing.findobj(Text):
        if text.get_size() < LEAST:
            text.set_size(LEAST)

