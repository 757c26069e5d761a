"""Blocks and tables of HTML, with every text escaped and shortened."""

from html import escape

from numnet.utils.wording import printable, shortened

MOST_LETTERS = 40  # of a cell
# Front ends would typeset a name such as $x$; these classes tell them not to.
BLOCK = '<div class="tex2jax_ignore mathjax_ignore">'
TABLE = '<table cellpadding="4" style="border-collapse:collapse;margin:0;text-align:right">'
LINE = ' style="border-bottom:1px solid"'


def safe(text, most=MOST_LETTERS):
    """Any text for HTML: on one line, not too long, escaped.

    >>> safe("<b>\\n")
    '&lt;b&gt;\\\\n'
    """
    return escape(printable(shortened(str(text), most)))


def block(title, *parts):
    """A display: a line of words, its first word bold, and parts of HTML under it; empty ones are left out."""
    first, _, rest = printable(title).partition(" ")
    head = f'<p style="margin:0 0 .4em"><b>{escape(first)}</b> {escape(rest)}</p>'
    return BLOCK + head + "".join(filter(None, parts)) + "</div>"


def note(text):
    """A line of words under a table; nothing for no text."""
    return f'<p style="margin:.4em 0 0">{safe(text, 200)}</p>' if text else ""


def table(header, rows, left=(0,), under=(), most=MOST_LETTERS):
    """Rows of cells of so many letters under a header; columns of ``left`` to the left, the others to the right.

    ``under``: a second line of the header, with the kinds of the columns.
    """
    body = "".join(_row("td", row, left, most) for row in rows)
    head = _row('th scope="col"', header, left, most, "" if under else LINE)
    head += _row("td", under, left, most, LINE) if under else ""
    return f"{TABLE}<thead>{head}</thead><tbody>{body}</tbody></table>"


def _row(tag, cells, left, most, style=""):
    return f"<tr{style}>{''.join(_cell(tag, cell, c in left, most) for c, cell in enumerate(cells))}</tr>"


def _cell(tag, text, left, most):
    tag = tag if text != "" else "td"  # an empty header heads nothing
    aside = ' style="text-align:left"' if left else ""
    return f"<{tag}{aside}>{safe(text, most)}</{tag.split()[0]}>"
