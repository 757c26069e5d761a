"""A notebook without a browser: cells run one after the other in a kernel of their own.  For the tests.

As a program it runs the cells of standard input, JSON, and prints what they show: nbclient leaves sockets open, and no
test is to answer for them.
"""

import json
import os
import sys

import pytest

from tests.support.cli import python


def outputs(*cells):
    """What each cell shows: a list, printed text, the text of a value, or [media types] of what is displayed."""
    for package in ("nbclient", "nbformat", "ipykernel"):
        pytest.importorskip(package)
    return json.loads(python("-m", __name__, input=json.dumps(cells)).stdout)


def run(cells, seconds=120):
    """As `outputs`, in this process."""
    import nbclient
    import nbformat
    from jupyter_client import AsyncKernelManager

    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    manager = AsyncKernelManager(kernel_name="python3", transport="ipc")
    own = {name: value for name, value in os.environ.items() if name not in ("MPLBACKEND", "PYTHONSAFEPATH")}
    nbclient.NotebookClient(book, timeout=seconds, km=manager).execute(env=own)
    return [[_output(one) for one in cell.outputs] for cell in book.cells]


def _output(one):
    if one.output_type == "stream":
        return one.text
    return [kind for kind in one.data if kind != "text/plain"] or one.data["text/plain"]


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
