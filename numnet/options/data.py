"""The options that say how data are read and split, and reading with them."""

from dataclasses import fields

import click

from numnet.data.read_options import KINDS, MISSING_WAYS, ReadOptions
from numnet.model.tasks import TASKS
from numnet.options.errors import UserError
from numnet.options.types import SHARE, Choice, ColumnKind, Encoding, Split, Weighting


def data_options(command):
    """A decorator: the options that say how a data file is read and split."""
    # fmt: off
    options = (
        click.option("--encoding", type=Encoding(), help="Of the text in data files.  [default: found out]"),
        click.option("--columns", multiple=True, metavar="COLUMN",
                     help="A feature of a data file; repeatable, * for all, identifiers too.  [default: all useful]"),
        click.option("--exclude", multiple=True, metavar="COLUMN",
                     help="A column to leave out; repeatable.  [default: none]"),
        click.option("--as", "as_", multiple=True, type=ColumnKind(),
                     help=f"What a column is: {', '.join(KINDS)}; repeatable.  [default: as it looks]"),
        click.option("--drop-duplicates", is_flag=True, help="Of equal rows keep the first, before the split."),
        click.option("--missing", type=Choice(MISSING_WAYS), default="error", show_default=True,
                     help="Missing cells: error; rows dropped; or numbers filled in, texts a level of their own."),
        click.option("--split", type=Split(), default="random", show_default=True,
                     help="How rows are held out; stratified: by class, ordered: the last, group: whole groups."),
        click.option("--validation-data", metavar="FILE",
                     help="Validate on another file, with the same columns.  [default: none]"),
        click.option("--test", type=SHARE, default=0.0, show_default=True,
                     help="Share of rows kept as a test set, evaluated once at the end."),
        click.option("--weights", metavar="COLUMN", help="Column of sample weights.  [default: none]"),
        click.option("--class-weight", type=Weighting(),
                     help="Class weights; balanced: rarer classes weigh more.  [default: all 1]"),
    )
    # fmt: on
    for option in reversed(options):
        command = option(command)
    return command


def encoding_option(command):
    """A decorator: the option of commands that read a file with what a training has settled."""
    help_ = "Of the text in DATA.  [default: that of training]"
    return click.option("--encoding", type=Encoding(), help=help_)(command)


def task_options(command):
    """A decorator: the options that say what is to be learned."""
    # fmt: off
    target = click.option("--target", "targets", multiple=True, metavar="COLUMN",
                          help="Target column of a data file; repeatable.  [default: the last column]")
    task = click.option("--task", type=Choice(["auto", *TASKS], case_sensitive=False), default="auto",
                        show_default=True, help="The task; auto decides from the targets and says why.")
    # fmt: on
    return task(target(command))


READ_OPTIONS = tuple(field.name for field in fields(ReadOptions))  # as click calls them


def read(source, options, like=None, progress=None):
    """The `Dataset` of a bundled set or a data file; options: those of `train`, or some; the rest as in `read_csv`."""
    from numnet.data.sources import read_source

    check_data_options(options)
    chosen = ReadOptions.of({name: value for name, value in options.items() if value is not None})
    return read_source(source, chosen, like, progress)


def check_data_options(options):
    """UserError for options of the data that don't go together."""
    split = options.get("split")
    if options.get("class_weight") and options.get("task") in ("regression", "multilabel"):
        raise UserError(f"--class-weight is for classes, not for task {options['task']}; leave it out")
    if split == "stratified" and options.get("task") in ("regression", "multilabel"):
        raise UserError(f"--split stratified keeps the shares of classes; task {options['task']} has none, use random")
