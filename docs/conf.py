"""The course as HTML: ``make docs`` writes build/docs/index.html, without a network, to be opened from the disk.

Formulas become MathML while the pages are built, which browsers draw by themselves.
"""

import re

from docutils import nodes
from latex2mathml.converter import convert

project = "numnet"
author = "the authors of numnet"
extensions = ["myst_parser"]
nitpicky = True

myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["course.css"]
html_title = "numnet: the course"
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


def setup(app):
    """Tell Sphinx of the renderer of formulas."""
    app.add_html_math_renderer("mathml", (inline, None), (display, None))
