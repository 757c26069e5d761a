"""The course and the reference as HTML: ``make docs`` writes build/docs/index.html, to be opened from the disk.

Formulas become MathML while the pages are built, which browsers draw by themselves.

``-D language=ko`` builds the Korean edition, which belongs into build/docs/ko: pages that have a catalogue in
docs/locale are translated, the others are English and say so. The words around pages are in the catalogue sphinx.po.
"""

import json
import posixpath
import re
from pathlib import Path

from docutils import nodes
from latex2mathml.converter import convert
from pygments.lexers.special import TextLexer
from sphinx.locale import _
from sphinx.search.en import SearchEnglish

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
html_static_path = ["_static", "../numnet/page", "../figures/page/lessons"]  # the live page is _static/index.html
templates_path = ["_templates"]
html_css_files = ["course.css"]
html_title = "numnet"
html_math_renderer = "mathml"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_theme_options = {"navigation_with_keys": True}
pygments_style = "friendly"

# The lessons of the live page that belong to a page of the chapter; their files say what they are called.
LESSONS = {
    "neuron": ["neuron"], "xor": ["xor"], "learning": ["learning"], "backpropagation": ["backpropagation"],
    "depth": ["depth"], "generalisation": ["generalisation"], "regression": ["regression"], "binary": ["binary"],
    "classes": ["classes", "softmax"], "labels": ["labels"], "tasks": ["tasks"],
    "batches": ["batch", "stochastic", "mini-batch"], "schedules": ["schedules"], "momentum": ["momentum", "nesterov"],
    "adaptive": ["adagrad", "rmsprop"], "adam": ["adam"], "races": ["race"],
}  # fmt: skip
LESSON = """
<details class="lesson" ontoggle="const frame = this.querySelector('iframe'); frame.src ||= frame.dataset.src">
<summary>{title}</summary>
<noscript><img src="_static/lesson-{id}.png" alt="{alt}" loading="lazy"></noscript>
<iframe title="{title}" sandbox="allow-scripts allow-downloads" data-src="_static/index.html?embed=1#lesson={id}">
</iframe>
</details>

"""

BEGINS = {  # what its picture shows where scripts are off
    "en": "How the lesson “{title}” begins: its first step, and the map of the network. The lesson needs JavaScript.",
    "ko": "‘{title}’ 수업의 첫 화면: 첫 단계와 신경망의 지도. 수업을 하려면 자바스크립트가 필요합니다.",
}
EDITIONS = {"en": ("English", ""), "ko": ("한국어", "ko/")}  # language: its name, its folder in that of the first


def mathml(node, display):
    """The formula as MathML; the space around names of functions, which the converter leaves out, is put in."""
    return convert(re.sub(r"\\(ln|cos)\b", r"\,\\\1\,", node.astext()), display=display)


def inline(translator, node):
    """A formula in a line of text; a long one in a box, which scrolls where the window is narrow."""
    formula = mathml(node, "inline")
    long = len(node.astext()) > 24
    translator.body.append(f'<span class="long-formula">{formula}</span>' if long else formula)
    raise nodes.SkipNode


def display(translator, node):
    """A formula on a line of its own."""
    translator.body.append(f'<div class="math-wrapper">{mathml(node, "block")}</div>')
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


def show_lessons(app, name, content):
    """Before the exercise of a page: its lessons, in the live page, which is loaded when a reader opens one."""
    if app.builder.format == "html" and name in LESSONS:
        folder = Path(app.srcdir).parent / "page/src/lessons/bundled"
        files = [next(folder.glob(f"[0-9][0-9]-{lesson}.json")) for lesson in LESSONS[name]]
        found = [json.loads(path.read_text("utf-8")) for path in files]
        titles = {each["id"]: each["title"][app.config.language] for each in found}
        begins = {key: BEGINS[app.config.language].format(title=title) for key, title in titles.items()}
        frames = "".join(LESSON.format(id=key, title=titles[key], alt=begins[key]) for key in titles)
        content[0] = content[0].replace("\n## Exercise", f"\n{frames}\n## Exercise", 1)


def translate_summaries(app, name, content):
    """What an exercise's folded parts are called, which raw HTML says, in the language of the edition."""
    if translated(app, name, app.config.language):
        summary = re.compile(r"(?<=<summary>)([A-Za-z ]+?)(?=( \d+)?</summary>)")
        content[0] = summary.sub(lambda found: _(found[1]), content[0])


def translated(app, name, language):
    """Whether a page is there in a language: all are in English."""
    return language == "en" or (Path(app.srcdir) / "locale" / language / "LC_MESSAGES" / f"{name}.po").is_file()


def edition_context(app, name, template, context, doctree):
    """Where the page is in each language, for the template; the search has a page in each, too."""
    here = app.config.language
    written = doctree is not None
    context["editions"] = [
        {
            "language": language,
            "name": word,
            "address": posixpath.relpath(f"{folder}{name}.html", EDITIONS[here][1] or "."),
            "translated": not written or translated(app, name, language),
        }
        for language, (word, folder) in EDITIONS.items()
    ]
    context["english_only"] = written and not translated(app, name, here)


class SearchKorean(SearchEnglish):
    """Words of English as in English; those of Hangul also by their first two syllables, which particles follow."""

    lang = "ko"

    def split(self, text):
        """The words of a text that the search finds."""
        words = super().split(text)
        return words + [word[:2] for word in words if re.match("[가-힣]{3}", word)]


def setup(app):
    """Tell Sphinx of the renderer of formulas, of data files as code blocks, and of what is changed in the sources."""
    app.add_search_language(SearchKorean)
    app.add_html_math_renderer("mathml", (inline, None), (display, None))
    app.add_lexer("csv", TextLexer)
    app.connect("source-read", link_outside)
    app.connect("source-read", join_alternative_text)
    app.connect("source-read", link_notebook)
    app.connect("source-read", translate_summaries)
    app.connect("source-read", show_lessons)
    app.connect("html-page-context", edition_context)
