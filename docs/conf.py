"""The course and the reference as HTML: ``make docs`` writes build/docs/index.html, to be opened from the disk.

Formulas become MathML while the pages are built, which browsers draw by themselves.
"""

import re
from pathlib import Path

from docutils import nodes
from latex2mathml.converter import convert
from pygments.lexers.special import TextLexer

project = "numnet"
author = "the authors of numnet"
extensions = ["myst_parser"]
nitpicky = True

myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3

locale_dirs = ["locale"]
gettext_compact = False
gettext_location = False
figure_language_filename = "{path}{language}/{basename}{ext}"

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["course.css"]
html_title = "numnet"
html_math_renderer = "mathml"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_theme_options = {"navigation_with_keys": True}
pygments_style = "friendly"


def mathml(node, display):
    """The formula as MathML; the space around names of functions, which the converter leaves out, is put in."""
    return convert(re.sub(r"\\(ln|cos)\b", r"\,\\\1\,", node.astext()), display=display)


def inline(translator, node):
    """A formula in a line of text."""
    translator.body.append(mathml(node, "inline"))
    raise nodes.SkipNode


def display(translator, node):
    """A formula on a line of its own."""
    translator.body.append(mathml(node, "block"))
    raise nodes.SkipNode


def link_outside(app, name, content):
    """A Markdown file outside of docs/ is no page: a link to it leads to a copy of the file, as one to code does."""
    content[0] = re.sub(r"\]\((\.\./[\w/]+\.md)\)", r"](path:\1)", content[0])


def join_alternative_text(app, name, content):
    """The text that stands for a picture on one line: MyST joins its lines without a space between them."""
    content[0] = re.sub(r"^!\[[^\]]*\]\(", lambda found: found[0].replace("\n", " "), content[0], flags=re.MULTILINE)


def link_notebook(app, name, content):
    """A page that is a notebook as well leads to it, below its title."""
    if (Path(app.srcdir).parent / "notebooks" / f"{name}.ipynb").is_file():
        title, _, text = content[0].partition("\n")
        content[0] = f"{title}\n\n[This page as a notebook](path:../notebooks/{name}.ipynb)\n{text}"


def setup(app):
    """Tell Sphinx of the renderer of formulas, of data files as code blocks, and of what is changed in the sources."""
    app.add_html_math_renderer("mathml", (inline, None), (display, None))
    app.add_lexer("csv", TextLexer)
    app.connect("source-read", link_outside)
    app.connect("source-read", join_alternative_text)
    app.connect("source-read", link_notebook)
