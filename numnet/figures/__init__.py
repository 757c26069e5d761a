"""Figures: runs and arrays in, axes in, axes out; one file a kind. They draw, and train nothing.

Every file of the folders in `NEEDS` is a kind of figure: ``figures/runs/boundary.py`` makes ``figures.boundary`` and
``numnet plot boundary``. The first line of its docstring is its line of help; what it needs follows from its folder, or
from a line ``NEEDS = "..."`` in it. Both are read without importing the file, and so without Matplotlib. What figures
share is in ``figures/drawing/``.

Every function takes a `Run`, or what it needs in its place, such as a network with X and T: `drawing/takes.py` turns
one into the other. It draws on the axes it is given, or on a new figure, and returns the axes: one, or an array of them
where the figure has several panels. In a notebook the figure is shown once: `drawing/notebook.py`.

>>> FIGURES["confusion"][0]
'run'
"""

import re
from pathlib import Path

from numnet.utils.lazy_names import lazy_names

# folder -> what its kinds need: "run", "runs", "sweep", "comparison", "walks", "experiment", or nothing.
NEEDS = {"runs": "run", "studies": "comparison", "surfaces": None, "experiments": "experiment", "reference": None}
# Public names that are no kinds: films, the second figure of a race, what shows figures and writes them to files.
_OTHERS = {
    "training_film": "numnet.figures.runs.training",
    "race_film": "numnet.figures.surfaces.race",
    "anatomy_film": "numnet.figures.surfaces.anatomy",
    "sensitivity": "numnet.figures.surfaces.sensitivity",
    "show": "numnet.figures.drawing.notebook",
    "save": "numnet.figures.drawing.saving",
    "slides": "numnet.figures.drawing.slides",
    "save_animation": "numnet.figures.drawing.animation",
    "save_strip": "numnet.figures.drawing.animation",
}
_FILES = {
    path.stem: path
    for folder in NEEDS
    for path in sorted((Path(__file__).parent / folder).glob("[!_]*.py"))
    if path.stem not in _OTHERS
}


def _entry(path):
    """(what the kind needs, its line of help), from the text of its file."""
    text = path.read_text(encoding="utf-8")
    needs = re.search(r'^NEEDS = "(\w+)"$', text, re.MULTILINE)
    return needs[1] if needs else NEEDS[path.parent.name], re.match(r'"""(.+?)(?:"""|\n)', text)[1]


def documentation(kind):
    """The docstring of a kind's file, which is not imported."""
    import ast

    return ast.get_docstring(ast.parse(_FILES[kind].read_text(encoding="utf-8")))


FIGURES = {kind: _entry(path) for kind, path in _FILES.items()}  # kind -> (what it needs, its line of help)
_HOME = {kind: f"numnet.figures.{path.parent.name}.{kind}" for kind, path in _FILES.items()} | _OTHERS
__all__ = [*_HOME, "FIGURES"]
__getattr__, __dir__ = lazy_names(__name__, _HOME)
