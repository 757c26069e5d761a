"""``numnet plot selection``."""

import click

from numnet.commands.base import Command
from numnet.commands.output.text import table
from numnet.commands.plot.shared import OUTPUT, QUIET, check, run_experiment, write
from numnet.options.errors import UserError

SHOWN = (1, 2, 5, 10, 20, 50, 100, 200)


@click.command(cls=Command)
@click.option("--networks", type=click.IntRange(6, 600), default=60, show_default=True, help="To choose from.")
@click.option("-n", "--n", type=click.IntRange(8, 2000), default=200, show_default=True, help="Training samples.")
@click.option("--held", type=click.IntRange(5, 2000), default=50, show_default=True, help="Validation samples.")
@click.option("--repeats", type=click.IntRange(1, 100), default=20, show_default=True, help="Data sets of each kind.")
@QUIET
@OUTPUT
def selection(networks, n, held, repeats, quiet, output):
    """The best of many networks, chosen by a validation set: its accuracy there, and on a test set.

    Networks of several widths and seeds are trained on two moons that overlap, and on the same points with labels by
    coin flips, which nothing can predict. The network that is best on the validation set looks better there than it
    is, the more so the more networks there are to choose from; 4000 test samples tell the truth.

    \b
    Example:
      numnet plot selection
      numnet plot selection --held 500
    """
    check(output)
    if networks * n * repeats > 2_000_000:
        raise UserError("--networks, --n, --repeats: all that takes minutes; take fewer")
    from numnet import figures
    from numnet.experiments.selection import KINDS

    result = run_experiment("selection", quiet, networks=networks, n=n, held=held, repeats=repeats)
    count = result.test[KINDS[0]].shape[1]
    rows = []
    for kind in KINDS:
        for k in sorted({k for k in SHOWN if k < count} | {count}):
            validation, test = (100 * share for share in result.best_of(kind, k))
            rows.append((kind, str(k), f"{validation:.1f} %", f"{test:.1f} %", f"{validation - test:+.1f}"))
    click.echo(table(("data", "best of", "validation", "test", "difference"), rows))
    write(figures.selection(result), "selection", output)
