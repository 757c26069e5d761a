"""``numnet plot saturation``."""

import click

from numnet.commands.base import Command
from numnet.commands.output.text import table
from numnet.commands.plot.shared import OUTPUT, QUIET, check, run_experiment, seeds, write
from numnet.options.types import POSITIVE, Number


@click.command(cls=Command)
@click.option(
    "--wrong",
    type=Number(0.5, 1, min_open=True, max_open=True),
    default=0.99,
    show_default=True,
    help="Mean probability of the wrong class at the start.",
)
@click.option("--rate", type=POSITIVE, default=0.5, show_default=True, help="The same rate of both losses.")
@click.option("--hidden", type=click.IntRange(1, 256), default=8, show_default=True, help="Units of the hidden layer.")
@click.option("--updates", type=click.IntRange(1, 50_000), default=2000, show_default=True, help="Training updates.")
@seeds(5)
@QUIET
@OUTPUT
def saturation(wrong, rate, hidden, updates, seeds, quiet, output):
    """Mse against cross-entropy, from the same start: a sigmoid output that is sure and wrong.

    The network has learned the opposite of the data. The figure shows loss, output, f′(net) and the norm of the
    gradient over the updates, of both losses at the same rate, and of each at the best rate of a grid.

    \b
    Example:
      numnet plot saturation
      numnet plot saturation --wrong 0.999 -o sure.png
    """
    check(output)
    from numnet import figures

    result = run_experiment("saturation", quiet, wrong=wrong, rate=rate, hidden=hidden, updates=updates, seeds=seeds)
    rows = [(f"{escape.loss_name}, {'its best rate' if escape.tuned else 'the same rate'}", f"{escape.rate:g}",
             f"{escape.slope[:, 0].mean():.2g}", f"{escape.gradient[:, 0].mean():.2g}", escape.arrival)
            for escape in result.escapes]  # fmt: skip
    click.echo(table(("loss", "rate", "f′ at the start", "gradient", f"in {updates} updates"), rows))
    write(figures.saturation(result), "saturation", output)
