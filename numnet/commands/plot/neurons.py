"""``numnet plot neurons``."""

import click

from numnet.commands.base import Command
from numnet.commands.plot.shared import EPOCH, OUTPUT, RUN, load, units, write


@click.command(cls=Command)
@RUN
@EPOCH
@units(16)
@OUTPUT
def neurons(run, epoch, units, output):
    """What each unit of RUN answers over the plane of the inputs, layer by layer.

    A unit of the first layer cuts the plane along a straight line, where net = 0; later layers join such cuts to
    shapes. Data of one feature give curves; of more than two the plane of their first two principal components; the
    pixels of an image (columns pixel_0_0, pixel_0_1, ...) the weights of the first layer, as images.

    \b
    Example:
      numnet plot neurons runs/spiral-1
      numnet plot neurons runs/digits-1 --units 32 -o digits.png
    """
    from numnet import figures

    (run,) = load([run])
    write(figures.neurons(run, epoch=epoch, most=units), "neurons", output, run, epoch)
