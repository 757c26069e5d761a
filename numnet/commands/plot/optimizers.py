"""``numnet plot optimizers``."""

import click

from numnet.commands.base import Command
from numnet.commands.output.text import table
from numnet.commands.plot.shared import OUTPUT, QUIET, SEED, check, run_experiment, write
from numnet.options.errors import UserError


@click.command(cls=Command)
@click.option(
    "--share",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.01,
    show_default=True,
    help="Share of the samples in which a rare feature is not 0.",
)
@click.option("-n", "--n", type=click.IntRange(10, 100_000), default=2000, show_default=True, help="Samples.")
@click.option("--batch-size", type=click.IntRange(1), default=20, show_default=True, help="Samples per update.")
@click.option("--epochs", type=click.IntRange(1, 1000), default=20, show_default=True, help="Passes over the data.")
@SEED
@QUIET
@OUTPUT
def optimizers(share, n, batch_size, epochs, seed, quiet, output):
    """Adagrad against RMSProp against Adam on inputs some of which are nearly always 0, with sgd beside them.

    A linear unit is trained on four frequent and four rare features. The figure shows the effective rate of each
    weight over time, the loss, how far the weights of the rare features are from the true ones, and the schedules.
    Every rule has the rate, of a grid, with the lowest loss over the last quarter of the epochs.

    \b
    Example:
      numnet plot optimizers --share 0.02 -o rare.png
    """
    if n * epochs > 2_000_000 or epochs * -(-n // batch_size) > 50_000:
        raise UserError(
            "--n, --epochs: at most 2000000 samples and 50000 updates in all; take fewer, or larger batches"
        )
    check(output)
    from numnet import figures

    result = run_experiment("optimizers", quiet, "rule", 4, n=n, share=share, batch_size=batch_size, epochs=epochs,
                            seed=seed)  # fmt: skip
    click.echo(table(("rule", "rate", "loss", "error of the rare weights"), [
        (name, f"{run.optimizer.learning_rate:g}", f"{run.loss[-1]:.4g}", f"{run.missing[-1, 1]:.2g}")
        for name, run in result.runs.items()
    ]))  # fmt: skip
    write(figures.optimizers(result), "optimizers", output)
