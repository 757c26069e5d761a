"""Notebooks for Jupyter: their text, and cells made of scripts.

The format is nbformat 4.5 (https://nbformat.readthedocs.io), with no outputs; the same cells give the same bytes.
"""

import ast
import json
import re
from collections import Counter
from hashlib import sha256

KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
REPLACED = (  # what only a formatter reads; and what writes a figure, by what shows it
    (r"  # fmt: skip$", ""),
    (r"^(\w+)\.savefig\(.*\)$", r"numnet.figures.show(\1)"),
    (r'^((?:\w+\.)?figures)\.save\((.*), ".*"\)$', r"\1.show(\2)"),
)


def markdown(source, **metadata):
    """A cell of text."""
    return {"cell_type": "markdown", "metadata": metadata, "source": source}


def code(source):
    """A cell of Python."""
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}


def notebook_text(cells):
    """The text of the notebook; a cell's id follows from what it says, and from how often that was said before."""
    seen, numbered = Counter(), []
    for cell in cells:
        source = cell["source"]
        seen[source] += 1
        name = sha256(f"{seen[source]} {source}".encode()).hexdigest()[:12]
        numbered.append({**cell, "id": name, "source": source.splitlines(keepends=True)})
    content = {"cells": numbered, "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def notebook_of(script):
    """The notebook of a script: a title, then for every block of lines its first comment as text, and its code.

    Blocks are what blank lines part at the outermost level; imports stay together. What writes a figure shows it.
    """
    title, _, text = ast.get_docstring(ast.parse(script)).partition("\n")
    cells = [markdown(f"# {title.rstrip('.')}\n{text}".strip())]
    for block in re.split(r"\n{2,}(?!\s|import |from )", script.split('"""', 2)[2].strip()):
        comment, statements = re.fullmatch(r"((?:#[^\n]*(?:\n|$))*)(.*)", block, re.DOTALL).groups()
        if comment:
            cells.append(markdown(re.sub(r"^# ?", "", comment.strip(), flags=re.MULTILINE)))
        if statements:
            for old, new in REPLACED:
                statements = re.sub(old, new, statements, flags=re.MULTILINE)
            cells.append(code(statements))
    return notebook_text(cells)
