"""``make notebooks``: a notebook for every chapter of the course, from its page in docs/.

Text and formulas stay as they are, and code of the sources is shown. A console block becomes cells of ``%numnet``,
which show the pictures that they draw; a pycon block becomes cells that end where the page shows an output.
``python notebooks/make.py`` writes all of them, ``python notebooks/make.py xor`` those named.
"""

import ast
import doctest
import re
import runpy
import shlex
import sys
from pathlib import Path
from typing import NamedTuple

from numnet.commands.output.notebook import code, markdown, notebook_text

FOLDER = Path(__file__).resolve().parent
REPOSITORY = FOLDER.parent
DOCS = REPOSITORY / "docs"
PICTURES = runpy.run_path(str(REPOSITORY / "figures" / "make.py"))["PICTURES"]
LEFT_OUT = {"glossary", "install", "teachers"}  # pages to look things up, and one for those who give the course
NOTE = """\
*This is a chapter of the numnet course as a notebook. A line that begins with `%numnet` is a command of the terminal;
change it, and run it again. It needs numnet in the Python of this notebook: `pip install .` in the clone.*
"""
BEGIN = """\
import os
import tempfile

%load_ext numnet
os.chdir(tempfile.mkdtemp(prefix="{}-"))  # a new folder for what is written, so that all can be run again"""

PARTS = re.compile(
    r"^```(?P<kind>\S+)(?: (?P<argument>\S+))?\n(?P<content>.*?)^```$|"
    r"^!\[[^\]]*\]\(\.\./figures/(?P<picture>[\w-]+\.\w+)\)$|"
    r"^<details><summary>(?P<summary>[\w ]+)</summary>$|"
    r"^(?=## )",
    re.MULTILINE | re.DOTALL,
)
CALL = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
DRAWN = re.compile(r"(\w+)(?:-[\w-]+)?(\.png|\.gif)$", re.MULTILINE)  # a printed path: the kind of figure, the ending
OPTION = re.compile(r"^:([\w-]+):(?: (.*))?$", re.MULTILINE)


class Cell(NamedTuple):
    """A cell, and the output that the page shows for it."""

    cell: dict
    shown: str = ""


def chapters():
    """Names of the course's pages, in its order: those of the first two lists of docs/index.md."""
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    lists = re.findall(r"^```{toctree}\n(?::[^\n]*\n)*\n(.*?)^```$", index, re.MULTILINE | re.DOTALL)
    return [name for pages in lists[:2] for name in pages.split() if name not in LEFT_OUT]


# --- the parts of a page ----------------------------------------------------------------------------------------------


def console(content):
    """A cell for every command."""
    for command, shown in CALL.findall(content):
        words = shlex.split(command, comments=True)
        if words[0] != "numnet":
            raise ValueError(f"{command}: a notebook runs commands of numnet alone; others belong into a sh block")
        yield Cell(code(f"%{shlex.join(words)}"), shown)


def pycon(content):
    """Cells of Python that end where the page shows what comes out."""
    source = ""
    for example in doctest.DocTestParser().get_examples(content):
        source += re.sub(r"  # doctest: .*", "", example.source)
        if example.want:
            yield Cell(code(source.rstrip("\n")), example.want)
            source = ""
    if source:
        yield Cell(code(source.rstrip("\n")))


def listing(argument, content):
    """The part of a source that a literalinclude names, as a block of text."""
    text = (DOCS / argument).read_text(encoding="utf-8")
    options, lines = dict(OPTION.findall(content)), text.splitlines()
    if unknown := set(options) - {"pyobject", "start-at", "lineno-match", "caption"}:
        raise ValueError(f"{argument}: notebooks/make.py doesn't know {', '.join(sorted(unknown))} of literalinclude")
    if "pyobject" in options:
        (node,) = [n for n in ast.parse(text).body if getattr(n, "name", None) == options["pyobject"]]
        lines = lines[min(n.lineno for n in (node, *node.decorator_list)) - 1 : node.end_lineno]
    elif "start-at" in options:
        first = next(i for i, line in enumerate(lines) if options["start-at"].strip('"') in line)
        lines = lines[first:]
    return "\n".join(["```python", f"# {options['caption']}", *lines, "```"])


def linked(match):
    """A link to another chapter's notebook, or into the world; of others the text is left: a notebook travels alone."""
    text, target = match.groups()
    name = re.sub(r"\.md(#.*)?$", "", target)
    if name in chapters():
        return f"[{text}]({name}.ipynb)"
    return match[0] if target.startswith("https://") else text


# --- a page -----------------------------------------------------------------------------------------------------------


class Page:
    """The cells that a page becomes; ``drawn``: the kinds and endings of the pictures that its commands draw."""

    def __init__(self, name):
        self.name, self.cells, self.text, self.drawn = name, [], "", set()
        page = (DOCS / f"{name}.md").read_text(encoding="utf-8").replace("</details>\n", "")
        title, _, page = page.partition("\n")
        self.text, place = f"{title}\n\n{NOTE}", 0
        for match in PARTS.finditer(page):
            self.text += LINK.sub(linked, page[place : match.start()])
            self.part(**match.groupdict())
            place = match.end()
        self.text += LINK.sub(linked, page[place:])
        self.end_text()
        if any(cell["source"].startswith("%numnet") for cell, _ in self.cells):
            self.cells.insert(1, Cell(code(BEGIN.format(name))))

    def part(self, kind, argument, content, picture, summary):
        """Take in a block, a picture, the beginning of an answer, or, where all are None, of a section."""
        if kind == "{literalinclude}":
            self.text += listing(argument, content)
            return
        if picture:
            self.picture(picture)
            return
        name = re.findall(r"`([\w-]+\.csv)`", self.text)
        self.end_text()
        if kind == "csv":  # a file, named in the paragraph before it
            self.cells.append(Cell(code(f"%%writefile {name[-1]}\n{content}".rstrip("\n"))))
        elif kind in ("console", "pycon"):
            self.cells += {"console": console, "pycon": pycon}[kind](content)
            if kind == "console":
                self.drawn |= set(DRAWN.findall(content))
        elif kind:
            raise ValueError(f"docs/{self.name}.md: notebooks/make.py doesn't know what to make of a {kind} block")
        elif summary:  # a heading of its own, whose section JupyterLab keeps folded until it is opened
            self.cells.append(Cell(markdown(f"### {summary}", **{"jp-MarkdownHeadingCollapsed": True})))

    def picture(self, name):
        """A picture that no command of the page has drawn is drawn by the command that it has in the gallery."""
        if (PICTURES[name].split()[2], Path(name).suffix) not in self.drawn:
            self.end_text()
            self.cells += console(f"$ {PICTURES[name]}\n")

    def end_text(self):
        """Make a cell of the text so far."""
        text = re.sub(r"\n{3,}", "\n\n", self.text).strip()
        if text:
            self.cells.append(Cell(markdown(text)))
        self.text = ""


def cells_of(name):
    """The cells of a chapter, each with the output that the page shows."""
    return Page(name).cells


def text_of(name):
    """The notebook of a chapter."""
    return notebook_text([cell for cell, _ in cells_of(name)])


def make(names=()):
    """Write the notebooks of these chapters, or all, and remove those whose page is gone."""
    for path in FOLDER.glob("*.ipynb"):
        if path.stem not in chapters():
            path.unlink()
    for name in names or chapters():
        (FOLDER / f"{name}.ipynb").write_text(text_of(name), encoding="utf-8")


if __name__ == "__main__":
    make(sys.argv[1:])
