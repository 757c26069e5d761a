"""Kinds of a study: sweep, compare."""

from pathlib import Path

import click

from numnet.commands.base import Command
from numnet.commands.options.compare import AXIS, PART
from numnet.commands.plot.output import OUTPUT, write


@click.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path))
@AXIS
@PART
@OUTPUT
def compare(folder, x, part, output):
    """The race of the comparison in FOLDER: the median loss of each competitor over the seeds, and the quartiles.

    \b
    Example:
      numnet plot compare comparisons/spiral-1 --x updates
    """
    from numnet import figures
    from numnet.studies.comparison import load_comparison

    found = load_comparison(folder)
    write(figures.compare(found, x=x, part=part), "compare", output, found)


@click.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path))
@OUTPUT
def sweep(folder, output):
    """Which values of the options did best in the sweep in FOLDER: a line with quartiles, or a heat map.

    \b
    Example:
      numnet plot sweep sweeps/spiral-1 -o rates.svg
    """
    from numnet import figures
    from numnet.studies.sweep import load_sweep

    found = load_sweep(folder)
    write(figures.sweep(found), "sweep", output, found)
