"""Errors about the cells of a column that are not what the column is, or was said to be."""

import shlex

from numnet.data.columns.column_types import not_a_number
from numnet.data.errors import DataError
from numnet.utils.wording import listed, plural, printable, shown

MOST = 3  # words, and places of them, that a message lists


def as_words(name, kind):
    """The option that says what a column is, as it is typed: ``--as size=text``."""
    return "--as " + printable(shlex.quote(f"{name}={kind}"))


def counted(words):
    """``'about 4' 2, 'n.a?' 1`` of {text: cells}."""
    return listed([f"{shown(text)} {count}" for text, count in words.items()], MOST)


def stray_words(table, column, fill=False):
    """The `DataError` about a column of numbers or dates with cells that are none: which, where, and the ways out.

    fill: missing cells would be an error, too.
    """
    rows, name = column.wrong.tolist(), column.name
    text, *others = column.words
    problem, them = not_a_number(text, column.form), "it"
    if len(rows) > 1:
        more = plural(len(rows) - 1, "more cell")
        words = f": {counted(column.words)}" if others else ""
        places = ", ".join([*map(table.where, rows[1 : MOST + 1]), *["…"] * (len(rows) > MOST + 1)])
        problem += f", and {more} ({places}){words}"
        them = "them"
    kind = "date" if column.form.kind == "date" else "number"
    as_number, *others = (as_words(name, each) for each in (kind, "text", "drop"))
    as_number += " with --missing median" if fill else ""
    ways = f"{as_number} to count {them} as missing, {' or '.join(others)}"
    return table.error_at(rows[0], name, f"{problem}; correct {them}, or take {ways}")


def not_as_asked(table, column):
    """The `DataError` about a column no cell of which is what it was said to be."""
    kind = column.asked.partition(":")[0]
    return DataError(f"{table.file}: no cell of column {column.name!r} is a {kind}; leave out "
                     f"{as_words(column.name, column.asked)}")  # fmt: skip
