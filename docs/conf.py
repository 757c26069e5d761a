"""The course as HTML: ``make docs`` writes build/docs/index.html, without a network, to be opened from the disk.

Formulas become MathML while the pages are built, which browsers draw by themselves.
"""

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


def inline(translator, node):
    """A formula in a line of text."""
    translator.body.append(convert(node.astext()))
    raise nodes.SkipNode


def display(translator, node):
    """A formula on a line of its own."""
    translator.body.append(convert(node.astext(), display="block"))
    raise nodes.SkipNode


def setup(app):
    """Tell Sphinx of the renderer of formulas."""
    app.add_html_math_renderer("mathml", (inline, None), (display, None))
