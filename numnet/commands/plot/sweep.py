"""``numnet plot sweep``."""

import click

from numnet.commands.base import Command
from numnet.commands.plot.shared import FOLDER, OUTPUT, write
from numnet.figures import documentation
from numnet.options.types import Choice


@click.command(cls=Command, help=documentation("sweep"))
@FOLDER
@click.option(
    "--kind",
    type=Choice(["map", "parallel", "effects", "all"]),
    help="What is drawn.  [default: the map where at most two options vary, else all]",
)
@OUTPUT
def sweep(folder, kind, output):
    """Made of the figure's file."""
    from numnet import figures
    from numnet.studies.sweep import load_sweep

    found = load_sweep(folder)
    write(figures.sweep(found, kind=kind), f"sweep-{kind}" if kind else "sweep", output, found)
