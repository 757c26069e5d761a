"""``numnet plot compare``."""

import click

from numnet.commands.base import Command
from numnet.commands.plot.shared import FOLDER, OUTPUT, write
from numnet.options.compare import AXIS, PART


@click.command(cls=Command)
@FOLDER
@AXIS
@PART
@OUTPUT
def compare(folder, x, part, output):
    """The comparison in FOLDER: the median loss of each competitor over the seeds, and the quartiles.

    \b
    Example:
      numnet plot compare comparisons/spiral-1 --x updates
    """
    from numnet import figures
    from numnet.studies.comparison import load_comparison

    found = load_comparison(folder)
    write(figures.compare(found, x=x, part=part), "compare", output, found)
