"""``numnet plot landscape``."""

import click

from numnet.commands.base import Command
from numnet.commands.plot.shared import OUTPUT, QUIET, RUNS, load, write
from numnet.options.call_words import given
from numnet.options.errors import UserError
from numnet.options.types import POSITIVE, WHOLE


@click.command(cls=Command)
@RUNS
@click.option("--around", is_flag=True, help="Instead, the loss around one trained network, in two random directions.")
@click.option("--radius", type=POSITIVE, default=1.0, show_default=True, help="Reach of the plane around RUN.")
@click.option("--seed", type=WHOLE, default=0, show_default=True, help="Seed of the random directions.")
@click.option(
    "--resolution", type=click.IntRange(2, 1001), default=51, show_default=True, help="Points along each side."
)
@QUIET
@OUTPUT
@click.pass_context
def landscape(context, runs, around, radius, seed, resolution, quiet, output):
    """The loss over a plane of weight space, with the paths that the RUNS took through it.

    The plane is the one that fits the paths best, by principal components of their snapshots; a panel beside the map
    shows how far to trust it: the loss along each path, and on the plane below it. The runs must share network, data
    and seed. A network of two weights, --hidden none on one feature, needs no such plane: the map is its whole error,
    and beside it are the data, with the predictions along the path. With --around the plane goes through the one
    network that RUN kept, along two random directions in which every neuron's weights change by as much as they are
    long, times up to --radius (Li et al., 2018).

    \b
    Example:
      numnet plot landscape runs/spiral-1 runs/spiral-2 runs/spiral-3
      numnet plot landscape runs/spiral-1 --around
    """
    if not around and given(context, {"radius", "seed"}):
        raise UserError(f"{given(context, {'radius', 'seed'})[0]} is an option of the random directions; add --around")
    if around and len(runs) > 1:
        raise UserError(f"--around takes one RUN, got {len(runs)}")
    from numnet import figures
    from numnet.analysis import loss_landscape
    from numnet.commands.output.progress import progress

    runs = load(runs)
    with progress(resolution**2, quiet, "point") as display:

        def show(done, count):
            display.update(done, "", False)

        if around:
            plane = loss_landscape.around(runs[0], resolution, radius, seed, progress=show)
        else:
            plane = loss_landscape.paths(runs, resolution, progress=show)
    write(figures.landscape(plane), "landscape", output, runs[0] if len(runs) == 1 else None)
