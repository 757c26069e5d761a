"""Figures in notebooks, terminals and scripts: shown once, or not at all."""

import base64
import io
import sys

import matplotlib
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from numnet import figures
from numnet.figures.drawing import style
from numnet.figures.drawing.animation import Animation
from numnet.figures.drawing.notebook import Panels, figure_of
from tests.support.cli import python
from tests.support.fake_runs import binary
from tests.support.notebooks import outputs

PICTURE, FILM = ["image/png"], ["text/html"]
CELLS = {  # in one kernel after the other: what is run -> what is shown
    "import numnet\nfrom numnet import figures\npanels, ax = ['xor', 'and'], None": [],
    "figures.datasets(panels)": [PICTURE],  # an array of axes; nothing of Matplotlib was imported
    "figures.schedules()": [PICTURE],  # axes
    "axes = figures.datasets(panels)\nleft = axes[0].set_title('mine')\n3": ["3", PICTURE],
    "axes": [PICTURE],  # once more, as it is in a later cell
    "axes.shape": ["(2,)"],
    "bool((axes == axes).all())": ["True"],
    "axes == axes": ["Panels([ True,  True])"],
    "for updates in (10, 20): figures.schedules(updates=updates)": [PICTURE, PICTURE],
    "figures.show(figures.schedules())": [PICTURE],
    "ax = figures.schedules(); figures.show(ax); ax": [PICTURE],
    "try:\n    figures.schedules(ax=axes)\nexcept ValueError:\n    print('one line')": ["one line\n"],
    "try:\n    figures.datasets('none')\nexcept ValueError:\n    print('nothing drawn')": ["nothing drawn\n"],
    "import matplotlib.pyplot as plt\ndrawing, own = plt.subplots(1, 2)\nfigures.datasets(panels, axes=own)": [PICTURE],
    "drawing, own = plt.subplots()\nfigures.schedules(ax=own)": [PICTURE],
    "from matplotlib.figure import Figure\nfigures.schedules(ax=Figure().subplots())": [],  # its owner shows it
    "walks = numnet.descend_many('beale', ['sgd', 'adam'], steps=20)\nfilm = figures.race_film(walks, frames=3)": [],
    "film": [FILM],
    "figures.show(film)": [FILM],
    "figures.anatomy_film(numnet.descend_many('beale', ['adam'], steps=2, record='anatomy'))": [FILM],
    "plt.get_fignums()": ["[]"],  # all are closed
    "plt.ioff()\nax = figures.schedules()": [],
    "ax": [PICTURE],
    "plt.close('all')\nplt.ion()\nnumnet.figures.schedules()": [PICTURE],
}


def test_a_notebook_shows_every_figure_once_and_no_text_of_axes():
    assert dict(zip(CELLS, outputs(*CELLS), strict=True)) == CELLS


@pytest.mark.slow
@pytest.mark.parametrize("first", [
    "%matplotlib inline\nimport matplotlib.pyplot as plt", "import matplotlib.pyplot as plt", "%matplotlib agg",
    "import matplotlib\nmatplotlib.use('agg')",
])  # fmt: skip
def test_a_notebook_that_has_chosen_a_backend_shows_them_once_too(first):
    cells = first, "import numnet\nnumnet.figures.datasets(['xor', 'and'])", "numnet.figures.schedules()"
    assert outputs(*cells) == [[], [PICTURE], [PICTURE]]


def test_a_terminal_shows_the_text_and_says_what_show_needs():
    pytest.importorskip("IPython")
    code = ("from IPython.terminal.interactiveshell import TerminalInteractiveShell as Shell\n"
            "shell = Shell.instance(colors='NoColor')\n"
            "shell.run_cell('from numnet import figures')\n"
            "shell.run_cell('figures.schedules()')\nshell.run_cell('figures.datasets([\"xor\", \"and\"])')\n"
            "shell.run_cell('figures.show(figures.schedules())')\n")  # fmt: skip
    said = python("-c", code, IPYTHONDIR="/dev/null/none").stdout
    assert "<Axes: title" in said and "Panels([<Axes: " in said
    assert "RuntimeError: figures.show needs a notebook" in said


def test_outside_of_a_notebook_show_says_what_to_do():
    ax = style.new_axes(1)[0]
    film = Animation(ax.figure, lambda k: None, 2)
    for drawn, write in ((ax, r"save\(axes, 'figure.png'\)"), (film, r"save_animation\(film, 'film.gif'\)")):
        with pytest.raises(RuntimeError, match=rf"needs a notebook; elsewhere write a file: numnet\.figures\.{write}$"):
            figures.show(drawn)
    with pytest.raises(TypeError, match=r"^show needs axes, an array of them or a figure; got int$"):
        figures.show(3)


def test_axes_arrays_lists_and_figures_are_saved_and_nothing_else(tmp_path):
    contents = set()
    for part in (lambda axes: axes[0].figure, lambda axes: axes, lambda axes: axes[1], list, lambda axes: axes[None]):
        axes = figures.datasets(["xor", "and"])
        assert isinstance(axes, Panels) and all(isinstance(ax, Axes) for ax in axes)
        contents.add(figures.save(part(axes), tmp_path / "a.png").read_bytes())
    assert len(contents) == 1
    inner = Figure().subfigures(1, 2)[1].subplots()
    assert figure_of(inner) is inner.figure.figure
    for wrong in (3, [], np.zeros(2), None):
        with pytest.raises(TypeError, match=r"^save needs axes, an array of them or a figure; got "):
            figures.save(wrong, tmp_path / "a.png")
    with pytest.raises(TypeError, match=r"got Animation; films are saved by figures\.save_animation"):
        figures.save(Animation(axes[0].figure, lambda k: None, 2), tmp_path / "a.png")


def test_a_film_as_html_is_a_gif_that_plays_at_its_own_pace(tmp_path):
    drawing = style.figure(size=(2, 1))
    (line,) = drawing.subplots().plot([0, 1], [0, 1])
    film = Animation(drawing, lambda k: line.set_data([0, 1], [0, k]), 3, [line], dpi=50, fps=4)
    html = film._repr_html_()
    head, _, content = html.partition("base64,")
    assert head == '<img src="data:image/gif;'
    played = base64.b64decode(content.partition('"')[0])
    assert repr(film) == "<Animation of 3 frames>"
    slow, fast = (figures.save_animation(film, tmp_path / "a.gif", fps=fps).read_bytes() for fps in (None, 10))
    for gif, duration in ((played, 250), (slow, 250), (fast, 100)):
        image = Image.open(io.BytesIO(gif))
        assert image.n_frames == 3 and image.info["duration"] == duration
    for write, path in ((figures.save_animation, "a.gif"), (figures.save_strip, "a.png")):
        with pytest.raises(TypeError, match=rf"^{write.__name__} needs a film \(.*\); got Figure$"):
            write(drawing, tmp_path / path)


def test_an_error_leaves_no_figure_with_pyplot():
    import matplotlib.pyplot as plt

    backend = matplotlib.get_backend()
    plt.switch_backend("agg")
    try:
        before = plt.figure()
        run = binary()
        run.answer = None  # found out when the axes are there
        with pytest.raises(TypeError):
            figures.boundary(run)
        assert plt.get_fignums() == [before.number]
    finally:
        plt.close("all")
        plt.switch_backend(backend)
        del sys.modules["matplotlib.pyplot"], matplotlib.pyplot  # other tests draw without it
