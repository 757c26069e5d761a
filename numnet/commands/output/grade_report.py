"""A work sheet that was marked, as text, as CSV and as JSON; on stdout."""

import json

import click

from numnet.commands.output.trace_formats import cell, headline
from numnet.files.csv_files import csv_text
from numnet.files.json_files import finite
from numnet.files.output import write_output


def write_text(grades, about):
    """The counts, the first wrong line and what is probably wrong with it, the names of the others."""
    click.echo(headline(about))
    click.echo(repr(grades))


def write_csv(grades, about):
    """A row an answer: the columns of `Grades.columns`."""
    columns = grades.columns()
    rows = zip(*([cell(name, value) for value in column.tolist()] for name, column in columns.items()))
    write_output("-", csv_text(columns, rows))


def write_json(grades, about):
    """One object: what was marked, the counts, and a list of answers."""
    columns = {name: [cell(name, value) for value in column.tolist()] for name, column in grades.columns().items()}
    answers = [dict(zip(columns, row)) for row in zip(*columns.values())]
    answers = [{name: None if value == "" else value for name, value in answer.items()} for answer in answers]
    record = {**about, **grades.counts, "all_right": grades.all_right, "answers": answers}
    write_output("-", json.dumps(finite(record), ensure_ascii=False, allow_nan=False) + "\n")


GRADE_WRITERS = {"text": write_text, "csv": write_csv, "json": write_json}
