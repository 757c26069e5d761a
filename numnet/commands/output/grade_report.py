"""A work sheet that was marked, as text, as CSV and as JSON."""

import json

from numnet.commands.output.trace_formats import cell, headline, joined
from numnet.files.csv_files import csv_text
from numnet.files.json_files import finite


def text_of(grades, about):
    """The counts, the first wrong line and what is probably wrong with it, the names of the others."""
    return joined([headline(about), repr(grades)])


def csv_of(grades, about):
    """A row an answer: the columns of `Grades.columns`."""
    columns = grades.columns()
    rows = zip(*([cell(name, value) for value in column.tolist()] for name, column in columns.items()))
    return csv_text(columns, rows)


def json_of(grades, about):
    """One object: what was marked, the counts, and a list of answers."""
    columns = {name: [cell(name, value) for value in column.tolist()] for name, column in grades.columns().items()}
    answers = [dict(zip(columns, row)) for row in zip(*columns.values())]
    answers = [{name: None if value == "" else value for name, value in answer.items()} for answer in answers]
    record = {**about, **grades.counts, "all_right": grades.all_right, "answers": answers}
    return json.dumps(finite(record), ensure_ascii=False, allow_nan=False) + "\n"


GRADE_WRITERS = {"text": text_of, "csv": csv_of, "json": json_of}
