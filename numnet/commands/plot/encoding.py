"""``numnet plot encoding``."""

import click

from numnet.commands.base import Command
from numnet.commands.output.text import table
from numnet.commands.plot.shared import OUTPUT, QUIET, check, run_experiment, seeds, write
from numnet.options.errors import UserError
from numnet.options.types import Widths


@click.command(cls=Command)
@click.option("--hidden", type=Widths(), default="16,16", show_default=True, help="Of the larger network.")
@click.option("--epochs", type=click.IntRange(1, 2000), default=200, show_default=True, help="Of every training.")
@seeds(10)
@QUIET
@OUTPUT
def encoding(hidden, epochs, seeds, quiet, output):
    """Regression on the class numbers 1, 2, 3, beside one-hot targets and softmax.

    On four bundled sets of several classes, without hidden layer and with --hidden ones; rows, parts, scaling, seeds
    and optimizer are the same. An output of the regression counts as the class whose number is nearest. Drawn are the
    classes of the plane of blobs, and the accuracy on the validation set of every data set and seed.

    \b
    Example:
      numnet plot encoding
      numnet plot encoding --hidden 4 --seeds 20
    """
    check(output)
    if sum(hidden) > 512 or seeds * epochs > 20_000:
        raise UserError("--hidden, --seeds, --epochs: all that takes minutes; take fewer")
    from numnet import figures
    from numnet.experiments.encoding import encoding_rows

    result = run_experiment("encoding", quiet, hidden=hidden, epochs=epochs, seeds=seeds)
    header, *rows = encoding_rows(result)
    click.echo(table(header, rows))
    write(figures.encoding(result), "encoding", output)
