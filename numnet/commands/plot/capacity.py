"""``numnet plot capacity``."""

import click

from numnet.commands.base import Command
from numnet.commands.output.experiment_tables import capacity_rows, capacity_verdict
from numnet.commands.output.text import table
from numnet.commands.plot.shared import OUTPUT, QUIET, check, run_experiment, seeds, write
from numnet.options.errors import UserError
from numnet.options.types import Number


@click.command(cls=Command)
@click.option("-n", "--n", type=click.IntRange(8, 320), default=20, show_default=True, help="Training samples.")
@click.option("--noise", type=Number(0, 10), default=0.3, show_default=True, help="Standard deviation of their noise.")
@click.option(
    "--width",
    type=click.IntRange(2, 256),
    default=64,
    show_default=True,
    help="Hidden units of the network that is too large.",
)
@click.option("--epochs", type=click.IntRange(1, 50_000), default=6000, show_default=True, help="Training epochs.")
@seeds(8)
@QUIET
@OUTPUT
def capacity(n, noise, width, epochs, seeds, quiet, output):
    """One noisy curve, fitted by models too small, right and too large; and remedies for the overfitted network.

    Networks are trained, polynomials fitted by least squares. Training and validation error against width, degree,
    number of samples and λ; early stopping, L2, L1 and dropout, each of the strength that is best on 20 more samples.
    The validation error is that of 500 fresh samples.

    \b
    Example:
      numnet plot capacity
      numnet plot capacity --n 40 --noise 0.5 -o noisy.png
    """
    check(output)
    if width * epochs * seeds > 20_000_000:
        raise UserError("--width, --epochs, --seeds: this takes minutes; take fewer")
    from numnet import figures

    result = run_experiment("capacity", quiet, n=n, noise=noise, width=width, epochs=epochs, seeds=seeds)
    click.echo(table(("fit", "training error", "validation error", "quartiles"), capacity_rows(result)))
    click.echo(capacity_verdict(result))
    write(figures.capacity(result), "capacity", output)
