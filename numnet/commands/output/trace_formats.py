"""A trace as text, as tables in a terminal, as CSV, as LaTeX and as JSON; on stdout."""

import csv
import io
import json
import sys

import click

from numnet.commands.output.streams import bare
from numnet.files.json_files import finite
from numnet.files.output import write_output
from numnet.tracing.notation import latex, number
from numnet.utils.wording import printable

HEADER = ("sample", "", "formula", "numbers", "value", "central difference")
MAX_LINES = 10  # numbers of one quantity in text and LaTeX


def narrowed(derivation, layer, unit):
    """[(title, blocks)] with the blocks of that layer that have that unit."""
    sections = [
        (title, [block for block in blocks if layer in (None, block.layer) and block.has(unit)])
        for title, blocks in derivation.sections()
    ]
    return [(title, blocks) for title, blocks in sections if blocks]


def lines_of(derivation, block, unit, most=None):
    """(lines, how many more there are)."""
    indices = block.indices(unit)
    return [block.line(index, derivation.rows) for index in indices[:most]], len(indices[most:]) if most else 0


def equation(derivation, line):
    """``net¹₁ = Σᵢ xᵢ w¹ᵢ₁ + b¹₁ = 0·0.12 + 1·(−0.4) + 0.1 = −0.3``."""
    return " = ".join(filter(None, (line.name, line.formula, line.numbers, number(line.value, derivation.digits))))


def headline(about):
    """One line: data, network, rule."""
    what = "sample" if len(about["samples"]) == 1 else "samples"
    return (
        f"{about['run'] or about['data']}, {what} {', '.join(map(str, about['samples']))}: network "
        f"{'-'.join(map(str, about['sizes']))}, {', '.join(about['activation'])}; {about['loss']}; "
        f"{about['optimizer']}, learning rate {about['learning_rate']:g}; {about['dtype']}"
        + ("; inputs standardised" if about["standardised"] else "")
    )


def remark(derivation, line):
    """The remark behind an equation: its sample, where there are several, and the central difference."""
    words = [f"sample {line.sample}"] if derivation.many and line.sample is not None else []
    if line.estimate is not None:
        words.append(f"central difference {number(line.estimate, derivation.digits)}")
    return f"   ({', '.join(words)})" if words else ""


def write_text(derivation, sections, about, unit):
    """Plain lines."""
    click.echo(headline(about))
    for title, blocks in sections:
        click.echo(f"\n{title}")
        for block in blocks:
            lines, more = lines_of(derivation, block, unit, MAX_LINES)
            for line in lines:
                click.echo(f"  {equation(derivation, line)}{remark(derivation, line)}")
            if more:
                click.echo(f"  … {more} more")


def write_tables(derivation, sections, about, unit):
    """Tables for a terminal, a section each; columns that would be empty are left away."""
    from rich.console import Console
    from rich.table import Table

    console = Console(file=bare(sys.stdout))
    console.print(printable(headline(about)), markup=False, highlight=False)
    for title, blocks in sections:
        rows = [row for block in blocks for row in cells(derivation, *lines_of(derivation, block, unit, MAX_LINES))]
        used = [c for c in range(len(HEADER)) if any(row[c] for row in rows)]
        table = Table(show_edge=False)
        for c in used:
            value = HEADER[c] in ("value", "central difference")
            table.add_column(HEADER[c], justify="right" if value else "left", no_wrap=value, overflow="fold")
        for row in rows:
            table.add_row(*(printable(row[c]) for c in used))
        console.print(f"\n{printable(title)}", style="bold", markup=False, highlight=False)
        console.print(table, markup=False, highlight=False)


def cells(derivation, lines, more):
    """The rows of a table, by HEADER."""
    rows = [
        ("" if line.sample is None or not derivation.many else str(line.sample), line.name, line.formula, line.numbers,
         number(line.value, derivation.digits),
         "" if line.estimate is None else number(line.estimate, derivation.digits))
        for line in lines
    ]  # fmt: skip
    return rows + [("", f"… {more} more", "", "", "", "")] * bool(more)


def write_csv(derivation, sections, about, unit):
    """A row a number: quantity,layer,i,j,sample,value,formula; with --check the central difference."""
    checked = ["central_difference"] if derivation.estimate is not None else []
    writer = csv.writer(table := io.StringIO(), lineterminator="\n")
    writer.writerow(["quantity", "layer", "i", "j", "sample", "value", "formula", *checked])
    for block in (block for _, blocks in sections for block in blocks):
        for line in lines_of(derivation, block, unit)[0]:
            formula = " = ".join(filter(None, (line.name, line.formula, line.numbers)))
            writer.writerow([*line[:5], repr(line.value), formula, *([line.estimate] if checked else [])])
    write_output("-", table.getvalue())


def write_json(derivation, sections, about, unit):
    """One object: what is traced, and a list of sections with their numbers."""
    objects = [
        {"title": title, "lines": [line._asdict() for b in blocks for line in lines_of(derivation, b, unit)[0]]}
        for title, blocks in sections
    ]
    write_output("-", json.dumps(finite({**about, "sections": objects}), ensure_ascii=False, allow_nan=False) + "\n")


def write_latex(derivation, sections, about, unit):
    """A whole document for pdflatex; formulas in the running text, where they may break."""
    click.echo("\\documentclass{article}\n\\usepackage[margin=2cm]{geometry}\n\\setlength{\\parindent}{0pt}")
    click.echo("\\begin{document}\n\\raggedright\n" + plain(headline(about)) + "\n")
    for title, blocks in sections:
        click.echo(f"\\section*{{{plain(title)}}}\n")
        for block in blocks:
            lines, more = lines_of(derivation, block, unit, MAX_LINES)
            for line in lines:
                formula = latex(equation(derivation, line))
                click.echo(f"$\\displaystyle {formula}${plain(remark(derivation, line))}\n")
            if more:
                click.echo(f"\\dots\\ {more} more\n")
    click.echo("\\end{document}")


def plain(words):
    """The words, escaped for LaTeX."""
    for character in "%_#&":
        words = words.replace(character, f"\\{character}")
    return words.replace("−", "$-$").replace("   ", "\\quad ")


WRITERS = {"text": write_text, "csv": write_csv, "latex": write_latex, "json": write_json}
