"""Figures in a notebook: each is shown once, by pyplot at the end of its cell, or as the value of a cell; and `show`.

A notebook's pyplot shows whatever figures a cell has made, and closes them. Figures are made with it there, so that
they come without an import of pyplot, also where a cell ends with something else, with all that was done to their axes.
The axes that a cell ends with then say nothing more; in a later cell they show their figure again.
"""

import functools
import importlib
import io
import sys
from contextlib import contextmanager

import matplotlib
import numpy as np
from matplotlib._pylab_helpers import Gcf
from matplotlib.axes import Axes
from matplotlib.figure import Figure, FigureBase

from numnet.displays.notebook import notebook
from numnet.figures.drawing import fonts
from numnet.figures.drawing.animation import Animation

FILES_ONLY = ("agg", "cairo", "pdf", "pgf", "ps", "svg", "template")  # Matplotlib's backends that show nothing
INLINE = "matplotlib_inline.backend_inline"  # the one of notebooks
DPI = 100  # of a figure that `show` shows


def pyplot():
    """`matplotlib.pyplot` where it is in use, as it always is in a notebook that shows its figures; else None.

    It is loaded outside of `style.styled`, which would undo the settings that make it show them.
    """
    backend = str(dict.get(matplotlib.rcParams, "backend"))  # asked for in this way, none is chosen
    if "inline" in backend and notebook():
        importlib.import_module(backend.removeprefix("module://") if "://" in backend else INLINE)
        importlib.import_module("matplotlib.pyplot")
    return sys.modules.get("matplotlib.pyplot")


def _will_show(drawing):
    """Whether pyplot has the figure, and shows it without being asked."""
    plt = sys.modules.get("matplotlib.pyplot")
    if plt is None or not plt.isinteractive() or plt.get_backend().lower() in FILES_ONLY:
        return False
    return any(manager.canvas.figure is drawing for manager in Gcf.get_all_fig_managers())


@contextmanager
def closed_on_error():
    """Closes the figures that pyplot has got in the meantime where there is an error: a notebook would show them."""
    plt = sys.modules.get("matplotlib.pyplot")
    before = plt.get_fignums() if plt else []
    try:
        yield
    except BaseException:
        for number in set(plt.get_fignums() if plt else []) - set(before):
            plt.close(number)
        raise


class Panels(np.ndarray):
    """An array of axes; as the value of a notebook's cell it stands for their figure, and its text is not shown."""

    def _ipython_display_(self):
        if not (self.size and all(isinstance(ax, Axes) for ax in self.flat)):
            raise NotImplementedError  # what came of a calculation with it
        for drawing in figures_of(self):
            _display_value(drawing)


def shown_once(axes, given):
    """The axes, one or an array, so that a notebook shows their figure once; ``given``: they were drawn on before."""
    shell = notebook()
    for drawing in figures_of(axes) if shell is not None else ():
        if not given:
            with fonts.without_warnings():
                fonts.make_readable(drawing)
        drawing.shown_by_cell = shell.execution_count if given or _will_show(drawing) else None
    if isinstance(axes, Axes):
        axes._ipython_display_ = functools.partial(_display_value, axes)
        return axes
    return axes.view(Panels)


def _display_value(drawn):
    """Show the figure, or that of axes, that a cell ends with, unless the cell shows it anyway; for IPython."""
    shell, drawing = notebook(), figure_of(drawn)
    if shell is None:
        raise NotImplementedError  # IPython goes on to the text
    if drawing.shown_by_cell != shell.execution_count and not _will_show(drawing):
        _display(drawing)


def _display(drawing):
    from IPython.display import display

    content = io.BytesIO()
    with fonts.without_warnings():
        fonts.make_readable(drawing)
        drawing.savefig(content, format="png", dpi=DPI)
    display({"image/png": content.getvalue(), "text/plain": repr(drawing)}, raw=True)


def figures_of(drawn, what="this"):
    """The figures of axes, of an array or list of them, each once; or the figure itself.  See `figure_of`."""
    if isinstance(drawn, (np.ndarray, list, tuple)) and len(drawn):
        return list(dict.fromkeys(one for part in drawn for one in figures_of(part, what)))
    return [figure_of(drawn, what)]


def figure_of(drawn, what="this"):
    """The `Figure` of axes, of an array or list of them, or itself; ``what`` is to be done, for the `TypeError`."""
    first = drawn
    while isinstance(first, (np.ndarray, list, tuple)) and len(first):
        first = first[0]
    if not isinstance(first, (Axes, FigureBase)):
        film = "; films are saved by figures.save_animation" * isinstance(first, Animation)
        raise TypeError(f"{what} needs axes, an array of them or a figure; got {type(first).__name__}{film}")
    while not isinstance(first, Figure):
        first = first.figure
    return first


def show(drawn):
    """Show a film, or the figure of axes, in a notebook, here and now; a film is played again and again.

    ``drawn``: what `training_film`, `race_film` or `anatomy_film` returns; axes, an array of them, or a figure. Raises
    `RuntimeError` outside of a notebook, where films and figures are files; `TypeError` for anything else.
    """
    film = isinstance(drawn, Animation)
    drawings = [drawn.drawing] if film else figures_of(drawn, "show")
    shell = notebook()
    if shell is None:
        write = "save_animation(film, 'film.gif')" if film else "save(axes, 'figure.png')"
        raise RuntimeError(f"figures.show needs a notebook; elsewhere write a file: numnet.figures.{write}")
    if film:
        from IPython.display import HTML, display

        display(HTML(drawn._repr_html_()))
        return
    for drawing in drawings:
        _display(drawing)
        drawing.shown_by_cell = shell.execution_count
        if _will_show(drawing):
            sys.modules["matplotlib.pyplot"].close(drawing)
