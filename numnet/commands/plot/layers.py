"""``numnet plot network``, ``neurons``, ``hidden``, ``weights``, ``training``, ``all``: a run from the inside."""

from pathlib import Path

import click

from numnet.commands.base import Command, UserError
from numnet.commands.options.surface import Picture
from numnet.commands.output.progress import progress
from numnet.commands.plot.output import OUTPUT, load, write

RUN = click.argument("run", type=click.Path(path_type=Path))
EPOCH = click.option(
    "--epoch", type=click.IntRange(min=0), help="Weights of the nearest snapshot, 0: before training.  "
    "[default: those the run kept]",
)  # fmt: skip


@click.command(cls=Command)
@RUN
@click.option("--sample", type=click.IntRange(min=0), help="Row of the data, from 0.  [default: 0; backward: the "
              "one with the largest loss]")  # fmt: skip
@click.option("--backward", is_flag=True, help="The error on its way back: circles by δ, lines by ∂E/∂w.")
@click.option("--maps", is_flag=True, help="In place of a sample: what each unit answers over the plane of the inputs.")
@EPOCH
@click.option("--units", type=click.IntRange(min=1), default=10, show_default=True, help="Of a layer, at most: those "
              "with the largest outgoing weights.")  # fmt: skip
@OUTPUT
def network(run, sample, backward, maps, epoch, units, output):
    """The network of RUN as a diagram: a circle a unit, a line a weight, for one sample.

    Lines are as wide as |w|, blue above 0 and orange below; circles have the colour of what the unit says. With
    --backward it is the error on its way back: δ in the circles, ∂E/∂w in the lines.

    \b
    Example:
      numnet plot network runs/xor-1 --sample 1
      numnet plot network runs/xor-1 --sample 1 --backward --epoch 0
      numnet plot network runs/spiral-1 --maps
    """
    if maps and (backward or sample is not None):
        raise UserError(f"--maps shows all samples at once; leave {'--backward' if backward else '--sample'} away")
    from numnet import figures

    (run,) = load([run])
    axes = figures.network(run, sample=sample, backward=backward, epoch=epoch, most=units, maps=maps)
    write(axes, "network" + "-backward" * backward + "-maps" * maps, output, run)


@click.command(cls=Command)
@RUN
@EPOCH
@click.option("--units", type=click.IntRange(min=1), default=16, show_default=True, help="Of a layer, at most: those "
              "with the largest outgoing weights.")  # fmt: skip
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
    write(figures.neurons(run, epoch=epoch, most=units), "neurons", output, run)


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
    write(figures.hidden(run, epoch=epoch), "hidden", output, run)


@click.command(cls=Command)
@RUN
@OUTPUT
def weights(run, output):
    """How the weights of each layer of RUN are distributed over the epochs, from its snapshots.

    Above the spread over time, of few weights a line for each; below the first and the last weights. A layer whose
    bands stay where they began has hardly learned.

    \b
    Example:
      numnet plot weights runs/spiral-1
    """
    from numnet import figures

    (run,) = load([run])
    write(figures.weights(run), "weights", output, run)


@click.command(cls=Command)
@RUN
@click.option("--fps", type=click.FloatRange(0.2, 30), default=4, show_default=True, help="Snapshots a second, "
              "animated.")  # fmt: skip
@click.option("--quiet", is_flag=True, help="No progress.")
@click.option(
    "-o",
    "--output",
    type=Picture(),
    help="All snapshots as a film (.gif, .mp4), or a strip of some (.png, .svg, .pdf).  "
    "[default: figures/training.gif of the run]",
)
def training(run, fps, quiet, output):
    """The boundary of RUN as it came about, beside the loss: a film, or a strip of some epochs.

    Each frame is a snapshot; train with --snapshots 100 for a smoother film. Data of one feature show the fitted curve,
    of more than two the plane of their first two principal components.

    \b
    Example:
      numnet plot training runs/spiral-1
      numnet plot training runs/spiral-1 -o strip.png
    """
    from numnet import figures
    from numnet.figures.drawing.animation import ENDINGS, check_ending

    if output is not None and output.suffix.lower().lstrip(".") not in ENDINGS:
        (run,) = load([run])
        write(figures.training(run), "training", output, run)
        return
    if output is not None:
        check_ending(output)  # before the frames are drawn
    (run,) = load([run])
    click.echo(str(film(run, output or run.path / "figures" / "training.gif", fps, quiet)))


def film(run, path, fps=4, quiet=False):
    """Write the film of a run; its path."""
    from numnet import figures

    drawn = figures.training_film(run)
    with progress(drawn.count, quiet, "frame") as bar:
        return figures.save_animation(
            drawn, path, fps=fps, progress=lambda done, count: bar.update(done, "", done == count)
        )
