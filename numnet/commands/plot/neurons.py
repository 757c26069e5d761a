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
    """The output of each unit of RUN over the plane of the inputs, layer by layer.

    A unit of the first layer cuts the plane along a straight line, where net = 0; later layers combine such
    cuts into shapes. With one feature the outputs are curves; with more than two the plane is that of the first two
    principal components; for images (columns pixel_0_0, pixel_0_1, ...) the first layer's weights are drawn as images.

    \b
    Example:
      numnet plot neurons runs/spiral-1
      numnet plot neurons runs/digits-1 --units 32 -o digits.png
    """
    from numnet import figures

    (run,) = load([run])
    write(figures.neurons(run, epoch=epoch, most=units), "neurons", output, run, epoch)
