"""``numnet plot datasets``."""

import click

from numnet.commands.base import Command
from numnet.commands.plot.shared import OUTPUT, write


@click.command(cls=Command)
@click.argument("names", nargs=-1)
@OUTPUT
def datasets(names, output):
    """A picture of every bundled data set, or of those named.

    \b
    Example:
      numnet plot datasets spiral moons discs
    """
    from numnet import figures

    write(figures.datasets(list(names) or None), "datasets", output)
