"""Notebooks, executed by the Python that tests, without a browser.  For the tests."""

import tempfile
from pathlib import Path

import nbformat

from numnet.commands.output.notebook import code, notebook_text
from tests.support.cli import finish, start

JUPYTER = ("JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR")


def executed(text, folder, seconds=300):
    """The cells of code after `jupyter execute` in the folder, none running longer; fails where a cell raises.

    What people's own folders hold of kernels, settings and history plays no part; figures are shown in the notebook.
    """
    book = folder / "book.ipynb"
    book.write_text(text, encoding="utf-8")
    own = dict.fromkeys(JUPYTER, folder / "jupyter") | {"JUPYTER_PATH": None, "MPLBACKEND": None}
    run = ("-c", "from nbclient.cli import main; main()", "--inplace", f"--timeout={seconds}", book)
    finish(start(*run, folder=folder, **own), seconds=2 * seconds)
    cells = nbformat.read(book, as_version=4).cells
    return [cell for cell in cells if cell.cell_type == "code"]


def outputs(*sources):
    """What each cell shows: a list, printed text, the text of a value, or [media types] of what is displayed."""
    with tempfile.TemporaryDirectory() as folder:
        cells = executed(notebook_text(map(code, sources)), Path(folder))
    return [[_output(one) for one in cell.outputs] for cell in cells]


def _output(one):
    if one.output_type == "stream":
        return one.text
    return [kind for kind in one.data if kind != "text/plain"] or one.data["text/plain"]


def printed(cell):
    """What a cell printed, and the text of its value."""
    return "".join(text for text in map(_output, cell.outputs) if isinstance(text, str))


def pictures(cell):
    """The kinds of the pictures that a cell shows, such as image/png."""
    return [kind for kinds in map(_output, cell.outputs) if isinstance(kinds, list) for kind in kinds]
