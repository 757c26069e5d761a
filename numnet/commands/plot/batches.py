"""``numnet plot batches``."""

import click

from numnet.commands.base import Command
from numnet.commands.output.text import table
from numnet.commands.plot.shared import OUTPUT, QUIET, SEED, check, run_experiment, write
from numnet.options.errors import UserError
from numnet.options.types import Parsed, numbers_of


@click.command(cls=Command)
@click.option(
    "-n", "--n", type=click.IntRange(4, 100_000), default=1000, show_default=True,
    help="Samples of the data set on which the paths are drawn.",
)
@click.option("--batch-size", type=click.IntRange(2), default=32, show_default=True, help="Size of the mini-batches.")
@click.option("--epochs", type=click.IntRange(1, 1000), default=20, show_default=True, help="Passes over the data.")
@click.option(
    "--sizes",
    type=Parsed("n,n,...", numbers_of(int, least=4)),
    default="100,1000,10000",
    show_default=True,
    help="Numbers of samples for which updates and time to the target are measured.",
)
@click.option(
    "--start",
    type=Parsed("w,b", numbers_of(float, 2)),
    default="-1,2",
    show_default=True,
    help="The two weights before training.",
)
@SEED
@QUIET
@OUTPUT
def batches(n, batch_size, epochs, sizes, start, seed, quiet, output):
    """Batch, mini-batch and stochastic gradient descent on the same two weights, from the same start.

    The figure shows the three paths over the contours of the error, the loss against epochs, updates and time, the
    variance of the gradient against the size of the mini-batch, and which kind reaches a target first for each number
    of samples: measured on this machine, on one thread, each kind at the rate of a grid that needs the fewest updates.

    \b
    Example:
      numnet plot batches
      numnet plot batches --n 200 --batch-size 16 --sizes 200,20000
    """
    if len(sizes) > 5 or max(sizes) > 1_000_000:
        raise UserError("--sizes takes at most 5 numbers up to 1000000")
    if n * epochs > 5_000_000:
        raise UserError("--n, --epochs: at most 5000000 samples in all; take fewer")
    check(output)
    from numnet import figures
    from numnet.experiments.batches import arrival_rows

    result = run_experiment("batches", quiet, "size", len({*sizes, n}), n=n, batch_size=batch_size, epochs=epochs,
                            sizes=sizes, start=start, seed=seed)  # fmt: skip
    header, *rows = arrival_rows(result)
    click.echo(table(header, rows))
    write(figures.batches(result), "batches", output)
