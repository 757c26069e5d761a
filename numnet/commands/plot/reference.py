"""Kinds that need nothing: activations, losses, schedules, datasets."""

import click

from numnet.commands.base import Command
from numnet.commands.plot.output import OUTPUT, write


@click.command(cls=Command)
@OUTPUT
def activations(output):
    """Every activation f and its derivative f′.

    \b
    Example:
      numnet plot activations
    """
    from numnet import figures

    write(figures.activations(), "activations", output)


@click.command(cls=Command)
@OUTPUT
def losses(output):
    """The losses against the error, and why mse stalls where a sigmoid is wrong.

    \b
    Example:
      numnet plot losses
    """
    from numnet import figures

    write(figures.losses(), "losses", output)


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
