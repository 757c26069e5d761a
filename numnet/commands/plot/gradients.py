"""``numnet plot gradients``."""

from pathlib import Path

import click

from numnet.commands.base import Command
from numnet.commands.output.experiment_tables import gradient_table
from numnet.commands.output.text import table
from numnet.commands.plot.shared import OUTPUT, QUIET, check, load, run_experiment, seeds, write
from numnet.model.initializers import INITIALIZERS
from numnet.options.call_words import given
from numnet.options.errors import UserError
from numnet.options.types import POSITIVE, Activations, Parsed, numbers_of


@click.command(cls=Command)
@click.argument("run", required=False, type=click.Path(path_type=Path))
@click.option(
    "--activations",
    type=Activations(),
    default="sigmoid,tanh,relu",
    show_default=True,
    help="Activations of the hidden layers; a column each.",
)
@click.option(
    "--depths",
    type=Parsed("n,n,...", numbers_of(int, least=1)),
    default="2,5,10",
    show_default=True,
    help="Numbers of hidden layers.",
)
@click.option("--width", type=click.IntRange(1, 256), default=16, show_default=True, help="Units of every layer.")
@click.option(
    "--init",
    type=click.Choice(["auto", *(name for name in INITIALIZERS if name != "zeros")]),
    default="auto",
    show_default=True,
    help="Initial weights; auto: he for the ReLU family, glorot otherwise.",
)
@click.option("--epochs", type=click.IntRange(1, 1000), default=100, show_default=True, help="Training epochs.")
@click.option("--rate", type=POSITIVE, help="One learning rate for all.  [default: the best of a grid, for each]")
@seeds(5)
@QUIET
@OUTPUT
@click.pass_context
def gradients(context, run, activations, depths, width, init, epochs, rate, seeds, quiet, output):
    """How much of the error reaches which layer: the sizes of δ and ∂E/∂W, layer by layer, over training.

    Without a RUN the experiment: networks of growing depth on the same data, from the same seeds, sigmoid against tanh
    against ReLU; plain gradient descent, each at the rate of a grid with the lowest loss, found with other seeds than
    those shown. With a RUN its own layers, at its snapshots, over at most 256 of its training rows.

    \b
    Example:
      numnet plot gradients
      numnet plot gradients --depths 3,20 --seeds 10
      numnet plot gradients --activations tanh,relu --init normal
      numnet plot gradients runs/spiral-1
    """
    check(output)
    misplaced = given(context, {"activations", "depths", "width", "init", "epochs", "rate", "seeds"})
    if run is not None and misplaced:
        raise UserError(f"{misplaced[0]} is an option of the experiment; leave it out, or the run {run}")
    names = (activations,) if isinstance(activations, str) else activations
    if len(set(names)) < len(names) or len(names) > 5 or len(set(depths)) < len(depths) or len(depths) > 5:
        raise UserError("--activations, --depths: at most 5 of each, all different")
    if max(depths) * epochs * width**2 > 20_000_000:
        raise UserError("--depths, --epochs, --width: so many layers of such a width take minutes; take fewer")
    from numnet import figures

    if run is not None:
        (run,) = load([run])
        write(figures.gradients(run), "gradients", output, run)
        return
    grid = {} if rate is None else {"rates": (rate,)}
    result = run_experiment("gradients", quiet, activations=names, depths=sorted(depths), width=width,
                            init=init, epochs=epochs, seeds=seeds, **grid)  # fmt: skip
    click.echo(table(*gradient_table(result)))
    click.echo("δ, ∂E/∂W  of layer 1, as a multiple of the last hidden layer's, before training; medians of the seeds")
    write(figures.gradients(result), "gradients", output)
