"""``numnet plot network``."""

import click

from numnet.commands.base import Command
from numnet.commands.plot.shared import EPOCH, OUTPUT, RUN, load, units, write
from numnet.options.errors import UserError


@click.command(cls=Command)
@RUN
@click.option("--sample", type=click.IntRange(min=0), help="Row of the data, from 0.  [default: 0; backward: the "
              "one with the largest loss]")  # fmt: skip
@click.option("--backward", is_flag=True, help="The error propagated backwards: circles show δ, lines ∂E/∂w.")
@click.option("--maps", is_flag=True, help="Instead of one sample: each unit's output over the plane of the inputs.")
@EPOCH
@units(10)
@OUTPUT
def network(run, sample, backward, maps, epoch, units, output):
    """The network of RUN as a diagram: a circle for each unit, a line for each weight, for one sample.

    Lines are as wide as |w|, blue above 0 and orange below; circles have the colour of the unit's output. With
    --backward the error is propagated backwards: δ in the circles, ∂E/∂w in the lines.

    \b
    Example:
      numnet plot network runs/xor-1 --sample 1
      numnet plot network runs/xor-1 --sample 1 --backward --epoch 0
      numnet plot network runs/spiral-1 --maps
    """
    if maps and (backward or sample is not None):
        raise UserError(f"--maps shows all samples at once; leave out {'--backward' if backward else '--sample'}")
    from numnet import figures

    (run,) = load([run])
    axes = figures.network(run, sample=sample, backward=backward, epoch=epoch, most=units, maps=maps)
    write(axes, "network" + "-backward" * backward + "-maps" * maps, output, run, epoch)
