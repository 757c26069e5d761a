"""A trace as text, as CSV, as LaTeX, as HTML and as JSON; and as tables in a terminal."""

import json
import sys
from html import escape

from numnet.commands.output.streams import bare
from numnet.files.csv_files import csv_text
from numnet.files.json_files import finite
from numnet.tracing.notation import latex, number
from numnet.utils.wording import printable

PLACES = ("layer", "unit", "input", "sample")  # columns of the CSV
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>{title}</title></head>
<body style="font-family:sans-serif"><main>{body}</main></body>
</html>
"""
HEADER = ("sample", "", "formula", "numbers", "value", "central difference")


def headline(about):
    """One line: data, network, rule."""
    what = "sample" if len(about["samples"]) == 1 else "samples"
    return "Work sheet: " * about.get("blank", False) + (
        f"{about['run'] or about['data']}, {what} {', '.join(map(str, about['samples']))}: network "
        f"{'-'.join(map(str, about['sizes']))}, {', '.join(about['activation'])}; {about['loss']}; "
        f"{about['optimizer']}, learning rate {about['learning_rate']:g}; {about['dtype']}"
        + ("; inputs standardised" if about["standardised"] else "")
    )


def equation(derivation, line):
    """``net¹₁ = Σᵢ xᵢ w¹ᵢ₁ + b¹₁ = 0·0.12 + 1·(−0.4) + 0.1 = −0.3``."""
    return " = ".join(derivation.equation(line))


def remark(derivation, line):
    """The remark behind an equation, with a gap before it."""
    words = derivation.remark(line)
    return f"   {words}" if words else ""


def text_of(derivation, sections, about, unit):
    """Plain lines."""
    text = [headline(about)]
    for title, blocks in sections:
        text += ["", title]
        for block in blocks:
            lines, more = derivation.shown(block, unit)
            text += [f"  {equation(derivation, line)}{remark(derivation, line)}" for line in lines]
            text += [f"  … {more} more"] * bool(more)
    return joined(text)


def joined(lines):
    """The lines as a text."""
    return "".join(f"{line}\n" for line in lines)


def write_tables(derivation, sections, about, unit):
    """Tables for a terminal, a section each; columns that would be empty are left away."""
    from rich.console import Console
    from rich.table import Table

    console = Console(file=bare(sys.stdout))
    console.print(printable(headline(about)), markup=False, highlight=False)
    for title, blocks in sections:
        rows = [row for block in blocks for row in table_rows(derivation, *derivation.shown(block, unit))]
        used = [c for c in range(len(HEADER)) if any(row[c] for row in rows)]
        table = Table(show_edge=False)
        for c in used:
            value = HEADER[c] in ("value", "central difference")
            table.add_column(HEADER[c], justify="right" if value else "left", no_wrap=value, overflow="fold")
        for row in rows:
            table.add_row(*(printable(row[c]) for c in used))
        console.print(f"\n{printable(title)}", style="bold", markup=False, highlight=False)
        console.print(table, markup=False, highlight=False)


def table_rows(derivation, lines, more):
    """The rows of a table, by HEADER."""
    rows = [
        ("" if line.sample is None or not derivation.many else str(line.sample), line.name, line.formula, line.numbers,
         derivation.equation(line)[-1],
         "" if line.estimate is None else number(line.estimate, derivation.digits))
        for line in lines
    ]  # fmt: skip
    return rows + [("", f"… {more} more", "", "", "", "")] * bool(more)


def csv_of(derivation, sections, about, unit):
    """A row a number: the columns of `numnet.tracing.trace_display.COLUMNS`; with --check the central difference."""
    from numnet.tracing.trace_display import trace_columns

    columns = trace_columns(derivation, sections, unit)
    rows = zip(*([cell(name, value) for value in column.tolist()] for name, column in columns.items()))
    return csv_text(columns, rows)


def cell(name, value):
    """Nothing for NaN; places are whole numbers, values have all digits."""
    if value != value:
        return ""
    return int(value) if name in PLACES else value


def json_of(derivation, sections, about, unit):
    """One object: what is traced, and a list of sections with their numbers."""
    objects = [
        {"title": title, "lines": [line._asdict() for b in blocks for line in derivation.lines(b, unit)]}
        for title, blocks in sections
    ]
    return json.dumps(finite({**about, "sections": objects}), ensure_ascii=False, allow_nan=False) + "\n"


def latex_of(derivation, sections, about, unit):
    """A whole document for pdflatex; formulas in the running text, where they may break."""
    text = ["\\documentclass{article}", "\\usepackage[margin=2cm]{geometry}", "\\setlength{\\parindent}{0pt}",
            "\\begin{document}", "\\raggedright", plain(headline(about)), ""]  # fmt: skip
    for title, blocks in sections:
        text += [f"\\section*{{{plain(title)}}}", ""]
        for block in blocks:
            lines, more = derivation.shown(block, unit)
            for line in lines:
                formula = latex(equation(derivation, line))
                text += [f"$\\displaystyle {formula}${plain(remark(derivation, line))}", ""]
            text += [f"\\dots\\ {more} more", ""] if more else []
    return joined([*text, "\\end{document}"])


def plain(words):
    """The words, escaped for LaTeX."""
    for character in "%_#&":
        words = words.replace(character, f"\\{character}")
    return words.replace("−", "$-$").replace("   ", "\\quad ")


def html_of(derivation, sections, about, unit):
    """A page with MathML, as a notebook shows it; in the colours of the browser, light or dark."""
    from numnet.tracing.trace_display import trace_html

    title = headline(about)
    body = trace_html(title if about.get("blank") else f"Trace of {title}", derivation, sections, unit)
    return PAGE.format(title=escape(printable(title)), body=body)


WRITERS = {"text": text_of, "csv": csv_of, "latex": latex_of, "html": html_of, "json": json_of}
