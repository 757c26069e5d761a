"""``numnet plot training``."""

import click

from numnet.api.handouts import handout_of, is_page
from numnet.commands.base import Command
from numnet.commands.plot.shared import QUIET, RUN, destination, load, write, write_film, write_page
from numnet.options.surface import Picture


@click.command(cls=Command)
@click.pass_context
@RUN
@click.option("--fps", type=click.FloatRange(0.2, 30), default=4, show_default=True, help="Snapshots per second "
              "of a .gif or .mp4.")  # fmt: skip
@QUIET
@click.option(
    "-o",
    "--output",
    type=Picture(),
    help="All snapshots as a film (.gif, .mp4), a strip of some (.png, .svg, .pdf), or a page to look through them "
    "(.html).  [default: figures/training.gif of the run]",
)
def training(context, run, fps, quiet, output):
    """The decision boundary of RUN during training, beside the loss: a film, or a strip of some epochs.

    Each frame is a snapshot; train with --snapshots 100 for a smoother film. With one feature the fitted curve is
    shown, with more than two the plane of their first two principal components. A page (.html) is to be handed out: one
    file for any browser, with the snapshots on a timeline, the network and the losses; nothing on it can be changed.

    \b
    Example:
      numnet plot training runs/spiral-1
      numnet plot training runs/spiral-1 -o strip.png
      numnet plot training runs/spiral-1 -o spiral.html
    """
    if is_page(output):
        (run,) = load([run])
        click.echo(str(write_page(lambda: handout_of(run), output, context, "fps")))
        return
    from numnet import figures
    from numnet.figures.drawing.animation import ENDINGS, check_ending

    if output is not None and output.suffix.lower().lstrip(".") not in ENDINGS:
        (run,) = load([run])
        write(figures.training(run), "training", output, run)
        return
    if output is not None:
        check_ending(output)  # before the frames are drawn
    (run,) = load([run])
    output = output or destination("training.gif", run)
    click.echo(str(write_film(figures.training_film(run), output, quiet, fps=fps)))
