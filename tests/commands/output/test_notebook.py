"""Notebooks as text: cells of a script, and names of cells."""

import json

import pytest

from numnet.commands.output.notebook import code, markdown, notebook_of, notebook_text

pytestmark = pytest.mark.filterwarnings("error")

SCRIPT = '''"""A title.

More of it.
"""

import math

import numnet

# A sentence
# of two lines.
x = 1

y = math.pi  # stays


def f():
    """Nothing."""

    # Stays, too.
    return y


figure.savefig("a.png", dpi=120)
numnet.figures.save(draw(x, "b")[0].figure, "a.png")  # fmt: skip
numnet.figures.save(figure, path)

# The end.
'''


def test_cells_of_a_script():
    cells = [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(notebook_of(SCRIPT))["cells"]]
    assert cells == [
        ("markdown", "# A title\n\nMore of it."),
        ("code", "import math\n\nimport numnet"),
        ("markdown", "A sentence\nof two lines."),
        ("code", "x = 1"),
        ("code", "y = math.pi  # stays"),
        ("code", 'def f():\n    """Nothing."""\n\n    # Stays, too.\n    return y'),
        ("code", 'numnet.figures.show(figure)\nnumnet.figures.show(draw(x, "b")[0].figure)\n'
                 "numnet.figures.save(figure, path)"),
        ("markdown", "The end."),
    ]  # fmt: skip


def test_names_of_cells_differ_and_stay_when_others_come():
    def names(*cells):
        return [cell["id"] for cell in json.loads(notebook_text(cells))["cells"]]

    few = names(code("x"), code("x"), markdown("y"))
    assert len(set(few)) == 3 and names(code("z"), code("x"), code("x"), markdown("y"))[1:] == few
