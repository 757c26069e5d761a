"""``numnet plot schedules``."""

import click

from numnet.commands.base import Command
from numnet.commands.plot.shared import OUTPUT, write


@click.command(cls=Command)
@OUTPUT
@click.option("--updates", type=click.IntRange(min=2), default=1000, show_default=True, help="Length of the run.")
def schedules(output, updates):
    """The factor on the learning rate against the update, for every schedule.

    \b
    Example:
      numnet plot schedules --updates 5000
    """
    from numnet import figures

    write(figures.schedules(updates=updates), "schedules", output)
