"""``numnet plot hidden``."""

import click

from numnet.commands.base import Command
from numnet.commands.plot.shared import EPOCH, OUTPUT, RUN, load, write


@click.command(cls=Command)
@RUN
@EPOCH
@OUTPUT
def hidden(run, epoch, output):
    """How the hidden layers of RUN bend the plane of the inputs until a straight cut separates the classes.

    The sheet of the inputs, with its grid, the regions of the answer and the points, is drawn again in the space of
    every hidden layer: its two units, or the first two principal components of more. Each panel says how well a
    straight cut does there.

    \b
    Example:
      numnet plot hidden runs/circles-1
      numnet plot hidden runs/circles-1 --epoch 0 -o before.png
    """
    from numnet import figures

    (run,) = load([run])
    write(figures.hidden(run, epoch=epoch), "hidden", output, run, epoch)
